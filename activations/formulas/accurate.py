"""A text's tree with numbers for its parameters, in the form that keeps the most digits."""

import functools

from activations.formulas.binding import bound_tree
from activations.formulas.cancelling import with_series
from activations.formulas.expression import Node
from activations.formulas.reading import expression_of
from activations.formulas.roots_of_zero import with_roots_of_zero
from activations.formulas.splitting import with_parts


@functools.lru_cache(maxsize=64)
def bound_expression(text: str, parameters: tuple[tuple[str, float], ...]) -> Node:
    """The tree of a text with these parameters. Raises FormulaError for the text, ValueError for the parameters."""
    tree = bound_tree(expression_of(text), dict(parameters))
    return with_roots_of_zero(with_series(with_parts(tree)))
