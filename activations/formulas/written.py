"""The functions of the catalogue written from elementary pieces, in the language of formulas."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from activations.activation import Definition
from activations.formulas.expression import LETTERS, Node, Number, Symbol, rebuilt
from activations.formulas.reading import expression_of
from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE


@dataclass(frozen=True, slots=True)
class Written:
    """A text over x in which a, b and c are the parameters in their order, then constants; how LaTeX writes these."""

    text: str
    symbols: tuple[str, ...] = ()
    constants: tuple[float, ...] = ()


_SHRUNK = r"\lambda"

WRITTEN: Mapping[str, Written] = MappingProxyType(
    {
        "Sigmoid": Written("sigmoid(x - a)", (r"\text{offset}",)),
        "Hardsigmoid": Written("clip(a*x + b, 0, 1)", ("a", "b")),
        "SparseSigmoid": Written("where(-1 < x < 1, (x + 1)/2, where(x <= -1, 0, 1))"),
        "Tanh": Written("tanh(x)"),
        "ScaledTanh": Written("a*tanh(b*x)", ("a", "b")),
        "Hardtanh": Written("clip(x, a, b)", ("a", "b")),
        "Softsign": Written("x/(1 + abs(x))"),
        "Arctan": Written("atan(x)"),
        "Erf": Written("erf(x)"),
        "LaplaceGate": Written("Phi((x - a)/b)", (r"\mu", r"\sigma"), (math.sqrt(1 / 2), math.sqrt(1 / (4 * math.pi)))),
        "Step": Written("where(x > a, 1, 0)", (r"\text{threshold}",)),
        "Softplus": Written("log(1 + exp(a*x))/a", (r"\beta",)),
        "LogSigmoid": Written("-log(1 + exp(-x))"),
        "Squareplus": Written("(x + sqrt(x^2 + a))/2", ("b",)),
        "SparsePlus": Written("where(x <= -1, 0, where(x < 1, (x + 1)^2/4, x))"),
        "SqrtSoftplus": Written("sqrt(log(1 + exp(x)))"),
        "ReLU": Written("max(x, 0)"),
        "ReLU6": Written("clip(x, 0, 6)"),
        "ClippedReLU": Written(
            "where(b < x < a, x, where(x <= b, c*(x - b), a))",
            ("m", "t", "a"),
        ),
        "ReLUSquared": Written("where(x > 0, x^2, 0)"),
        "StarReLU": Written("where(x > 0, a*x^2, 0) + b", ("s", "b")),
        "LeakyReLU": Written("where(x > 0, x, a*x)", ("a",)),
        "RReLU": Written("where(x > 0, x, (a + b)/2*x)", (r"\text{lower}", r"\text{upper}")),
        "Threshold": Written("where(x > a, x, b)", (r"\text{threshold}", r"\text{value}")),
        "ELU": Written("where(x > 0, x, a*(exp(x) - 1))", (r"\alpha",)),
        "SELU": Written("a*where(x > 0, x, b*(exp(x) - 1))", (r"\lambda", r"\alpha"), (SELU_SCALE, SELU_ALPHA)),
        "CELU": Written("where(x > 0, x, a*(exp(x/a) - 1))", (r"\alpha",)),
        "xIELU": Written("where(x > 0, a*x^2 + c*x, b*(exp(x) - 1 - x) + c*x)", (r"\alpha_p", r"\alpha_n", r"\beta")),
        "GELU": Written("x*Phi(x)"),
        "GELUTanh": Written("0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))"),
        "QuickGELU": Written("x*sigmoid(1.702*x)"),
        "SiLU": Written("x*sigmoid(a*x)", (r"\beta",)),
        "Mish": Written("x*tanh(log(1 + exp(x)))"),
        "Hardswish": Written("where(-3 < x < 3, x*(x + 3)/6, where(x <= -3, 0, x))"),
        "HardMish": Written("where(-2 < x < 0, x*(x + 2)/2, where(x <= -2, 0, x))"),
        "Tanhshrink": Written("x - tanh(x)"),
        "Hardshrink": Written("where(abs(x) > a, x, 0)", (_SHRUNK,)),
        "Softshrink": Written("where(abs(x) > a, x - a*sign(x), 0)", (_SHRUNK,)),
        "Shrink": Written("where(abs(x) > a, x - b*sign(x), 0)", (_SHRUNK, r"\text{bias}")),
        "Identity": Written("x"),
        "Exponential": Written("exp(x)"),
        "Gaussian": Written("exp(-x^2/(2*a^2))", ("w",)),
        "Sin": Written("sin(a*x)", (r"\omega",)),
        "Snake": Written("x + sin(a*x)^2/a", (r"\omega",)),
    }
)


def written_tree(definition: Definition) -> Node:
    """The tree of a definition of the catalogue, with what LaTeX writes for its parameters as their names."""
    written = WRITTEN[definition.name]
    symbols = {letter: Symbol(symbol) for letter, symbol in zip(LETTERS, written.symbols, strict=False)}
    return _replaced(expression_of(written.text), symbols)


def written_of(definition: Definition, settings: Mapping[str, float], u: Node) -> Node:
    """What the function is of u, with these parameters, and the others at their defaults."""
    return written_with([Number(value) for value in definition.bound(settings).values()], definition, u)


def written_with(parameters: Iterable[Node], definition: Definition, u: Node) -> Node:
    """What the function is of u, with all its parameters in their order, be they numbers or letters."""
    written = WRITTEN[definition.name]
    values = [*parameters, *map(Number, written.constants)]
    return _replaced(expression_of(written.text), {"x": u, **dict(zip(LETTERS, values, strict=False))})


def _replaced(tree: Node, symbols: Mapping[str, Node]) -> Node:
    return rebuilt(tree, lambda node: symbols.get(node.name, node) if isinstance(node, Symbol) else node)
