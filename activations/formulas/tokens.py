"""The characters and words of a formula, checked before anything reads their grammar."""

import difflib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from activations.activation import Parameter
from activations.formulas.errors import FormulaError
from activations.formulas.expression import LETTERS, X
from activations.formulas.functions import CONSTANTS, NAMES, usage_of

LONGEST = 200
LARGEST_NUMBER = 1e12
DEEPEST = 40

_TOKEN = re.compile(
    r"(?P<blank>[ ]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*|[Φπ])"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^(),<>=≤≥−·×])"
)
_PLAIN = {"^": "**", "≤": "<=", "≥": ">=", "−": "-", "·": "*", "×": "*", "Φ": "Phi", "π": "pi"}
_WORDS = ("and", "or", "not")
_KNOWN = frozenset({X, *LETTERS, *CONSTANTS, *NAMES, *_WORDS})

# What others write, and what is to be written here.
_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "ln": "log(x)",
        "lg": "log(x)/log(10)",
        "log10": "log(x)/log(10)",
        "log2": "log(x)/log(2)",
        "phi": "Φ(x) or Phi(x) for the normal distribution function, gaussian(x)/sqrt(2*pi) for its density",
        "erfc": "1 - erf(x)",
        **dict.fromkeys(("cdf", "ndtr", "normcdf"), "Φ(x) or Phi(x)"),
        **dict.fromkeys(("expit", "logistic", "sigma", "σ"), "sigmoid(x)"),
        "swish": "silu(x)",
        "heaviside": "step(x)",
        **dict.fromkeys(("arsinh", "arcsinh", "argsinh"), "asinh(x)"),
        **dict.fromkeys(("acosh", "arcosh", "arccosh"), "log(x + sqrt(x^2 - 1)), which is real from 1 on"),
        **dict.fromkeys(("atanh", "artanh", "arctanh"), "log((1 + x)/(1 - x))/2, which is real from −1 to 1"),
        **dict.fromkeys(("arctan", "arctg"), "atan(x)"),
        **dict.fromkeys(("asin", "arcsin"), "atan(x/sqrt(1 - x^2)), which is real from −1 to 1"),
        **dict.fromkeys(("acos", "arccos"), "pi/2 - atan(x/sqrt(1 - x^2)), which is real from −1 to 1"),
        **dict.fromkeys(
            ("floor", "ceil", "round", "trunc", "rint"),
            "step(x) + step(x - 1) for two steps; endless ones have a derivative of 0, from which nothing is learnt",
        ),
        "sgn": "sign(x)",
        "sech": "1/cosh(x)",
        "cot": "1/tan(x)",
        "tg": "tan(x)",
        "maximum": "max(u, v)",
        "minimum": "min(u, v)",
        "clamp": "clip(u, low, high)",
        **dict.fromkeys(("if", "else"), "where(x > 0, u, v)"),
        **dict.fromkeys(("pow", "power", "square", "²"), "x^2"),
        "|": "abs(x)",
        "√": "sqrt(x)",
        ".": "a function without its module, as in tanh(x)",
        **dict.fromkeys(("alpha", "beta", "gamma", "α", "β", "γ", "λ"), "a, b or c for a parameter"),
    }
)
_LETTERS_JOINED = re.compile(rf"[{X}{''.join(LETTERS)}]+[0-9]*")


class Token(NamedTuple):
    """A word or sign of a formula, and at which character it stands."""

    kind: str  # number, name, sign
    text: str  # as Python writes it
    position: int

    @property
    def ends_operand(self) -> bool:
        return self.kind == "number" or self.text == ")" or (self.kind == "name" and self.text not in _WORDS)

    @property
    def starts_operand(self) -> bool:
        return self.kind == "number" or self.text == "(" or (self.kind == "name" and self.text not in _WORDS)


def tokens_of(text: str) -> list[Token]:
    """The words of a text; FormulaError for one that is too long, empty, or has others than the language."""
    if len(text) > LONGEST:
        raise FormulaError(f"a formula has at most {LONGEST} characters, and this has {len(text)}.", LONGEST)
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise FormulaError(f"{_described(text[place])} is not part of the language{_hint(text[place])}.", place)
        if match.lastgroup not in (None, "blank"):
            word = match.group()
            found.append(Token(str(match.lastgroup), _PLAIN.get(word, word), place))
        place = match.end()
    if not found:
        raise FormulaError("the formula is empty; write one such as x*tanh(exp(x)).")
    _check_words(found)
    return found


def _described(character: str) -> str:
    return f"the character {character}" if character.isascii() and character.isprintable() else "this character"


def _check_words(tokens: list[Token]) -> None:
    following = [*tokens[1:], Token("end", "", tokens[-1].position + 1)]
    for token, after in zip(tokens, following, strict=True):
        if token.kind == "name" and after.text != "=":  # else it is a parameter
            _check_name(token, after)
    depth = 0
    for token, after in zip(tokens, following, strict=True):
        depth += (token.text == "(") - (token.text == ")")
        if depth > DEEPEST:
            raise FormulaError(f"brackets are nested more than {DEEPEST} deep.", token.position)
        if token.kind == "number" and not float(token.text) <= LARGEST_NUMBER:
            raise FormulaError("numbers go up to 1e12.", token.position)
        if token.ends_operand and after.starts_operand and token.text not in NAMES:
            raise FormulaError("multiplication is written with *, as in 2*x or x*(x + 1).", after.position)


def _check_name(token: Token, after: Token) -> None:
    if token.text in NAMES and after.text != "(":
        raise FormulaError(f"{quoted(token.text)} is a function: write {usage_of(token.text)}.", token.position)
    if token.text not in _KNOWN:
        raise FormulaError(f"{quoted(token.text)} is not known{_hint(token.text)}.", token.position)


def _hint(word: str) -> str:
    """What is to be written for a word or sign that is not of the language."""
    lower = word.lower()
    if lower in _ELSEWHERE:
        return f": write {_ELSEWHERE[lower]}"
    if lower in _KNOWN:
        return f": write {usage_of(lower) if lower in NAMES else lower}"
    if _LETTERS_JOINED.fullmatch(lower):
        return ": a product is written with *, as in 2*x, and a power with ^, as in x^2"
    if near := difflib.get_close_matches(lower, sorted(_KNOWN), n=1, cutoff=0.7):
        return f"; {near[0]} is"
    return "; known are numbers, x, a, b, c, pi, e, + - * / ^ ( ), and functions such as exp, tanh, max, where, relu"


def quoted(name: str) -> str:
    """A name as it may be repeated to the reader: plain and short, or not at all."""
    return f"'{name}'" if re.fullmatch(r"[A-Za-z0-9]{1,30}", name) else "this name"


def check_setting(name: str, parameters: tuple[Parameter, ...], position: int) -> None:
    """FormulaError unless the function has this parameter."""
    known = [parameter.name for parameter in parameters]
    if name not in known:
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise FormulaError(f"the function has no such parameter; {has}.", position)
