"""A network with one hidden layer, fitted to a curve: what a bend is for."""

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Activation
from activations.checks import check_count, check_seed
from activations.elementwise import FloatArray, real_array

MAX_UNITS = 200


def fitted_values(activation: Activation, x: ArrayLike, y: ArrayLike, *, units: int, seed: int) -> FloatArray:
    """The values at `x` of the network c + Σ vᵢ f(wᵢ(x − tᵢ)) that is nearest to the points (x, y).

    Only c and v are fitted, by least squares; the weights w and the places t are drawn at random, those of a smaller
    network being the first of a larger one. x and y are one-dimensional and equally long; ValueError if not, for fewer
    than one unit or more than `MAX_UNITS`, and for values of the hidden units that are not finite.
    """
    inputs, target = real_array(x), real_array(y)
    if inputs.ndim != 1 or inputs.shape != target.shape or not inputs.size:
        raise ValueError(f"x and y must be equally long lists of numbers, got shapes {inputs.shape} and {target.shape}")
    check_count("units", units, MAX_UNITS)
    check_seed(seed)
    random = np.random.default_rng(seed)
    weights, places = random.normal(0.0, 2.0, MAX_UNITS), random.uniform(inputs.min(), inputs.max(), MAX_UNITS)
    hidden = activation(weights[:units] * (inputs[:, np.newaxis] - places[:units]))
    if not np.isfinite(hidden).all():
        raise ValueError(f"{activation!r} has values on these inputs that are not finite")
    features = np.column_stack([np.ones(inputs.size), hidden])
    coefficients, *_ = np.linalg.lstsq(features, target, rcond=1e-10)
    fitted: FloatArray = features @ coefficients
    return fitted
