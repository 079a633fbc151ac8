"""Mean activations: histograms of them, a panel per function, beside what theory says; and bars."""

import functools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from activations import Activation, Moments, mean_activations
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import POST_GRID
from activations.random_inputs.empirical import RandomInputs
from activations.random_inputs.moments import training_moments_of
from pages.ui.charts.histogram import Histogram, density_axis, histogram
from pages.ui.charts.parts import INK, colour
from pages.ui.charts.sheet import FunctionNames, Lines, Mark, Panel, Sheet
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.charts.ticks import axis_around
from pages.ui.tables import Table
from pages.ui.wording import listed, number_text

# `moments_of` promises no digit of a mean that is smaller, and of a variance what is larger than its error.
_KNOWN = 1e-10
_MEAN_ERROR = _VARIANCE_ERROR = 1e-12
_KNOWN_DEVIATION = 1e-5  # of which that leaves two digits

_HEIGHT = 440  # pixels of all panels
_BARS_HEIGHT, _BAR = 370, 36  # pixels of a chart of bars with its axis, and of a bar
_MOST_DECIMALS = 6  # of a sampled mean
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


def sampled_means(activation: Activation, inputs: RandomInputs, units: int, repeats: int, seed: int) -> FloatArray:
    """`repeats` means over so many units; of one function, so that moving a parameter leaves those of the others.

    The seed gives all functions the same inputs.
    """
    return mean_activations([activation], inputs=inputs, units=units, repeats=repeats, seed=seed).ravel()


def mean_estimates(means: FloatArray, units: int, moments: Sequence[Moments]) -> list[MeanEstimate]:
    """For each row of sampled means, over `units` inputs each, the estimate beside the exact moments."""
    repeats = means.shape[1]
    return [
        MeanEstimate(
            sampled=float(row.mean()),
            standard_error=exact.deviation / math.sqrt(units * repeats),
            exact=_without_rounding(exact),
            deviation=exact.deviation,
        )
        for row, exact in zip(means, moments, strict=True)
    ]


def histogram_picture(
    sampled: FloatArray,
    units: int,
    estimates: Sequence[MeanEstimate],
    names: FunctionNames,
    *,
    fitted: bool,
    owner: str = "",
) -> Sheet:
    """The histogram of each row of sampled means, over `units` inputs each, beside what theory says of them.

    Where inputs are given numbers, the axis says whose.
    """
    histograms = [_histogram_of(row.tobytes()) for row in sampled]
    normals = [_normal(estimate, units) for estimate in estimates]
    reaches = [
        np.concatenate([each.edges, x, [estimate.exact]])
        for each, (x, _), estimate in zip(histograms, normals, estimates, strict=True)
    ]
    shared = axis_around(np.concatenate([[0.0], *reaches]))
    panels = [
        Panel(
            title=f"{name}: exact mean {_mean_text(estimates[k].exact, 4)}",
            height=max(60, _HEIGHT // len(names)),
            x=axis_around(reaches[k]) if fitted else shared,
            y=density_axis(histograms[k].density, normals[k][1]),
            content=[histograms[k].bars(k), Lines(normals[k][0], normals[k][1].reshape(-1, 1), of=(k,))],
            x_labels=fitted or k == len(names) - 1,
            y_labels=False,
        )
        for k, name in enumerate(names)
    ]
    marks = [
        Mark("", x=estimate.exact, panel=k) for k, estimate in enumerate(estimates) if math.isfinite(estimate.exact)
    ]
    sentence = means_sentence({name: estimate.exact for name, estimate in zip(names, estimates, strict=True)})
    x_title = f"mean activation, with inputs from {owner}" if owner else "mean activation"
    return Sheet(alt=sentence, names=names, panels=panels, x_title=x_title, marks=tuple(marks), legend=False)


def bin_table(sampled: FloatArray, names: FunctionNames) -> pd.DataFrame:
    """The bins of each row of sampled means: its function, ends and density (probability per unit of the mean)."""
    parts = [
        pd.DataFrame({"function": name, "mean from": edges[:-1], "mean to": edges[1:], "density": density})
        for name, (density, edges) in zip(names, map(histogram, sampled), strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def estimate_table(estimates: Sequence[MeanEstimate], names: FunctionNames) -> Table:
    """The estimates as text, a row per function."""
    return Table(
        "function",
        names,
        {
            "sampled mean ± standard error": [_with_error(each) for each in estimates],
            "exact mean": [_mean_text(each.exact, 6) for each in estimates],
            "standard deviation": [_deviation_text(each.deviation) for each in estimates],
            "standard errors apart": [
                number_text(math.nan if _is_unknown(each.deviation) else each.standard_errors_off, 2)
                for each in estimates
            ],
        },
    )


def means_sentence(means: Mapping[str, float]) -> str:
    """The mean of each function, and which is nearest to zero, in a sentence."""
    each = listed(f"{name} {_mean_text(mean, 4)}" for name, mean in means.items())
    least = min((abs(mean) for mean in means.values() if not math.isnan(mean)), default=math.nan)
    # Means that differ by less than they are known to share the place.
    as_near = max(least + _MEAN_ERROR * (1.0 + least), _KNOWN)
    nearest = [name for name, mean in means.items() if abs(mean) <= as_near]
    return f"Mean activation: {each}." + (f" Nearest to zero: {listed(nearest)}." if nearest else "")


def training_sentence(activation: Activation, inputs: RandomInputs) -> str:
    """The deviation of RReLU while it is trained, when its slopes are random."""
    deviation = _deviation_text(training_moments_of(activation, inputs).deviation)
    return (
        f"In training, {activation.name} draws each slope anew: its mean is then the same, and its standard deviation "
        f"{deviation}. The table has that of its mean slope, with which it runs after training."
    )


def grid_mean_table(chosen: Sequence[Activation]) -> pd.DataFrame:
    """The mean of each function over the post's grid: function, mean."""
    return mean_table({activation.name: float(activation(POST_GRID).mean()) for activation in chosen})


# Of the functions on a page most stay as they are when a control is moved.
@functools.lru_cache(maxsize=256)
def _histogram_of(row: bytes) -> Histogram:
    return histogram(np.frombuffer(row))


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
    bars = base.mark_bar(size=_BAR).encode(colour(names))
    labels = base.mark_text(align="left", dx=4, color=INK).encode(alt.Text("mean:Q", format=".4~g"))
    chart: Chart = (bars + labels).properties(description="The mean of each function", height=_BARS_HEIGHT)
    return chart


def _normal(estimate: MeanEstimate, units: int) -> tuple[FloatArray, FloatArray]:
    """Means and their density in the limit of many units, where they are normal; none if they do not vary."""
    spread = estimate.deviation / math.sqrt(units)
    if not spread > 0:
        return np.empty(0), np.empty(0)
    z = np.linspace(-_NORMAL_REACH, _NORMAL_REACH, _NORMAL_POINTS)
    return estimate.exact + spread * z, np.exp(-0.5 * z * z) / (math.sqrt(2.0 * math.pi) * spread)


def _with_error(estimate: MeanEstimate) -> str:
    """A sampled mean as far as it is known: to the second digit of its error."""
    sampled, error = estimate.sampled, estimate.standard_error
    if math.isnan(error):
        return number_text(sampled)
    decimals = 1 - math.floor(math.log10(error)) if error > 0.0 else 0
    if 0 < decimals <= _MOST_DECIMALS and not _is_unknown(estimate.deviation):
        return f"{sampled:z.{decimals}f} ± {error:.{decimals}f}".replace("-", "−")
    return f"{number_text(sampled)} ± {_size_text(error, 2, deviation=estimate.deviation)}"


def _mean_text(mean: float, digits: int) -> str:
    if math.isnan(mean):
        return "unknown"
    return f"within {number_text(_KNOWN)} of 0" if 0.0 < abs(mean) < _KNOWN else number_text(mean, digits)


def _is_unknown(deviation: float) -> bool:
    return 0.0 < deviation < _KNOWN_DEVIATION


def _deviation_text(deviation: float) -> str:
    return _size_text(deviation, 6, deviation=deviation)


def _size_text(size: float, digits: int, *, deviation: float) -> str:
    """A deviation or standard error, as far as the deviation is known."""
    if _is_unknown(deviation):
        return f"< {number_text(_KNOWN_DEVIATION)}"
    known = math.floor(math.log10(deviation**2 / _VARIANCE_ERROR)) if deviation > 0.0 else digits
    return number_text(size, min(digits, known))


def _without_rounding(moments: Moments) -> float:
    """The mean; 0 where it is nothing but rounding, as of an odd function."""
    return 0.0 if abs(moments.mean) < 1e-12 * math.sqrt(moments.variance) else moments.mean
