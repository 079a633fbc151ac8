"""A reader's formula on trial in formats of few digits: as it was typed, and as it is rewritten so as not to cancel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from activations.activation import Activation
from activations.elementwise import RealFunction
from activations.formulas.backward import COMPARISONS, FUNCTIONS, LOGIC, OPERATIONS
from activations.formulas.binding import bound_tree
from activations.formulas.differentiating import derivative
from activations.formulas.expression import Call, Node, Number, Symbol, X, rebuilt, size_of
from activations.formulas.formula import FormulaDefinition
from activations.formulas.functions import CONSTANTS
from activations.formulas.writing_code import module_of, plain
from activations.formulas.writing_out import elementary, elementary_tree
from activations.precision import Form, Order, Subject
from activations.precision.rounded import Number as Numbers

_TYPED = "As it was typed: each step is rounded, and what cancels has lost its digits by then."
_REWRITTEN = "The same with what cancels written otherwise, as far as a way is known; this is what all other pages use."

_MOST_NODES = 1_000  # of a derivative, each of which is a step at thousands of numbers

_STEPS: Mapping[str, Callable[..., Numbers]] = MappingProxyType(
    {
        **FUNCTIONS,
        **OPERATIONS,
        **COMPARISONS,
        **LOGIC,
        "where": np.where,
        "clip": lambda u, low, high: np.minimum(np.maximum(u, low), high),
    }
)


@dataclass(frozen=True, slots=True)
class _Steps:
    """A tree as a formula in NumPy."""

    tree: Node

    def __call__(self, x: Numbers) -> Numbers:
        return np.where(np.equal(x, x), _value(self.tree, x), x)  # an array like x, also of a constant


def subject_of(activation: Activation) -> Subject | None:
    """The formula and its derivative, each in two forms, or in one where they are the same; None if it is too long.

    TypeError unless the activation is a formula.
    """
    if not isinstance(activation.definition, FormulaDefinition):
        raise TypeError("forms of the catalogue's functions are in activations.precision")
    typed = elementary(_bound(activation.definition.expression, activation.parameters))
    rewritten = elementary_tree(activation)
    if typed is None or rewritten is None:
        return None
    slopes = _bound(derivative(typed), {}), bound_tree(derivative(rewritten), {})
    if any(size_of(each) > _MOST_NODES for each in slopes):
        return None
    return Subject(
        name=activation.name,
        function=_order("f", typed, rewritten, activation),
        derivative=_order("f_prime", *slopes, activation.derivative),
    )


def _order(name: str, typed: Node, rewritten: Node, reference: RealFunction) -> Order:
    both = (("as typed", plain(typed), _TYPED), ("rewritten", plain(rewritten), _REWRITTEN))
    forms = [Form(label, _Steps(tree), why, module_of(name, tree)) for label, tree, why in both]
    same = forms[0].code == forms[1].code
    return Order(forms=tuple(forms[:1] if same else forms), reference=reference)


def _bound(tree: Node, parameters: Mapping[str, float]) -> Node:
    values = {**CONSTANTS, **parameters}

    def change(node: Node) -> Node:
        if isinstance(node, Symbol):
            return node if node.name == X else Number(values[node.name])
        if isinstance(node, Call):
            # A parameter of a function is a number, however it is written, and no step of the form.
            return Call(
                node.function, node.arguments, tuple((name, bound_tree(each, {})) for name, each in node.settings)
            )
        return node

    return rebuilt(tree, change)


def _value(node: Node, x: Numbers) -> Numbers:
    if isinstance(node, Number):
        return node.value
    if not isinstance(node, Call):
        return x
    return _STEPS[node.function](*(_value(each, x) for each in node.arguments))
