"""A formula's values, slopes and second derivatives, at any float and at infinity."""

from collections.abc import Mapping

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.accurate import bound_expression
from activations.formulas.beside import trees_beside
from activations.formulas.expression import Node
from activations.formulas.limits import limits_of
from activations.formulas.orders import KNOWN, Orders, in_floats, of_any_size


def values_of(text: str, parameters: Mapping[str, float], order: int, x: FloatArray) -> FloatArray:
    """The formula (order 0), or its first or second derivative."""
    (values,) = _rows_of(text, tuple(parameters.items()), (order,), x)
    return np.asarray(values)


def jet_of(text: str, parameters: Mapping[str, float], x: FloatArray) -> FloatArray:
    """The formula and its two derivatives, a row each, in little more time than the second derivative takes."""
    return _rows_of(text, tuple(parameters.items()), (0, 1, 2), x)


def _rows_of(text: str, parameters: tuple[tuple[str, float], ...], orders: Orders, x: FloatArray) -> FloatArray:
    jets, points = _order_of_jets(text, orders), x.ravel()
    found = _rows_of_tree(bound_expression(text, parameters), jets, orders, points)
    for tree, there, at_breakpoint in trees_beside(text, parameters, points):
        beside = _rows_of_tree(tree, jets, orders, points[there])
        # At a breakpoint itself f is what it is there, and its slopes are those on the left.
        whole = np.isnan(beside) | (at_breakpoint & (np.array(orders) == 0)[:, np.newaxis])
        found[:, there] = np.where(whole, found[:, there], beside)
    return found.reshape(len(orders), *x.shape)


def _rows_of_tree(tree: Node, jets: int, orders: Orders, x: FloatArray) -> FloatArray:
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
