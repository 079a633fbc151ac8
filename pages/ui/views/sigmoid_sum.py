"""A sum of shifted sigmoids beside softplus and ReLU: values, differences and slopes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from activations import CATALOG, sigmoid_integral, sigmoid_sum, sigmoid_sum_slope
from activations.calculus.extrema import Extreme, farthest_apart
from activations.elementwise import FloatArray
from pages.ui.charts.grid import TALLEST_PANEL, plotting_grid
from pages.ui.charts.parts import LINES, colour, dash, function_column, pointer_rule, stacked, y_axis
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.places import apart, gap_text, places_of
from pages.ui.wording import counted, exact_text, number_text

MOST_SINGLES = 25
_SINGLE_POINTS = 60

# Up to this spacing the steps of a sum stay below a ten-thousandth of its height.
_SMOOTH_SPACING = 2.0

SUM, SOFTPLUS, RELU, INTEGRAL = "Sum of sigmoids", "Softplus", "ReLU", "Exact integral"
CURVES = (SUM, SOFTPLUS, RELU, INTEGRAL)

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


def sum_table(total: SigmoidSum, low: float, high: float) -> pd.DataFrame:
    """One row per x: the sum, softplus, ReLU and integral, the sum's two differences, the slopes."""
    # Sigmoids close to one another bend only as their integral does; the steps of distant ones show.
    bends = (total.value, total.slope) if total.spacing > _SMOOTH_SPACING else (total.integral, _SOFTPLUS.derivative)
    grid = plotting_grid(lambda x: [bend(x) for bend in bends], low, high, (0.0,), fewest=150)
    x = grid.x
    value, softplus, integral = total.value(x), _SOFTPLUS(x), total.integral(x)
    return pd.DataFrame(
        {
            "x": x,
            "segment": grid.segment,
            SUM: value,
            SOFTPLUS: softplus,
            RELU: _RELU(x),
            INTEGRAL: integral,
            "sum − softplus": value - softplus,
            "sum − integral": value - integral,
            "slope of the sum": total.slope(x),
            "slope of softplus": _SOFTPLUS.derivative(x),
            "slope of ReLU": _RELU.derivative(grid.at),
        }
    )


def single_table(total: SigmoidSum, low: float, high: float) -> pd.DataFrame:
    """At most `MOST_SINGLES` of the sigmoids, evenly chosen: offset, x, value."""
    offsets = total.offsets
    chosen = offsets[np.unique(np.linspace(0, offsets.size - 1, min(MOST_SINGLES, offsets.size)).astype(int))]
    # Faint lines need no more than single precision, which halves what is sent.
    x = np.linspace(low, high, _SINGLE_POINTS)
    values = _SIGMOID(x - chosen[:, np.newaxis])
    return pd.DataFrame(
        {
            "offset": np.repeat(chosen, x.size).astype(np.float32),
            "x": np.tile(x, chosen.size).astype(np.float32),
            "value": values.ravel().astype(np.float32),
        }
    )


def panel_tables(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The sum table as the lines of each panel: function, x, segment, y."""
    return {
        "values": table,
        "lines 0": _lines(table, {name: name for name in CURVES[:3]}),
        "lines 1": _lines(table, {"sum − softplus": SOFTPLUS, "sum − integral": INTEGRAL}),
        "lines 2": _lines(table, {"slope of the sum": SUM, "slope of softplus": SOFTPLUS, "slope of ReLU": RELU}),
    }


def sum_picture(total: SigmoidSum, table: pd.DataFrame, low: float, high: float, alt: str) -> Picture:
    """A sum from low to high, of which `table` is the sum table."""
    return Picture(sum_chart(), {**panel_tables(table), "singles": single_table(total, low, high)}, alt)


@built_once
def sum_chart() -> Chart:
    """Panels of values, differences and slopes from the tables of `panel_tables` and "singles"."""
    singles = (
        alt.Chart(alt.NamedData("singles"))
        .mark_line(strokeWidth=1, opacity=0.2)
        .encode(alt.X("x:Q"), alt.Y("value:Q"), alt.Detail("offset:N"))
    )
    return stacked(
        [_panel(0, "value", TALLEST_PANEL, singles), _panel(1, "sum minus …", 110), _panel(2, "slope", 110)],
        focus=False,
    )


def largest_errors(total: SigmoidSum, low: float, high: float) -> Errors:
    """Where on [low, high] the sum is farthest from softplus and from the integral, and by how much."""
    curves = total.value, total.slope
    return {
        SOFTPLUS: farthest_apart(curves, (_SOFTPLUS, _SOFTPLUS.derivative), low, high),
        INTEGRAL: farthest_apart(curves, (total.integral, total.integral_slope), low, high),
    }


def error_table(errors: Errors) -> pd.DataFrame:
    """The largest errors as text, a row per curve that the sum is compared with."""
    return pd.DataFrame(
        {
            "largest difference": [gap_text(found) for found in errors.values()],
            "where": [places_of(found) if found else "–" for found in errors.values()],
        },
        pd.Index([name.lower() for name in errors], name="the sum compared with"),
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


def _panel(k: int, title: str, height: int, *faint: alt.Chart) -> Chart:
    x_axis = alt.Axis(tickCount=8) if k == 2 else alt.Axis(tickCount=8, labels=False, ticks=False)
    x = alt.X("x:Q").title("x" if k == 2 else None).axis(x_axis).scale(nice=False)
    lines = (
        alt.Chart(alt.NamedData(f"lines {k}"), name=LINES)
        .mark_line(strokeWidth=2)
        .encode(
            x,
            alt.Y("y:Q").title(title).axis(y_axis(tickCount=4)).scale(zero=False),
            colour(CURVES),
            dash(CURVES),
            alt.Detail("segment:N"),
        )
    )
    columns = {
        0: CURVES,
        1: ("sum − softplus", "sum − integral"),
        2: ("slope of the sum", "slope of softplus", "slope of ReLU"),
    }
    pointer = pointer_rule(
        x, [alt.Tooltip(f"{name}:Q", format=".5~g") for names in [("x",), *columns.values()] for name in names]
    )
    return alt.layer(lines, *faint, pointer).properties(height=height)


def _lines(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": np.tile(table["x"].to_numpy(), len(columns)).astype(np.float32),
            "segment": np.tile(table["segment"].to_numpy(), len(columns)),
            "y": np.concatenate([table[column].to_numpy() for column in columns]).astype(np.float32),
            "function": function_column(list(columns.values()), [len(table)] * len(columns)),
        }
    )
