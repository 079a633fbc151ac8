"""Mean activations: histograms of them, a panel per function, beside what theory says; and bars."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from activations import Activation, Moments
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import POST_GRID
from pages.ui.charts.histogram import density_axis, histogram_bars, histogram_table, rows_of
from pages.ui.charts.parts import INK, FunctionNames, colour, function_column
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.wording import listed, number_text

# `moments_of` promises no digit of what is smaller.
_KNOWN = 1e-10

_NORMAL_POINTS = 61
_NORMAL_REACH = 4.0


class MeanEstimate(NamedTuple):
    """The mean activation of a function: sampled, and exact."""

    sampled: float
    standard_error: float
    exact: float
    deviation: float  # exact standard deviation of f(X)

    @property
    def standard_errors_off(self) -> float:
        """Sampled minus exact mean, in standard errors; 0 where neither varies."""
        return (self.sampled - self.exact) / self.standard_error if self.standard_error else 0.0


def mean_estimates(means: FloatArray, units: int, moments: Sequence[Moments]) -> list[MeanEstimate]:
    """For each row of sampled means, over `units` inputs each, the estimate beside the exact moments."""
    repeats = means.shape[1]
    return [
        MeanEstimate(
            sampled=float(row.mean()),
            standard_error=deviation / math.sqrt(units * repeats),
            exact=_without_rounding(exact),
            deviation=deviation,
        )
        for row, exact, deviation in zip(means, moments, map(_deviation, moments), strict=True)
    ]


def normal_table(estimates: Sequence[MeanEstimate], units: int, names: FunctionNames) -> pd.DataFrame:
    """The normal distribution to which each histogram tends as units grow: function, mean, density."""
    spreads = [estimate.deviation / math.sqrt(units) for estimate in estimates]
    varying = [k for k, spread in enumerate(spreads) if spread > 0]
    z = np.linspace(-_NORMAL_REACH, _NORMAL_REACH, _NORMAL_POINTS)
    centre = np.array([[estimates[k].exact] for k in varying]).reshape(-1, 1)
    spread = np.array([spreads[k] for k in varying]).reshape(-1, 1)
    density = np.exp(-0.5 * z * z) / (math.sqrt(2.0 * math.pi) * spread)
    return pd.DataFrame(
        {
            "function": function_column([names[k] for k in varying], [z.size] * len(varying)),
            "mean": (centre + spread * z).ravel(),
            "density": density.ravel(),
        }
    )


def exact_table(estimates: Sequence[MeanEstimate], names: FunctionNames) -> pd.DataFrame:
    """The exact means: function, mean."""
    return pd.DataFrame({"function": list(names), "mean": [estimate.exact for estimate in estimates]})


def histogram_picture(
    sampled: FloatArray, units: int, estimates: Sequence[MeanEstimate], names: FunctionNames, *, fitted: bool
) -> Picture:
    """The histogram of each row of sampled means, over `units` inputs each, beside what theory says of them."""
    tables = {
        "bins": histogram_table(sampled, names),
        "normal": normal_table(estimates, units, names),
        "exact": exact_table(estimates, names),
    }
    exact = {name: estimate.exact for name, estimate in zip(names, estimates, strict=True)}
    return Picture(histogram_chart(names, fitted), tables, means_sentence(exact))


@built_once
def histogram_chart(names: FunctionNames, fitted: bool) -> Chart:
    """A panel per function from the tables "bins", "normal" and "exact"."""
    height = max(60, 330 // len(names))
    panels = [_panel(names, k, height, labelled=fitted or k == len(names) - 1) for k in range(len(names))]
    chart: Chart = alt.vconcat(*panels, spacing=6).resolve_scale(x="independent" if fitted else "shared")
    return chart


def estimate_table(estimates: Sequence[MeanEstimate], names: FunctionNames) -> pd.DataFrame:
    """The estimates as text, a row per function."""
    return pd.DataFrame(
        {
            "sampled mean ± standard error": [
                f"{number_text(each.sampled)} ± {_size_text(each.standard_error, 2, of=each)}" for each in estimates
            ],
            "exact mean": [_mean_text(each.exact, 6) for each in estimates],
            "standard deviation": [_size_text(each.deviation, 6, of=each) for each in estimates],
            "standard errors apart": [
                number_text(math.nan if 0.0 < each.deviation < _KNOWN else each.standard_errors_off, 2)
                for each in estimates
            ],
        },
        pd.Index(names, name="function"),
    )


def means_sentence(means: Mapping[str, float]) -> str:
    """The mean of each function, and which is nearest to zero, in a sentence."""
    each = listed(f"{name} {_mean_text(mean, 4)}" for name, mean in means.items())
    least = min((abs(mean) for mean in means.values() if not math.isnan(mean)), default=math.nan)
    nearest = [name for name, mean in means.items() if abs(mean) <= least or abs(mean) < _KNOWN]
    return f"Mean activation: {each}." + (f" Nearest to zero: {listed(nearest)}." if nearest else "")


def grid_mean_table(chosen: Sequence[Activation]) -> pd.DataFrame:
    """The mean of each function over the post's grid: function, mean."""
    return mean_table({activation.name: float(activation(POST_GRID).mean()) for activation in chosen})


def mean_table(means: Mapping[str, float]) -> pd.DataFrame:
    """Means of functions: function, mean."""
    return pd.DataFrame({"function": list(means), "mean": list(means.values())})


def mean_picture(table: pd.DataFrame, alt: str) -> Picture:
    """The means of a table as bars."""
    return Picture(mean_chart(tuple(table["function"])), {"means": table}, alt)


@built_once
def mean_chart(names: FunctionNames) -> Chart:
    """The mean of each function as a bar from zero, from the table "means"."""
    base = alt.Chart(alt.NamedData("means")).encode(
        alt.X("mean:Q").title("mean activation").axis(tickCount=6),
        alt.Y("function:N").title(None).sort(list(names)),
    )
    bars = base.mark_bar().encode(colour(names, legend=False))
    labels = base.mark_text(align="left", dx=4, color=INK).encode(alt.Text("mean:Q", format=".4~f"))
    chart: Chart = (bars + labels).properties(height=60 + 36 * len(names))
    return chart


def _panel(names: FunctionNames, k: int, height: int, *, labelled: bool) -> Chart:
    x_axis = alt.Axis(tickCount=8, grid=False) if labelled else alt.Axis(labels=False, ticks=False, grid=False)
    title = "mean activation" if k == len(names) - 1 else None
    y = density_axis(names[k])
    x = alt.X("low:Q").title(title).axis(x_axis).scale(zero=False)
    bars = histogram_bars(names[k], names, x, opacity=0.6)
    normal = (
        rows_of("normal", names[k]).mark_line(strokeWidth=1.5).encode(alt.X("mean:Q"), y, colour(names, legend=False))
    )
    exact = (
        rows_of("exact", names[k])
        .mark_rule(strokeWidth=1.5, color=INK)
        .encode(alt.X("mean:Q"), tooltip=[alt.Tooltip("mean:Q", title="exact mean", format=".6~g")])
    )
    zero = (
        rows_of("exact", names[k])
        .mark_rule(strokeDash=[4, 3], opacity=0.7, color=INK, description="zero")
        .encode(alt.XDatum(0))
    )
    return alt.layer(bars, normal, exact, zero).properties(height=height)


def _deviation(moments: Moments) -> float:
    """The standard deviation; 0 where it is nothing but rounding, as of a function that is saturated everywhere."""
    deviation = math.sqrt(moments.variance)
    return 0.0 if deviation < 1e-14 * abs(moments.mean) else deviation


def _mean_text(mean: float, digits: int) -> str:
    return f"within {number_text(_KNOWN)} of 0" if 0.0 < abs(mean) < _KNOWN else number_text(mean, digits)


def _size_text(size: float, digits: int, *, of: MeanEstimate) -> str:
    """A deviation or standard error, if the deviation is known."""
    return f"< {number_text(_KNOWN)}" if 0.0 < of.deviation < _KNOWN else number_text(size, digits)


def _without_rounding(moments: Moments) -> float:
    """The mean; 0 where it is nothing but rounding, as of an odd function."""
    return 0.0 if abs(moments.mean) < 1e-12 * math.sqrt(moments.variance) else moments.mean
