"""One function as another, scaled, shifted and with a line added, and how that is written."""

from typing import NamedTuple

from activations.activation import Activation
from activations.elementwise import FloatArray


class Match(NamedTuple):
    """f(x) = a · g(b x + c) + d x + e, but at single points where f jumps."""

    activation: Activation  # g
    a: float
    b: float
    c: float
    d: float
    e: float
    but_at: tuple[float, ...] = ()

    def __call__(self, x: FloatArray) -> FloatArray:
        return self.a * self.activation(self.b * x + self.c) + self.d * x + self.e

    @property
    def terms(self) -> int:
        """How much there is to write of it."""
        scaled = sum(abs(each) != 1.0 for each in (self.a, self.b))
        return 2 * scaled + 2 * sum(each != 0.0 for each in (self.c, self.d, self.e)) + (self.b < 0.0) + (self.a < 0.0)

    @property
    def text(self) -> str:
        """The formula in words and signs, such as 2·Sigmoid(2x) − 1."""
        inner = _joined([(self.b, "x"), (self.c, "")])
        given = ", ".join(
            f"{parameter.symbol} = {_number(self.activation.parameters[parameter.name])}"
            for parameter in self.activation.definition.parameters
            if self.activation.parameters[parameter.name] != parameter.default
        )
        name = f"{self.activation.name}({inner}{'; ' if given else ''}{given})"
        places = " and ".join(_number(each) for each in self.but_at).replace("-", "−")
        return _joined([(self.a, f"·{name}"), (self.d, "x"), (self.e, "")]) + (places and f", except at x = {places}")


def _number(value: float) -> str:
    return f"{value:.6g}"


def _joined(terms: list[tuple[float, str]]) -> str:
    """A sum of numbers times words, such as 2x − 1."""
    written = ""
    for factor, word in terms:
        if factor == 0.0:
            continue
        size = abs(factor)
        shown = word.removeprefix("·") if word and size == 1.0 else f"{_number(size)}{word}"
        sign = "−" if factor < 0.0 else ""
        written += f" {sign or '+'} {shown}" if written else f"{sign}{shown}"
    return written or "0"
