"""A formula's tree once its parameters have values."""

from collections.abc import Mapping

from activations.formulas.expression import Call, Node, Number, Symbol, rebuilt, settings_of
from activations.formulas.folding import folded
from activations.formulas.functions import CONSTANTS, OF_CATALOG, PRIME
from activations.formulas.simplifying import made


def bound_tree(tree: Node, values: Mapping[str, float]) -> Node:
    """The tree with numbers for its parameters and constants, in its best form.

    Raises ValueError where a function of the catalogue cannot have such a parameter.
    """

    def change(node: Node) -> Node:
        if isinstance(node, Symbol):
            known = {**CONSTANTS, **values}
            return Number(known[node.name]) if node.name in known else node
        if isinstance(node, Number):
            return node
        if node.function == "identity":
            return node.arguments[0]
        definition = OF_CATALOG.get(node.function.rstrip(PRIME))
        if definition is not None:
            settings = definition.bound(settings_of(node))
            bound = Call(node.function, node.arguments, tuple((key, Number(each)) for key, each in settings.items()))
            return Number(folded(bound)) if isinstance(node.arguments[0], Number) else bound
        return made(node.function, *node.arguments)

    return rebuilt(tree, change)
