"""A text read as a formula: Python's grammar of expressions, of which the names and signs of the language remain.

The text is never compiled or run. What `ast` makes of its words is walked, and what is not listed is refused.
"""

import ast
import functools
from bisect import bisect_right

from activations.formulas.errors import FormulaError
from activations.formulas.expression import Call, Node, Number, Symbol, X, call, symbols_of
from activations.formulas.functions import SCALED, SEVERAL, parameters_of, usage_of
from activations.formulas.tokens import DEEPEST, Token, check_setting, tokens_of

MOST_NODES = 150

_OPERATORS: dict[type[ast.AST], tuple[str, int]] = {  # with how tightly they bind
    ast.Add: ("add", 1),
    ast.Sub: ("subtract", 1),
    ast.Mult: ("multiply", 2),
    ast.Div: ("divide", 2),
    ast.Pow: ("power", 3),
}
_COMPARISONS: dict[type[ast.AST], str] = {
    ast.Lt: "less",
    ast.LtE: "at_most",
    ast.Gt: "greater",
    ast.GtE: "at_least",
    ast.Eq: "equal",
    ast.NotEq: "unequal",
}


@functools.lru_cache(maxsize=64)
def expression_of(text: str) -> Node:
    """The tree of a formula; FormulaError if the text is none."""
    tokens = tokens_of(text)
    starts, source = [], ""
    for token in tokens:
        starts.append(len(source))
        source += f"{float(token.text)!r} " if token.kind == "number" else f"{token.text} "
    try:
        parsed = ast.parse(source.rstrip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _unreadable(error, tokens, starts) from None
    expression = _Reader(tokens, starts).node(parsed.body, 1)
    if X not in symbols_of(expression):
        raise FormulaError("a formula is a function of x, and there is no x in this one.")
    return expression


def _unreadable(error: Exception, tokens: list[Token], starts: list[int]) -> FormulaError:
    column = error.offset if isinstance(error, SyntaxError) else None
    if not column or column - 1 > starts[-1]:
        return FormulaError(
            "the formula is not complete here: a bracket or an operand is missing.", tokens[-1].position
        )
    place = tokens[max(0, bisect_right(starts, column - 1) - 1)].position
    return FormulaError(
        "the formula cannot be read here: a sign, a bracket or an operand is missing or too many.", place
    )


class _Reader:
    """Walks what `ast` has read, and counts."""

    def __init__(self, tokens: list[Token], starts: list[int]) -> None:
        self._tokens, self._starts, self._count = tokens, starts, 0

    def node(self, tree: ast.expr, depth: int) -> Node:
        self._counted(tree, depth)
        match tree:
            case ast.Constant(value=float(value)):
                return Number(value)
            case ast.Name(id=name):
                return Symbol(name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                inner = self.node(operand, depth + 1)
                return call("negate", inner) if isinstance(sign, ast.USub) else inner
            case ast.BinOp():
                return self._operation(tree, depth)
            case ast.Call():
                return self._call(tree, depth)
        raise self._error(_misplaced(tree), tree)

    def _operation(self, tree: ast.BinOp, depth: int) -> Node:
        if type(tree.op) not in _OPERATORS:
            raise self._error("the operators are + - * / ^.", tree)
        name, level = _OPERATORS[type(tree.op)]
        # A chain such as x + x + x is one level deep.
        chained = isinstance(tree.left, ast.BinOp) and _OPERATORS.get(type(tree.left.op), ("", 0))[1] == level
        left = self.node(tree.left, depth if chained else depth + 1)
        return call(name, left, self.node(tree.right, depth + 1))

    def _call(self, tree: ast.Call, depth: int) -> Node:
        if not isinstance(tree.func, ast.Name):
            raise self._error("only functions are applied to something, as in exp(x).", tree)
        name = tree.func.id
        wanted, given = len(SEVERAL.get(name, "x")), len(tree.args)
        if given != wanted:
            values, here = (f"{count} value{'' if count == 1 else 's'}" for count in (wanted, given))
            are = "is" if given == 1 else "are"
            raise self._error(f"{name} takes {values}, as in {usage_of(name)}, and here {are} {here}.", tree)
        if name == "where":
            condition, *others = tree.args
            arguments = (self._condition(condition, depth + 1), *(self.node(each, depth + 1) for each in others))
        else:
            arguments = tuple(self.node(each, depth + 1) for each in tree.args)
        settings = self._settings(tree, name, depth)
        if name in SCALED and settings:
            return call(name, call("multiply", settings[0][1], *arguments))
        return Call(name, arguments, settings)

    def _settings(self, tree: ast.Call, name: str, depth: int) -> tuple[tuple[str, Node], ...]:
        parameters = parameters_of(name)
        found: dict[str, Node] = {}
        for keyword in tree.keywords:
            place = self._position(keyword)
            check_setting(keyword.arg or "", parameters, place)
            if keyword.arg in found:
                raise FormulaError(f"the parameter {keyword.arg} is given twice.", place)
            found[str(keyword.arg)] = self.node(keyword.value, depth + 1)
            if X in symbols_of(found[str(keyword.arg)]):
                raise FormulaError(f"the parameter {keyword.arg} is a number, which x cannot move.", place)
        return tuple(found.items())

    def _condition(self, tree: ast.expr, depth: int) -> Node:
        self._counted(tree, depth)
        match tree:
            case ast.Compare(left=left, ops=operators, comparators=others):
                sides = [self.node(each, depth + 1) for each in (left, *others)]
                found = [self._comparison(tree, sign, *sides[i : i + 2]) for i, sign in enumerate(operators)]
                return functools.reduce(lambda one, other: call("and", one, other), found)
            case ast.BoolOp(op=sign, values=values):
                word = "and" if isinstance(sign, ast.And) else "or"
                parts = [self._condition(each, depth + 1) for each in values]
                return functools.reduce(lambda one, other: call(word, one, other), parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return call("not", self._condition(operand, depth + 1))
        raise self._error("the first value of where is a condition, such as x > 0.", tree)

    def _comparison(self, tree: ast.expr, sign: ast.cmpop, left: Node, right: Node) -> Node:
        if type(sign) not in _COMPARISONS:
            raise self._error("the comparisons are < <= > >= == !=.", tree)
        return call(_COMPARISONS[type(sign)], left, right)

    def _counted(self, tree: ast.expr, depth: int) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            raise self._error(f"a formula has at most {MOST_NODES} numbers, names and signs.", tree)
        if depth > DEEPEST:
            raise self._error(f"the formula is nested more than {DEEPEST} deep.", tree)

    def _position(self, tree: ast.expr | ast.keyword) -> int:
        return self._tokens[max(0, bisect_right(self._starts, tree.col_offset) - 1)].position

    def _error(self, problem: str, tree: ast.expr) -> FormulaError:
        return FormulaError(problem, self._position(tree))


def _misplaced(tree: ast.expr) -> str:
    if isinstance(tree, ast.Compare | ast.BoolOp) or (isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not)):
        return "a condition stands only in where(condition, a, b)."
    return "this is not part of the language: it has numbers, x, a, b, c, + - * / ^ and functions."
