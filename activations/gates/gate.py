"""Gated units: their definitions, and the functions of two inputs that these become when parameters are bound."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Activation, Definition, Parameter, bound_parameters
from activations.elementwise import FloatArray, RealFunction, real_array
from activations.gates.products import product
from activations.gates.value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDefinition:
    """What is recorded of a gated unit f(g) · v(u); called with parameters, it gives the unit itself.

    `name` is its one identifier, in links too, and never changes. `gate` is f; those of its parameters that are not
    listed here keep their defaults. `value_parameters` are any of "limit" and "bias", which make v of u, see `Value`.
    """

    name: str
    gate: Definition
    gate_parameters: tuple[Parameter, ...] = ()
    value_parameters: tuple[Parameter, ...] = ()
    formula: str  # LaTeX
    reference: str

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Those of gate and value; one that they share, once."""
        return tuple({each.name: each for each in (*self.gate_parameters, *self.value_parameters)}.values())

    def __call__(self, /, **parameters: float) -> "Gate":
        """The unit with these parameters; one that is not given has its default.

        TypeError for an unknown parameter, ValueError for one outside its domain.
        """
        return Gate(self, parameters)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Gate:
    """A gated unit bound to its parameters: y(g, u) = f(g) · v(u), with its two partial derivatives.

    Real numbers of any shapes that fit each other in, a new float64 array of their common shape out, as accurate as the
    activations are; NaN stays NaN, and no warning is raised. At ±inf it is the limit; a gate that is 0, or rounds to 0,
    is closed to an infinite value, and NaN stands where the limit depends on which of two infinite inputs grows faster.
    At a kink a partial derivative has the slope of the activation's convention, and at a limit that of within, as
    `torch.clamp` has it. Two are equal if their definitions and parameters are.
    """

    definition: GateDefinition
    parameters: Mapping[str, float]  # all of them, read-only
    gate: Activation = field(init=False)  # f, which is also the plain unit, without a gate
    value: Value = field(init=False)  # v

    def __post_init__(self) -> None:
        bound = bound_parameters(self.definition.name, self.definition.parameters, self.parameters)
        of_gate = {each.name: bound[each.name] for each in self.definition.gate_parameters}
        of_value = {each.name: bound[each.name] for each in self.definition.value_parameters}
        object.__setattr__(self, "parameters", MappingProxyType(bound))
        object.__setattr__(self, "gate", self.definition.gate(**of_gate))
        object.__setattr__(self, "value", Value(**of_value))

    @property
    def name(self) -> str:
        return self.definition.name

    def __call__(self, g: ArrayLike, u: ArrayLike) -> FloatArray:
        return self._gated(self.gate, self.value, g, u)

    def by_gate(self, g: ArrayLike, u: ArrayLike) -> FloatArray:
        """∂y/∂g = f′(g) v(u)."""
        return self._gated(self.gate.derivative, self.value, g, u)

    def by_value(self, g: ArrayLike, u: ArrayLike) -> FloatArray:
        """∂y/∂u = f(g) v′(u)."""
        return self._gated(self.gate, self.value.derivative, g, u)

    def _gated(
        self, of_gate: RealFunction, of_value: Callable[[FloatArray], FloatArray], g: ArrayLike, u: ArrayLike
    ) -> FloatArray:
        gate_input, value_input = real_array(g), real_array(u)
        opening, value = of_gate(gate_input), real_array(of_value(value_input))
        gated = product(opening, value)
        undecided = (opening == 0) & np.isinf(gate_input) & np.isinf(value)
        if undecided.any():
            closed = np.where(gate_input > 0, *(self._closed_beyond(of_gate, side) for side in (1.0, -1.0)))
            gated = np.where(undecided & ~closed, np.nan, gated)
        return real_array(gated)

    def _closed_beyond(self, of_gate: RealFunction, side: float) -> bool:
        """Whether a function of the gate is 0 from some point on, and does not only tend to 0."""
        if not self.gate.breakpoints:
            return False
        # Beyond its last breakpoint it is analytic: one that is 0 at several points there is 0 throughout.
        last = self.gate.breakpoints[-1 if side > 0 else 0]
        return not of_gate(last + side * np.array([1.0, 2.0, 3.0])).any()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Gate):
            return NotImplemented
        return self.definition == other.definition and self.parameters == other.parameters

    def __hash__(self) -> int:
        return hash((self.definition.name, *self.parameters.values()))

    def __reduce__(self) -> tuple[type["Gate"], tuple[GateDefinition, dict[str, float]]]:
        return Gate, (self.definition, dict(self.parameters))  # as for an activation

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(f'{name}={value!r}' for name, value in self.parameters.items())})"
