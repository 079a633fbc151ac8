"""Random formulas such as a reader may type: lines, gates, quotients, powers and branches, a few levels deep."""

import random
from collections.abc import Iterator

from activations import CATALOG

_FUNCTIONS = (
    *("exp", "tanh", "atan", "erf", "Phi", "sin", "cos", "log1p", "sqrt", "abs", "sign", "sinh", "cosh", "expm1"),
    *("sigmoid", "softplus", "gelu", "silu", "mish", "relu", "elu", "hardtanh", "softsign", "hardswish", "gaussian"),
    *("logsigmoid", "softshrink", "relu6", "asinh"),
)
_ROUND = ("1", "2", "3", "0.5", "0.1", "4", "1.5", "0.25", "10", "5")


def number(random_: random.Random) -> str:
    kind = random_.random()
    if kind < 0.5:
        return random_.choice(_ROUND)
    return f"{random_.uniform(0.0, 5.0):.2f}" if kind < 0.8 else f"{10.0 ** random_.uniform(-3.0, 2.0):.3g}"


def _line(random_: random.Random) -> str:
    one, other, sign = number(random_), number(random_), random_.choice("+-")
    lines = ("x", "x", "x", f"{one}*x", f"(x {sign} {one})", f"({one}*x {sign} {other})", "-x")
    return random_.choice(lines)


def _inner(random_: random.Random, depth: int) -> str:
    text = formula(random_, depth) if random_.random() < 0.5 else _line(random_)
    return random_.choice((text, text, text, f"-({text})^2", f"1 + ({text})^2"))


def _below(random_: random.Random, depth: int) -> str:
    """What is never 0."""
    line, inner = _line(random_), formula(random_, depth)
    return random_.choice(
        (f"{number(random_)} + exp({line})", f"1 + abs({inner})", f"1 + ({inner})^2", f"2 + cos({line})")
    )


def formula(random_: random.Random, depth: int) -> str:
    if depth == 0 or random_.random() < 0.12:
        return _line(random_)
    one, other = formula(random_, depth - 1), formula(random_, depth - 1)
    name, bound = random_.choice(_FUNCTIONS), random_.choice((other, number(random_), "0"))
    condition = (
        f"{_line(random_)} {random_.choice(('<', '<=', '>', '>='))} {random_.choice((number(random_), '0', 'x'))}"
    )
    return random_.choice(
        (
            *(f"{name}({_inner(random_, depth - 1)})", f"{name}({_inner(random_, depth - 1)})"),
            *(f"x*{name}({_inner(random_, depth - 1)})", f"{one}*{other}"),
            *(f"({one} + {other})", f"({one} - {other})"),
            f"{one}/({_below(random_, depth - 1)})",
            f"({one})^{random_.choice(('2', '3', '0.5', '1.5', '4'))}",
            f"{random_.choice(('max', 'min'))}({one}, {bound})",
            f"where({condition}, {one}, {other})",
            f"clip({one}, -{number(random_)}, {number(random_)})",
        )
    )


def formulas(seed: int) -> Iterator[str]:
    """Without end; some cannot be explored."""
    random_ = random.Random(seed)
    while True:
        yield formula(random_, random_.choice((1, 2, 2, 3, 3)))


_LINES = ("x", "x", "x", "2*x", "-x", "(x - 1)", "(3*x + 1)", "0.5*x", "(x + 0.3)")

_CANCELLING = ("exp", "tanh", "atan", "erf", "sigmoid", "softplus", "gelu", "silu", "elu", "celu", "cosh", "hardmish")


def cancelling(seed: int) -> Iterator[str]:
    """Formulas without end whose terms, or those of their slopes, cancel somewhere."""
    random_ = random.Random(seed)
    while True:
        name, other, a, b = random_.choice(_CANCELLING), random_.choice(_CANCELLING), number(random_), number(random_)
        line = _line(random_)
        yield random_.choice(
            (
                f"{name}(x + {a}) + {name}(x - {a})",
                f"{name}({line}) + {b}*{name}(-({line}))",
                f"{name}({line}) + {a}*abs(x)",
                f"{name}({line}) - {a}",
                f"x*{name}({line}) - {a}*abs(x)",
                f"{name}(x)*{a} - {b}*{other}(x) + x",
                f"exp(-({line})^2) + {a}*exp(-(x - {b})^2)",
                f"(x - {a})^3 - {b}*x",
                f"({line})^2 - {a}*{name}(x)",
                f"{name}(x) - {a}*{name}(x)",
            )
        )


def of_catalog(seed: int) -> Iterator[str]:
    """Sums, differences and mixtures without end of functions of the catalogue, each of a line."""
    random_ = random.Random(seed)

    def term() -> str:
        return f"{random_.choice(list(CATALOG)).lower()}({random_.choice(_LINES)})"

    while True:
        one, other, another, a = term(), term(), term(), random_.choice(_ROUND)
        yield random_.choice(
            (
                f"{one} - {other}",
                f"{one} - {other}",
                f"{one} - {random_.choice(_LINES)}",
                f"{a}*{one} - {other}",
                f"{one} + {other} - {another}",
                f"x*{one} - {other}",
                f"{one}*{other}",
                f"({one} + {other})/2",
                f"{one}*sigmoid(x) + {other}*(1 - sigmoid(x))",
            )
        )
