"""A formula's values, slopes and second derivatives, at any float and at infinity."""

import functools
from collections.abc import Mapping

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.binding import bound_tree
from activations.formulas.cancelling import with_series
from activations.formulas.expression import Node
from activations.formulas.limits import limits_of
from activations.formulas.orders import KNOWN, Orders, in_floats, of_any_size
from activations.formulas.reading import expression_of
from activations.formulas.roots_of_zero import with_roots_of_zero
from activations.formulas.splitting import with_parts


@functools.lru_cache(maxsize=64)
def bound_expression(text: str, parameters: tuple[tuple[str, float], ...]) -> Node:
    """The tree of a text with these parameters. Raises FormulaError for the text, ValueError for the parameters."""
    tree = bound_tree(expression_of(text), dict(parameters))
    return with_roots_of_zero(with_series(with_parts(tree)))


def values_of(text: str, parameters: Mapping[str, float], order: int, x: FloatArray) -> FloatArray:
    """The formula (order 0), or its first or second derivative."""
    (values,) = _rows_of(text, tuple(parameters.items()), (order,), x)
    return np.asarray(values)


def jet_of(text: str, parameters: Mapping[str, float], x: FloatArray) -> FloatArray:
    """The formula and its two derivatives, a row each, in little more time than the second derivative takes."""
    return _rows_of(text, tuple(parameters.items()), (0, 1, 2), x)


def _rows_of(text: str, parameters: tuple[tuple[str, float], ...], orders: Orders, x: FloatArray) -> FloatArray:
    tree, jets = bound_expression(text, parameters), _order_of_jets(text, orders)
    # Formulas are the reader's: what overflows on the way, or is no number, is found below and not warned of.
    with np.errstate(all="ignore"):
        found, doubtful = in_floats(tree, jets, orders, x)
        anywhere = doubtful.any(axis=0)
        lost = np.zeros(found.shape, dtype=bool)
        if anywhere.any():
            wide, lost[:, anywhere] = of_any_size(tree, jets, orders, x[anywhere])
            found[:, anywhere] = np.where(doubtful[:, anywhere], wide, found[:, anywhere])
    unknown = np.isnan(found)
    if unknown.any() or lost.any():
        for end in (-np.inf, np.inf):
            there = np.copysign(1.0, end) * x > KNOWN
            for row, order in enumerate(orders):
                if (there & (unknown | lost)[row]).any():
                    limit = limits_of(tree, end)[order]
                    found[row, there & (unknown | (lost & np.isfinite(limit)))[row]] = limit
    return found


def _order_of_jets(text: str, orders: Orders) -> int:
    """That of the last row, but a slope to the left of a condition may take second derivatives to know."""
    return 2 if orders[-1] == 1 and "where" in text else orders[-1]
