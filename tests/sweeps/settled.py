"""Where layers settle, in words, held against maps of their own."""

import itertools
import math
import re

import numpy as np
from scipy.optimize import brentq

from activations.elementwise import FloatArray
from tests.sweeps.deep import GRID, ROUNDING, DeepLayers
from tests.sweeps.grammar import NUMBER, is_nan, listed, match, number
from tests.sweeps.subject import Said
from tests.sweeps.tally import Tally

# A χ₁ that is as near to 1 may be said to be 1, or not.
_NEAR_ONE = 1e-7

# The share of nearly equal inputs that a jump parts, below which it may be left out.
_FEW = 1e-6

# What a map must lose for a power to be read off it.
_LEAST_DROP = 1e-12

_PHASES = {
    "ordered, so inputs become alike": "settles",
    "chaotic, so inputs stay apart": "settles",
    "critical, between order and chaos": "critical",
    "the signal dies out": "dies out",
    "the signal grows without bound": "grows without bound",
    "too close to tell": "too close to tell",
}


def check_settled(tally: Tally, deep: DeepLayers, theory: str, said: Said) -> float:
    """The row of the table, and what is told of theory; returns the variance that layers settle at."""
    what = f"{deep.truth.activation!r}, σ² = {deep.w!r} and {deep.b!r}: {theory} {said['q*']}, {said['χ₁']}"
    phase = said["phase"]
    tally.claim(phase in _PHASES, phase)
    tally.claim(_PHASES[phase] in theory or phase.startswith("critical"), f"{what}, {phase}")
    start = deep.w + deep.b
    if phase == "too close to tell":
        tally.claim(_may_be_undecided(deep, start), what)
        return math.nan
    q = number(said["q*"]).value
    if 0 < q < math.inf:
        neutral = "every variance stays as it is" in theory
        q = start if neutral else deep.fixed_point_near(q, 6e-4)
    _check_way(tally, deep, start, q, what)
    _check_numbers(tally, deep, q, theory=theory, said=said, what=what)
    _check_phase(tally, deep, q, phase=phase, theory=theory, what=what)
    return q


def _may_be_undecided(deep: DeepLayers, start: float) -> bool:
    """Whether a variance on the way is a fixed point as far as can be told."""
    every = [start, *deep.variances(60), *GRID.tolist()]
    return any(abs(deep.next(q) / q - 1.0) < 1e-6 for q in every if 0 < q < 1e140) or start > 1e140


def _check_way(tally: Tally, deep: DeepLayers, start: float, q: float, what: str) -> None:
    """From the start to q, variances only move towards it."""
    if q == 0:
        tally.claim(deep.next(0.0) == 0, what)
    low, high = max(min(q, start), 1e-12 * min(start, 1.0)), min(max(q, start), 1e12 * max(start, 1.0))
    if not low < high:
        return
    between = np.geomspace(low, high, 27)[1:-1].tolist()
    upwards = q > start
    drifts = {each: deep.drift(each) for each in between}
    against = [(each, drift) for each, drift in drifts.items() if drift * (1.0 if upwards else -1.0) < 0]
    tally.claim(not against, f"{what}: not from {start}, {against[:2]}")


def _check_numbers(tally: Tally, deep: DeepLayers, q: float, *, theory: str, said: Said, what: str) -> None:
    chi = deep.chi(q)
    slope = chi if q == 0 else deep.growth() if math.isinf(q) else deep.slope(q)
    doubt = 1e-8 * q / max(abs(1.0 - slope), 1e-6) if 0 < q < math.inf else 0.0
    tally.rounded(number(said["q*"]), q, 4, doubt=doubt)
    # Of a slope at 0, a difference quotient leaves what is far below its step.
    near = abs(deep.chi(q + doubt) - chi) if doubt else 1e-50
    # Rounding of the map, over the step of the difference quotient.
    rounding = 4e-12 * deep.next(q) / q if doubt else 0.0
    close = match(r".*, χ₁ = (.*?), and the slope .*", said["diagram"])[1]
    for text, truth, digits, off in (
        (said["χ₁"], chi, 4, near),
        (close, chi, 6, near),
        (said["slope of the variance map"], slope, 4, near + 2e-6 * abs(slope) + rounding),
    ):
        if not (is_nan(text) and not math.isfinite(truth)):
            tally.rounded(number(text), truth, digits, doubt=off + 1e-8 * abs(truth) if math.isfinite(truth) else 0.0)
    told = re.search(rf"multiplies the squared gradient by ({NUMBER})", theory)
    tally.claim(not told or told[1] == said["χ₁"], what)
    told = re.search(rf"(?:at the variance|settles at|here) ({NUMBER})", theory)
    tally.claim(not told or told[1] == said["q*"], what)


def _check_phase(tally: Tally, deep: DeepLayers, q: float, *, phase: str, theory: str, what: str) -> None:
    chi = deep.chi(q)
    is_critical = abs(chi - 1.0) < _NEAR_ONE
    if phase.startswith("critical"):
        tally.claim(is_critical, f"{what}: {chi}")
        moves = any(deep.drift(each) for each in GRID.tolist())
        tally.claim(("In theory the variance dies out" if q == 0 and moves else "as it is") in theory, what)
        if "the variance dies out" in theory:
            _check_fading(tally, deep, theory, what)
    elif q == 0 or math.isinf(q):
        expected = "the signal dies out" if q == 0 else "the signal grows without bound"
        tally.claim(phase == expected and not (q == 0 and is_critical), f"{what}, {phase}")
    elif phase.startswith("ordered"):
        tally.claim(chi < 1.0 + _NEAR_ONE and parted(deep, q) < _FEW, f"{what}: {chi}, {phase}")
    else:
        tally.claim(chi > 1.0 - _NEAR_ONE or parted(deep, q) > 0.0, f"{what}: {chi}, {phase}")


def parted(deep: DeepLayers, q: float) -> float:
    """How much of two nearly equal inputs jumps part."""
    truth = deep.truth
    heights = [
        (point, float(truth.beside(point, "right", 0) - truth.beside(point, "left", 0)))
        for point in truth.breakpoints
        if truth.kind_at(point) == "jump"
    ]
    return deep.w / q * sum(height**2 * math.exp(-0.5 * point**2 / q) for point, height in heights)


def _check_fading(tally: Tally, deep: DeepLayers, theory: str, what: str) -> None:
    """Powers of the depth, from how the map and χ leave a straight line at 0."""
    variance, gradient = match(
        r"In theory the variance dies out (.*), and the squared gradient (.*?)\.", theory
    ).groups()
    bend = min(deep.truth.length, 1.0) ** 2
    power, rate, lost = _power(deep, 1e-4 * bend)
    if power < 0.7:  # the next term is nearer then
        power, rate, lost = _power(deep, 1e-8 * bend)
    if variance == "more slowly than every power of the depth":
        tally.claim(power > 6.0 or math.isnan(power), what)
        return
    stated = number(match(r"as the power <N> of the depth", variance)[1])
    tally.rounded(stated, -1.0 / power, 3, doubt=3e-2 / power)
    if gradient.startswith("as the power "):
        exponent = lost / (power * rate)
        stated = number(match(r"as the power <N> of the depth", gradient)[1])
        tally.rounded(stated, -exponent, 3, doubt=3e-2 * abs(exponent))
    elif gradient.startswith("keeps its size"):
        tally.claim(abs(lost) < 1e-2 * rate, what)
    else:
        tally.claim(abs(lost) > 10.0 * rate and gradient.startswith("grows") == (lost < 0), what)


def _power(deep: DeepLayers, q: float) -> tuple[float, float, float]:
    """The p of V = q − rate q^(1 + p), that rate, and what χ lacks of 1 in units of q^p."""
    first, second = (1.0 - deep.next(each) / each for each in (q, 4.0 * q))
    if min(first, second) < _LEAST_DROP:
        return math.nan, math.nan, math.nan
    power = math.log(second / first) / math.log(4.0)
    return power, first / q**power, (1.0 - deep.chi(q)) / q**power


def check_fixed_points(tally: Tally, deep: DeepLayers, text: str | None, start: str | None, what: str) -> None:
    """Each that is named is one, of the stability that is told; none that is passed through is left out."""
    what = f"{deep.truth.activation!r}, σ² = {deep.w!r} and {deep.b!r}: {what}"
    if text is None:
        tally.claim("every variance stays as it is" in what and not any(deep.drift(q) for q in GRID.tolist()), what)
        return
    tally.rounded(number(start or ""), deep.w + deep.b, 4)
    named: list[float] = []
    parts = [] if text == "No variance is a fixed point." else listed(text[len("Fixed points of the variance: ") : -1])
    for part in parts:
        stated, stability = match(r"<N> \((stable|unstable|half-stable)\)", part).groups()
        q = number(stated).value
        named.append(q)
        tally.numbers += 1
        reach = 2.4 * number(stated).unit(4)
        if q == 0:
            tally.claim(deep.next(0.0) == 0, what)
            drift = next((d for d in map(deep.drift, (1e-14, 1e-10, 1e-6, 1e-3)) if d), 0.0)
            tally.claim(not drift or (drift < 0) == (stability == "stable"), f"{what}: {stated}")
        elif stability == "half-stable":
            tally.claim(abs(deep.next(q) / q - 1.0) < 1e-3, f"{what}: {stated}")
        else:
            tally.rounded(number(stated), deep.fixed_point_near(q, max(reach / q, 2e-3)), 4, doubt=1e-7 * q)
            sides = [deep.drift(q - reach), -deep.drift(q + reach)]
            held = all(not side or (side > 0) == (stability == "stable") for side in sides)
            tally.claim(held, f"{what}: {stated} is not {stability}, {sides}")
    for low, high in deep.fixed_points():
        inside = [q for q in named if low * (1.0 - 1e-3) <= q <= high * (1.0 + 1e-3)]
        tally.claim(inside, f"{what}: none between {low} and {high}")


def check_critical(tally: Tally, deep: DeepLayers, sigma_b: float, text: str) -> None:
    """For which weights layers settle where χ₁ is 1."""
    what = f"{deep.truth.activation!r}: {text}"
    found = match(
        r"With σ = <N> for the biases, (?:no weights make (\w+) settle where χ₁ = 1|(\w+) is critical with σ² = <N> "
        r"for the weights, that is σ = <N>)\.",
        text,
    )
    tally.rounded(number(found[1]), sigma_b, 4)
    tally.claim((found[2] or found[3]) == deep.name, what)
    if not found[4]:
        return
    stated = number(found[4])
    weights = [weight for weight in _critical_weights(deep) if abs(weight / stated.value - 1.0) < 1e-4]
    tally.claim(weights, f"{what}, but {list(_critical_weights(deep))}")
    nearest = min(weights, key=lambda weight: abs(weight - stated.value))
    tally.rounded(stated, nearest, 7, doubt=1e-9 * nearest)
    tally.rounded(number(found[5]), math.sqrt(nearest), 7, doubt=1e-9 * nearest)


def _critical_weights(deep: DeepLayers) -> list[float]:
    """1 / E f′² wherever such weights keep a variance, and for q → 0 without biases."""

    def excess(q: float) -> float:
        square, slopes = deep.moments(q)
        return square / slopes + deep.b - q if slopes else math.nan

    found = [1.0 / deep.moments(0.0)[1]] if deep.b == 0 and deep.moments(0.0)[1] else []
    values = [(q, excess(q)) for q in np.geomspace(1e-10, 1e10, 200).tolist()]
    for (low, before), (high, after) in itertools.pairwise(values):
        if before * after < 0:
            found.append(1.0 / deep.moments(float(brentq(excess, low, high, xtol=1e-300, rtol=1e-13)))[1])
    return found


def check_correlation(tally: Tally, deep: DeepLayers, q: float, said: Said) -> None:
    """Where correlations go, and over how many layers the distance shrinks."""
    text, what = said["correlations"], f"{deep.truth.activation!r}, σ² = {deep.w!r} and {deep.b!r}: {said}"
    if text == f"{deep.name}: too close to tell where the variance settles, and so where correlations go.":
        tally.claim(said["phase"] == "too close to tell" and is_nan(said["c*"]) and is_nan(said["ξ in layers"]), what)
        return
    if text == f"{deep.name}: no curve, since the variance {'dies out' if q == 0 else 'grows without bound'}.":
        tally.claim(not 0 < q < math.inf and is_nan(said["c*"]) and is_nan(said["ξ in layers"]), what)
        return
    found = match(
        r"(\w+): correlations go to <N>; the distance from it shrinks (?:by the factor e over <N> layers|"
        r"more and more slowly)\.",
        text,
    )
    tally.claim(found[1] == deep.name, what)
    tally.claim(found[2] == said["c*"] and (found[3] or "∞") == said["ξ in layers"], what)
    c = number(found[2])
    mark = number(said["mark 0"])
    tally.claim(abs(mark.value - c.value) <= 0.51 * mark.unit(3), what)
    if deep.truth.slope_period or deep.name == "Exponential" or not _is_followed(deep, q):
        return
    _check_limit(tally, deep, q, c.value, what)
    _check_depth(tally, deep, q, c=c.value, stated=number(found[3] or "∞").value, what=what)


def _is_followed(deep: DeepLayers, q: float) -> bool:
    """Whether panels see what the function does."""
    lengths = [deep.truth.length, deep.truth.gap]
    return all(length / math.sqrt(q) > 1e-2 for length in lengths) and abs(deep.correlation(0.0, q)) < 10.0


def _check_limit(tally: Tally, deep: DeepLayers, q: float, c: float, what: str) -> None:
    """Correlations grow below c*, and fall above."""
    half = 0.6 * number("0.0001").value if c < 1 else 0.0
    grid: FloatArray = np.linspace(0.0, 0.96, 13)
    for each in (*grid.tolist(), c - 2.0 * half, c + 2.0 * half):
        if not 0.0 <= each <= 0.985 or (c > 0.98 and each > 0.96):
            continue
        change = deep.correlation(each, q) - each
        if abs(change) > 1e-6:
            tally.claim((change > 0) == (each < c), f"{what}: from {each} by {change}")


def _check_depth(tally: Tally, deep: DeepLayers, q: float, *, c: float, stated: float, what: str) -> None:
    if c == 1.0:
        slope = deep.chi(q)
        if abs(slope - 1.0) > 1e-6 and parted(deep, q) < 1e-12:
            depth = -1.0 / math.log(slope) if 0 < slope < 1 else 0.0
            tally.claim(abs(stated - depth) <= 6e-3 * depth + 1e-6, f"{what}: ξ = {depth}")
            tally.numbers += 1
        return
    if c > 0.96:
        return
    if c > 0:  # to more digits than are told
        low, high = max(c - 2e-3, 0.0), min(c + 2e-3, 0.985)
        if (deep.correlation(low, q) - low) * (deep.correlation(high, q) - high) < 0:
            c = float(brentq(lambda t: deep.correlation(t, q) - t, low, high, xtol=1e-9))
    step = 1e-3
    slope = (deep.correlation(c + step, q) - deep.correlation(c - step, q)) / (2.0 * step)
    if not ROUNDING < slope < 0.999:
        return
    depth = -1.0 / math.log(slope)
    tally.numbers += 1
    tally.claim(abs(stated - depth) <= 6e-3 * depth + 1e-4, f"{what}: ξ = {depth}")
