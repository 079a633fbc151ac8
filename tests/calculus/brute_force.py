"""What `calculus` claims of a function, checked at points of all sizes, for random parameters far outside the sliders.

`python -m tests.calculus.brute_force 500` tries so many sets of parameters for each function of the catalogue.
"""

import math
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from activations import CATALOG, Activation, Definition, Parameter, Properties, properties_of, vanishing_intervals
from activations.activation import FINITE
from activations.calculus.bounds import Approach, Bound
from activations.calculus.intervals import Interval
from activations.calculus.pieces import is_wave, wave_reach
from activations.elementwise import FloatArray, RealFunction

# So many powers of ten may a parameter lie outside its slider.
DECADES = 6.0

# Beside an end, so near that rounding decides, nothing is asked.
BESIDE = 1e-9

# What is smaller may be nothing but underflow.
UNDERFLOW = 1e-290


_LARGE = 1e140  # whose products are floats
_FARTHEST = 1e300
_MOST_COMPARED = 10_000_000


def random_activation(definition: Definition, generator: np.random.Generator) -> Activation:
    """With parameters inside their sliders, or far outside, of either sign where that is allowed."""
    while True:
        try:
            return definition(**{each.name: _random_value(each, generator) for each in definition.parameters})
        except ValueError:  # a pair in the wrong order
            continue


def _random_value(parameter: Parameter, generator: np.random.Generator) -> float:
    if generator.random() < 0.3:
        return float(generator.uniform(parameter.low, parameter.high))
    size = max(abs(parameter.low), abs(parameter.high)) * 10.0 ** generator.uniform(-DECADES, DECADES)
    return float(-size if parameter.domain is FINITE and generator.random() < 0.5 else size)


def points_for(activation: Activation, generator: np.random.Generator) -> FloatArray:
    """Points of all sizes on both sides of 0, of breakpoints and centres, and of every number that is a parameter."""
    anchors = np.unique([0.0, *activation.breakpoints, *activation.centres, *activation.parameters.values()])
    sizes = 10.0 ** generator.uniform(-13.0, 13.0, 1_500)
    sides = generator.choice([-1.0, 1.0], sizes.size)
    x = np.concatenate([anchor + sides * sizes for anchor in anchors])
    if is_wave(activation):
        x = x[np.abs(x) < 0.5 * wave_reach(activation)]
    return np.unique(x)


def check(activation: Activation, generator: np.random.Generator) -> None:
    """AssertionError for a claim that does not hold."""
    facts = properties_of(activation)
    turns = [each.low for bound in (facts.slope_minimum, facts.slope_maximum) for each in bound.at if each.is_point]
    tops = [each.low for bound in (facts.minimum, facts.maximum) for each in bound.at if each.is_point and each.low]
    beside = [] if is_wave(activation) else [1.001 * top for top in tops]
    x = np.unique([*points_for(activation, generator), *turns, *beside])
    values, slopes, bends = activation(x), activation.derivative(x), activation.second_derivative(x)
    inner = np.all([np.abs(x - point) > BESIDE * abs(point) for point in activation.breakpoints], axis=0)
    inner = np.broadcast_to(inner, x.shape) & (x != 0.0)
    _check_image(facts, values)
    _check_no_hole(facts, activation, x, values)
    for bound, curve in ((facts.minimum, activation), (facts.maximum, activation)):
        _check_tight(bound, curve, activation)
    for bound in (facts.slope_minimum, facts.slope_maximum):
        _check_tight(bound, activation.derivative, activation)
    _check_slopes(facts, slopes[inner])
    _check_places(facts, activation, x)
    rounding = np.where(np.isfinite(rounding := activation.rounding(x)[0]), rounding, 0.0)
    _check_shape(facts, x[inner], (values[inner], slopes[inner], bends[inner]), rounding[inner])
    _check_asymptotes(facts, activation)
    size = float(np.abs(slopes[inner]).max())
    for epsilon in size * 10.0 ** generator.uniform(-7.0, 0.5, 6):
        _check_vanishing(activation, x[inner], slopes[inner], float(epsilon))
    _check_vanishing(activation, x[inner], slopes[inner], facts.slope_maximum.value)


def _check_image(facts: Properties, values: FloatArray) -> None:
    finite = values[np.isfinite(values)]
    inside = np.zeros(finite.shape, dtype=bool)
    for interval in facts.image:
        slack = 1e-12 * np.abs(finite) + UNDERFLOW
        inside |= (interval.low - slack <= finite) & (finite <= interval.high + slack)
    assert inside.all(), f"{finite[~inside][:3]} outside {facts.image}"
    assert (facts.minimum.value, facts.minimum.attained) == (facts.image[0].low, facts.image[0].has_low)
    assert (facts.maximum.value, facts.maximum.attained) == (facts.image[-1].high, facts.image[-1].has_high)


def _check_no_hole(facts: Properties, activation: Activation, x: FloatArray, values: FloatArray) -> None:
    """Between its breakpoints f is continuous: what it skips altogether lies between two pieces."""
    pieces = np.searchsorted(activation.breakpoints, x)
    found = [values[(pieces == piece) & np.isfinite(values)] for piece in np.unique(pieces)]
    # The points come within 1e-13 of a breakpoint, or a little more.
    steepest = max(abs(facts.slope_minimum.value), abs(facts.slope_maximum.value))
    if not math.isfinite(steepest):
        return
    unseen = max(1e-9, 1e-12 * steepest)
    reached = -math.inf
    for low, high in sorted((float(part.min()), float(part.max())) for part in found):
        if low > reached + unseen > -math.inf:
            skipped = reached + 0.37 * (low - reached)
            assert not any(skipped in interval for interval in facts.image), f"{skipped} is not taken"
        reached = max(reached, high)


def _check_tight(bound: Bound, curve: RealFunction, activation: Activation) -> None:
    """The bound is what the curve is where it is said to be attained, and what it comes near where it is approached."""
    for interval in bound.at:
        for x in _inside(interval):
            if x in activation.breakpoints and curve != activation:
                continue  # a slope at a breakpoint follows a convention
            within_rounding = (
                np.ptp(curve([x - 4.0 * math.ulp(x), x, x + 4.0 * math.ulp(x)])) if interval.is_point else 0.0
            )
            slack = UNDERFLOW + float(within_rounding)
            assert math.isclose(float(curve(x)), bound.value, rel_tol=1e-9, abs_tol=slack), f"{bound} at {x}"
    for place in bound.towards:
        x = _beside(place)
        if math.isfinite(bound.value):
            slack = 1e-12 * abs(x) + UNDERFLOW
            assert math.isclose(float(curve(x)), bound.value, rel_tol=1e-9, abs_tol=slack), f"{bound} at {x}"
        else:
            assert _is_beyond(curve, x) or bound.towards == (Approach(x),)


def _inside(interval: Interval) -> list[float]:
    if interval.is_point:
        return [interval.low]
    low = max(interval.low, -1e6 * (1.0 + abs(interval.high)) if math.isfinite(interval.high) else -1e6)
    high = min(interval.high, 1e6 * (1.0 + abs(interval.low)) if math.isfinite(interval.low) else 1e6)
    return [low + share * (high - low) for share in (0.25, 0.5, 0.75)]


def _beside(place: Approach) -> float:
    if math.isinf(place.x):
        return math.copysign(_FARTHEST, place.x)
    # A formula takes a few floats beside its breakpoint for it.
    return place.x + (-16.0 if place.side == "left" else 16.0) * math.ulp(place.x)


def _is_beyond(curve: RealFunction, x: float) -> bool:
    """Whether it is large at x, or still grows there as a logarithm does."""
    size = abs(float(curve(x)))
    return size > 100.0 or (abs(x) == _FARTHEST and size > 1.1 * abs(float(curve(math.copysign(_LARGE, x)))))


def _check_slopes(facts: Properties, slopes: FloatArray) -> None:
    slack = 1e-12 * np.abs(slopes).max()
    assert slopes.min() >= facts.slope_minimum.value - slack
    assert slopes.max() <= facts.slope_maximum.value + slack
    assert np.abs(slopes).max() <= facts.lipschitz.value + slack
    jumps = any(point.kind == "jump" for point in facts.breakpoints)
    ends = max(abs(facts.slope_minimum.value), abs(facts.slope_maximum.value))
    assert math.isclose(facts.lipschitz.value, math.inf if jumps else ends, rel_tol=1e-12)


def _check_places(facts: Properties, activation: Activation, x: FloatArray) -> None:
    """Zeros, and where a unit is dead or saturated, at the points and at the breakpoints."""
    near = np.any([np.abs(x - point) < BESIDE * max(1.0, abs(point)) for point in activation.breakpoints], axis=0)
    x = np.concatenate([x[~np.broadcast_to(near, x.shape)], activation.breakpoints])
    zero, flat = activation(x) == 0, activation.derivative(x) == 0
    lost = (activation.rounding(x)[:2] > UNDERFLOW) & np.stack([zero, flat])  # it may be 0 by rounding alone
    tiny = underflows(activation, x) | lost.any(axis=0)
    own = [point for point in activation.breakpoints if not _is_as_beside(activation, point, x)]
    stretch = ~np.isin(x, own)  # a breakpoint may have a slope and a value of its own
    for found, intervals in (
        (zero & ~tiny, facts.zeros),
        (zero & flat & ~tiny & stretch, facts.dead),
        (~zero & flat & ~tiny & stretch, facts.saturated),
    ):
        claimed = members(x, intervals)
        alone = np.array(
            [_is_isolated(intervals, point) and point not in activation.breakpoints for point in x[found & ~claimed]],
            dtype=bool,
        )
        assert alone.all(), f"{x[found & ~claimed][~alone][:3]} not in {intervals}"
        isolated = np.isin(x, [interval.low for interval in intervals if interval.is_point])
        exactly = claimed & ~isolated & ~lost.any(axis=0)
        assert found[exactly].all(), f"{x[exactly & ~found][:3]} in {intervals}"


def _is_as_beside(activation: Activation, point: float, x: FloatArray) -> bool:
    """Whether f is flat on a side of a breakpoint, with the value that it has there, and not by underflow alone."""
    step = 1e-9 * max(1.0, abs(point))
    beside = np.array([point - step, point + step])
    flat = (activation.derivative(beside) == 0.0) & ~underflows(activation, np.concatenate([x, beside]))[-2:]
    return bool((flat & (np.abs(activation(beside) - activation(point)) < 1e-12)).any())


def underflows(activation: Activation, x: FloatArray) -> NDArray[np.bool_]:
    """Where f or f′ is 0, or f has reached its limit, only because a float holds no more."""
    bends = activation.second_derivative(x)
    pieces = np.searchsorted(activation.breakpoints, x)
    own = np.isin(x, activation.breakpoints)
    bent = np.isin(pieces, np.unique(pieces[(bends != 0) & ~own]))
    return np.asarray(bent & ~own & (np.abs(bends) < 1e-16))


def _is_isolated(intervals: tuple[Interval, ...], x: float) -> bool:
    """Whether x lies beside an end, so near that rounding decides."""
    ends = [end for interval in intervals for end in (interval.low, interval.high) if math.isfinite(end)]
    return any(abs(x - end) <= BESIDE * max(abs(end), abs(x)) for end in ends)


def members(x: FloatArray, intervals: tuple[Interval, ...]) -> NDArray[np.bool_]:
    """Which of the points lie in any of the intervals."""
    inside = np.zeros(x.shape, dtype=bool)
    for each in intervals:
        inside |= (each.low < x) & (x < each.high)
        inside |= ((x == each.low) & each.has_low) | ((x == each.high) & each.has_high)
    return inside


def _check_shape(facts: Properties, x: FloatArray, curves: Sequence[FloatArray], rounding: FloatArray) -> None:
    values, slopes, bends = curves
    rises, falls = bool((slopes > UNDERFLOW).any()), bool((slopes < -UNDERFLOW).any())
    jumps = any(point.kind == "jump" for point in facts.breakpoints)
    if not jumps:
        names = {
            (True, True): {"not monotone"},
            (True, False): {"increasing", "non-decreasing"},
            (False, True): {"decreasing", "non-increasing"},
            (False, False): {"constant"},
        }
        assert facts.monotonicity in names[rises, falls], facts.monotonicity
        flat = bool(facts.dead or facts.saturated)
        assert flat == (facts.monotonicity in {"non-decreasing", "non-increasing", "constant"}) or (rises and falls)
    if facts.monotonicity in {"increasing", "non-decreasing"}:
        assert np.all(np.diff(values[np.isfinite(values)]) >= -1e-12 * np.abs(values[np.isfinite(values)][1:]))
    finite = (np.abs(values) < _LARGE) & (np.abs(slopes) < _LARGE)
    x, values, slopes, bends, rounding = (each[finite] for each in (x, values, slopes, bends, rounding))
    # A convex curve lies nowhere below any of its tangents, of which so many are tried as memory holds.
    at = slice(None, None, max(7, x.size * x.size // _MOST_COMPARED))
    tangent = values[at, np.newaxis] + slopes[at, np.newaxis] * (x - x[at, np.newaxis])
    terms = np.abs(values[at]) + np.abs(slopes[at] * x[at])
    slack = 1e-11 * (np.abs(values) + terms[:, np.newaxis] + np.abs(slopes[at, np.newaxis] * x)) + UNDERFLOW
    slack += rounding + rounding[at, np.newaxis]
    above, below = bool(np.all(values >= tangent - slack)), bool(np.all(values <= tangent + slack))
    if facts.convexity == "neither":
        strict = bool((bends > UNDERFLOW).any() and (bends < -UNDERFLOW).any())
        assert strict or len(facts.breakpoints) > 0
    else:
        assert {"convex": above, "concave": below, "linear": above and below}[facts.convexity], facts.convexity


def _check_asymptotes(facts: Properties, activation: Activation) -> None:
    for side, line in ((-1.0, facts.asymptote_left), (1.0, facts.asymptote_right)):
        x = side * 10.0 ** np.arange(15.0, 30.0)
        if line is None:
            value, slope = (float(curve(side * math.inf)) for curve in (activation, activation.derivative))
            settles = math.isfinite(slope) and not (slope == 0.0 and math.isinf(value))
            assert is_wave(activation) or not settles or abs(np.ptp(activation(x[:5]) - slope * x[:5])) > 1.0
        elif line.slope == 0:
            assert float(activation(side * math.inf)) == line.intercept
        else:
            expected = line.slope * x + line.intercept
            assert np.allclose(activation(x), expected, rtol=1e-12, atol=0.0), line
            assert _intercept_is(activation, line.slope, line.intercept, side), line


def _intercept_is(activation: Activation, slope: float, intercept: float, side: float) -> bool:
    """Where the slope is all but reached, the gap to the line is as small as what is left of the slope."""
    x = side * np.union1d(10.0 ** np.arange(-8.0, 16.0, 0.25), np.arange(0.0, 120.0, 0.5))
    left = np.maximum.accumulate(np.abs(activation.derivative(x) - slope)[::-1])[::-1]
    last = max((side * point for point in activation.breakpoints), default=-math.inf)
    near = (left < 1e-6 * abs(slope)) & (side * x > last)
    gaps = np.abs(activation(x) - slope * x - intercept)
    slack = 4.0 * left * np.maximum(np.abs(x), 1.0) + 1e-12 * np.abs(slope * x) + 1e-12 * abs(intercept)
    return bool(np.all((gaps <= slack + np.nan_to_num(activation.rounding(x)[0]))[near]))


def _check_vanishing(activation: Activation, x: FloatArray, slopes: FloatArray, epsilon: float) -> None:
    if not (math.isfinite(epsilon) and epsilon > 0):
        return
    intervals = vanishing_intervals(activation, epsilon)
    clear = np.abs(np.abs(slopes) - epsilon) > 1e-11 * epsilon
    claimed = members(x, intervals)
    wrong = clear & (claimed != (np.abs(slopes) < epsilon))
    beside = np.array([_is_isolated(intervals, point) for point in x[wrong]], dtype=bool)
    assert beside.all(), f"|f′| < {epsilon}: {x[wrong][~beside][:3]} with {intervals[:5]}"
    for point in activation.breakpoints:
        expected = abs(float(activation.derivative(point))) < epsilon
        assert any(point in interval for interval in intervals) == expected


def sweep(cases: int, seed: int = 1) -> int:
    """Check so many random sets of parameters for each function, and return how many that were in all."""
    generator = np.random.default_rng(seed)
    tried = 0
    for definition in CATALOG.values():
        for _ in range(cases if definition.parameters else 1):
            activation = random_activation(definition, generator)
            try:
                check(activation, generator)
            except AssertionError as error:
                raise AssertionError(f"{activation}: {error}") from error
            tried += 1
    return tried


if __name__ == "__main__":
    print(f"{sweep(int(sys.argv[1]))} functions hold what is claimed of them")
