"""Suprema and infima in words, and sets of values."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from activations.elementwise import FloatArray
from tests.sweeps.grammar import NUMBER, Number, Stretch, match, number, places, value_set
from tests.sweeps.places import check_approached, check_points, check_set
from tests.sweeps.tally import Tally
from tests.sweeps.truth import Critical, Truth

_HUGE = 1e30
_SAME = 1e-12


def check_bound(
    tally: Tally, truth: Truth, text: str, x: FloatArray, *, order: int, sign: float, size: bool = False
) -> None:
    """The largest (sign 1) or least of f or f′, or the largest size of f′, and where."""
    what = f"{'largest' if sign > 0 else 'least'} {'|f′|' if size else 'ff′'[order:]} of {truth.activation!r}: {text}"
    extremes = truth.extremes(order, sign, x, size=size)
    best = extremes[0].value
    if text == "none: unbounded":
        tally.claim(math.isinf(best), what)
        return
    taken = match(rf"({NUMBER}), (attained|not attained but approached) (.*)", text)
    tally.rounded(number(taken[1]), best, 10, doubt=_SAME * abs(best))
    curve = truth.curves[order](x)
    beyond = sign * (np.abs(curve) if size else curve) > sign * best + 1e-10 * abs(best) + 1e-290
    tally.claim(not beyond.any(), f"{what}, but more at {x[beyond][:3]}")
    tally.claim(extremes[0].is_taken == (taken[2] == "attained"), what)
    said = places(taken[3])
    if not extremes[0].is_taken:
        check_approached(tally, said, extremes, 6, what)
        return
    spans = [(each.x, each.end) for each in extremes if each.end is not None]
    alone = [each.x for each in extremes if each.end is None]
    check_flat(tally, truth, taken[3], x, spans=spans, alone=alone, digits=10, what=what)


def check_flat(
    tally: Tally,
    truth: Truth,
    text: str,
    x: FloatArray,
    *,
    spans: Sequence[tuple[float, float]],
    alone: Sequence[float],
    digits: int,
    what: str,
) -> None:
    """The places are whole pieces from breakpoint to breakpoint, and single points, which may be ends of pieces."""
    said = places(text)

    def holds(points: FloatArray) -> FloatArray:
        inside = np.isin(points, alone)
        for low, high in spans:
            inside |= (low < points) & (points < high)
        return inside.astype(np.float64)

    check_set(tally, said, holds, x, truth=truth, digits=digits, what=what)
    ends = {end for span in spans for end in span}
    alone = [point for point in alone if point not in ends]
    check_points(tally, said, alone, digits=digits, length=truth.length, what=what)


def check_image(tally: Tally, truth: Truth, text: str, x: FloatArray) -> None:
    """All values of f and no others: which ends are taken, and what is skipped."""
    parts, what = value_set(text), f"range of {truth.activation!r}: {text}"
    values = truth.curves[0](x)
    finite = values[np.isfinite(values)]
    criticals = truth.criticals(0, x)
    everything = np.concatenate([finite, [each.value for each in criticals if math.isfinite(each.value)]])
    inside = np.zeros(everything.shape, dtype=bool)
    for part in parts:
        slack = 1e-12 * np.abs(everything) + 1e-290
        low, high = (end.value + side * 0.51 * end.unit(6) for end, side in ((part.low, -1.0), (part.high, 1.0)))
        inside |= (everything >= low - slack) & (everything <= high + slack)
    tally.claim(inside.all(), f"{what}, but there is {everything[~inside][:3]}")
    for part in parts:
        _check_part(tally, part, criticals, what)
        _check_whole(tally, truth, part, x, what)


def _check_part(tally: Tally, part: Stretch, criticals: Sequence[Critical], what: str) -> None:
    """Each end is the farthest of the critical values that it may stand for; it belongs if that one is taken."""
    finite = [each for each in criticals if math.isfinite(each.value)]
    for end, has, sign in ((part.low, part.has_low, -1.0), (part.high, part.has_high, 1.0)):
        if not end.is_finite:
            tally.claim(any(sign * each.value > _HUGE for each in criticals) and not has, what)
            continue
        tally.numbers += 1
        near = [
            each for each in finite if abs(each.value - end.value) <= 0.5000001 * end.unit(6) + _SAME * abs(each.value)
        ]
        tally.claim(near, f"{what}: nothing ends at {end.text}")
        best = max(sign * each.value for each in near)
        taken = any(each.is_taken for each in near if best - sign * each.value <= _SAME * abs(best))
        tally.claim(taken == has, f"{what}: its end {end.text} is {'' if taken else 'not '}taken")


def _check_whole(tally: Tally, truth: Truth, part: Stretch, x: FloatArray, what: str) -> None:
    """No part leaves out what it seems to hold: values in it lie between those at two points of one piece."""
    if part.low.value == part.high.value:
        return
    values = truth.curves[0](x)
    finite = np.isfinite(values)
    low = part.low.value if part.low.is_finite else values[finite].min()
    high = part.high.value if part.high.is_finite else values[finite].max()
    shares = (0.03, 0.31, 0.52, 0.77, 0.98)
    for wanted in (low + share * (high - low) for share in shares):
        taken = False
        for start, stop in truth.pieces:
            inside = values[finite & (x > start) & (x < stop)]
            taken |= bool(inside.size) and bool(inside.min() <= wanted <= inside.max())
        tally.claim(taken, f"{what}: {wanted} is not taken")


def check_limits(tally: Tally, truth: Truth, text: str) -> None:
    """What f tends to far out."""
    left, right = match(r"(none|<N>) as x → −∞, (none|<N>) as x → ∞", text).group(1, 3)
    for stated, side in ((left, -1.0), (right, 1.0)):
        limit = truth.far(side)
        if stated == "none":
            tally.claim(math.isnan(limit), f"limits of {truth.activation!r}: {text}")
        else:
            tally.rounded(number(stated), limit, 6, doubt=_SAME * abs(limit) if math.isfinite(limit) else 0.0)


def check_asymptotes(tally: Tally, truth: Truth, text: str) -> None:
    """Straight lines that f comes to far out."""
    left, right = match(r"left (.*), right (.*)", text).groups()
    for stated, side in ((left, -1.0), (right, 1.0)):
        line = _line(truth, side)
        what = f"{stated} of {truth.activation!r} on side {side}, where there is {line}"
        if stated == "none" or line is None:
            tally.claim(stated == "none" and line is None, what)
            continue
        slope, intercept = line
        if flat := _optional(r"y = <N>", stated):
            tally.claim(slope == 0.0, what)
            tally.rounded(flat, intercept, 6, doubt=1e-12 * abs(intercept))
            continue
        found = match(rf"y = (−?x|{NUMBER} x)(?: ([+−]) <N>)?", stated)
        if found[1] in {"x", "−x"}:
            tally.claim(slope == (1.0 if found[1] == "x" else -1.0), what)
        else:
            factor = number(found[1].removesuffix(" x"))
            tally.claim(abs(factor.value) != 1.0, what)
            tally.rounded(factor, slope, 6)
        if found[2]:
            size = number(found[3])
            tally.rounded(size, intercept * (1.0 if found[2] == "+" else -1.0), 6, doubt=1e-12 * abs(intercept))
        else:
            tally.claim(intercept == 0.0, what)


def _optional(pattern: str, text: str) -> Number | None:
    try:
        return number(match(pattern, text)[1])
    except AssertionError:
        return None


def _line(truth: Truth, side: float) -> tuple[float, float] | None:
    """Slope and intercept, from values at 10⁴⁰ lengths; None where f is no straight line there."""
    if truth.slope_period:
        return None
    start = side * truth.length * 1e40 + truth.anchors[-1 if side > 0 else 0]
    values = [truth.exact(start * 2**k) for k in range(3)]
    slopes = [(after - before) / (start * 2**k) for k, (before, after) in enumerate(pairwise(values))]
    if abs(slopes[0] - slopes[1]) > 1e-30 * (abs(slopes[0]) + 1e-30):
        return None
    slope, intercept = float(slopes[0]), float(2 * values[0] - values[1])
    scale = max(abs(float(truth.exact(truth.anchors[0] + u * truth.length))) for u in (-2.0, 0.5, 2.0))
    if abs(slope) < 1e-35 * scale / truth.length:
        slope = 0.0
    return slope, 0.0 if abs(intercept) < 1e-25 * max(scale, 1e-200) else intercept
