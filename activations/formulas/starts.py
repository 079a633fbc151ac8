"""Where the free parameters of a formula start: at 1, but for one of them if it is a straight line with all there."""

import functools
from collections.abc import Mapping

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.acceptance import check_explorable
from activations.formulas.errors import FormulaError
from activations.formulas.expression import LETTERS, symbols_of
from activations.formulas.reading import expression_of
from activations.formulas.values import values_of

# In this order: max(x, a*x) bends at any a but 1, and x^a is real on both sides of 0 for whole ones only.
_TRIED = (0.5, 2.0)
_GRID: FloatArray = np.linspace(-20.0, 20.0, 97)
_STRAIGHT = 1e-12  # a bend in what rounding makes of a line, relative to its largest value


@functools.lru_cache(maxsize=256)
def starts_of(text: str) -> Mapping[str, float]:
    """The value of each letter; with one at another than 1 if only so the formula bends, and can be explored."""
    letters = [letter for letter in LETTERS if letter in symbols_of(expression_of(text))]
    at_one = dict.fromkeys(letters, 1.0)
    if not _is_straight(text, at_one):
        return at_one  # also where it is no number, which the reader is told instead of shown another function
    moved = ({**at_one, letter: value} for letter in letters for value in _TRIED)
    return next((each for each in moved if _bends(text, each)), at_one)


def _bends(text: str, parameters: Mapping[str, float]) -> bool:
    try:
        check_explorable(text, dict(parameters))
    except FormulaError:
        return False
    return not _is_straight(text, parameters)


def _is_straight(text: str, parameters: Mapping[str, float]) -> bool:
    try:
        values = values_of(text, parameters, 0, _GRID)
    except ValueError:  # parameters that a function of the catalogue, within the formula, cannot have
        return False
    if not np.isfinite(values).all():
        return False
    slopes = np.diff(values)
    return bool(np.ptp(slopes) <= _STRAIGHT * np.abs(values).max())
