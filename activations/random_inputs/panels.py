"""Gauss–Legendre quadrature on panels."""

import numpy as np

from activations.elementwise import FloatArray

# Nodes and weights on the panel from −1 to 1.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)


def on_panels(low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The nodes and the weights on panels from each `low` to each `high`, both of shape (panels, NODES.size)."""
    half_widths = 0.5 * (high - low)[:, np.newaxis]
    return 0.5 * (low + high)[:, np.newaxis] + half_widths * NODES, half_widths * WEIGHTS
