"""What the functions of the language are called in each library."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from activations.formulas.expression import Node, X, symbols_of

Language = Literal["NumPy", "PyTorch", "JAX", "Keras"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Templates of calls, with a place for each argument."""

    functions: Mapping[str, str]
    constant: str  # an array like x

    def template(self, name: str, arguments: tuple[Node, ...]) -> str:
        """How to call a function on these arguments, some of which may be numbers, or made of parameters."""
        numbers = [X not in symbols_of(each) for each in arguments]
        if all(numbers[1:]) and f"{name} numbers" in self.functions:
            return self.functions[f"{name} numbers"]
        for place, is_number in enumerate(numbers):
            if is_number and f"{name} number {place}" in self.functions:
                return self.functions[f"{name} number {place}"]
        return self.functions[name]


def _called(module: str, *names: str, **others: str) -> dict[str, str]:
    return {name: f"{module}.{name}({{0}})" for name in names} | {
        name: f"{module}.{other}({{0}})" for name, other in others.items()
    }


_COMMON = ("exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "abs", "sign")


def _of_arrays(module: str) -> dict[str, str]:
    """NumPy's own names, which other libraries took over."""
    return {
        **_called(module, *_COMMON, asinh="arcsinh", atan="arctan"),
        "max": f"{module}.maximum({{0}}, {{1}})",
        "min": f"{module}.minimum({{0}}, {{1}})",
        "clip": f"{module}.clip({{0}}, {{1}}, {{2}})",
        "where": f"{module}.where({{0}}, {{1}}, {{2}})",
    }


VOCABULARIES: Mapping[Language, Vocabulary] = MappingProxyType(
    {
        "NumPy": Vocabulary(
            {
                **_of_arrays("np"),
                **_called("special", "erf", "erfc", Phi="ndtr", sigmoid="expit"),
                "softplus": "np.logaddexp(0.0, {0})",
            },
            constant="np.full(np.shape(x), {value})",
        ),
        "PyTorch": Vocabulary(
            {
                **_called("torch", *_COMMON, "sigmoid", "asinh", "atan"),
                **_called("torch.special", "erf", "erfc", Phi="ndtr"),
                **_called("torch.nn.functional", "logsigmoid"),
                # But not softplus, of which PyTorch's own is cut off where its argument exceeds 20.
                "max": "torch.maximum({0}, {1})",
                "max number 0": "torch.clamp({1}, min={0})",
                "max number 1": "torch.clamp({0}, min={1})",
                "min": "torch.minimum({0}, {1})",
                "min number 0": "torch.clamp({1}, max={0})",
                "min number 1": "torch.clamp({0}, max={1})",
                "clip": "torch.clamp({0}, {1}, {2})",
                "where": "torch.where({0}, {1}, {2})",
                "where numbers": "torch.where({0}, torch.full_like(x, {1}), {2})",
            },
            constant="torch.full_like(x, {value})",
        ),
        "JAX": Vocabulary(
            {
                **_of_arrays("jnp"),
                **_called("jax.scipy.special", "erf", "erfc", Phi="ndtr"),
                **_called("jax.nn", "sigmoid", "softplus", logsigmoid="log_sigmoid"),
            },
            constant="jnp.full_like(x, {value})",
        ),
        "Keras": Vocabulary(
            {
                **_of_arrays("keras.ops"),
                **_called("keras.ops", "erf", "sigmoid", "softplus", logsigmoid="log_sigmoid"),
                "erfc": "(1.0 - keras.ops.erf({0}))",
                "Phi": "(0.5 * (1.0 + keras.ops.erf(({0}) / 2.0**0.5)))",
            },
            constant="keras.ops.full_like(x, {value})",
        ),
    }
)
