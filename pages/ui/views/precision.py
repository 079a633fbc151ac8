"""How far the forms of a function are from the truth in a format of floating-point numbers."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from activations.precision import FORMATS, Form, Format, Order, Stretch, Subject, Trial, Verdict, reach_of, tried
from pages.ui.charts.sheet import Lines, Mark, Panel, Readout, Sheet, line_ends
from pages.ui.charts.ticks import Axis, round_numbers
from pages.ui.tables import Table
from pages.ui.wording import counted, number_text, percentage

AROUND, POWERS = "Around 0", "By powers of ten"
RANGES = (AROUND, POWERS)

ORDERS = ("f", "f′")

MODEL = (
    "An ulp is the distance between two neighbouring numbers of the format, at the true value. Each step of a form is "
    "rounded to the format, as NumPy does it; a framework that fuses the steps computes them in float32 and rounds "
    "once. exp, log, tanh and erf are taken to be right to the last digit; in float64 they are NumPy's and SciPy's "
    "own. Float8 is a format to keep numbers in: hardly anyone computes each step in it. Every number of a format is "
    "tried, but of float32 and float64 only some thousands, of every exponent; where forms begin to fail is exact in "
    "these too. A 0 is a failure where the true value is larger than the smallest number of the format. Less than 0.1 "
    "ulp is drawn at 0.1. Where the true value crosses 0 away from x = 0, every form loses its digits."
)

_LARGEST, _AT, _WRONG = "largest error in ulps", "at x", "off by more than 1 ulp"

_STRETCHES = 240  # of an axis at most, of each of which the largest error is drawn
_LEAST = 0.1  # ulps: what is less is drawn there
_MARGIN = 1.1  # how much farther than the exponential reaches is drawn
_NEAR = 0.01  # the share of half the axis within which a failure is one at 0
_FARTHEST = 300.0  # the power of ten up to which is drawn
_HEIGHT = 300


class Envelope(NamedTuple):
    """The largest error of each form in ulps, in stretches around x; infinite if there is none."""

    x: FloatArray
    errors: FloatArray  # a column for each form


class Judged(NamedTuple):
    """The forms of a function in a format."""

    format: Format
    verdicts: tuple[Verdict, ...]
    around: Envelope
    below: Envelope  # of −x
    above: Envelope


def order_of(subject: Subject, order: str) -> Order:
    """The function or its derivative."""
    return subject.function if order == ORDERS[0] else subject.derivative


def judged_of(subject: Subject, order: str, format: Format) -> Judged:
    """The forms on trial, without the thousands of numbers at which they were tried."""
    trial = tried(order_of(subject, order), format)
    reach = _MARGIN * reach_of(format)
    most = math.log10(min(format.largest, 10.0**_FARTHEST))
    powers = np.linspace(max(math.log10(format.smallest), -_FARTHEST), most, _STRETCHES // 2 + 1)
    # The sign by the order, since 0 has no power of ten.
    return Judged(
        format,
        trial.verdicts,
        _envelope(trial, trial.sample.x, round_numbers(-reach, reach, _STRETCHES)),
        _envelope(trial, -trial.sample.x, 10.0**powers),
        _envelope(trial, trial.sample.x, 10.0**powers),
    )


def formats_of(subject: Subject, order: str) -> Mapping[str, Format]:
    """Those in which it can be judged."""
    known = order_of(subject, order).exact is not None
    return {name: each for name, each in FORMATS.items() if known or name != "float64"}


def error_picture(subject: Subject, order: str, judged: Judged, *, by_powers: bool) -> Sheet:
    """The error of each form over x, on a log axis."""
    forms = order_of(subject, order).forms
    parts = (judged.below, judged.above) if by_powers else (judged.around,)
    top = max((float(part.errors[np.isfinite(part.errors)].max(initial=1.0)) for part in parts), default=1.0)
    y = Axis(_LEAST, 10.0 ** max(math.ceil(math.log10(top) + 0.1), 1), log=True)
    title = f"error of {subject.name}{order[1:]} in {judged.format.name}, in ulps"
    titles = (f"{title}, x below 0", "the same, x above 0") if by_powers else (title,)
    panels = [
        _panel(title, part, y, by_powers=by_powers, is_last=part is parts[-1])
        for title, part in zip(titles, parts, strict=True)
    ]
    return Sheet(
        alt=" ".join(sentences(subject, order, judged)),
        names=tuple(form.name for form in forms),
        panels=panels,
        x_title="|x|" if by_powers else "x",
        marks=(
            *(Mark("1 ulp", y=1.0, panel=k) for k in range(len(panels))),
            *(() if by_powers else _marks(judged, panels[0].x)),
        ),
        readout=_readout(forms, parts),
    )


def sentences(subject: Subject, order: str, judged: Judged) -> list[str]:
    """How each form does, in a sentence for each."""
    where = f"{subject.name}{order[1:]} in {judged.format.name}"
    forms = order_of(subject, order).forms
    return [
        f"{where}, {form.name}: {_deeds(verdict, judged.format)}."
        for form, verdict in zip(forms, judged.verdicts, strict=True)
    ]


def format_table(subject: Subject, order: str, by_format: Mapping[str, Judged]) -> Table:
    """A row for each format and form, as text."""
    numbers = {str(title): column.tolist() for title, column in format_numbers(subject, order, by_format).items()}
    texts: dict[str, Callable[[float], str]] = {
        _LARGEST: partial(number_text, digits=3),
        _AT: number_text,
        _WRONG: partial(percentage, digits=3),
    }
    written = {title: [*map(texts.get(title, str), column)] for title, column in numbers.items()}
    return Table("format", written.pop("format"), written)


def format_numbers(subject: Subject, order: str, by_format: Mapping[str, Judged]) -> pd.DataFrame:
    """The same with numbers in every digit, and shares as numbers up to 1."""
    forms = order_of(subject, order).forms
    rows = [
        {
            "format": name,
            "form": form.name,
            _LARGEST: verdict.largest,
            _AT: verdict.largest_at,
            _WRONG: verdict.wrong,
            "infinite or undefined": _places(verdict.overflows, judged.format) or "nowhere",
            "0, though the true value is not": _places(verdict.vanishes, judged.format) or "nowhere",
        }
        for name, judged in by_format.items()
        for form, verdict in zip(forms, judged.verdicts, strict=True)
    ]
    return pd.DataFrame(rows)


def _envelope(trial: Trial, x: FloatArray, edges: FloatArray) -> Envelope:
    place = np.searchsorted(edges, x, side="right") - 1
    inside = (place >= 0) & (place < edges.size - 1)
    order = np.argsort(place[inside], kind="stable")
    bins, starts = np.unique(place[inside][order], return_index=True)
    return Envelope(
        np.sqrt(edges[bins]) * np.sqrt(edges[bins + 1]) if edges[0] > 0.0 else 0.5 * (edges[bins] + edges[bins + 1]),
        np.maximum.reduceat(trial.errors[inside][order], starts),
    )


def _panel(title: str, part: Envelope, y: Axis, *, by_powers: bool, is_last: bool) -> Panel:
    shown = np.where(np.isfinite(part.errors), np.maximum(part.errors, _LEAST), np.nan)
    return Panel(
        title=title,
        height=_HEIGHT // (1 + by_powers),
        x=Axis(float(part.x[0]), float(part.x[-1]), log=by_powers),
        y=y,
        content=[Lines(part.x, shown)],
        ends=line_ends(shown),
        x_labels=is_last,
    )


def _marks(judged: Judged, axis: Axis) -> list[Mark]:
    """Where each form but the last, which is the stable one, begins to fail."""
    failing: dict[float, dict[str, list[int]]] = {}
    for number, verdict in enumerate(judged.verdicts[:-1]):
        for deed, stretches in (("not finite", verdict.overflows), ("0", verdict.vanishes)):
            for stretch in stretches:
                end = min(stretch, key=abs)
                # With its number, since it may stand on the other side, or beside the line of another.
                label = f"{deed} {'from' if end == stretch.low else 'up to'} {number_text(end)}"
                if axis.low < end < axis.high and abs(end) > _NEAR * axis.high:
                    failing.setdefault(end, {}).setdefault(label, []).append(number)
    return [_mark(end, forms) for end, forms in failing.items()]


def _mark(x: float, forms: Mapping[str, Sequence[int]]) -> Mark:
    """Where forms fail, by how they do: in the colour of the form if it is one, in that of none if they are several."""
    (label, (first, *others)), *rest = forms.items()
    if not others and not rest:
        return Mark(label, x=x, name=first)
    return Mark(", ".join(f"{counted(len(numbers), 'form')}: {label}" for label, numbers in forms.items()), x=x)


def _readout(forms: Sequence[Form], parts: Sequence[Envelope]) -> Readout:
    if len(parts) == 1:
        return Readout(parts[0].x, "near x", tuple(form.name for form in forms), parts[0].errors)
    both = np.intersect1d(parts[0].x, parts[1].x)
    columns = [part.errors[np.isin(part.x, both)] for part in parts]
    titles = tuple(f"{form.name} at {x}" for x in ("−|x|", "|x|") for form in forms)
    # Two digits leave each within its stretch: there are too few for one to be narrower than 10 per cent.
    rounded = np.array([float(f"{x:.1e}") for x in both])
    return Readout(rounded, "near |x|", titles, np.concatenate(columns, axis=1))


def _deeds(verdict: Verdict, format: Format) -> str:
    overflows, vanishes = _places(verdict.overflows, format), _places(verdict.vanishes, format)
    largest, where = number_text(verdict.largest, 3), number_text(verdict.largest_at)
    parts = [
        f"infinite or undefined {overflows}" if overflows else "",
        f"0 {vanishes}, where the true value is not" if vanishes else "",
        f"up to {largest} ulps off where it is finite, at x = {where}",
        f"more than 1 ulp off at {percentage(verdict.wrong)} of all finite numbers" if verdict.wrong else "",
    ]
    return "; ".join(filter(None, parts))


def _places(stretches: Sequence[Stretch], format: Format) -> str:
    return " and ".join(_place(stretch, format) for stretch in stretches)


def _place(stretch: Stretch, format: Format) -> str:
    low, high = map(number_text, stretch)
    far = 0.1 * format.largest
    if stretch.low < -far:
        return f"up to {high}"
    if stretch.high > far:
        return f"from {low} on"
    return f"at {low}" if stretch.low == stretch.high else f"from {low} to {high}"
