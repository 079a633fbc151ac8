"""Where the gradients of functions vanish: their curves, and below them the stretches on which |f′| is small."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from activations import Activation, vanishing_intervals
from activations.calculus.intervals import Interval
from activations.calculus.vanishing import is_wave
from pages.ui.charts.grid import TALLEST_PANEL
from pages.ui.charts.sheet import Bars, Faint, Mark, Panel, Sheet
from pages.ui.charts.ticks import Axis
from pages.ui.views.curves import ORDERS, Drawing, curve_panels
from pages.ui.wording import listed, number_text, on_intervals

PANEL_HEIGHTS = (TALLEST_PANEL, 120, 90)

_LANE = 13  # pixels that the bars of a function take

Intervals = Mapping[str, tuple[Interval, ...]]  # of each function, by its name


def intervals_by_name(chosen: Sequence[Activation], epsilon: float) -> Intervals:
    """For each function, where |f′| < epsilon."""
    return {activation.name: vanishing_intervals(activation, epsilon) for activation in chosen}


def vanishing_picture(drawn: Drawing, intervals: Intervals, epsilon: float, alt: str, *marks: Mark) -> Sheet:
    """The curves of a drawing, with the intervals where |f′| < epsilon, and marks."""
    panels = curve_panels(drawn, PANEL_HEIGHTS, numbered=False)
    x_axis = drawn.x_axis
    thresholds = Faint(np.array([x_axis.low, x_axis.high]), np.array([[-epsilon, epsilon]] * 2))
    slopes = panels[ORDERS.index("f′")]
    panels[ORDERS.index("f′")] = replace(slopes, content=[*slopes.content, thresholds])
    panels.append(_lanes(drawn, intervals, epsilon))
    return Sheet(alt=alt, names=drawn.names, panels=panels, x_title="x", marks=marks, readout=drawn.readout)


def vanishing_sentence(chosen: Sequence[Activation], intervals: Intervals, epsilon: float) -> str:
    """Where each function passes on less than epsilon of the gradient."""
    waves = {activation.name for activation in chosen if is_wave(activation)}
    vanish = [f"{name} {on_intervals(ends, endless=name in waves)}" for name, ends in intervals.items() if ends]
    never = [name for name, ends in intervals.items() if not ends]
    sentences = [f"|f′| < {number_text(epsilon)}: {'; '.join(vanish)}."] if vanish else []
    if never:
        sentences.append(f"|f′| is at least {number_text(epsilon)} everywhere for {listed(never)}.")
    return " ".join(sentences)


def curves_sentence(names: Sequence[str], vanishing: str) -> str:
    """What the chart shows, for those who do not see it; `vanishing` says where gradients do."""
    derivatives = "its" if len(names) == 1 else "their"
    return f"{listed(names)} with {derivatives} first and second derivatives. {vanishing}"


def _lanes(drawn: Drawing, intervals: Intervals, epsilon: float) -> Panel:
    """Below one another, for each function, the intervals as far as they lie on the x axis."""
    low, high = drawn.x_axis.low, drawn.x_axis.high
    middles = np.arange(len(drawn.names), dtype=np.float64)[::-1] + 0.5
    bars = []
    for k, name in enumerate(drawn.names):
        ends = [(max(start, low), min(end, high)) for start, end in intervals[name] if start < high and end > low]
        left, right = np.array(ends).reshape(-1, 2).T
        bars.append(Bars(k, left, right, np.full(left.size, middles[k] - 0.25), np.full(left.size, middles[k] + 0.25)))
    return Panel(
        title=f"|f′| < {number_text(epsilon)}",
        height=_LANE * len(drawn.names),
        x=drawn.x_axis,
        y=Axis(0.0, float(len(drawn.names))),
        content=bars,
        ends=middles if len(drawn.names) > 1 else None,
        x_labels=True,
        y_labels=False,
    )
