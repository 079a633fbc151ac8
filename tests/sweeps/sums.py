"""The page of the sum of sigmoids."""

import math
from dataclasses import dataclass

import numpy as np
from mpmath import mp

from activations.elementwise import FloatArray, RealFunction
from pages.ui.views import sigmoid_sum
from pages.ui.views.sigmoid_sum import SigmoidSum
from tests.oracles import Number
from tests.sweeps.gaps import Gaps, check_places
from tests.sweeps.grammar import NUMBER, match, number, places
from tests.sweeps.states import random_range
from tests.sweeps.subject import Said, Subject
from tests.sweeps.tally import Tally
from tests.tables import as_frame

_LOW, _HIGH, _STEP = -40.0, 60.0, 0.1
_POINTS = 1_501

# Of so many sigmoids at most the sum is also added up in many digits.
_MOST_EXACT = 400


@dataclass(frozen=True, slots=True)
class State:
    """A sum, and the range on which it is shown."""

    total: SigmoidSum
    low: float
    high: float


def random_state(generator: np.random.Generator) -> State:
    kind = generator.random()
    largest = 4.0 if kind < 0.05 else 2.6
    count = int(10.0 ** generator.uniform(0.0, largest))
    spacing = float(10.0 ** generator.uniform(-3.0, 1.0))
    if generator.random() < 0.5:
        spacing = max(round(spacing, 1), 0.001)
    first = float(np.round(generator.uniform(-20.0, 20.0) * 2.0) / 2.0)
    divisor = 1.0 / spacing if generator.random() < 0.4 else float(f"{10.0 ** generator.uniform(-2.0, 4.0):.3g}")
    total = SigmoidSum(count=count, spacing=spacing, first=first, divisor=divisor)
    return State(total, *random_range(generator, _LOW, _HIGH, _STEP))


def said(state: State) -> Said:
    errors = sigmoid_sum.largest_errors(state.total, state.low, state.high)
    table = as_frame(sigmoid_sum.error_table(errors))
    cells = {f"{column}, {name}": str(table.loc[name, column]) for column in table.columns for name in table.index}
    sentence = sigmoid_sum.sum_sentence(state.total, state.low, state.high, errors)
    marks = sigmoid_sum.farthest_marks(errors)
    picture = sigmoid_sum.sum_picture(state.total, state.low, state.high, sentence, *marks)
    cells |= {f"mark {k}": mark.label for k, mark in enumerate(picture.marks)}
    return {
        "sentence": picture.alt,
        "end": sigmoid_sum.end_sentence(state.total, state.high, errors),
        **cells,
    }


class _Drawn:
    """A smooth curve with its slope, and its values in many digits."""

    breakpoints: tuple[float, ...] = ()

    def __init__(self, value: RealFunction, slope: RealFunction) -> None:
        self.curves = value, slope

    def points(self, generator: np.random.Generator, low: float, high: float) -> FloatArray:
        return np.sort(np.concatenate([np.linspace(low, high, _POINTS)[1:-1], generator.uniform(low, high, 50)]))

    def exact(self, x: float, order: int = 0) -> Number:
        raise NotImplementedError  # asked of straight lines alone

    def beside(self, point: float, side: str, order: int) -> Number:
        raise NotImplementedError  # asked of breakpoints alone

    def is_straight_at(self, x: float) -> bool:
        return False


def _tail(z: FloatArray) -> FloatArray:
    return np.exp(-np.abs(z))


def _sigmoids(total: SigmoidSum) -> _Drawn:
    offsets = np.array([total.first + k * total.spacing for k in range(total.count)])

    def value(x: object) -> FloatArray:
        z = np.asarray(x, dtype=np.float64)[..., np.newaxis] - offsets
        return np.asarray((np.where(z >= 0, 1.0, _tail(z)) / (1.0 + _tail(z))).sum(axis=-1) / total.divisor)

    def slope(x: object) -> FloatArray:
        z = np.asarray(x, dtype=np.float64)[..., np.newaxis] - offsets
        return np.asarray((_tail(z) / (1.0 + _tail(z)) ** 2).sum(axis=-1) / total.divisor)

    return _Drawn(value, slope)


def _softplus() -> _Drawn:
    def slope(x: object) -> FloatArray:
        z = np.asarray(x, dtype=np.float64)
        return np.where(z >= 0, 1.0, _tail(z)) / (1.0 + _tail(z))

    return _Drawn(lambda x: np.logaddexp(0.0, np.asarray(x)), slope)


def _integral(total: SigmoidSum) -> _Drawn:
    start = total.first - 0.5 * total.spacing
    width = total.count * total.spacing
    stop = start + width

    def value(x: object) -> FloatArray:
        # ln((1 + e^(x − start)) / (1 + e^(x − stop))), from that side on which nothing cancels.
        z = np.asarray(x, dtype=np.float64)
        low, high = _tail(z - start), _tail(z - stop)
        left = np.log1p(np.exp(np.minimum(z - start, 30.0)) * -math.expm1(-width) / (1.0 + high))
        inner = z - start + np.log1p(low) - np.log1p(high)
        right = width - np.log1p(high * -math.expm1(-width) / (1.0 + low))
        return np.where(z >= stop, right, np.where((z <= start) | (width < 30.0), left, inner))

    def slope(x: object) -> FloatArray:
        # σ(x − start) σ(stop − x) (1 − e^(start − stop)), in which nothing cancels.
        z = np.asarray(x, dtype=np.float64)
        ends = (np.where(u >= 0, 1.0, _tail(u)) / (1.0 + _tail(u)) for u in (z - start, stop - z))
        return np.asarray(next(ends) * next(ends) * -math.expm1(-width))

    return _Drawn(value, slope)


def _exact_gap(total: SigmoidSum, against: str, x: float) -> float:
    with mp.workdps(50):
        at = mp.mpf(x)
        offsets = [mp.mpf(total.first + k * total.spacing) for k in range(total.count)]
        value = mp.fsum(1 / (1 + mp.exp(t - at)) for t in offsets) / mp.mpf(total.divisor)
        if against == "softplus":
            return float(value - mp.log1p(mp.exp(at)))
        start = mp.mpf(total.first) - mp.mpf(total.spacing) / 2
        stop = start + total.count * mp.mpf(total.spacing)
        return float(value - mp.log1p(mp.exp(at - start)) + mp.log1p(mp.exp(at - stop)))


def check(state: State, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    total = state.total
    value = _sigmoids(total)
    gaps = {
        name: Gaps(value, other, order=0, low=state.low, high=state.high, generator=generator)
        for name, other in (("softplus", _softplus()), ("exact integral", _integral(total)))
    }
    what = f"{total} from {state.low!r} to {state.high!r}: "
    found = match(
        r"Between <N> and <N> the sum of (\d+) (sigmoids?) differs from softplus by (.*)\. "
        r"At the right end its slope is <N>\.",
        said["sentence"],
    )
    tally.exact(number(found[1]), state.low)
    tally.exact(number(found[2]), state.high)
    tally.claim(int(found[3]) == total.count and (found[4] == "sigmoid") == (total.count == 1), said["sentence"])
    slope = float(value.curves[1](state.high))
    tally.rounded(number(found[6]), slope, 4, doubt=1e-12 * slope)
    if found[5] == "nothing but rounding":
        tally.claim(gaps["softplus"].is_zero, what + said["sentence"])
    else:
        far, where = match(rf"at most ({NUMBER}), (.*)", found[5]).groups()
        _check_bound(tally, state, gaps["softplus"], "softplus", far)
        check_places(tally, places(where), [gaps["softplus"]], 6, what + said["sentence"], doubt=_off(gaps["softplus"]))
    _check_end(tally, state, gaps["exact integral"], value=value, text=said["end"], what=what)
    for key, label in said.items():
        if key.startswith("mark "):
            _check_mark(tally, state, gaps["softplus"], label, f"{what}marked {label}")
    for name, gap in gaps.items():
        _check_cells(tally, state, gap, said, name=name, what=f"{what}{name}")


def _largest(state: State, gaps: Gaps, against: str) -> tuple[float, float]:
    """How large the gap is, and how far that may be off."""
    if state.total.count <= _MOST_EXACT and gaps.digits()[0] < 4:
        place = max(gaps.candidates, key=lambda each: abs(each.difference)).x
        exact = abs(_exact_gap(state.total, against, place))
        return exact, 1e-12 * exact
    return gaps.largest, gaps.digits()[1] + 1e-12 * gaps.largest


def _off(gaps: Gaps) -> float:
    """How far a place may be off where little is left of a gap, whose curves bend on a scale of 1."""
    share = float(gaps.rounding(np.array([each.x for each in gaps.alike()])).max()) / gaps.largest
    return share if share > 1e-8 else 0.0


def _check_bound(tally: Tally, state: State, gaps: Gaps, against: str, text: str) -> None:
    (largest, doubt), (digits, spare) = _largest(state, gaps, against), gaps.digits()
    tally.at_most(number(text), largest, digits, doubt=doubt, spare=2.0 * spare)


def _check_cells(tally: Tally, state: State, gaps: Gaps, said: Said, *, name: str, what: str) -> None:
    size, where = said[f"largest difference, {name}"], said[f"where, {name}"]
    if where == "–":
        tally.claim(size == "0" and gaps.is_zero, f"{what} {size} {where}")
        return
    (largest, doubt), (digits, spare) = _largest(state, gaps, name), gaps.digits()
    tally.rounded(number(size), largest, digits, doubt=doubt + spare)
    check_places(tally, places(where), [gaps], 6, f"{what} {where}", doubt=_off(gaps))


def _check_mark(tally: Tally, state: State, gaps: Gaps, label: str, what: str) -> None:
    size, x = map(number, match(r"<N> at x = <N>", label).groups())
    (largest, doubt), (digits, spare) = _largest(state, gaps, "softplus"), gaps.digits()
    tally.rounded(size, math.copysign(largest, size.value), digits, doubt=doubt + spare)
    half = 0.5000001 * max(x.unit(4), 1e-4) + _off(gaps) + 1e-12
    near = [gap for gap in gaps.alike() if abs(gap.x - x.value) <= half and gap.difference * size.value > 0]
    tally.indifferent += not near
    tally.claim(near or gaps.is_flat_to_rounding(x.value - half, x.value + half), f"{what}, not of {gaps.best()}")


def _check_end(tally: Tally, state: State, gaps: Gaps, *, value: _Drawn, text: str, what: str) -> None:
    total = state.total
    found = match(
        r"At x = <N> the sum is <N>, with slope <N>\. It levels off at N / divisor = <N>: a finite sum of sigmoids has "
        r"a vanishing gradient at both ends\. Divided by 1/Δ = <N>(, it is| instead, it would be) a Riemann sum of the "
        r"integral below(.*)\.",
        text,
    )
    tally.rounded(number(found[1]), state.high, 4)
    for stated, curve in zip(found.group(2, 3), value.curves, strict=True):
        truth = float(curve(state.high))
        tally.rounded(number(stated), truth, 4, doubt=1e-12 * truth)
    tally.rounded(number(found[4]), total.count / total.divisor, 4)
    tally.rounded(number(found[5]), 1.0 / total.spacing, 4)
    is_one = abs(total.divisor * total.spacing - 1.0) < 1e-6
    tally.claim(is_one == (found[6] == ", it is"), what + text)
    if not is_one:
        tally.claim(number(found[5]).value != total.divisor and not found[7], what + text)
    elif found[7] == ", equal to it here, to rounding":
        tally.claim(gaps.is_zero, what + text)
    else:
        _check_bound(tally, state, gaps, "integral", match(r", off by at most <N> here", found[7])[1])


SUMS = Subject("sums", random_state, said, check)
