"""A formula's tree with its parameters left open, for code that takes them as arguments."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from activations.activation import Activation
from activations.formulas.backward import Truths, values_and_slopes
from activations.formulas.binding import bound_tree
from activations.formulas.expression import Call, Node, X, nodes_of, symbols_of
from activations.formulas.formula import FormulaDefinition
from activations.formulas.trials import curve_of

_OTHERS = (0.4, 2.3, -0.8)  # values for which code is tried too
_SIZES = np.concatenate([10.0 ** np.arange(-8.0, 0.0), np.linspace(1.1, 20.3, 20)])
_PLACES = np.concatenate([-_SIZES, _SIZES])
_RELATIVE, _CANCELS = 1e-9, 1e-20
_SIGNS = ("add", "subtract", "multiply", "divide", "negate", "power")


def open_tree(activation: Activation) -> Node | None:
    """The tree of a formula with letters for its parameters, in a form for all values; None of one without any."""
    definition = activation.definition
    if not isinstance(definition, FormulaDefinition) or not definition.parameters:
        return None
    return bound_tree(definition.expression, {})


def settings_tried(activation: Activation) -> list[Activation]:
    """The formula with its values first, then with others, no two of them alike."""
    found = [activation]
    for value in _OTHERS:
        values = {name: value * 1.3**k for k, name in enumerate(activation.parameters)}
        try:
            found.append(activation.definition(**values))
        except ValueError:  # a function within the formula has no such parameter
            continue
    return found


def takes_numbers(tree: Node) -> bool:
    """Whether libraries that compute with arrays alone can compute a tree: of numbers they know signs only."""
    powers = [node for node in _calls_of(tree) if node.function == "power"]
    return all(node.function in _SIGNS for node in _calls_without_x(tree)) and not any(
        X in symbols_of(node.arguments[1]) for node in powers
    )


def has_numbers(tree: Node, settings: Sequence[Activation]) -> bool:
    """Whether what holds no x is always a number: Python raises an error where it divides one by 0."""
    x = np.zeros(1)
    return all(
        np.isfinite(values_and_slopes(node, {X: x, **{name: x + value for name, value in each.parameters.items()}})[0])
        for node in _calls_without_x(tree)
        if node.function in _SIGNS
        for each in settings
    )


def _calls_without_x(tree: Node) -> Iterator[Call]:
    return (node for node in _calls_of(tree) if X not in symbols_of(node))


def _calls_of(tree: Node) -> Iterator[Call]:
    return (node for node in nodes_of(tree) if isinstance(node, Call))


def keeps_digits(
    tree: Node, settings: Sequence[Activation], order: int, own: Callable[[Activation], Node | None]
) -> bool:
    """Whether an open tree is as near to f or a derivative as trees of its own that are written for each setting."""
    for each in settings:
        near = _is_near(tree, each, order)
        if not near.all():
            known = own(each)
            if known is None or not (near | ~_is_near(known, each, order)).all():
                return False
    return True


def _is_near(tree: Node, activation: Activation, order: int) -> Truths:
    parameters = {name: np.full(_PLACES.shape, value) for name, value in activation.parameters.items()}
    found, _ = values_and_slopes(tree, {X: _PLACES, **parameters})
    expected = curve_of(activation, order)(_PLACES)
    largest = np.abs(expected[np.isfinite(expected)]).max(initial=0.0)
    near = np.isclose(found, expected, rtol=_RELATIVE, atol=_CANCELS * min(1.0, largest), equal_nan=True)
    return np.asarray(near)
