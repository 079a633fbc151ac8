"""Code that draws weights with a gain: normal, with standard deviation gain/√fan-in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

InitializerLanguage = Literal["PyTorch", "JAX", "Keras"]
INITIALIZER_LANGUAGES: tuple[InitializerLanguage, ...] = get_args(InitializerLanguage)

# PyTorch's weights have the shape (out, in). The other two take the square of the gain, and would else truncate.
_CODE: Mapping[InitializerLanguage, str] = MappingProxyType(
    {
        "PyTorch": "torch.nn.init.normal_(w, std={gain!r} / math.sqrt(w.shape[1]))",
        "JAX": 'init = jax.nn.initializers.variance_scaling({square!r}, "fan_in", "normal")',
        "Keras": 'init = keras.initializers.VarianceScaling({square!r}, "fan_in", "untruncated_normal")',
    }
)


def initializer(gain: float, language: InitializerLanguage) -> str:
    """A line that draws weights with this gain."""
    return _CODE[language].format(gain=gain, square=gain**2)
