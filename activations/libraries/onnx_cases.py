"""ONNX's own tests of its operators, by the function or gated unit that passed them, as they were run.

Made by `python -m tests.libraries.node_cases`.
"""

from collections.abc import Mapping
from types import MappingProxyType

VERSION = "1.23.2"

# Function or unit -> the tests that it passed.
CASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Sigmoid": ("test_sigmoid_example", "test_sigmoid"),
        "Hardsigmoid": ("test_hardsigmoid_example", "test_hardsigmoid", "test_hardsigmoid_default"),
        "Tanh": ("test_tanh_example", "test_tanh"),
        "Hardtanh": (
            "test_clip_example",
            "test_clip",
            "test_clip_inbounds",
            "test_clip_outbounds",
            "test_clip_splitbounds",
        ),
        "Softsign": ("test_softsign_example", "test_softsign"),
        "Arctan": ("test_atan_example", "test_atan"),
        "Erf": ("test_erf",),
        "Softplus": ("test_softplus_example", "test_softplus"),
        "ReLU": ("test_relu",),
        "LeakyReLU": (
            "test_leakyrelu_example",
            "test_leakyrelu",
            "test_leakyrelu_default",
            "test_prelu_example",
            "test_prelu_broadcast",
        ),
        "Threshold": ("test_thresholdedrelu_example", "test_thresholdedrelu", "test_thresholdedrelu_default"),
        "ELU": ("test_elu_example", "test_elu", "test_elu_default"),
        "SELU": ("test_selu_example", "test_selu", "test_selu_default"),
        "CELU": ("test_celu", "test_celu_float16", "test_celu_bfloat16"),
        "GELU": ("test_gelu_default_1", "test_gelu_default_2"),
        "GELUTanh": ("test_gelu_tanh_1", "test_gelu_tanh_2"),
        "SiLU": ("test_swish",),
        "Mish": ("test_mish",),
        "Hardswish": ("test_hardswish",),
        "Hardshrink": ("test_shrink_hard",),
        "Softshrink": ("test_shrink_soft",),
        "Shrink": ("test_shrink_hard", "test_shrink_soft"),
        "Identity": ("test_identity",),
        "Sin": ("test_sin_example", "test_sin"),
        "Exponential": ("test_exp_example", "test_exp"),
        "Bilinear": ("test_mul_example", "test_mul", "test_mul_bcast"),
        "SwiGLU": ("test_swiglu", "test_swiglu_alpha", "test_swiglu_float16"),
    }
)
