"""All that theory says of an activation in deep layers, from one computation, so that it cannot contradict itself."""

import math
from dataclasses import dataclass

from activations.activation import Activation
from activations.elementwise import FloatArray
from activations.networks.correlation import CorrelationFixedPoint, correlation_fixed_point, correlation_trajectory
from activations.networks.mean_field import FixedPoint, fixed_point
from activations.networks.propagation import gradient_trajectory, mean_trajectory, variance_trajectory


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """What becomes of signals and gradients in layers of infinite width, on the way and in the end."""

    variances: FloatArray  # of layers 1, 2, …; inf from where they are beyond reach
    gradients: FloatArray  # mean squares at layers 0, 1, …; the layers from the first infinite variance on are left out
    means: FloatArray  # of the activations in layers 1, 2, …
    correlations: FloatArray  # of two inputs in layers 1, 2, …; NaN from where they have no meaning
    settled: FixedPoint  # from where the layers start: `settled.start` is `variances[0]`
    correlation: CorrelationFixedPoint  # at `settled.q`; NaN where that is 0, infinite or unknown, or may be left again


def depth_of(
    activation: Activation,
    *,
    layers: int,
    weight_variance: float,
    bias_variance: float,
    input_variance: float = 1.0,
    input_correlation: float = 0.0,
) -> Depth:
    """Two inputs of this mean square and correlation through as many layers, and where the layers would get to."""
    settings = {"weight_variance": weight_variance, "bias_variance": bias_variance}
    start = weight_variance * input_variance + bias_variance
    variances = variance_trajectory(activation, layers=layers, input_variance=input_variance, **settings)
    settled = fixed_point(activation, start=start, **settings)
    stays = 0 < settled.q < math.inf and settled.phase != "undecided"
    nowhere = CorrelationFixedPoint(math.nan, math.nan)
    return Depth(
        variances=variances,
        gradients=gradient_trajectory(activation, variances, weight_variance=weight_variance),
        means=mean_trajectory(activation, variances),
        correlations=correlation_trajectory(
            activation, variances, start=input_correlation, input_variance=input_variance, **settings
        ),
        settled=settled,
        correlation=correlation_fixed_point(activation, q=settled.q, **settings) if stays else nowhere,
    )
