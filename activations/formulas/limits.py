"""The limits of a formula and its derivatives at infinity, as values far out tell them."""

import functools
from collections.abc import Mapping

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.bounded import Bounded
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Call, Node, nodes_of
from activations.formulas.jets import Quantity, Truths
from activations.formulas.orders import of_any_size
from activations.formulas.running_error import WithBounds

# From where a function has to have settled, if it does, where arithmetic with infinity says nothing.
_FAR = 2.0 ** np.arange(40.0, 991.0, 50.0)
# So far out an exponential may have no digits left: then the limit is that of so many values nearer by.
_LESS_FAR, _FEWEST = 2.0 ** np.arange(5.0, 46.0, 2.5), 3
_SETTLED, _NEAR_LIMIT = 1e-9, 1e-3

_WAVES = ("sin", "cos", "tan", "snake")
# Where these are followed: their own numbers are small beside it, and its powers are floats.
_OUT = 2.0 ** np.arange(20.0, 121.0, 10.0)


@functools.lru_cache(maxsize=256)
def limits_of(tree: Node, end: float) -> tuple[float, ...]:
    """The limits of the formula and its derivatives at infinity as far-off values tell them; NaN for none."""
    orders = (0, 1, 2)
    with np.errstate(all="ignore"):
        rows, lost = of_any_size(tree, 2, orders, np.copysign(_FAR, end))
        nearer = rows
        if np.isnan(rows).any() or lost.any():
            nearer, unsure = of_any_size(tree, 2, orders, np.copysign(_LESS_FAR, end))
            nearer[unsure] = np.nan
        limits = tuple(_limit_of(*row) for row in zip(rows, lost, nearer, strict=True))
    is_wave = any(isinstance(node, Call) and node.function in _WAVES for node in nodes_of(tree))
    return _at_all_phases(tree, end, limits) if is_wave else limits


def _limit_of(values: FloatArray, is_lost: Truths, nearer: FloatArray) -> float:
    """The limit that values far out tell, unless they are unknown or have lost digits that nearer ones have."""
    unknown, lost = np.isnan(values), is_lost.any()
    limit = _limit_nearer(nearer) if lost or unknown.any() else np.nan
    if not unknown.any():
        return limit if np.isfinite(limit) else _limit_told(values, nearer) if lost else _limit(values)
    known = values[~unknown]
    told = limit == 0.0 or np.isinf(limit) or (known.size >= _FEWEST and _settled_at(limit, known))
    return limit if told else np.nan


def _limit_told(values: FloatArray, nearer: FloatArray) -> float:
    """The limit of values that may have lost digits, unless those that have them are elsewhere."""
    limit, known = _limit(values), nearer[~np.isnan(nearer)]
    doubtful = limit and np.isfinite(limit) and not (known.size and np.isclose(known[-1], limit, rtol=_NEAR_LIMIT))
    return np.nan if doubtful else limit


def _limit_nearer(values: FloatArray) -> float:
    values = values[~np.isnan(values)][-_FEWEST:]
    return float(values[-1]) if values.size == _FEWEST and _settled_at(values[-1], values) else np.nan


def _settled_at(limit: float, values: FloatArray) -> bool:
    return bool(np.isclose(values, limit, rtol=_SETTLED, atol=0.0).all())


def _limit(values: FloatArray) -> float:
    last, size = float(values[-1]), np.abs(values)
    if np.isinf(last) or np.abs(values[-5:] - last).max() <= _SETTLED * abs(last):
        return last
    steps = np.diff(size)
    if (steps <= 0.0).all() and size[-1] <= 0.1 * size[0]:
        return 0.0
    grows = (steps >= 0.0).all() and size[-1] >= 10.0 * size[0] and (np.sign(values) == np.sign(last)).all()
    return float(np.copysign(np.inf, last)) if grows else np.nan


class _AllPhases(WithBounds):
    """With all that a wave may be in the place of what it is, where it turns for ever."""

    def function(self, name: str, settings: Mapping[str, float], order: int, u: Quantity) -> Quantity:
        if name not in _WAVES or (np.ptp(u.value) <= 1.0 and (u.error <= 1.0).all()):
            return super().function(name, settings, order, u)
        if name != "snake":
            return Bounded(np.zeros(u.value.shape), np.full(u.value.shape, np.inf if name == "tan" else 1.0))
        frequency = settings["frequency"]
        wave = Bounded(np.zeros(u.value.shape), np.full(u.value.shape, (1.0 / frequency, 1.0, 2.0 * frequency)[order]))
        return wave + (u if order == 0 else 1.0 if order == 1 else 0.0)

    def sign(self, u: Quantity, v: Quantity) -> FloatArray:
        difference = Bounded.of(u) - Bounded.of(v)
        unknown = (np.abs(difference.value) <= difference.error) & (difference.error > 0.0)
        return np.where(unknown, np.nan, np.sign(difference.value))


def _at_all_phases(tree: Node, end: float, limits: tuple[float, ...]) -> tuple[float, ...]:
    """The limits that do not hang on where in their waves the values were taken; NaN for others."""
    with np.errstate(all="ignore"):
        found = Evaluation(_AllPhases(), 2, np.copysign(_OUT, end)).jet(tree)
        bounds = [
            (0.0, 0.0) if each is None else (_limit(each.value - each.error), _limit(each.value + each.error))
            for each in found
        ]
    pairs = zip(limits, bounds, strict=True)
    return tuple(limit if _settled_at(limit, np.array(ends)) else np.nan for limit, ends in pairs)
