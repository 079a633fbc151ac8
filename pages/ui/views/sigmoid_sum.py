"""A sum of shifted sigmoids beside softplus and ReLU: values, differences and slopes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from activations import CATALOG, sigmoid_integral, sigmoid_sum, sigmoid_sum_slope
from activations.calculus.extrema import Extreme, farthest_apart
from activations.calculus.intervals import Interval
from activations.elementwise import FloatArray
from pages.ui.charts.grid import TALLEST_PANEL, Grid, plotting_grid
from pages.ui.charts.sheet import Faint, Lines, Mark, Panel, Readout, Sheet
from pages.ui.charts.ticks import Axis, axis_around, read_at
from pages.ui.places import apart, difference_text, gap_text, places_of
from pages.ui.tables import Table
from pages.ui.wording import counted, exact_text, number_text

MOST_SINGLES = 25
_SINGLE_POINTS = 60

_DECIMALS = 4  # of a place on the x axis: no eye tells more

# Up to this spacing the steps of a sum stay below a ten-thousandth of its height.
_SMOOTH_SPACING = 2.0

SUM, SOFTPLUS, RELU, INTEGRAL = "Sum of sigmoids", "Softplus", "ReLU", "Exact integral"
CURVES = (SUM, SOFTPLUS, RELU, INTEGRAL)

# For each panel its height, and the columns of the sum that it shows, each as the curve whose colour it has.
_PANELS: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "value (faint: single sigmoids)": (TALLEST_PANEL, {SUM: SUM, SOFTPLUS: SOFTPLUS, RELU: RELU}),
    "sum minus …": (120, {"sum − softplus": SOFTPLUS, "sum − integral": INTEGRAL}),
    "slope": (120, {"slope of the sum": SUM, "slope of softplus": SOFTPLUS, "slope of ReLU": RELU}),
}

_SIGMOID, _SOFTPLUS, _RELU = (CATALOG[name]() for name in ("Sigmoid", "Softplus", "ReLU"))

Errors = Mapping[str, tuple[Extreme, ...]]  # where a sum is farthest from a curve, by its name


@dataclass(frozen=True, slots=True)
class SigmoidSum:
    """`count` sigmoids from offset `first` on, `spacing` apart, added up and divided by `divisor`."""

    count: int
    spacing: float
    first: float
    divisor: float

    @property
    def offsets(self) -> FloatArray:
        return self.first + self.spacing * np.arange(self.count, dtype=np.float64)

    @property
    def interval(self) -> tuple[float, float]:
        """The offsets that the sigmoids stand for: each the middle of a cell as wide as the spacing."""
        return self.first - 0.5 * self.spacing, self.first + (self.count - 0.5) * self.spacing

    @property
    def _width(self) -> float:
        return self.count * self.spacing

    def value(self, x: ArrayLike) -> FloatArray:
        return sigmoid_sum(x, offsets=self.offsets, weight=1.0 / self.divisor)

    def slope(self, x: ArrayLike) -> FloatArray:
        return sigmoid_sum_slope(x, offsets=self.offsets, weight=1.0 / self.divisor)

    def integral(self, x: ArrayLike) -> FloatArray:
        # From 0 on: the difference of two rounded ends would be off where they are close.
        return sigmoid_integral(np.subtract(x, self.interval[0]), lower=0.0, upper=self._width)

    def integral_slope(self, x: ArrayLike) -> FloatArray:
        lower, upper = self.interval
        # σ(x − lower) − σ(x − upper), without a difference of equal numbers.
        return _SIGMOID(np.subtract(x, lower)) * _SIGMOID(np.subtract(upper, x)) * -math.expm1(-self._width)


# The post's offsets are linspace(0, 9.8, 100), and it divides the sum of their sigmoids by 10.
POST_SUM = SigmoidSum(count=100, spacing=9.8 / 99, first=0.0, divisor=10.0)
POST_SPAN = (-10.0, 9.8)


def sum_columns(total: SigmoidSum, x: FloatArray, at: FloatArray | None = None) -> Mapping[str, FloatArray]:
    """At each x: the sum, softplus, ReLU and integral, the sum's two differences, the slopes.

    `at` is where the slope of ReLU, which jumps, is taken.
    """
    value, softplus, integral = total.value(x), _SOFTPLUS(x), total.integral(x)
    return {
        SUM: value,
        SOFTPLUS: softplus,
        RELU: _RELU(x),
        INTEGRAL: integral,
        "sum − softplus": value - softplus,
        "sum − integral": value - integral,
        "slope of the sum": total.slope(x),
        "slope of softplus": _SOFTPLUS.derivative(x),
        "slope of ReLU": _RELU.derivative(x if at is None else at),
    }


def even_table(total: SigmoidSum, low: float, high: float, rows: int) -> pd.DataFrame:
    """The same as a table, at evenly spaced x."""
    x = np.linspace(low, high, rows)
    return pd.DataFrame({"x": x, **sum_columns(total, x)})


def sum_picture(total: SigmoidSum, low: float, high: float, alt: str, *marks: Mark) -> Sheet:
    """A sum from low to high: values, with single sigmoids in the background, differences and slopes."""
    # Sigmoids close to one another bend only as their integral does; the steps of distant ones show.
    bends = (total.value, total.slope) if total.spacing > _SMOOTH_SPACING else (total.integral, _SOFTPLUS.derivative)
    grid = plotting_grid(lambda x: [bend(x) for bend in bends], low, high, (0.0,), fewest=150)
    drawn = sum_columns(total, grid.x, grid.at)
    panels = [_panel(title, grid, drawn) for title in _PANELS]
    singles = _singles(total, low, high)
    panels[0] = replace(panels[0], content=[Faint(*singles), *panels[0].content])
    read = read_at(low, high)
    told = sum_columns(total, read)
    readout = Readout(read, "x", tuple(told), np.stack(list(told.values()), axis=1))
    return Sheet(alt=alt, names=CURVES, panels=panels, x_title="x", marks=marks, readout=readout)


def farthest_marks(errors: Errors) -> list[Mark]:
    """Where the sum is farthest from softplus, in the panel of differences."""
    points = [(each, each.where.low) for each in errors[SOFTPLUS] if isinstance(each.where, Interval)]
    return [
        Mark(f"{difference_text(each)} at x = {number_text(round(x, _DECIMALS))}", x, each.difference, panel=1)
        for each, x in points
    ]


def largest_errors(total: SigmoidSum, low: float, high: float) -> Errors:
    """Where on [low, high] the sum is farthest from softplus and from the integral, and by how much."""
    others = (_SOFTPLUS, _SOFTPLUS.derivative), (total.integral, total.integral_slope)
    of_softplus, of_integral = farthest_apart((total.value, total.slope), others, low, high)
    return {SOFTPLUS: of_softplus, INTEGRAL: of_integral}


def error_table(errors: Errors) -> Table:
    """The largest errors as text, a row per curve that the sum is compared with."""
    return Table(
        "the sum compared with",
        [name.lower() for name in errors],
        {
            "largest difference": [gap_text(found) for found in errors.values()],
            "where": [places_of(found) if found else "–" for found in errors.values()],
        },
    )


def size_of(found: Sequence[Extreme]) -> float:
    """How far apart the curves are there; 0 where they agree to rounding."""
    return abs(found[0].difference) if found else 0.0


def end_sentence(total: SigmoidSum, x: float, errors: Errors) -> str:
    """What becomes of the sum at the right end, and of what it is a Riemann sum, or would be with another divisor."""
    value, slope = float(total.value(x)), float(total.slope(x))
    return (
        f"At x = {number_text(x)} the sum is {number_text(value)}, with slope {number_text(slope)}. "
        f"It levels off at N / divisor = {number_text(total.count / total.divisor)}: "
        "a finite sum of sigmoids has a vanishing gradient at both ends. "
        f"{_riemann(total, errors[INTEGRAL])}"
    )


def _riemann(total: SigmoidSum, found: Sequence[Extreme]) -> str:
    if math.isclose(total.divisor * total.spacing, 1.0, rel_tol=1e-6):
        off = f"off by at most {gap_text(found, bound=True)} here" if found else "equal to it here, to rounding"
        return f"Divided by 1/Δ = {number_text(1 / total.spacing)}, it is a Riemann sum of the integral below, {off}."
    _, divisor = apart(total.divisor, 1 / total.spacing, 4)
    return f"Divided by 1/Δ = {divisor} instead, it would be a Riemann sum of the integral below."


def sum_sentence(total: SigmoidSum, low: float, high: float, errors: Errors) -> str:
    """How far the sum strays from softplus, and how its gradient ends, in a sentence."""
    found, slope = errors[SOFTPLUS], float(total.slope(high))
    far = f"by at most {gap_text(found, bound=True)}, {places_of(found)}" if found else "by nothing but rounding"
    return (
        f"Between {exact_text(low)} and {exact_text(high)} the sum of {counted(total.count, 'sigmoid')} differs from "
        f"softplus {far}. At the right end its slope is {number_text(slope)}."
    )


def _panel(title: str, grid: Grid, drawn: Mapping[str, FloatArray]) -> Panel:
    height, columns = _PANELS[title]
    values = np.stack([drawn[column] for column in columns], axis=1)
    of = tuple(map(CURVES.index, columns.values()))
    ends = np.full(len(CURVES), np.nan)
    ends[list(of)] = values[-1]
    return Panel(
        title=title,
        height=height,
        x=Axis(float(grid.x[0]), float(grid.x[-1])),
        y=axis_around(values),
        content=[Lines(grid.x, values, grid.segment, of)],
        ends=ends,
        x_labels=title == "slope",
    )


def _singles(total: SigmoidSum, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """At most `MOST_SINGLES` of the sigmoids, evenly chosen: x, and a column of values each."""
    offsets = total.offsets
    chosen = offsets[np.unique(np.linspace(0, offsets.size - 1, min(MOST_SINGLES, offsets.size)).astype(int))]
    x = np.linspace(low, high, _SINGLE_POINTS)
    return x, _SIGMOID(x[:, np.newaxis] - chosen)
