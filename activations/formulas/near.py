"""What a formula is near a place where its terms cancel: a polynomial, which does not cancel."""

import functools
from dataclasses import dataclass

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.bounded import EPSILON, Bounded
from activations.formulas.expression import Call, Node, Number
from activations.formulas.jets import Arithmetic, Jet, Quantity
from activations.formulas.series import TERMS, Series

NEAR = "near"  # a node like its one argument, but near a centre as its settings tell
_ROUNDINGS = 4.0  # of a term and its sum


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial in (x − centre)/scale, as good as the function and its derivatives as far as the radius."""

    centre: float
    radius: float
    scale: float  # a power of 2
    doubts: tuple[float, ...]  # of the polynomial's three rows, below a power of the distance each
    terms: tuple[float, ...]

    def node(self, whole: Node) -> Call:
        numbers = (self.centre, self.radius, self.scale, *self.doubts, *self.terms)
        return Call(NEAR, (whole,), tuple((str(k), Number(each)) for k, each in enumerate(numbers)))

    def row(self, order: int) -> tuple[int, FloatArray]:
        """The least power of a derivative, and its coefficients from that on."""
        return row_of(np.array(self.terms), order)


def row_of(terms: FloatArray, order: int) -> tuple[int, FloatArray]:
    """The same of any terms."""
    falling = terms[order:]
    for k in range(order):
        falling = falling * (np.arange(falling.size) + order - k)
    (orders,) = np.nonzero(falling)
    least = int(orders[0]) if orders.size else 0
    return least, falling[least:]


@functools.lru_cache(maxsize=256)
def _polynomial(settings: tuple[tuple[str, Number], ...]) -> Polynomial:
    centre, radius, scale, *rest = (value.value for _, value in settings)
    return Polynomial(centre, radius, scale, tuple(rest[:3]), tuple(rest[3:]))


def centre_of(node: Call) -> float:
    return _polynomial(node.settings).centre


def near_its_centre(arithmetic: Arithmetic, x: FloatArray, node: Call, whole: Jet) -> Jet:
    """The jet of the whole, and near the centre what is expanded there."""
    known = _polynomial(node.settings)
    distance = x - known.centre
    near = np.abs(distance) < known.radius
    if not near.any():
        return whole
    distance = np.where(near, distance / known.scale, 0.0)
    # What is no number in the centre is not given one, but slopes that lead there.
    defined = near & ((distance != 0.0) | ~np.isnan(arithmetic.sign(whole.value, arithmetic.number(0.0))))
    rows = [
        None if found is None else arithmetic.choice(where, _row(arithmetic, known, order, distance), found)
        for order, (found, where) in enumerate(zip(whole, (defined, near, near), strict=True))
    ]
    return Jet(*rows)


def _row(arithmetic: Arithmetic, known: Polynomial, order: int, distance: FloatArray) -> Quantity:
    least, coefficients = known.row(order)
    found = np.zeros(distance.shape)
    for each in coefficients[::-1].tolist():
        found = found * distance + each
    found = found / known.scale**order
    value = arithmetic.number(found)
    if isinstance(value, Bounded):
        value = Bounded(found, np.full(distance.shape, known.doubts[order] / known.scale**order))
    return value if least == 0 else arithmetic.power(arithmetic.number(distance), float(least)) * value


def doubts_of(known: Series, order: int, share: float) -> float:
    """How far a row, below the power of its first term, may be off as far as a share of the disc."""
    least, coefficients = row_of(known.terms, order)
    _, falling = row_of(np.ones(TERMS), order)
    orders = np.arange(coefficients.size)
    own = known.doubts[order + least : TERMS] * falling[least:]
    rounding = _ROUNDINGS * EPSILON * (1.0 + orders) * np.abs(coefficients)
    rest = known.doubts[-1] * float(TERMS) ** order * share ** (TERMS - order - least)
    return float(((own + rounding) * share**orders).sum() + rest)
