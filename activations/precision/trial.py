"""Forms on trial: how far each is from the truth, over all numbers of a format or a sample of them."""

import functools
import math
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from activations.precision.exact import many_digits
from activations.precision.formats import Format
from activations.precision.rounded import in_format
from activations.precision.subject import Form, Order

# Of the formats that are too large to list: numbers tried in each binade, and in each of those in which functions bend.
_FEW, _MANY = 1, 24
_BENDING = range(-64, 10)
_ALONG = 1_500  # numbers evenly spread over where functions are not straight
_WHOLE = 40  # up to here every whole number is tried with its neighbour above

_ALL_DIGITS = 53  # of float64, which alone has to be judged by more


# Whether something happens where a form gives these values, and these are true.
_Deed = Callable[[FloatArray, FloatArray, Format], NDArray[np.bool_]]


class Sample(NamedTuple):
    """Numbers of a format in order, and for how large a share of all its finite numbers each stands."""

    x: FloatArray
    weights: FloatArray


class Stretch(NamedTuple):
    """The lowest and the highest of neighbouring numbers of one sign at which something happens."""

    low: float
    high: float


class Verdict(NamedTuple):
    """How a form does in a format."""

    largest: float  # error in ulps, of results that are finite
    largest_at: float
    wrong: float  # the share of all finite numbers at which it is off by more than one ulp
    overflows: tuple[Stretch, ...]  # where it is infinite or undefined, though the true value is a number of the format
    vanishes: tuple[Stretch, ...]  # where it is 0, though the true value is above the smallest number


class Trial(NamedTuple):
    """Forms of a function at the numbers of a sample: a column of errors in ulps for each, infinite without result."""

    sample: Sample
    errors: FloatArray
    verdicts: tuple[Verdict, ...]


def reach_of(format: Format) -> float:
    """The |x| beyond which eˣ overflows and e⁻ˣ underflows."""
    return -math.log(format.smallest)


def tried(order: Order, format: Format) -> Trial:
    """Every form on trial; ValueError for float64 if nothing is more exact."""
    sample = sample_of(format)
    truth = _truth(order, format, sample.x)
    spacing = format.spacing(truth.nearest)
    columns, verdicts = [], []
    for form in order.forms:
        values = in_format(form.formula, sample.x, format)
        known = np.isfinite(values)
        overflows, vanishes = (deed(values, truth.nearest, format) for deed in (_overflows, _vanishes))
        # The part of the truth that float64 cannot hold is subtracted last.
        off = np.abs((np.where(known, values, 0.0) - truth.nearest) - truth.rest) / spacing
        errors = np.where(known, off, np.where(overflows, np.inf, 0.0))
        columns.append(errors)
        worst = int(np.argmax(np.where(np.isfinite(errors), errors, -1.0)))
        verdicts.append(
            Verdict(
                largest=float(errors[worst]),
                largest_at=float(sample.x[worst]),
                wrong=float(sample.weights[errors > 1.0].sum()),
                overflows=_stretches(sample.x, overflows, partial(_happens, _overflows, order, form, format), format),
                vanishes=_stretches(sample.x, vanishes, partial(_happens, _vanishes, order, form, format), format),
            )
        )
    return Trial(sample, np.stack(columns, axis=1), tuple(verdicts))


@functools.lru_cache(maxsize=8)
def sample_of(format: Format) -> Sample:
    """All finite numbers of a small format; of a large one some in each binade, and more where functions bend."""
    if format.is_small:
        x = format.numbers()
        return Sample(x, np.full(x.size, 1.0 / x.size))
    generator = np.random.default_rng(0)
    binades = format.binades
    counts = [_MANY if exponent in _BENDING else _FEW for exponent in binades]
    exponents = np.repeat(binades, counts)
    sizes = format.rounded(np.ldexp(generator.uniform(1.0, 2.0, (2, exponents.size)), exponents))
    shares = 0.5 / (len(binades) * np.repeat(counts, counts))
    reach = reach_of(format)
    whole = np.arange(-_WHOLE, _WHOLE + 1.0)
    along = format.rounded(generator.uniform(-reach, reach, _ALONG))
    extra = np.concatenate([whole, whole + format.spacing(whole), along])
    x = np.concatenate([-sizes[0], sizes[1], extra])
    weights = np.concatenate([shares, shares, np.zeros(extra.size)])
    order = np.argsort(x)
    return Sample(np.minimum(x[order], format.largest), weights[order])


class _Truth(NamedTuple):
    nearest: FloatArray
    rest: FloatArray | float  # what float64 cannot hold


def _truth(order: Order, format: Format, x: FloatArray) -> _Truth:
    if format.digits < _ALL_DIGITS:
        return _Truth(order.reference(x), 0.0)
    if order.exact is None:
        raise ValueError("nothing more exact than float64 is known of this function")
    with many_digits():
        exact = [order.exact(Decimal(value)) for value in x.tolist()]
        nearest = [float(value) for value in exact]
        rest = [float(value - Decimal(near)) for value, near in zip(exact, nearest, strict=True)]
    return _Truth(np.array(nearest), np.array(rest))


def _overflows(values: FloatArray, true: FloatArray, format: Format) -> NDArray[np.bool_]:
    return np.asarray(~np.isfinite(values) & np.isfinite(format.rounded(true)))


def _vanishes(values: FloatArray, true: FloatArray, format: Format) -> NDArray[np.bool_]:
    return np.asarray((values == 0.0) & (np.abs(true) > format.smallest))


def _happens(deed: _Deed, order: Order, form: Form, format: Format, x: float) -> bool:
    at = np.array([x])
    return bool(deed(in_format(form.formula, at, format), _truth(order, format, at).nearest, format)[0])


def _stretches(
    x: FloatArray, happens: NDArray[np.bool_], happens_at: Callable[[float], bool], format: Format
) -> tuple[Stretch, ...]:
    """On either side of 0 the longest run of numbers at which it happens, if it does, to its first and last number."""
    found = []
    for side in (x < 0.0, x >= 0.0):
        steps = np.diff(np.concatenate([[0], happens & side, [0]]))
        starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
        if starts.size:
            longest = int(np.argmax(ends - starts))
            first, after = int(starts[longest]), int(ends[longest])
            low, high = float(x[first]), float(x[after - 1])
            # Between the numbers of a sample there are others.
            if first > 0 and side[first - 1]:
                low = _outermost(low, float(x[first - 1]), happens_at, format)
            if after < x.size and side[after]:
                high = _outermost(high, float(x[after]), happens_at, format)
            found.append(Stretch(low, high))
    return tuple(found)


def _outermost(inside: float, outside: float, happens_at: Callable[[float], bool], format: Format) -> float:
    """The last number at which it happens on the way from one at which it does to one at which it does not."""
    while (middle := float(format.rounded(0.5 * inside + 0.5 * outside))) not in {inside, outside}:
        if happens_at(middle):
            inside = middle
        else:
            outside = middle
    return inside
