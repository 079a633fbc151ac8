"""A sum of more and more sigmoids, which moves in the browser."""

from collections.abc import Callable

import altair as alt
import numpy as np
import pandas as pd

from pages.ui.charts.parts import colour, function_column
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.views.scene import HEIGHT, Panel
from pages.ui.views.sigmoid_sum import SigmoidSum

COUNTS = (*range(1, 11), 15, 20, 30, 50, 70, 100)  # of sigmoids, half a second each
_NAMES = ("sum", "limit")
_POINTS = 121


def moving_picture(sum_of: Callable[[int], SigmoidSum], panel: Panel) -> Picture:
    """`sum_of` each of `COUNTS` in turn, beside its integral."""
    x = np.linspace(*panel.x, _POINTS)
    curves = [curve for total in map(sum_of, COUNTS) for curve in (total.value(x), total.integral(x))]
    table = pd.DataFrame(
        {
            "sigmoids": np.repeat(COUNTS, len(_NAMES) * _POINTS).astype(np.int16),
            "x": np.tile(x, len(curves)).astype(np.float32),
            "y": np.concatenate(curves).astype(np.float32),
            "function": function_column(_NAMES * len(COUNTS), [_POINTS] * len(curves)),
        }
    )
    return Picture(
        moving_chart(panel),
        {"frames": table},
        f"Sums of {COUNTS[0]} to {COUNTS[-1]} sigmoids, one after the other, beside the integral that they tend to.",
    )


@built_once
def moving_chart(panel: Panel) -> Chart:
    """A frame at a time of the table "frames"; Vega-Lite moves no chart of several layers."""
    frame = alt.selection_point(name="frame", fields=["sigmoids"], on="timer")
    chart: Chart = (
        alt.Chart(alt.NamedData("frames"))
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(
            alt.X("x:Q").scale(domain=list(panel.x), nice=False).axis(grid=False, tickCount=6),
            alt.Y("y:Q").title(None).scale(domain=list(panel.y), nice=False).axis(tickCount=5),
            colour(_NAMES).legend(alt.Legend(orient="top", title=None)),
            alt.StrokeDash("function:N").scale(domain=list(_NAMES), range=[[1, 0], [6, 3]]),
            time=alt.Time("sigmoids:O"),
        )
        .add_params(frame)
        .transform_filter(frame)
        .properties(height=HEIGHT, title=alt.TitleParams(text=alt.expr("'Sigmoids: ' + anim_value"), anchor="start"))
    )
    return chart
