"""How large random weights start: initialisations by name."""

from collections.abc import Callable

from activations.activation import Activation
from activations.networks.gains import Gains, gains_of

# σ_w², the fan-in times the variance of a weight, in a layer as wide as the one below.
_FIXED = {
    "He": 2.0,  # 2/fan-in: He et al. 2015, arXiv 1502.01852
    "Xavier": 1.0,  # 2/(fan-in + fan-out): Glorot & Bengio 2010
    "LeCun": 1.0,  # 1/fan-in: LeCun et al. 1998, "Efficient BackProp"
}
_FITTED: dict[str, Callable[[Gains], float]] = {
    "Forward gain": lambda gains: gains.forward,
    "Backward gain": lambda gains: gains.backward,
}

INITIALIZATIONS = (*_FIXED, *_FITTED)


def weight_variance_of(activation: Activation, initialization: str) -> float:
    """σ_w² of one of `INITIALIZATIONS`; inf or NaN where the activation has no such gain.

    Raises ValueError for another name.
    """
    if initialization in _FIXED:
        return _FIXED[initialization]
    if initialization in _FITTED:
        return _FITTED[initialization](gains_of(activation)) ** 2
    raise ValueError(f"initialization must be one of {', '.join(INITIALIZATIONS)}, got {initialization!r}")
