"""Contours of a function of two variables, as straight pieces."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from activations.elementwise import FloatArray

_LEVELS = 5  # to each side of 0, at 1, 2 or 5 times a power of ten


def levels(largest: float) -> list[float]:
    """Heights of contours: to each side of 0 the largest few of 1, 2 and 5 times powers of ten below `largest`."""
    if largest <= 0.0:
        return []
    power = math.floor(math.log10(largest))
    round_ones = [mantissa * 10.0**exponent for exponent in (power, power - 1, power - 2) for mantissa in (5, 2, 1)]
    upper = [each for each in round_ones if each < largest][:_LEVELS]
    return [*(-each for each in upper), *reversed(upper)]


def contour_table(at: FloatArray, height: FloatArray, heights: Sequence[float]) -> pd.DataFrame:
    """Pieces of contours of what has these heights on a square grid: level, g, u, g2, u2.

    `height` has a row per u. Each square of the grid is two triangles, on which the heights are taken to be linear: so
    a contour crosses one by a straight piece that parts a corner from the other two.
    """
    g, u = np.meshgrid(at, at)
    place = np.stack([g, u, height], axis=-1)
    a, b, c, d = place[:-1, :-1], place[:-1, 1:], place[1:, :-1], place[1:, 1:]
    triangles = np.concatenate([np.stack(each, axis=2).reshape(-1, 3, 3) for each in ((a, b, d), (a, c, d))])
    lowest, highest = triangles[..., 2].min(axis=1), triangles[..., 2].max(axis=1)
    pieces = []
    for level in heights:
        corners = triangles[(lowest <= level) & (highest > level)]
        above = corners[..., 2] > level
        lone = np.argmax(above == (above.sum(axis=1) == 1)[:, np.newaxis], axis=1)
        row = np.arange(lone.size)
        start = corners[row, lone]
        ends = []
        for step in (1, 2):
            other = corners[row, (lone + step) % 3]
            share = (level - start[:, 2]) / (other[:, 2] - start[:, 2])
            ends.append(start[:, :2] + share[:, np.newaxis] * (other[:, :2] - start[:, :2]))
        pieces.append(np.column_stack([np.full(lone.size, level), *ends]))
    return pd.DataFrame(np.concatenate([np.empty((0, 5)), *pieces]), columns=["level", "g", "u", "g2", "u2"])
