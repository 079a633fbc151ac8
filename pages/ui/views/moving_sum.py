"""A sum of more and more sigmoids, which moves in the browser."""

from collections.abc import Callable

import altair as alt
import numpy as np
import pandas as pd

from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.views.scene import HEIGHT, Stage
from pages.ui.views.sigmoid_sum import SigmoidSum

COUNTS = (*range(1, 11), 15, 20, 30, 50, 70, 100)  # of sigmoids, half a second each
_WHAT = f"Sums of {COUNTS[0]} to {COUNTS[-1]} sigmoids in turn."
_POINTS = 121


def moving_picture(sum_of: Callable[[int], SigmoidSum], stage: Stage) -> Picture:
    """`sum_of` each of `COUNTS` in turn."""
    x = np.linspace(stage.x.low, stage.x.high, _POINTS)
    table = pd.DataFrame(
        {
            "sigmoids": np.repeat(COUNTS, _POINTS).astype(np.int16),
            "x": np.tile(x, len(COUNTS)).astype(np.float32),
            "y": np.concatenate([sum_of(count).value(x) for count in COUNTS]).astype(np.float32),
        }
    )
    return Picture(moving_chart(stage), {"frames": table}, _WHAT)


@built_once
def moving_chart(stage: Stage) -> Chart:
    """A frame at a time of the table "frames": one line, since Vega-Lite moves neither layers nor several lines."""
    frame = alt.selection_point(name="frame", fields=["sigmoids"], on="timer")
    chart: Chart = (
        alt.Chart(alt.NamedData("frames"))
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(
            alt.X("x:Q").scale(domain=[stage.x.low, stage.x.high], nice=False).axis(grid=False, tickCount=6),
            alt.Y("y:Q")
            .title(None)
            .scale(domain=[stage.y.low, stage.y.high], nice=False)
            .axis(grid=False, tickCount=5),
            time=alt.Time("sigmoids:O"),
        )
        .add_params(frame)
        .transform_filter(frame)
        .properties(
            description=_WHAT,
            height=HEIGHT,
            title=alt.TitleParams(text=alt.expr("'Sigmoids: ' + anim_value"), anchor="start"),
        )
    )
    return chart
