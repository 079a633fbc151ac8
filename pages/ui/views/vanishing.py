"""Where the gradients of functions vanish: their curves, and below them the stretches on which |f′| is small."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from activations import Activation, properties_of, vanishing_intervals
from activations.calculus.intervals import Interval, repeated
from activations.calculus.pieces import is_wave
from pages.ui.charts.grid import TALLEST_PANEL
from pages.ui.charts.letters import DIGIT
from pages.ui.charts.sheet import Bars, Content, Faint, Mark, Numbers, Panel, Sheet
from pages.ui.charts.ticks import Axis
from pages.ui.places import NOT_RESOLVED, known, where
from pages.ui.views.curves import ORDERS, Drawing, curve_panels
from pages.ui.wording import exact_text, listed, number_text

PANEL_HEIGHTS = (TALLEST_PANEL, 120, 90)

_LANE = 13  # pixels that the bars of a function take
_APART = 10.0  # pixels between a number and what is beside it

Intervals = Mapping[str, tuple[Interval, ...] | None]  # of each function, by its name; None if they are not resolved


def intervals_by_name(chosen: Sequence[Activation], epsilon: float) -> Intervals:
    """For each function, where |f′| < epsilon."""
    return {activation.name: known(vanishing_intervals, activation, epsilon) for activation in chosen}


def vanishing_picture(drawn: Drawing, intervals: Intervals, epsilon: float, alt: str, *marks: Mark) -> Sheet:
    """The curves of a drawing, with the intervals where |f′| < epsilon, and marks."""
    panels = curve_panels(drawn, PANEL_HEIGHTS, numbered=False)
    x_axis = drawn.x_axis
    thresholds = Faint(np.array([x_axis.low, x_axis.high]), np.array([[-epsilon, epsilon]] * 2))
    slopes = panels[ORDERS.index("f′")]
    panels[ORDERS.index("f′")] = replace(slopes, content=[*slopes.content, thresholds])
    panels.append(_lanes(drawn, intervals, epsilon))
    told = drawn.readout.told
    readout = drawn.readout._replace(told=(*told, *told[1:2]))  # where slopes vanish, they are told
    return Sheet(alt=alt, names=drawn.names, panels=panels, x_title="x", marks=marks, readout=readout)


def vanishing_sentence(chosen: Sequence[Activation], intervals: Intervals, epsilon: float) -> str:
    """Where each function passes on less than epsilon of the gradient."""
    level = exact_text(epsilon)
    vanish = [f"{each.name} {_where_of(each, found)}" for each in chosen if (found := intervals[each.name])]
    never = [name for name, found in intervals.items() if found == ()]
    unknown = [name for name, found in intervals.items() if found is None]
    sentences = [f"|f′| < {level}: {'; '.join(vanish)}."] if vanish else []
    if never:
        sentences.append(f"|f′| is at least {level} everywhere for {listed(never)}.")
    if unknown:
        sentences.append(f"Where |f′| of {listed(unknown)} is below {level} is {NOT_RESOLVED}.")
    return " ".join(sentences)


def curves_sentence(names: Sequence[str], vanishing: str) -> str:
    """What the chart shows, for those who do not see it; `vanishing` says where gradients do."""
    derivatives = "its" if len(names) == 1 else "their"
    return f"{listed(names)} with {derivatives} first and second derivatives. {vanishing}"


def _where_of(activation: Activation, intervals: tuple[Interval, ...]) -> str:
    return where(intervals, period=properties_of(activation).slope_period if is_wave(activation) else None)


def _lanes(drawn: Drawing, intervals: Intervals, epsilon: float) -> Panel:
    """Below one another, for each function, the intervals as far as they lie on the x axis, with their ends."""
    low, high = drawn.x_axis.low, drawn.x_axis.high
    middles = np.arange(len(drawn.names), dtype=np.float64)[::-1] + 0.5
    content: list[Content] = []
    for k, curve in enumerate(drawn.curves):
        every = intervals[curve.name] or ()
        if curve.period is not None:
            every = repeated(every, curve.period, low, high)
        found = [each for each in every if each.low < high and each.high > low]
        ends = [(max(each.low, low), min(each.high, high)) for each in found]
        left, right = np.array(ends).reshape(-1, 2).T
        below, above = (np.full(left.size, middles[k] + half) for half in (-0.25, 0.25))
        content += [Bars(k, left, right, below, above), _ends(drawn.x_axis, found, middles[k])]
    return Panel(
        title=f"|f′| < {exact_text(epsilon)}",
        height=_LANE * len(drawn.names),
        x=drawn.x_axis,
        y=Axis(0.0, float(len(drawn.names))),
        content=content,
        ends=middles if len(drawn.names) > 1 else None,
        x_labels=True,
        y_labels=False,
    )


def _ends(axis: Axis, intervals: Sequence[Interval], height: float) -> Numbers:
    """The ends of intervals on an axis, in the gaps between them."""
    stops, starts = [axis.low, *(each.high for each in intervals)], [*(each.low for each in intervals), axis.high]
    rows: list[tuple[float, str, bool, float]] = []
    for stop, start in zip(stops, starts, strict=True):
        inside = {x: number_text(x) for x in (stop, start) if axis.low < x < axis.high}
        wide = sum(DIGIT * len(text) + _APART for text in inside.values())
        gap = float(axis.share(start) - axis.share(stop))
        rows += [(x, text, x == start, wide / gap) for x, text in inside.items() if gap > 0.0]
    return Numbers(
        x=np.array([x for x, _, _, _ in rows]),
        y=np.full(len(rows), height),
        texts=tuple(text for _, text, _, _ in rows),
        leftward=np.array([leftward for _, _, leftward, _ in rows], dtype=bool),
        room=np.array([room for _, _, _, room in rows]),
    )
