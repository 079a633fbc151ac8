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

# The initialisation that was published for, or with, a function; the others have their forward gain.
EACH_ITS_OWN = "Each its own"
_PUBLISHED = {
    "ReLU": "He",
    "LeakyReLU": "Forward gain",  # He et al. 2015, equation 15: 2/(1 + slope²)
    "ELU": "He",  # Clevert et al. 2016, arXiv 1511.07289, section 4.1
    "SELU": "LeCun",  # Klambauer et al. 2017, arXiv 1706.02515
    "Tanh": "Xavier",
    "Softsign": "Xavier",
}

INITIALIZATIONS = (*_FIXED, *_FITTED, EACH_ITS_OWN)


def weight_variance_of(activation: Activation, initialization: str) -> float:
    """σ_w² of one of `INITIALIZATIONS`; inf or NaN where the activation has no such gain.

    Raises ValueError for another name.
    """
    if initialization == EACH_ITS_OWN:
        initialization = _PUBLISHED.get(activation.name, "Forward gain")
    if initialization in _FIXED:
        return _FIXED[initialization]
    if initialization in _FITTED:
        return _FITTED[initialization](gains_of(activation)) ** 2
    raise ValueError(f"initialization must be one of {', '.join(INITIALIZATIONS)}, got {initialization!r}")
