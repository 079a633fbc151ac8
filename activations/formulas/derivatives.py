"""f′ and f″ of a definition as LaTeX, a reader's formula or one of the catalogue."""

import functools

from activations.activation import Definition
from activations.formulas.differentiating import MOST_DIFFERENTIATED, derivative
from activations.formulas.expression import Node, size_of
from activations.formulas.formula import FormulaDefinition
from activations.formulas.latex import latex_of
from activations.formulas.lines import equation
from activations.formulas.written import written_tree

_LONGEST = 1_500  # characters of LaTeX


@functools.lru_cache(maxsize=64)
def derivative_formulas(definition: Definition) -> tuple[str | None, str | None]:
    """f′(x) = … and f″(x) = … in LaTeX, away from the breakpoints; None for one too long to be read.

    Parameters stand as the definition's own formula writes them.
    """
    tree = definition.expression if isinstance(definition, FormulaDefinition) else written_tree(definition)
    first = derivative(tree)
    second = derivative(first) if size_of(first) <= MOST_DIFFERENTIATED else None
    name = definition.name.replace(" ", "~")
    return _equation(rf"\operatorname{{{name}}}'(x)", first), _equation(rf"\operatorname{{{name}}}''(x)", second)


def _equation(left: str, right: Node | None) -> str | None:
    if right is None or size_of(right) > _LONGEST or len(latex_of(right)) > _LONGEST:
        return None
    return equation(left, right)
