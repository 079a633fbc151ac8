"""The activations in ONNX, as nodes from x to y; being a format for inference, it defines no derivatives.

Inputs are float32, as constants are; attributes are so whatever the inputs. Notes say since which opset an operator is
there, if that is past 13.
"""

from collections.abc import Mapping
from types import MappingProxyType

from activations.libraries.library_function import LibraryFunction

ONNX: Mapping[str, LibraryFunction | None] = MappingProxyType(
    {
        "Sigmoid": LibraryFunction(
            "Sigmoid",
            '[make_node("Sigmoid", ["x"], ["y"])]',
            """[
    make_node("Constant", [], ["offset"], value_float={offset}),
    make_node("Sub", ["x", "offset"], ["shifted"]),
    make_node("Sigmoid", ["shifted"], ["y"]),
]""",
        ),
        "Hardsigmoid": LibraryFunction(
            "HardSigmoid",
            '[make_node("HardSigmoid", ["x"], ["y"], alpha={slope}, beta={offset})]',
            # Found by running tf_keras 2.21.0, and in the reference of Paddle 2.5.
            note="The default slope is alpha=0.2, as it was in Keras 2 and in Paddle's fluid.layers.hard_sigmoid; "
            "PyTorch, JAX and Keras 3 have 1/6.",
        ),
        "SparseSigmoid": LibraryFunction(
            "HardSigmoid",
            '[make_node("HardSigmoid", ["x"], ["y"], alpha=0.5)]',
            note="Has no operator of its own: it is HardSigmoid with the slope 0.5.",
        ),
        "Tanh": LibraryFunction("Tanh", '[make_node("Tanh", ["x"], ["y"])]'),
        "ScaledTanh": None,
        "Hardtanh": LibraryFunction(
            "Clip",
            """[
    make_node("Constant", [], ["min"], value_float={min_val}),
    make_node("Constant", [], ["max"], value_float={max_val}),
    make_node("Clip", ["x", "min", "max"], ["y"]),
]""",
            note="The bounds are inputs, and default to none.",
        ),
        "Softsign": LibraryFunction("Softsign", '[make_node("Softsign", ["x"], ["y"])]'),
        "Arctan": LibraryFunction("Atan", '[make_node("Atan", ["x"], ["y"])]'),
        "Erf": LibraryFunction("Erf", '[make_node("Erf", ["x"], ["y"])]'),
        "LaplaceGate": None,
        "Step": None,
        "Softplus": LibraryFunction(
            "Softplus",
            '[make_node("Softplus", ["x"], ["y"])]',
            """[
    make_node("Constant", [], ["beta"], value_float={beta}),
    make_node("Mul", ["beta", "x"], ["scaled"]),
    make_node("Softplus", ["scaled"], ["bent"]),
    make_node("Div", ["bent", "beta"], ["y"]),
]""",
            note="Has no β.",
        ),
        "LogSigmoid": None,
        "Squareplus": None,
        "SparsePlus": None,
        "SqrtSoftplus": None,
        "ReLU": LibraryFunction("Relu", '[make_node("Relu", ["x"], ["y"])]'),
        "ReLU6": LibraryFunction(
            "Clip",
            """[
    make_node("Constant", [], ["min"], value_float=0.0),
    make_node("Constant", [], ["max"], value_float=6.0),
    make_node("Clip", ["x", "min", "max"], ["y"]),
]""",
            note="Has no operator of its own: it is Clip with the bounds 0 and 6.",
        ),
        "ClippedReLU": None,
        "ReLUSquared": None,
        "StarReLU": None,
        "LeakyReLU": LibraryFunction(
            "LeakyRelu",
            '[make_node("LeakyRelu", ["x"], ["y"], alpha={negative_slope})]',
            note="PRelu is the same with the slope as an input.",
        ),
        "RReLU": None,
        "Threshold": LibraryFunction(
            "ThresholdedRelu",
            '[make_node("ThresholdedRelu", ["x"], ["y"], alpha={threshold})]',
            """[
    make_node("Constant", [], ["threshold"], value_float={threshold}),
    make_node("Constant", [], ["value"], value_float={value}),
    make_node("Greater", ["x", "threshold"], ["above"]),
    make_node("Where", ["above", "x", "value"], ["y"]),
]""",
            note="The value below the threshold is always 0.",
        ),
        "ELU": LibraryFunction("Elu", '[make_node("Elu", ["x"], ["y"], alpha={alpha})]'),
        "SELU": LibraryFunction(
            "Selu",
            '[make_node("Selu", ["x"], ["y"])]',
            note="Its constants are float32 even for double: alpha is 1.67326319217681884765625 and gamma "
            "1.05070102214813232421875.",
        ),
        "CELU": LibraryFunction("Celu", '[make_node("Celu", ["x"], ["y"], alpha={alpha})]'),
        "xIELU": None,
        "GELU": LibraryFunction("Gelu", '[make_node("Gelu", ["x"], ["y"])]', note="Since opset 20."),
        "GELUTanh": LibraryFunction(
            'Gelu(approximate="tanh")',
            '[make_node("Gelu", ["x"], ["y"], approximate="tanh")]',
            note="Since opset 20; the default, approximate='none', is GELU.",
        ),
        "QuickGELU": LibraryFunction(
            "Swish",
            '[make_node("Swish", ["x"], ["y"], alpha=1.702)]',
            note="Has no operator of its own: it is Swish with the factor 1.702. Since opset 24.",
        ),
        "SiLU": LibraryFunction(
            "Swish", '[make_node("Swish", ["x"], ["y"], alpha={beta})]', note="Calls β alpha. Since opset 24."
        ),
        "Mish": LibraryFunction("Mish", '[make_node("Mish", ["x"], ["y"])]', note="Since opset 18."),
        "Hardswish": LibraryFunction("HardSwish", '[make_node("HardSwish", ["x"], ["y"])]', note="Since opset 14."),
        "HardMish": None,
        "Tanhshrink": None,
        "Hardshrink": LibraryFunction(
            "Shrink", '[make_node("Shrink", ["x"], ["y"], lambd={lambd})]', note="Shrink, as it is by default."
        ),
        "Softshrink": LibraryFunction(
            "Shrink",
            '[make_node("Shrink", ["x"], ["y"], lambd={lambd}, bias={lambd})]',
            note="The default, bias=0, is Hardshrink.",
        ),
        "Shrink": LibraryFunction(
            "Shrink",
            '[make_node("Shrink", ["x"], ["y"], lambd={lambd}, bias={bias})]',
        ),
        "Identity": LibraryFunction("Identity", '[make_node("Identity", ["x"], ["y"])]'),
        "Exponential": LibraryFunction("Exp", '[make_node("Exp", ["x"], ["y"])]'),
        "Gaussian": None,
        "Sin": LibraryFunction(
            "Sin",
            '[make_node("Sin", ["x"], ["y"])]',
            """[
    make_node("Constant", [], ["frequency"], value_float={frequency}),
    make_node("Mul", ["frequency", "x"], ["scaled"]),
    make_node("Sin", ["scaled"], ["y"]),
]""",
            note="Has no ω.",
        ),
        "Snake": None,
    }
)
