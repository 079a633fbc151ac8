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
from scipy.optimize import leastsq

from activations.activation import Activation
from activations.catalog import CATALOG
from activations.comparison.equivalents import Match
from activations.elementwise import FloatArray

# Functions are compared for −REACH <= x <= REACH. The place to which g is moved lies there too, and the factor by which
# it is stretched between 1 / STEEPEST and STEEPEST.
REACH, STEEPEST = 6.0, 8.0

# Where guesses are compared, with a basis of all straight lines there; and cells, at whose middles distances are taken.
_X = np.linspace(-REACH, REACH, 161)[1::2]
_LINE, _ = np.linalg.qr(np.stack([np.ones_like(_X), _X], axis=1))
_EDGES = np.linspace(-REACH, REACH, 401)
_DENSE = 0.5 * (_EDGES[:-1] + _EDGES[1:])
_CELL, _PARTS = float(_EDGES[1] - _EDGES[0]), 8  # of a ramp that would be lost in a cell, and of a cell in the end
_BESIDE = 1e-60  # an edge at 0: nearer by, formulas have products that no float holds, which take longer

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
_STRAIGHT = 1e-9  # what is left beside a line, relative to f: less is rounding
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
    values = activation(_X)
    largest = float(np.abs(values).max())
    if not 0.0 < largest < math.inf:
        return None
    bent = _beside_line(values / largest)
    size = float(np.linalg.norm(bent))
    if size <= _STRAIGHT:
        return None
    target = bent / size
    guesses = sorted(_guesses(activation, target))
    for most, evaluations in _ROUNDS:
        guesses = sorted(_refined(guess, target, evaluations) for guess in guesses[:most])
    found = [_nearest(activation, guess) for guess in guesses[:_FINALISTS]]
    least = _AS_NEAR * min(each.distance for each in found)
    best = min((each for each in found if each.distance <= least), key=lambda each: each.match.terms)
    return _apart(activation, best.match, parts=_PARTS)


class _Scale(NamedTuple):
    """g(b (x − place) + inner)."""

    b: float
    place: float
    inner: float = 0.0  # a breakpoint of g that stays at its place while b changes, or 0


_STARTS = [
    _Scale(sign * b, place)
    for sign in (1.0, -1.0)
    for b in _STRETCHES.tolist()
    for place in np.linspace(-REACH, REACH, 49).tolist()
]
_HALF = len(_STARTS) // 2


class _Guess(NamedTuple):
    left: float  # what it leaves of a target of length 1
    name: str
    scale: _Scale


def _guesses(activation: Activation, target: FloatArray) -> Iterator[_Guess]:
    """The best start of each function, and of its mirror image if that is another function."""
    likeness = np.abs(_shapes() @ target.astype(np.float32))
    points = sorted((point for point in activation.breakpoints if abs(point) < REACH), key=abs)[:_MOST_MEETING]
    for name, row in zip(TRIED, likeness, strict=True):
        if name == activation.definition.name:
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


def _meeting(points: Sequence[float], known: Activation, sign: float) -> Iterator[_Scale]:
    """Scales that lay a breakpoint of g on one of the points, or the outermost two on two of them."""
    inner = known.breakpoints
    for point in points:
        for each in inner:
            yield from (_Scale(sign * b, point, each) for b in _STRETCHES.tolist())
    for one, other in itertools.permutations(points, 2) if len(inner) > 1 else ():
        b = (inner[-1] - inner[0]) / (other - one)
        if b * sign > 0.0 and 1.0 / STEEPEST <= abs(b) <= STEEPEST:
            yield _Scale(b, one, inner[0])


@functools.cache
def _shapes() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Every function that is tried, at every start: of shape (functions, starts, points)."""
    return np.stack([_units(CATALOG[name](), _STARTS).astype(np.float32) for name in TRIED])


@functools.cache
def _mirror_images() -> frozenset[str]:
    """The functions of which g(−x) is a multiple of g(x), beside a line."""
    both = {name: _units(CATALOG[name](), [_Scale(1.0, 0.0), _Scale(-1.0, 0.0)]) for name in TRIED}
    return frozenset(name for name, (there, back) in both.items() if abs(float(there @ back)) > 1.0 - _STRAIGHT)


def _units(known: Activation, scales: Sequence[_Scale]) -> FloatArray:
    """What a function is beside a line, with length 1, for each scale."""
    b, place, inner = np.array(scales).T[:, :, np.newaxis]
    return _unit(_beside_line(known(b * (_X - place) + inner)))


def _beside_line(values: FloatArray) -> FloatArray:
    line: FloatArray = values @ _LINE @ _LINE.T
    return values - line


def _unit(columns: FloatArray) -> FloatArray:
    """Each row with length 1; 0 if it is nothing but rounding."""
    size = np.linalg.norm(columns, axis=-1, keepdims=True)
    return np.where(size > _STRAIGHT, columns / np.maximum(size, _STRAIGHT), 0.0)


def _refined(guess: _Guess, target: FloatArray, evaluations: int) -> _Guess:
    known, sign, inner = CATALOG[guess.name](), math.copysign(1.0, guess.scale.b), guess.scale.inner
    before, after = known([inner - _STRAIGHT, inner + _STRAIGHT]).tolist()
    # A jump that is laid on a breakpoint stays there: no slope says where to move it.
    jumps = abs(after - before) > 1e-3

    def at(free: FloatArray) -> _Scale:
        stretch, place = np.clip(free, [-math.log(STEEPEST), -REACH], [math.log(STEEPEST), REACH]).tolist()
        return _Scale(sign * math.exp(stretch), place, inner)

    def left(free: FloatArray) -> FloatArray:
        column: FloatArray = _units(known, [at(free)])[0]
        return target - float(target @ column) * column

    def slopes(free: FloatArray) -> FloatArray:
        b, place, _ = at(free)
        u = b * (_X - place)
        moves = 0.0 if jumps else -b
        bent, change = _beside_line(known(u + inner)), known.derivative(u + inner)
        column, size = _unit(bent), max(float(np.linalg.norm(bent)), _STRAIGHT)
        rows = _beside_line(np.stack([change * u, moves * change]))
        return -float(target @ column) / size * (rows - np.outer(rows @ column, column))

    # `full_output` keeps it from warning, as of a Jacobian that is 0 where f is made of steps.
    start = [math.log(abs(guess.scale.b)), guess.scale.place]
    found, *_ = leastsq(left, start, Dfun=slopes, col_deriv=True, full_output=True, xtol=1e-8, maxfev=evaluations)
    return _Guess(float(np.linalg.norm(left(found))), guess.name, at(found))


def _nearest(activation: Activation, guess: _Guess) -> Nearest:
    known, values = CATALOG[guess.name](), activation(_DENSE)
    line = np.stack([_DENSE, np.ones_like(_DENSE)], axis=1)
    bent = _root_mean_square(values - line @ np.linalg.lstsq(line, values, rcond=None)[0])

    def rounded(b: float, c: float, digits: int) -> Nearest:
        b, c = _rounded(b, digits), _rounded(c, digits, 1.0)
        columns = np.column_stack([known(b * _DENSE + c), line])
        a, d, e = np.linalg.lstsq(columns, values / bent, rcond=None)[0].tolist()
        d, e = (_rounded(bent * each, digits, bent) for each in (d, e))
        return _apart(activation, Match(known, _rounded(bent * a, digits), b, c, d, e))

    b, place, inner = guess.scale
    plain = math.copysign(1.0, b)  # of a function that is its own multiple the stretch is of no account
    scales = (plain, 0.0), (plain, inner - plain * place), (b, 0.0), (b, inner - b * place)
    tried = [rounded(*scale, digits) for digits in _DIGITS for scale in scales]
    least = _AS_NEAR * min(each.distance for each in tried)
    return next(each for each in tried if each.distance <= least)


def _apart(activation: Activation, match: Match, *, parts: int = 1) -> Nearest:
    """How far they are apart: at the middle of cells that end where a branch does, and on both sides of their ends.

    Each cell may be split into parts.
    """
    own = (*activation.breakpoints, *activation.centres)
    bends = [*own, *((point - match.c) / match.b for point in match.activation.breakpoints)]
    bends = sorted(bend for bend in bends if abs(bend) < REACH)
    ramps = [np.linspace(*ends, _PARTS + 1) for ends in itertools.pairwise(bends) if ends[1] - ends[0] < _CELL]
    edges = np.unique(np.concatenate([_EDGES, bends, *ramps]))
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
