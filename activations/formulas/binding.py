"""A formula's tree once its parameters have values."""

from collections.abc import Mapping

from activations.activation import Definition
from activations.formulas.expression import Call, Node, Number, Symbol, X, rebuilt, settings_of, symbols_of
from activations.formulas.folding import folded
from activations.formulas.functions import CONSTANTS, OF_CATALOG, PRIME
from activations.formulas.simplifying import made
from activations.formulas.written import written_with


def bound_tree(tree: Node, values: Mapping[str, float]) -> Node:
    """The tree with numbers for its parameters and constants, in its best form; one without a value stays a letter.

    Raises ValueError where a function of the catalogue cannot have such a parameter.
    """

    def change(node: Node) -> Node:
        if not isinstance(node, Call):
            known = {**CONSTANTS, **values}
            return Number(known[node.name]) if isinstance(node, Symbol) and node.name in known else node
        if node.function == "identity":
            return node.arguments[0]
        definition = OF_CATALOG.get(node.function.rstrip(PRIME))
        if definition is not None:
            if any(symbols_of(each) for _, each in node.settings):
                return bound_tree(_with_letters(definition, node), values)
            settings = definition.bound(settings_of(node))
            bound = Call(node.function, node.arguments, tuple((key, Number(each)) for key, each in settings.items()))
            return Number(folded(bound)) if isinstance(node.arguments[0], Number) else bound
        if node.function == "power" and symbols_of(node.arguments[1]) - {X}:
            return node  # not by the logarithm of what may be negative
        return made(node.function, *node.arguments)

    return rebuilt(tree, change)


def _with_letters(definition: Definition, node: Call) -> Node:
    """A function of the catalogue of which a parameter is a letter, by what it is made of."""
    given = dict(node.settings)
    parameters = (given.get(each.name, Number(each.default)) for each in definition.parameters)
    return written_with(parameters, definition, node.arguments[0])
