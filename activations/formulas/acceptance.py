"""What a formula must be to be explored: real and finite from −20 to 20, and not constant there."""

import functools
from collections.abc import Iterator

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.accurate import bound_expression
from activations.formulas.breakpoints import MOST_BREAKPOINTS, breakpoints_of_text, pole_of
from activations.formulas.centres import WITHIN, centres_of
from activations.formulas.errors import FormulaError
from activations.formulas.expression import Node, Number, rebuilt
from activations.formulas.orders import float_values
from activations.formulas.parts import nodes_of_whole
from activations.formulas.values import values_of
from activations.formulas.zeros import zeros_of

_SIZES = 10.0 ** np.arange(-12.0, 0.0, 0.25)
_GRID: FloatArray = np.unique(np.concatenate([np.linspace(-WITHIN, WITHIN, 4_001), -_SIZES, _SIZES]))
_BESIDE = 1e-9
_CONSTANT = 1e-14  # what rounding makes of a constant, relative to it

_NEAREST = 1e-300  # to 0: the reciprocals of closer numbers are no floats
_ALLOWED = "it has to be real and finite from −20 to 20"
_GIVEN = "give it a value there with where({}, value, formula)"


def check_explorable(text: str, parameters: dict[str, float]) -> None:
    """FormulaError that says where, for a formula that is no finite real number somewhere, or is constant."""
    problem = _problem_of(text, tuple(parameters.items()))
    if problem is not None:
        raise FormulaError(*problem)


@functools.lru_cache(maxsize=256)
def _problem_of(text: str, parameters: tuple[tuple[str, float], ...]) -> tuple[str, int | None] | None:
    """What keeps it from being explored, and at which character if at one."""
    try:
        _check(text, parameters)
    except FormulaError as error:
        return error.problem, error.position
    except ValueError as error:
        return str(error), None
    return None


def _check(text: str, parameters: tuple[tuple[str, float], ...]) -> None:
    tree, on_grid = bound_expression(text, parameters), values_of(text, dict(parameters), 0, _GRID)
    unknown = np.isnan(on_grid)
    if unknown[0] and np.count_nonzero(unknown) > MOST_BREAKPOINTS:  # where it bends says no more of these
        raise FormulaError(_undefined(_GRID[unknown], np.empty(0)))
    breakpoints = np.array(breakpoints_of_text(text, parameters))
    centres = centres_of(text, parameters)
    beside = (np.nextafter(breakpoints, side) for side in (-np.inf, 0.0, np.inf))
    special = np.setdiff1d(np.concatenate([*beside, breakpoints, centres]), _GRID)
    special = special[np.abs(special) <= WITHIN]
    x = np.concatenate([_GRID, special])
    values = np.concatenate([on_grid, values_of(text, dict(parameters), 0, special)])
    x, values = x[np.argsort(x)], values[np.argsort(x)]
    if np.isnan(values).any():
        raise FormulaError(_undefined(x[np.isnan(values)], breakpoints))
    for place, value in _poles(tree, centres):
        if np.isnan(value):
            what = f"a term of the formula is infinite at {_at(place)}; if the formula is not"
            raise FormulaError(f"{what}, {_given_at(place)}.")
        raise FormulaError(f"the formula is infinite at {_at(place)}; {_ALLOWED}.")
    if np.isinf(values).any():
        place = float(x[np.isinf(values)][0])
        raise FormulaError(f"the formula is infinite, or larger than any float, at {_at(place)}; {_ALLOWED}.")
    if np.ptp(values) <= _CONSTANT * np.abs(values).max():
        raise FormulaError("the formula is constant between −20 and 20.")


def _at(place: float) -> str:
    return f"x = {place:.6g}".replace("-", "−")


def _undefined(places: FloatArray, breakpoints: FloatArray) -> str:
    """What is wrong with a formula that is no number at these places."""
    if np.abs(places).max() < _NEAREST and places.size > 1:
        return (
            "beside x = 0 a term of the formula is larger than any float, and the formula is lost; "
            f"{_GIVEN.format('abs(x) < 1e-9')}."
        )
    place = float(places[0])
    allowed = _given_at(place) if np.isin(places, breakpoints).all() else _ALLOWED
    return f"the formula is not a real number at {_at(place)}; {allowed}."


def _given_at(place: float) -> str:
    return _GIVEN.format(f"x == {repr(place).removesuffix('.0')}")


def _poles(tree: Node, centres: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    """Where a term of the formula is infinite, and no float what comes of it; floats may pass by on both sides."""
    for node in dict.fromkeys(nodes_of_whole(tree)):
        places = np.array(
            [place for each in pole_of(node) for place in zeros_of(each, centres) if abs(place) <= WITHIN]
        )
        if places.size:
            for side in (-_BESIDE, _BESIDE):
                values = _at_pole(tree, node, places, side)
                lost = ~np.isfinite(values)
                yield from zip(places[lost].tolist(), values[lost].tolist(), strict=True)


def _at_pole(tree: Node, pole: Node, places: FloatArray, side: float) -> FloatArray:
    """What the formula is where a term of it is infinite, with the sign that it has on this side."""
    beside, _ = float_values(pole, places + side * np.maximum(1.0, np.abs(places)))
    found = np.empty(places.shape)
    for sign in (-1.0, 1.0):
        here = np.copysign(1.0, beside) == sign
        found[here], _ = float_values(_with(tree, pole, Number(sign * np.inf)), places[here])
    return found


def _with(tree: Node, old: Node, new: Node) -> Node:
    return rebuilt(tree, lambda node: new if node == old else node)
