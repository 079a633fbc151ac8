"""What each note on a library says, as expressions that must be true there; `differentiate` says what they may use.

What a note says of float32 "even for float64" is checked on its own, for every function and in both directions.
"""

from collections.abc import Mapping

from activations.libraries import Library


def _only(library: str, function: str, *parameters: str) -> str:
    return f"list(inspect.signature({library}.{function}).parameters) == {list(parameters)}"


def _absent(module: str, *names: str) -> str:
    return f"not {set(names)} & {{name.lower() for name in dir({module})}}"


def _without_defaults(function: str) -> str:
    return f"sum(p.default is p.empty for p in inspect.signature({function}).parameters.values()) >= 2"


_ON_JAX_ONLY = "(kind() == 'float32') == (backend == 'jax')"
_ONLY_EAGER_TENSORFLOW = "(environment == 'Keras on TensorFlow')"
_CANCELS_AT_SIX = "vanishes(-6.0)"
_CELU = "'import torch\\ny = torch.nn.functional.celu(x, alpha=' + repr(a) + ')'"
_CLIP_ON_PYTORCH = "'import keras\\ny = keras.ops.clip(x, -1.0, ' + repr(b) + ')'"


def _schema(operator: str, attribute: str, field: str = "f") -> str:
    return f"onnx.defs.get_schema('{operator}').attributes['{attribute}'].default_value.{field}"


def _inputs(operator: str, *names: str) -> str:
    return f"[each.name for each in onnx.defs.get_schema('{operator}').inputs] == {list(names)}"


def _unknown(operator: str) -> str:
    return f"not onnx.defs.has('{operator}')"


def _since(operator: str, opset: int) -> str:
    return (
        "min(each.since_version for each in onnx.defs.get_all_schemas_with_history() "
        f"if (each.domain, each.name) == ('', '{operator}')) == {opset}"
    )


CLAIMS: Mapping[Library, Mapping[str, tuple[str, ...]]] = {
    "PyTorch": {
        "Hardsigmoid": ("slope(0.3) == float(np.float32(1 / 6)) != 1 / 6",),
        "Arctan": (_absent("torch.nn", "arctan", "atan"),),
        "Erf": (_absent("torch.nn", "erf"),),
        "Softplus": (
            "torch.nn.Softplus().threshold == 20",
            "torch.nn.functional.softplus(torch.tensor(20.000001)).item() == np.float32(20.000001)",
            *(
                f"abs({beta} * (torch.nn.functional.softplus(torch.tensor({20 / beta}, dtype=torch.float64), "
                f"beta={beta}).item() - {20 / beta}) - 2.06e-9) < 5e-12"
                for beta in (0.5, 1.0, 4.0)
            ),
            "abs(value(np.nextafter(40.0, 41.0)) - value(40.0)) < 1e-14",
        ),
        "LeakyReLU": ("torch.nn.PReLU().weight.item() == 0.25",),
        "RReLU": (
            "torch.nn.functional.rrelu(-torch.ones(99), training=True).unique().numel() > 90",
            "not torch.nn.functional.rrelu(-torch.ones(99), training=True).add(11 / 48).abs().gt(5 / 48).any()",
        ),
        "Threshold": (_without_defaults("torch.nn.Threshold"), _without_defaults("torch.nn.functional.threshold")),
        "CELU": (f"5e-8 < max(abs(slope_of({_CELU}, 0.0) - 1) for a in np.linspace(0.1, 3.0, 999).tolist()) < 6.5e-8",),
        "GELU": (_CANCELS_AT_SIX,),
        "GELUTanh": ("torch.nn.GELU().approximate == 'none'", _CANCELS_AT_SIX),
        "SiLU": (_only("torch.nn", "SiLU", "inplace"),),
        "Tanhshrink": ("vanishes(1e-4)",),
        "Sin": (_absent("torch.nn", "sin"),),
        "Exponential": (_absent("torch.nn", "exp", "exponential"),),
    },
    "JAX": {
        # The slopes that the notes speak of stand in the record, and are checked with all others.
        "Hardsigmoid": (_only("jax.nn", "hard_sigmoid", "x"),),
        "Hardtanh": (_only("jax.nn", "hard_tanh", "x"),),
        "Arctan": (_absent("jax.nn", "arctan", "atan"),),
        "Erf": (_absent("jax.nn", "erf"),),
        "Softplus": (_only("jax.nn", "softplus", "x"),),
        "Squareplus": ("vanishes(-1e4)",),
        "GELU": ("inspect.signature(jax.nn.gelu).parameters['approximate'].default is True",),
        "GELUTanh": ("inspect.signature(jax.nn.gelu).parameters['approximate'].default is True", _CANCELS_AT_SIX),
        "SiLU": ("jax.nn.swish is jax.nn.silu", _only("jax.nn", "silu", "x")),
        "Hardswish": ("jax.nn.hard_swish is jax.nn.hard_silu",),
        "Sin": (_absent("jax.nn", "sin"),),
        "Exponential": (_absent("jax.nn", "exp", "exponential"),),
    },
    "Keras": {
        "Hardsigmoid": (
            _only("keras.activations", "hard_sigmoid", "x"),
            "(slope(0.3) == np.float32(1 / 6)) == (backend == 'torch')",
        ),
        "ClippedReLU": (
            "inspect.signature(keras.activations.relu).parameters['max_value'].default is None",
            "inspect.signature(keras.activations.relu).parameters['negative_slope'].default == 0",
            "inspect.signature(keras.activations.relu).parameters['threshold'].default == 0",
        ),
        "Tanh": (_ON_JAX_ONLY,),
        "Hardtanh": (
            _only("keras.activations", "hard_tanh", "x"),
            # float32(0.7) is less than 0.7, float32(0.1) is more, and 0.5 has no need of rounding.
            f"backend != 'torch' or [slope_of({_CLIP_ON_PYTORCH}, b) for b in (0.7, 0.1, 0.5)] == [0.0, 1.0, 1.0]",
        ),
        "Arctan": (_absent("keras.activations", "arctan", "atan"), _ON_JAX_ONLY),
        "Erf": (_absent("keras.activations", "erf"),),
        "Softplus": (
            _only("keras.activations", "softplus", "x"),
            "abs(value(20.0) - 20 - 2.06e-9) < 5e-12",
            "(value(np.nextafter(20.0, 21.0)) == np.nextafter(20.0, 21.0)) == (backend == 'torch')",
        ),
        "Squareplus": ("vanishes(-1e4)",),
        "LeakyReLU": (
            "inspect.signature(keras.activations.leaky_relu).parameters['negative_slope'].default == 0.2",
            "keras.layers.LeakyReLU().negative_slope == 0.3",
            "isinstance(keras.layers.PReLU().alpha_initializer, keras.initializers.Zeros)",
        ),
        "Threshold": (_without_defaults("keras.activations.threshold"),),
        "ELU": (f"vanishes(-1e-8) == {_ONLY_EAGER_TENSORFLOW}",),
        "SELU": (
            f"vanishes(-1e-8) == {_ONLY_EAGER_TENSORFLOW}",
            f"(round(slope(0.0), 4) != 1.7581) == {_ONLY_EAGER_TENSORFLOW}",
        ),
        "CELU": ("slope(0.0) == (2.0 if backend == 'tensorflow' else 1.0)",),
        "GELU": (
            "inspect.signature(keras.ops.gelu).parameters['approximate'].default is True",
            f"{_CANCELS_AT_SIX} == (backend == 'torch')",
        ),
        "GELUTanh": (
            "inspect.signature(keras.ops.gelu).parameters['approximate'].default is True",
            "inspect.signature(keras.activations.gelu).parameters['approximate'].default is False",
            _CANCELS_AT_SIX,
        ),
        "SiLU": ("keras.activations.swish is keras.activations.silu", _only("keras.activations", "silu", "x")),
        "Hardswish": ("keras.activations.hard_swish is keras.activations.hard_silu",),
        "Tanhshrink": ("vanishes(1e-4)",),
        "Hardshrink": (_only("keras.activations", "hard_shrink", "x", "threshold"),),
        "Softshrink": (_only("keras.activations", "soft_shrink", "x", "threshold"),),
        "Sin": (_absent("keras.activations", "sin"), _ON_JAX_ONLY),
    },
    "ONNX": {
        "Hardsigmoid": (f"{_schema('HardSigmoid', 'alpha')} == np.float32(0.2)",),
        "SparseSigmoid": (_unknown("SparseSigmoid"),),
        "Hardtanh": (
            _inputs("Clip", "input", "min", "max"),
            "all(each.option.name == 'Optional' for each in onnx.defs.get_schema('Clip').inputs[1:])",
        ),
        "Softplus": ("not onnx.defs.get_schema('Softplus').attributes",),
        "ReLU6": (_unknown("Relu6"), _unknown("ReLU6")),
        "LeakyReLU": (_inputs("PRelu", "X", "slope"),),
        "Threshold": ("list(onnx.defs.get_schema('ThresholdedRelu').attributes) == ['alpha']", "value(0.3) == 0"),
        "SELU": (
            f"{_schema('Selu', 'alpha')} == 1.67326319217681884765625",
            f"{_schema('Selu', 'gamma')} == 1.05070102214813232421875",
            # The value for double, far to the left, is that of these constants.
            "abs(value(-99.0) / (-1.67326319217681884765625 * 1.05070102214813232421875) - 1) < 1e-15",
        ),
        "Sin": ("not onnx.defs.get_schema('Sin').attributes",),
        "GELU": (_since("Gelu", 20),),
        "GELUTanh": (_since("Gelu", 20), f"{_schema('Gelu', 'approximate', 's')} == b'none'"),
        "QuickGELU": (_since("Swish", 24), _unknown("QuickGelu")),
        "SiLU": (_since("Swish", 24), "list(onnx.defs.get_schema('Swish').attributes) == ['alpha']"),
        "Mish": (_since("Mish", 18),),
        "Hardswish": (_since("HardSwish", 14),),
        "Hardshrink": (f"({_schema('Shrink', 'bias')}, {_schema('Shrink', 'lambd')}) == (0, 0.5)",),
        "Softshrink": (f"{_schema('Shrink', 'bias')} == 0",),
    },
}
