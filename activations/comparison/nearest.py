"""Which function of the catalogue comes nearest to another one, up to scale: f(x) ≈ a · g(b x + c) + d x + e.

For given b and c the rest is linear least squares, so that only these two are searched for: from the best of an even
grid, and from where breakpoints meet, by Levenberg and Marquardt's steps on what the linear part leaves (G. Golub and
V. Pereyra 1973, doi:10.1137/0710036).
"""

import functools
import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError
from activations.catalog import CATALOG
from activations.comparison.fitting import REACH, STEEPEST, STRAIGHT, Scale, X, beside_line, jumps, refined, unit
from activations.comparison.match import Match
from activations.elementwise import FloatArray

# Cells, in whose middles distances are taken.
_EDGES = np.linspace(-REACH, REACH, 401)
_DENSE = 0.5 * (_EDGES[:-1] + _EDGES[1:])
_CELL, _PARTS = float(_EDGES[1] - _EDGES[0]), 8  # of a ramp that would be lost in a cell, and of a cell in the end
_BESIDE = 1e-60  # an edge at 0: nearer by, formulas have products that no float holds, which take longer

_NEAREST = 1e-12  # to 0 that a function is followed, which is steep on no smaller scale that would tell

_STRETCHES = 2.0 ** np.arange(-3.0, 3.5, 0.5)

# Each of these is, up to scale, a straight line or a function that is tried.
_NOT_TRIED = frozenset(
    {
        *("Identity", "Sigmoid", "ScaledTanh", "Tanhshrink", "Hardsigmoid", "SparseSigmoid", "ReLU6", "ClippedReLU"),
        *("Softshrink", "LogSigmoid", "LaplaceGate", "LeakyReLU", "RReLU", "StarReLU", "CELU", "QuickGELU", "Shrink"),
    }
)
TRIED = tuple(name for name in CATALOG if name not in _NOT_TRIED)

_ROUNDS = ((12, 8), (5, 60))  # for each round of refinement: guesses that enter it, evaluations for each
_FINALISTS = 3  # guesses that are left for the end, when coefficients are rounded
_MOST_MEETING = 4  # breakpoints of f on which those of g are laid
_SINGLE = 1e-6  # the precision of what is known from the grid, in float32
_AS_NEAR = 1.01  # a distance that is larger by this factor is accepted for shorter coefficients
_DIGITS = (3, 4, 6)  # of coefficients, the fewest that do


class Nearest(NamedTuple):
    """The nearest function, and how far it is."""

    match: Match
    distance: float  # the root mean square difference for |x| <= REACH
    share: float  # that of the distance of f from its best straight line
    largest: float  # difference for |x| <= REACH
    place: float  # where that is


def nearest_up_to_scale(activation: Activation) -> Nearest | None:
    """The nearest other function of the catalogue, at its defaults; None for f that is a straight line within reach."""
    values = activation(X)
    largest = float(np.abs(values).max())
    if not 0.0 < largest < math.inf:
        return None
    bent = beside_line(values / largest)
    size = float(np.linalg.norm(bent))
    if size <= STRAIGHT:
        return None
    target = bent / size
    guesses = sorted(_guesses(activation, target))
    for most, evaluations in _ROUNDS:
        guesses = sorted(_better(guess, target, evaluations) for guess in guesses[:most])
    found = [_written(activation, guess) for guess in guesses[:_FINALISTS]]
    least = _AS_NEAR * min(distance for _, distance in found)
    best = min((match for match, distance in found if distance <= least), key=lambda each: each.terms)
    return _apart(activation, best, parts=_PARTS)


_STARTS = [
    Scale(sign * b, place)
    for sign in (1.0, -1.0)
    for b in _STRETCHES.tolist()
    for place in np.linspace(-REACH, REACH, 49).tolist()
]
_HALF = len(_STARTS) // 2


class _Guess(NamedTuple):
    left: float  # what it leaves of a target of length 1
    name: str
    scale: Scale


def _guesses(activation: Activation, target: FloatArray) -> Iterator[_Guess]:
    """The best start of each function, and of its mirror image if that is another function."""
    likeness = np.abs(_shapes() @ target.astype(np.float32))
    points = sorted((point for point in activation.breakpoints if abs(point) < REACH), key=abs)[:_MOST_MEETING]
    for name, row in zip(TRIED, likeness, strict=True):
        if CATALOG[name] == activation.definition:
            continue
        known = CATALOG[name]()
        for sign in (1.0,) if name in _mirror_images() else (1.0, -1.0):
            own = row[:_HALF] if sign > 0.0 else row[_HALF:]
            best = int(own.argmax())
            start, most = _STARTS[best + (_HALF if sign < 0.0 else 0)], float(own[best])
            if meeting := list(_meeting(points, known, sign)):
                closeness = np.abs(_units(known, meeting) @ target)
                if closeness.max() >= most - _SINGLE:
                    start, most = meeting[int(closeness.argmax())], float(closeness.max())
            yield _Guess(math.sqrt(max(1.0 - most * most, 0.0)), name, start)


def _meeting(points: Sequence[float], known: Activation, sign: float) -> Iterator[Scale]:
    """Scales that lay a breakpoint of g on one of the points, or the outermost two on two of them."""
    inner = known.breakpoints
    for point in points:
        for each in inner:
            yield from (Scale(sign * b, point, each) for b in _STRETCHES.tolist())
    for one, other in itertools.permutations(points, 2) if len(inner) > 1 else ():
        b = (inner[-1] - inner[0]) / (other - one)
        if b * sign > 0.0 and 1.0 / STEEPEST <= abs(b) <= STEEPEST:
            yield Scale(b, one, inner[0])


@functools.cache
def _shapes() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Every function that is tried, at every start: of shape (functions, starts, points)."""
    return np.stack([_units(CATALOG[name](), _STARTS).astype(np.float32) for name in TRIED])


@functools.cache
def _mirror_images() -> frozenset[str]:
    """The functions of which g(−x) is a multiple of g(x), beside a line."""
    both = {name: _units(CATALOG[name](), [Scale(1.0, 0.0), Scale(-1.0, 0.0)]) for name in TRIED}
    return frozenset(name for name, (there, back) in both.items() if abs(float(there @ back)) > 1.0 - STRAIGHT)


def _units(known: Activation, scales: Sequence[Scale]) -> FloatArray:
    """What a function is beside a line, with length 1, for each scale."""
    b, place, inner = np.array(scales).T[:, :, np.newaxis]
    return unit(beside_line(known(b * (X - place) + inner)))


def _better(guess: _Guess, target: FloatArray, evaluations: int) -> _Guess:
    left, scale = refined(CATALOG[guess.name](), guess.scale, target, evaluations)
    return _Guess(left, guess.name, scale)


def _written(activation: Activation, guess: _Guess) -> tuple[Match, float]:
    """The guess with as few digits as do, and how far it is: in the middle of cells, unless it jumps within them."""
    known, values = CATALOG[guess.name](), activation(_DENSE)
    bent = _root_mean_square(values - _line_of(values))
    target = values / bent

    def rounded(b: float, c: float, digits: int) -> tuple[Match, float]:
        b, c = _rounded(b, digits), _rounded(c, digits, 1.0)
        column = known(b * _DENSE + c)
        beside = column - _line_of(column)
        size = float(np.linalg.norm(beside))
        a = float(target @ (beside / size)) / size if size > STRAIGHT else 0.0
        d, e = (_rounded(bent * each, digits, bent) for each in _coefficients(target - a * column))
        match = Match(known, _rounded(bent * a, digits), b, c, d, e)
        if is_jump:
            return match, _apart(activation, match).distance
        return match, _root_mean_square(match.a * column + match.d * _DENSE + match.e - values)

    b, place, inner = guess.scale
    is_jump = jumps(known, inner)
    plain = math.copysign(1.0, b)  # of a function that is its own multiple the stretch is of no account
    scales = (plain, 0.0), (plain, inner - plain * place), (b, 0.0), (b, inner - b * place)
    tried = [rounded(*scale, digits) for digits in _DIGITS for scale in scales]
    least = _AS_NEAR * min(distance for _, distance in tried)
    return next((match, distance) for match, distance in tried if distance <= least)


def _coefficients(values: FloatArray) -> tuple[float, float]:
    """Slope and intercept of the best straight line through values in the middle of the cells."""
    return float(values @ _DENSE) / float(_DENSE @ _DENSE), float(values.mean())


def _line_of(values: FloatArray) -> FloatArray:
    slope, intercept = _coefficients(values)
    return slope * _DENSE + intercept


def _apart(activation: Activation, match: Match, *, parts: int = 1) -> Nearest:
    """How far they are apart: at the middle of cells that end where a branch does, and on both sides of their ends.

    Each cell may be split into parts, and then is where one of the two is too steep for it.
    """
    own = (*activation.breakpoints, *activation.centres)
    breakpoints = [*own, *((point - match.c) / match.b for point in match.activation.breakpoints)]
    breakpoints = sorted(point for point in breakpoints if abs(point) < REACH)
    ramps = [np.linspace(*ends, _PARTS + 1) for ends in itertools.pairwise(breakpoints) if ends[1] - ends[0] < _CELL]
    edges = np.unique(np.concatenate([_EDGES, breakpoints, *ramps]))
    if parts > 1:
        followed = np.concatenate([_followed(activation), (_followed(match.activation) - match.c) / match.b])
        edges = np.union1d(edges, followed[(np.abs(followed) < REACH) & (np.abs(followed) > _NEAREST)])
    edges = np.interp(np.arange(parts * (edges.size - 1) + 1) / parts, np.arange(edges.size), edges)
    middles, widths = 0.5 * (edges[:-1] + edges[1:]), np.diff(edges)
    beside = np.maximum(np.spacing(np.abs(edges)), _BESIDE)
    x = np.concatenate([middles, (edges + beside)[:-1], (edges - beside)[1:]])
    values = activation(x)
    apart = np.abs(match(x) - values)
    distance = _root_mean_square(apart[: middles.size], widths)
    return Nearest(
        match=match,
        distance=distance,
        share=min(1.0, distance / _bent(middles, values[: middles.size], widths)),  # a line alone leaves all of it
        largest=float(apart.max()),
        place=float(x[apart.argmax()]),
    )


def _followed(activation: Activation) -> FloatArray:
    """Points between which a function hides nothing; none of one that floats cannot follow."""
    try:
        return np.concatenate([piece.x for piece in pieces_of(activation)])
    except NotResolvedError:
        return np.empty(0)


def _bent(x: FloatArray, values: FloatArray, weights: FloatArray) -> float:
    """The root mean square distance of values from their best straight line."""
    size = float(np.abs(values).max())  # whose square may leave the floats
    columns = np.stack([x, np.ones_like(x), values / size], axis=1)
    weighted = np.sqrt(weights)[:, np.newaxis] * columns
    line = np.linalg.lstsq(weighted[:, :2], weighted[:, 2], rcond=None)[0]
    return size * _root_mean_square(columns[:, 2] - columns[:, :2] @ line, weights)


def _root_mean_square(values: FloatArray, weights: FloatArray | None = None) -> float:
    largest = float(np.abs(values).max()) or 1.0  # whose square may leave the floats
    return largest * math.sqrt(float(np.average((values / largest) ** 2, weights=weights)))


def _rounded(value: float, digits: int, size: float = 0.0) -> float:
    """To so many digits; 0 if it is less than what rounding to as many does to a number of this size."""
    return float(f"{value:.{digits}g}") if abs(value) >= 0.5 * size * 10.0**-digits else 0.0
