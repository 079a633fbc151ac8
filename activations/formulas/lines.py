"""An equation in LaTeX in lines that a phone can show: repeated parts by a name, broken before terms and factors."""

import re
from collections import Counter
from typing import NamedTuple

from activations.formulas.expression import Call, Node, Symbol, X, call, nodes_of, rebuilt, symbols_of
from activations.formulas.latex import is_bracketed, latex_of

_ROOM = 16.0  # em by `width_of`, which may err by a tenth: a screen of 390 pixels shows 18.5
_INDENT = 2.4  # of all lines but the first, with the sign before them

_PARTS = ("u", "v", "w")
_LEAST_PART = 2.5  # em that a part with a name is wide

_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|.")
_OPENED, _CLOSED = re.compile(r"\\begin\{(\w+)\}"), re.compile(r"\\end\{\w+\}")
_EM = {
    **dict.fromkeys("+-", 1.22),
    **dict.fromkeys(("=", "<", ">", r"\le", r"\ge", r"\ne"), 1.33),
    **dict.fromkeys("()|.", 0.35),
    **dict.fromkeys((" ", "{", "}", r"\left", r"\right", r"\bigl", r"\bigr", r"\operatorname", r"\text"), 0.0),
    ",": 0.45,
    "'": 0.28,
    r"\cdot": 0.72,
    r"\,": 0.17,
    r"\ ": 0.25,
    r"\sqrt": 0.85,
    r"\quad": 1.0,
    "&": 0.0,
    r"\cases": 2.0,
    r"\aligned": 0.0,
    **dict.fromkeys((r"\tanh", r"\sinh", r"\cosh", r"\arctan"), 2.2),
    **dict.fromkeys((r"\ln", r"\sin", r"\cos", r"\tan", r"\min", r"\max", r"\exp"), 1.4),
}
_LETTER, _SMALL = 0.52, 0.7  # em of a letter, and the share of it that one of an exponent takes


class _Piece(NamedTuple):
    """What no line is broken within, and what joins it to what stands before it: on the same line, and on a new one."""

    text: str
    joint: str = ""
    first: str = ""


def equation(left: str, right: Node) -> str:
    """`left` = `right`, in one line if it fits."""
    line = f"{left} = {latex_of(right)}"
    if width_of(line) <= _ROOM:
        return line
    whole, parts = named_parts(right)
    lines = [rf"&{left} \\ &\quad = {lines_of(whole)[0]}", *(rf"&\quad {each}" for each in lines_of(whole)[1:])]
    for name, part in parts:
        first, *others = lines_of(part)
        lines += [f"&{name} = {first}", *(rf"&\quad {each}" for each in others)]
    return r" \\ ".join(lines).join((r"\begin{aligned} ", r" \end{aligned}"))


def named_parts(node: Node) -> tuple[Node, list[tuple[str, Node]]]:
    """The tree with names for parts of it that are wide and stand in it more than once, and these parts."""
    parts: list[tuple[str, Node]] = []
    for name in (each for each in _PARTS if each not in symbols_of(node)):
        trees = [node, *(part for _, part in parts)]
        counts = Counter(each for tree in trees for each in nodes_of(tree) if isinstance(each, Call))
        saved = {
            each: (count - 1) * width
            for each, count in counts.items()
            if count > 1 and X in symbols_of(each) and (width := width_of(latex_of(each))) >= _LEAST_PART
        }
        if not saved or width_of(latex_of(node)) <= _ROOM:
            break
        chosen = max(saved, key=lambda each: saved[each])
        node, *others = (_replaced(tree, chosen, Symbol(name)) for tree in trees)
        parts = [*((earlier, part) for (earlier, _), part in zip(parts, others, strict=True)), (name, chosen)]
    return node, parts


def _replaced(tree: Node, part: Node, by: Node) -> Node:
    return rebuilt(tree, lambda node: by if node == part else node)


def lines_of(node: Node) -> list[str]:
    """The LaTeX of a node in lines, each as long as fits on a phone."""
    lines: list[str] = []
    for piece in _pieces(node):
        longer = f"{lines[-1]} {piece.joint} {piece.text}" if lines else ""
        if lines and width_of(longer) <= _ROOM - _INDENT:
            lines[-1] = longer
        else:
            lines.append(f"{piece.first} {piece.text}".strip())
    return lines


def _pieces(node: Node) -> list[_Piece]:
    text = latex_of(node)
    if width_of(text) <= _ROOM - _INDENT:
        return [_Piece(text)]
    match node:
        case Call("add" | "subtract" as name, (u, v)):
            sign = "+" if name == "add" else "-"
            return [*_pieces(u), *_joined(_operand(v), sign, sign)]
        case Call("negate", (Call("multiply", _) as u,)):
            first, *others = _pieces(u)
            return [first._replace(text=f"-{first.text}"), *others]
        case Call("multiply", (u, v)):
            return [*_operand(u), *_joined(_operand(v, last_factor=True), *_signs(u, v))]
    return [_Piece(text)]


def _signs(u: Node, v: Node) -> tuple[str, str]:
    """What stands between two factors, as on one line, and before the second on a line of its own."""
    dotted = latex_of(call("multiply", u, v)).removesuffix(latex_of(v)).rstrip().endswith(r"\cdot")
    return r"\cdot" if dotted else r"\,", r"\cdot"


def _operand(node: Node, *, last_factor: bool = False) -> list[_Piece]:
    """The pieces of a second term, of a first factor or of the last."""
    return _in_brackets(node) if is_bracketed(node, last_factor=last_factor) else _pieces(node)


def _joined(pieces: list[_Piece], joint: str, first: str) -> list[_Piece]:
    return [pieces[0]._replace(joint=joint, first=first), *pieces[1:]]


def _in_brackets(node: Node) -> list[_Piece]:
    # Such as `\left` and `\right` make have to close on their line.
    text = latex_of(node)
    if width_of(text) <= _ROOM - _INDENT - 1.0:
        return [_Piece(rf"\left({text}\right)")]
    first, *others = _pieces(node)
    pieces = [first._replace(text=rf"\bigl({first.text}"), *others]
    return [*pieces[:-1], pieces[-1]._replace(text=rf"{pieces[-1].text}\bigr)")]


def width_of(latex: str) -> float:
    """About how many em an equation takes, or its longest line."""
    width, _ = _width(_TOKEN.findall(_OPENED.sub(r"\\\1{", _CLOSED.sub("}", latex))), 0)
    return width


def _width(tokens: list[str], start: int) -> tuple[float, int]:
    """That of the tokens from `start` to the end of their group, and where that is."""
    widest, width, at = 0.0, 0.0, start
    while at < len(tokens) and tokens[at] != "}":
        sign, at = tokens[at], at + 1
        if sign == r"\\":
            widest, width = max(widest, width), 0.0
        elif sign in (r"\frac", r"\tfrac"):
            over, at = _argument(tokens, at)
            under, at = _argument(tokens, at)
            width += (max(over, under) + 0.24) * (_SMALL if sign == r"\tfrac" else 1.0)
        elif sign in "^_":
            small, at = _argument(tokens, at)
            width += _SMALL * small
        elif sign == "{":
            group, at = _width(tokens, at)
            width, at = width + group, at + 1
        else:
            width += _EM.get(sign, _LETTER)
    return max(widest, width), at


def _argument(tokens: list[str], at: int) -> tuple[float, int]:
    if tokens[at] != "{":
        return _EM.get(tokens[at], _LETTER), at + 1
    width, end = _width(tokens, at + 1)
    return width, end + 1
