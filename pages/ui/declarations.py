"""Controls, each declared once: its key in links, its label, its default and its bounds.

A link is input from strangers: whatever it carries, `checked` gives a value within the bounds. A page reads its
controls with `controls.get`; `initial` is what the widget of a control holds at first.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any, Protocol, TypeVar

from activations import Definition, Parameter
from activations.gates import GateDefinition
from activations.random_inputs.distributions import ParameterRange
from pages.ui.links import parameter_key

T_co = TypeVar("T_co", covariant=True)

LARGEST_SEED = 1_000_000


class Control(Protocol[T_co]):
    """What a reader can set, and a link carries."""

    @property
    def key(self) -> str: ...

    @property
    def initial(self) -> Any: ...

    def checked(self, sent: Any) -> T_co: ...


@dataclass(frozen=True, slots=True)
class _Bounded:
    key: str
    label: str
    default: float
    _: KW_ONLY
    low: float
    high: float

    @property
    def initial(self) -> float:
        return self.default

    def checked(self, sent: float | None) -> float:
        return _between(sent, self.low, self.high, self.default)


@dataclass(frozen=True, slots=True)
class Number(_Bounded):
    """A number box."""

    _: KW_ONLY
    step: float
    digits: int = 2
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Place(Number):
    """A number box for a place on an axis, with a slider for the part of it that is in view."""

    _: KW_ONLY
    view: tuple[float, float]

    def within(self, low: float, high: float) -> "Place":
        """The same, with another part in view."""
        return replace(self, view=(low, high))


@dataclass(frozen=True, slots=True)
class Magnitude(_Bounded):
    """A number box for a value that spans many powers of ten."""

    _: KW_ONLY
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Slider(_Bounded):
    """A slider for a number."""

    _: KW_ONLY
    step: float


@dataclass(frozen=True, slots=True)
class Whole:
    """A number box for a whole number."""

    key: str
    label: str
    default: int
    _: KW_ONLY
    low: int
    high: int
    step: int = 1
    help: str | None = None

    @property
    def initial(self) -> float:
        # A float, as its box holds: a bound box of whole numbers raises OverflowError for a link with `inf` in
        # Streamlit 1.67.
        return float(self.default)

    def checked(self, sent: float | None) -> int:
        return round(_between(sent, self.low, self.high, self.default))


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed for random numbers, with a button that takes the next one."""

    key: str
    label: str = "Seed"
    default: int = 1

    @property
    def initial(self) -> float:
        return float(self.default)

    def checked(self, sent: float | None) -> int:
        return round(_between(sent, 0, LARGEST_SEED, self.default))


@dataclass(frozen=True, slots=True)
class Span:
    """A slider with two ends, at least a step apart."""

    key: str
    label: str
    default: tuple[float, float]
    _: KW_ONLY
    low: float
    high: float
    step: float

    @property
    def initial(self) -> tuple[float, float]:
        return self.default

    def checked(self, sent: Sequence[float]) -> tuple[float, float]:
        ends = (_between(end, self.low, self.high, fallback) for end, fallback in zip(sent, self.default, strict=True))
        left, right = sorted(ends)
        if right - left >= self.step:
            return left, right
        return (left, left + self.step) if left + self.step <= self.high else (right - self.step, right)


@dataclass(frozen=True, slots=True)
class Switch:
    """A toggle, off at first."""

    key: str
    label: str
    _: KW_ONLY
    help: str | None = None

    @property
    def initial(self) -> bool:
        return False

    def checked(self, sent: object) -> bool:
        return bool(sent)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few options, the first unless chosen otherwise."""

    key: str
    label: str
    options: tuple[str, ...]
    captions: tuple[str, ...] = ()  # what each option is, below one another, which explain the label too

    @property
    def initial(self) -> str:
        return self.options[0]

    def checked(self, sent: str | None) -> str:
        return sent if sent in self.options else self.options[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of options that may come and go with other controls, the first unless chosen otherwise."""

    key: str
    label: str
    options: tuple[str, ...] = ()
    _: KW_ONLY
    help: str | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)  # options by the names that they have in old links

    @property
    def initial(self) -> None:
        return None  # the first, whichever that is then

    def among(self, options: Iterable[str]) -> "Choice":
        """The same choice, of these options."""
        return replace(self, options=tuple(options))

    def checked(self, sent: str | None) -> str:
        return sent if sent in self.options else self.options[0]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, of any length: what reads it must bound that."""

    key: str
    label: str
    default: str

    @property
    def initial(self) -> str:
        return self.default

    def checked(self, sent: str | None) -> str:
        return sent or ""


@dataclass(frozen=True, slots=True)
class Guess:
    """One of a few options, none at first, which a link carries only once it is chosen."""

    key: str
    label: str
    options: tuple[str, ...]

    @property
    def initial(self) -> None:
        return None

    def checked(self, sent: str | None) -> str | None:
        return sent if sent in self.options else None


@dataclass(frozen=True, slots=True)
class Several:
    """Any of a few options, none at first."""

    key: str
    label: str
    options: tuple[str, ...]

    @property
    def initial(self) -> list[str]:
        return []

    def checked(self, sent: Sequence[str]) -> list[str]:
        return [option for option in self.options if option in sent]


def parameter_slider(definition: Definition, parameter: Parameter) -> Slider:
    """The slider of an activation's parameter."""
    return _slider(parameter_key(definition.name, parameter.name), f"{definition.name} {parameter.symbol}", parameter)


def gate_slider(unit: GateDefinition, parameter: Parameter) -> Slider:
    """The slider of a gated unit's parameter; its key is no activation's, whose sliders pages share."""
    return _slider(parameter_key(f"gate.{unit.name}", parameter.name), parameter.symbol, parameter)


def _slider(key: str, label: str, of: Parameter) -> Slider:
    default = min(max(of.default, of.low), of.high)
    return Slider(key, label, default, low=of.low, high=of.high, step=of.step)


def parameter_range(definition: Definition, parameter: Parameter) -> Span:
    """A range of an activation's parameter, at first that of its slider."""
    return Span(
        f"{parameter_key(definition.name, parameter.name)}.range",
        f"{parameter.symbol} range",
        (parameter.low, parameter.high),
        low=parameter.low,
        high=parameter.high,
        step=parameter.step,
    )


def setting_number(setting: Parameter) -> Number:
    """The box of a distribution's setting."""
    return Number(setting.name, setting.symbol, setting.default, low=setting.low, high=setting.high, step=setting.step)


def setting_span(setting: ParameterRange) -> Span:
    """The slider of two settings of a distribution."""
    return Span(setting.key, setting.symbol, setting.default, low=setting.low, high=setting.high, step=setting.step)


def _between(value: float | None, low: float, high: float, fallback: float) -> float:
    if value is None or not math.isfinite(value):
        return fallback
    return min(max(float(value), low), high)
