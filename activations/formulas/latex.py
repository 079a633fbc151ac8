"""A formula's tree as LaTeX, as it was typed."""

from collections.abc import Mapping

from activations.formulas.expression import Call, Node, Number, Symbol, call
from activations.formulas.functions import FUNCTIONS, OF_CATALOG, PRIME

# How tightly each operator binds; what is looser than its place wants stands in brackets.
_OR, _AND, _COMPARED, _SUM, _PRODUCT, _POWER, _ATOM = range(7)

_INFIX: Mapping[str, tuple[str, int]] = {
    "or": (r" \text{ or } ", _OR),
    "and": (r" \text{ and } ", _AND),
    "less": (" < ", _COMPARED),
    "at_most": (r" \le ", _COMPARED),
    "greater": (" > ", _COMPARED),
    "at_least": (r" \ge ", _COMPARED),
    "equal": (" = ", _COMPARED),
    "unequal": (r" \ne ", _COMPARED),
    "add": (" + ", _SUM),
    "subtract": (" - ", _SUM),
}
_SYMBOLS = {"pi": r"\pi"}


def latex_of(node: Node) -> str:
    return _written(node)[0]


def _written(node: Node) -> tuple[str, int]:
    """The LaTeX of a node, and how tightly it binds."""
    match node:
        case Number(value):
            return _number(value)
        case Symbol(name):
            return _SYMBOLS.get(name, name), _ATOM
        case Call(name, (u, v)) if name in ("multiply", "divide", "power", *_INFIX):
            return _operation(name, u, v)
    return _applied(node)


def _operation(name: str, u: Node, v: Node) -> tuple[str, int]:
    match name:
        case "multiply":
            return _product(u, v)
        case "divide":
            return rf"\frac{{{latex_of(u)}}}{{{latex_of(v)}}}", _PRODUCT
        case "power":
            base = _within(u, _ATOM)
            return f"{base if len(base) == 1 else f'{{{base}}}'}^{{{latex_of(v)}}}", _POWER
        case "and":
            match u, v:
                case Call("less" | "at_most", _), Call("less" | "at_most", (middle, high)) if u.arguments[1] == middle:
                    chain = f"{latex_of(u)}{_INFIX[v.function][0]}{_within(high, _SUM)}"
                    return chain, _COMPARED
    sign, level = _INFIX[name]
    return f"{_within(u, level)}{sign}{_within(v, level + 1)}", level


def _applied(node: Call) -> tuple[str, int]:
    text, level = _named(node), _ATOM
    match node:
        case Call("negate", (u,)):
            text, level = f"-{_within(u, _PRODUCT)}", _SUM
        case Call("sqrt", (u,)):
            text = rf"\sqrt{{{latex_of(u)}}}"
        case Call("abs", (u,)):
            text = rf"\left|{latex_of(u)}\right|"
        case Call("exp", (u,)):
            text, level = f"e^{{{latex_of(u)}}}", _POWER
        case Call("not", (u,)):
            text, level = rf"\text{{not }} {_within(u, _ATOM)}", _COMPARED
        case Call("where", _):
            text = rf"\begin{{cases}} {_cases(node)} \end{{cases}}"
        case Call("sigmoid", (u,), ()):
            text = _sigmoid(u)
        case Call("sigmoid_slope", (u,)):
            opposite = u.arguments[0] if isinstance(u, Call) and u.function == "negate" else call("negate", u)
            text, level = rf"{_sigmoid(u)}\, {_sigmoid(opposite)}", _POWER
    return text, level


def _named(node: Call) -> str:
    inner = ", ".join(latex_of(each) for each in node.arguments)
    given = ", ".join(rf"\text{{{_plain(name)}}} = {latex_of(value)}" for name, value in node.settings)
    return rf"{_name(node.function)}\left({inner}{'; ' if given else ''}{given}\right)"


def _sigmoid(u: Node) -> str:
    return rf"\sigma\left({latex_of(u)}\right)"


def _cases(node: Node) -> str:
    """A line for each branch of choices of which each is the last branch of the one before."""
    match node:
        case Call("where", (condition, u, v)):
            return rf"{latex_of(u)} & {latex_of(condition)} \\ {_cases(v)}"
    return rf"{latex_of(node)} & \text{{otherwise}}"


def _product(u: Node, v: Node) -> tuple[str, int]:
    left, right = _within(u, _PRODUCT), _within(v, _POWER)
    sign = r" \cdot " if right[0].isdigit() or (right[0] == "{" and right.lstrip("{")[0].isdigit()) else r"\, "
    return f"{left}{sign}{right}", _PRODUCT


def _within(node: Node, level: int) -> str:
    text, own = _written(node)
    return text if own >= level else rf"\left({text}\right)"


def is_bracketed(node: Node, *, last_factor: bool) -> bool:
    """Whether a second term or a first factor, or else the last factor, stands in brackets."""
    return _written(node)[1] < (_POWER if last_factor else _PRODUCT)


def _name(function: str) -> str:
    if function in FUNCTIONS:
        return FUNCTIONS[function].latex
    if function in ("min", "max"):
        return rf"\{function}"
    known = function.rstrip(PRIME)
    name = OF_CATALOG[known].name if known in OF_CATALOG else function
    return rf"\operatorname{{{name}}}" + function[len(known) :]


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _number(value: float) -> tuple[str, int]:
    mantissa, _, exponent = f"{value!r}".removesuffix(".0").partition("e")
    if not exponent:
        return mantissa, _ATOM
    power = f"10^{{{int(exponent)}}}"
    return (power, _POWER) if mantissa in ("1", "1.0") else (rf"{mantissa} \cdot {power}", _PRODUCT)
