"""A random fully connected network, run forwards and backwards, beside what mean field theory expects of it.

Layer l turns h_{l-1} into z_l = W_l h_{l-1} + b_l and h_l = f(z_l); h_0 are the inputs. Weights are drawn from
N(0, σ_w²/width) and biases from N(0, σ_b²).
"""

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Activation
from activations.checks import check_count, check_seed, check_variances
from activations.elementwise import FloatArray, real_array
from activations.networks.hermite import series_of_layers, settled
from activations.networks.mean_field import chi, variance_map
from activations.random_inputs.distributions import Normal
from activations.random_inputs.given_numbers import SATURATED_BELOW
from activations.random_inputs.moments import moments_of

MAX_LAYERS = 100
MAX_WIDTH = 1_024
MAX_BATCH = 128  # the slopes of all layers are kept for the way back: 105 MB at the three limits

# How many pre-activations of a layer are kept for a histogram, unless it has fewer.
SAMPLE_SIZE = 2_048

# Squares of numbers up to this, and sums of products with the weights, stay finite.
_LARGEST = 1e150

# What a generator is for, so that the same seed serves all of them.
_INPUTS, _WEIGHTS, _GRADIENT = range(3)


@dataclass(frozen=True, slots=True)
class Propagation:
    """What happened in each layer; an array has an entry, or a row, for each that was reached, from layer 1 on."""

    mean: FloatArray  # of the activations h
    variance: FloatArray  # the mean square of the pre-activations z, which theory calls q
    correlation: FloatArray  # of z for each two inputs in a row, their mean; NaN for a single input, or where z is 0
    saturated: FloatArray  # the fraction of slopes smaller than SATURATED_BELOW in size
    dead: FloatArray  # the fraction of units whose output and slope are 0 for every input
    stuck: (
        FloatArray  # the fraction of units whose slope is 0 for every input but whose output is not: saturated for good
    )
    pre_activations: FloatArray  # z of all units for the first few inputs, a row per layer
    gradient: FloatArray  # mean square gradient at h_0, h_1, …, and at the last h, where it is 1: one entry more
    overflowed_at: int | None  # the first layer with a number beyond 1e150; the network ends before it


@dataclass(frozen=True, slots=True)
class Layers:
    """The random numbers of a network; those of a wide one are drawn anew each time, so that they need no memory."""

    width: int
    weight_variance: float
    bias_variance: float
    seed: int

    def drawn(self, layer: int) -> tuple[FloatArray, FloatArray]:
        """Standard normal W of shape (width, width) and b of shape (width,), the same for every activation."""
        return (_draw_once if self.width <= _WIDEST_KEPT else _draw)(self.seed, layer, self.width)

    # What a matrix is multiplied by has fewer numbers to be scaled than the matrix.

    def pre_activations(self, layer: int, h: FloatArray) -> FloatArray:
        """z of a layer, of shape (batch, width), from h of the one before."""
        matrix, biases = self.drawn(layer)
        return np.asarray((self._weight_scale * h) @ matrix.T + math.sqrt(self.bias_variance) * biases)

    def sent_back(self, layer: int, gradient: FloatArray) -> FloatArray:
        """The gradient with respect to h of the layer before, from that with respect to z of a layer."""
        return np.asarray((self._weight_scale * gradient) @ self.drawn(layer)[0])

    def inputs(self, batch: int) -> FloatArray:
        """Standard normal inputs of shape (batch, width)."""
        return np.random.default_rng([self.seed, _INPUTS]).standard_normal((batch, self.width))

    def last_gradient(self, batch: int) -> FloatArray:
        """A standard normal gradient of shape (batch, width), scaled to a mean square of exactly 1."""
        gradient = np.random.default_rng([self.seed, _GRADIENT]).standard_normal((batch, self.width))
        return np.asarray(gradient / math.sqrt(_mean_square(gradient)))

    @property
    def _weight_scale(self) -> float:
        return math.sqrt(self.weight_variance / self.width)


def propagate(
    activation: Activation,
    *,
    layers: int,
    width: int,
    weight_variance: float,
    bias_variance: float,
    inputs: int | ArrayLike,
    seed: int,
) -> Propagation:
    """Send `inputs` through a random network and a random gradient back; the same arguments give the same numbers.

    `inputs` is how many standard normal ones to draw, or an array of shape (batch, width), as of `paired_inputs`.
    Raises ValueError beyond `MAX_LAYERS`, `MAX_WIDTH` and `MAX_BATCH`, for inputs or variances that are not finite, and
    for a negative seed or variance.
    """
    check_count("layers", layers, MAX_LAYERS)
    check_count("width", width, MAX_WIDTH)
    check_seed(seed)
    check_variances(weight_variance=weight_variance, bias_variance=bias_variance)
    network = Layers(width, weight_variance, bias_variance, seed)
    h = _checked_inputs(network, inputs)
    figures: list[tuple[float, ...]] = []
    pre_activations: list[FloatArray] = []
    slopes: list[FloatArray] = []
    overflowed_at = None
    for layer in range(1, layers + 1):
        z = network.pre_activations(layer, h)
        h = activation(z)
        slope = activation.derivative(z)
        if not all(_is_moderate(numbers) for numbers in (z, h, slope)):
            overflowed_at = layer
            break
        figures.append((float(h.mean()), _mean_square(z), _mean_correlation(z), *_idle_fractions(h, slope)))
        pre_activations.append(z.ravel()[:SAMPLE_SIZE].copy())
        slopes.append(slope)
    gradient = _gradients(network, slopes, h.shape[0])
    return _record(figures, pre_activations, gradient, overflowed_at)


def paired_inputs(*, width: int, pairs: int, correlation: float, seed: int) -> FloatArray:
    """Standard normal inputs of shape (2 pairs, width), of which rows 0 and 1, 2 and 3, … have this correlation.

    For a correlation of 0 those that `propagate` draws. Raises ValueError beyond `MAX_WIDTH` and `MAX_BATCH`, for a
    negative seed, and unless -1 <= correlation <= 1.
    """
    check_count("width", width, MAX_WIDTH)
    check_count("pairs", pairs, MAX_BATCH // 2)
    check_seed(seed)
    if not -1 <= correlation <= 1:
        raise ValueError(f"correlation must be between -1 and 1, got {correlation!r}")
    inputs = Layers(width, 1.0, 0.0, seed).inputs(2 * pairs)
    inputs[1::2] = correlation * inputs[::2] + math.sqrt(1.0 - correlation**2) * inputs[1::2]
    return inputs


def variance_trajectory(
    activation: Activation,
    *,
    layers: int,
    weight_variance: float,
    bias_variance: float,
    input_variance: float = 1.0,
) -> FloatArray:
    """q_1, …, q_layers in an infinitely wide network whose inputs have the mean square `input_variance`.

    q_1 = σ_w² input_variance + σ_b², since the inputs pass no activation; inf from where the variance is beyond reach.
    ValueError for variances that are not finite numbers >= 0, and for a negative number of layers.
    """
    check_variances(weight_variance=weight_variance, bias_variance=bias_variance, input_variance=input_variance)
    if layers < 0:
        raise ValueError(f"layers must be at least 0, got {layers}")
    q = weight_variance * input_variance + bias_variance
    trajectory = np.full(layers, np.inf)
    for layer in range(layers):
        if not q <= _LARGEST:
            break
        trajectory[layer] = q
        settings = {"weight_variance": weight_variance, "bias_variance": bias_variance}
        q = float(variance_map(activation, q, **settings))
    return trajectory


def gradient_trajectory(activation: Activation, variances: FloatArray, *, weight_variance: float) -> FloatArray:
    """The mean square gradient at h_0, …, h_L that theory expects where layers 1, …, L have these `variances`.

    The product of χ over the layers above, 1 at the last; as in `Propagation.gradient`, it has one entry more. The
    layers from the first infinite variance on are left out.
    """
    reached = variances[np.logical_and.accumulate(np.isfinite(variances))]
    factors = chi(activation, reached, weight_variance=weight_variance)
    # NaN stands for more than the quadrature can reach.
    factors = np.where(np.isnan(factors), np.inf, factors)
    products = [math.prod(factors[layer:].tolist()) for layer in range(factors.size + 1)]
    return np.array(products, dtype=np.float64)


def mean_trajectory(activation: Activation, variances: FloatArray) -> FloatArray:
    """The mean activation that theory expects in layers with these `variances`, from the first infinite one on NaN."""
    alike = settled(variances)
    series = series_of_layers(activation, alike)

    def mean(q: float) -> float:
        if q == 0:
            return float(activation(0.0))
        if math.isinf(q):
            return math.nan
        return series[q].mean if q in series else moments_of(activation, Normal(0.0, math.sqrt(q))).mean

    return np.array([mean(q) for q in alike])


def _draw(seed: int, layer: int, width: int) -> tuple[FloatArray, FloatArray]:
    generator = np.random.default_rng([seed, _WEIGHTS, layer])
    return generator.standard_normal((width, width)), generator.standard_normal(width)


# Each layer's numbers serve the way back and every other function; 32 layers as wide as that take 17 MB.
_WIDEST_KEPT = 256
_draw_once = functools.lru_cache(maxsize=32)(_draw)


def _gradients(network: Layers, slopes: list[FloatArray], batch: int) -> FloatArray:
    """The mean square gradient with respect to h_0, …, h_L, from the slopes of layers 1, …, L."""
    gradient = network.last_gradient(batch)
    mean_squares = [1.0]
    for layer in range(len(slopes), 0, -1):
        gradient = network.sent_back(layer, gradient * slopes[layer - 1])
        ratio = _mean_square(gradient)
        mean_squares.append(mean_squares[-1] * ratio)
        # Back to size, for the squares of a gradient that explodes or vanishes would leave the floats before it does.
        gradient /= math.sqrt(ratio) if ratio > 0 else 1.0
    return np.array(mean_squares[::-1])


def _record(
    figures: list[tuple[float, ...]],
    pre_activations: list[FloatArray],
    gradient: FloatArray,
    overflowed_at: int | None,
) -> Propagation:
    mean, variance, correlation, saturated, dead, stuck = np.array(figures).reshape(-1, 6).T
    return Propagation(
        mean=mean,
        variance=variance,
        correlation=correlation,
        saturated=saturated,
        dead=dead,
        stuck=stuck,
        pre_activations=np.array(pre_activations).reshape(len(figures), -1) if figures else np.empty((0, 0)),
        gradient=gradient,
        overflowed_at=overflowed_at,
    )


def _mean_square(numbers: FloatArray) -> float:
    return float(np.vdot(numbers, numbers)) / numbers.size


def _mean_correlation(z: FloatArray) -> float:
    """z_a · z_b / |z_a| |z_b|, uncentred as theory has it, for rows 0 and 1, 2 and 3, …; their mean."""
    first, second = z[0:-1:2], z[1::2]
    norms = np.sqrt(np.vecdot(first, first)) * np.sqrt(np.vecdot(second, second))
    if norms.size == 0 or not norms.all():
        return math.nan
    return float(np.mean(np.vecdot(first, second) / norms))


def _idle_fractions(h: FloatArray, slope: FloatArray) -> tuple[float, float, float]:
    """How many slopes are small, and how many units are dead or stuck."""
    flat, silent = np.all(slope == 0, axis=0), np.all(h == 0, axis=0)
    saturated = np.count_nonzero(np.abs(slope) < SATURATED_BELOW) / slope.size
    return saturated, float(np.mean(flat & silent)), float(np.mean(flat & ~silent))


def _is_moderate(numbers: FloatArray) -> bool:
    return bool(np.all(np.abs(numbers) <= _LARGEST))


def _checked_inputs(network: Layers, inputs: int | ArrayLike) -> FloatArray:
    if isinstance(inputs, int | np.integer):
        count = int(inputs)
        check_count("inputs", count, MAX_BATCH)
        return network.inputs(count)
    array = real_array(inputs)
    if array.ndim != 2 or array.shape[1] != network.width:
        raise ValueError(f"inputs must have the shape (batch, {network.width}), got {array.shape}")
    check_count("inputs", array.shape[0], MAX_BATCH)
    if not _is_moderate(array):
        raise ValueError("inputs must be numbers of at most 1e150 in size")
    return array
