"""The gate of clamped SwiGLU: SiLU of an input that is cut off from above."""

import numpy as np

from activations.activation import MODERATE, SCALE, Definition, Parameter
from activations.elementwise import FloatArray, constant
from activations.functions.gated import silu, silu_derivative, silu_second_derivative


def clamped_silu(x: FloatArray, *, limit: float, alpha: float) -> FloatArray:
    return silu(np.minimum(x, limit), beta=alpha)


def clamped_silu_derivative(x: FloatArray, *, limit: float, alpha: float) -> FloatArray:
    return np.where(x <= limit, silu_derivative(np.minimum(x, limit), beta=alpha), constant(x, 0.0))


def clamped_silu_second_derivative(x: FloatArray, *, limit: float, alpha: float) -> FloatArray:
    return np.where(x <= limit, silu_second_derivative(np.minimum(x, limit), beta=alpha), constant(x, 0.0))


LIMIT = Parameter(name="limit", symbol="c", default=7.0, domain=SCALE, low=0.5, high=12.0, step=0.5)
ALPHA = Parameter(name="alpha", symbol="α", default=1.702, domain=MODERATE, low=0.0, high=3.0, step=0.001)

CLAMPED_SILU = Definition(
    name="ClampedSiLU",
    function=clamped_silu,
    derivative=clamped_silu_derivative,
    second_derivative=clamped_silu_second_derivative,
    parameters=(LIMIT, ALPHA),
    breakpoints=lambda limit, alpha: (limit,),  # noqa: ARG005 - takes every parameter by name
    formula=r"\operatorname{ClampedSiLU}(x) = m\, \sigma(\alpha m) \\ m = \min(x, c)",
    reference="OpenAI 2025, gpt-oss: swiglu in gpt_oss/torch/model.py",
)
