"""What becomes of variance and gradient over many blocks with a gated unit, or with a plain one beside it.

A block turns h, of d features, into h′ = W_out y(W_g h, W_v h), or h + that with a residual; the plain block is
W_out f(W_g h). Weights are drawn from normal distributions with mean 0, and a variance stated as its product with the
fan-in. No block normalises: what a norm before each block would hide is what is shown here.

A gate makes the variance map steeper: where v(u) is u, its stability slope is 1 more than the plain unit's. So without
a residual, at the exact gain, a network of any width soon leaves the line that theory draws, upwards or downwards.
"""

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache, partial
from itertools import accumulate

import numpy as np

from activations.activation import Activation
from activations.checks import check_count, check_seed, check_variances
from activations.elementwise import FloatArray
from activations.gates.gate import Gate
from activations.gates.moments import NormalPair, gate_moments_of
from activations.random_inputs.distributions import Normal
from activations.random_inputs.moments import moments_of

MAX_BLOCKS = 64
MAX_WIDTH = 512
MAX_BATCH = 64  # the partial derivatives of all blocks are kept for the way back: 33 MB at the three limits

# Squares of numbers up to this, and sums of products with the weights, stay finite.
_LARGEST = 1e75

# As near to 0 as a slope has its limit there, and far from the smallest float.
_NEXT_TO_ZERO = 1e-100

Matrices = Callable[[], list[FloatArray]]  # those of a block, drawn anew at each call

# What a generator is for, so that the same seed serves all of them.
_INPUTS, _WEIGHTS, _GRADIENT = range(3)


@dataclass(frozen=True, slots=True)
class BlockWeights:
    """Fan-in times the variance of a weight, by matrix; ValueError for one that is not a finite number >= 0."""

    gate: float = 1.0  # W_g, which is the plain block's only matrix before the unit
    value: float = 1.0  # W_v
    out: float = 1.0  # W_out

    def __post_init__(self) -> None:
        check_variances(gate=self.gate, value=self.value, out=self.out)


@dataclass(frozen=True, slots=True)
class BlockTrajectory:
    """Mean squares at h_0, h_1, …, as far as they stay in reach."""

    variance: FloatArray  # of h
    gradient: FloatArray  # of the gradient, which is 1 at the last
    overflowed_at: int | None  # the first block that leads out of reach, counted from 1; the arrays end before it


def expected_blocks(
    unit: Gate | Activation, *, blocks: int, weights: BlockWeights, residual: bool, input_variance: float = 1.0
) -> BlockTrajectory:
    """What theory expects of infinitely wide blocks.

    ValueError beyond `MAX_BLOCKS`, and for an input variance that is not a finite number >= 0.
    """
    check_count("blocks", blocks, MAX_BLOCKS)
    check_variances(input_variance=input_variance)
    variances: list[float] = [input_variance]
    factors: list[float] = []
    for _ in range(blocks):
        q = variances[-1]
        second_moment, gradient = _unit_moments(unit, q, weights)
        following = weights.out * second_moment + (q if residual else 0.0)
        if not (following <= _LARGEST**2 and gradient <= _LARGEST**2):
            break
        variances.append(following)
        factors.append(weights.out * gradient + (1.0 if residual else 0.0))
    from_above = accumulate([1.0, *reversed(factors)], operator.mul)
    return _trajectory(blocks, variances, list(from_above))


def simulated_blocks(
    unit: Gate | Activation, *, blocks: int, width: int, batch: int, weights: BlockWeights, residual: bool, seed: int
) -> BlockTrajectory:
    """The same from a random network on `batch` standard normal inputs; the same arguments give the same numbers.

    All matrices are square, of size `width`. ValueError beyond `MAX_BLOCKS`, `MAX_WIDTH` and `MAX_BATCH`, and for a
    negative seed.
    """
    check_count("blocks", blocks, MAX_BLOCKS)
    check_count("width", width, MAX_WIDTH)
    check_count("batch", batch, MAX_BATCH)
    check_seed(seed)
    matrices = [partial(_matrices, unit, block, width, weights, seed) for block in range(blocks)]
    h = np.random.default_rng([seed, _INPUTS]).standard_normal((batch, width))
    variances = [_mean_square(h)]
    slopes: list[list[FloatArray]] = []
    for draw in matrices:
        *inner, out = draw()
        y, partials = _unit_values(unit, [h @ matrix for matrix in inner])
        if not _are_moderate(y, *partials):
            break
        h = y @ out + h if residual else y @ out
        if not _are_moderate(h):
            break
        variances.append(_mean_square(h))
        slopes.append(partials)
    last = np.random.default_rng([seed, _GRADIENT]).standard_normal((batch, width))
    gradients = _gradients(last, slopes, matrices, residual=residual)
    return _trajectory(blocks, variances, gradients)


def _gradients(
    gradient: FloatArray, slopes: list[list[FloatArray]], matrices: Sequence[Matrices], *, residual: bool
) -> list[float]:
    """The mean squares on the way back from the last h, there scaled to 1."""
    mean_squares = [1.0]
    for partials, draw in reversed(list(zip(slopes, matrices, strict=False))):
        # Back to size, for the squares of one that explodes or vanishes would leave the floats before it does.
        gradient = gradient / (math.sqrt(_mean_square(gradient)) or 1.0)
        *inner, out = draw()
        by_unit = gradient @ out.T
        if not residual:
            gradient = np.zeros_like(gradient)
        for slope, matrix in zip(partials, inner, strict=True):
            gradient += (by_unit * slope) @ matrix.T
        mean_squares.append(mean_squares[-1] * _mean_square(gradient))
    return mean_squares


def _unit_moments(unit: Gate | Activation, q: float, weights: BlockWeights) -> tuple[float, float]:
    """E y², and the factor by which the squared gradient grows from y to h, where h has the mean square q."""
    root = math.sqrt(q)
    of_gate = Normal(0.0, max(root * math.sqrt(weights.gate), _NEXT_TO_ZERO))
    if isinstance(unit, Activation):
        plain = moments_of(unit, of_gate)
        return plain.second_moment, weights.gate * plain.slope_second_moment
    of_value = Normal(0.0, max(root * math.sqrt(weights.value), _NEXT_TO_ZERO))
    gated = gate_moments_of(unit, NormalPair(of_gate, of_value))
    gradient = weights.gate * gated.by_gate_second_moment + weights.value * gated.by_value_second_moment
    return gated.second_moment, gradient


def _unit_values(unit: Gate | Activation, inputs: list[FloatArray]) -> tuple[FloatArray, list[FloatArray]]:
    """y, and its derivative by each of its inputs."""
    if isinstance(unit, Activation):
        return unit(inputs[0]), [unit.derivative(inputs[0])]
    g, u = inputs
    return unit(g, u), [unit.by_gate(g, u), unit.by_value(g, u)]


def _matrices(unit: Gate | Activation, block: int, width: int, weights: BlockWeights, seed: int) -> list[FloatArray]:
    """W_g, W_v and W_out, without W_v for a plain unit."""
    variances = [weights.gate, weights.out] if isinstance(unit, Activation) else [*astuple(weights)]
    drawn = _standard_matrices(block, width, seed)[: len(variances)]
    return [matrix * math.sqrt(variance / width) for matrix, variance in zip(drawn, variances, strict=True)]


# What no parameter of a unit changes, as when a reader moves one, and both units share: 25 MB at a width of 256. Those
# of more blocks are drawn anew on the way back, so that deep networks need no more memory.
@lru_cache(maxsize=16)
def _standard_matrices(block: int, width: int, seed: int) -> FloatArray:
    return np.random.default_rng([seed, _WEIGHTS, block]).standard_normal((3, width, width))


def _are_moderate(*arrays: FloatArray) -> bool:
    return all(bool(np.all(np.abs(numbers) <= _LARGEST)) for numbers in arrays)


def _mean_square(numbers: FloatArray) -> float:
    return float(np.mean(numbers**2))


def _trajectory(blocks: int, variances: list[float], gradients: list[float]) -> BlockTrajectory:
    """From the variances at h_0, h_1, … and the gradients in the order in which they come back, from the last h."""
    complete = len(variances) == blocks + 1
    return BlockTrajectory(np.array(variances), np.array(gradients[::-1]), None if complete else len(variances))
