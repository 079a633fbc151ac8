"""Activation functions with exact first and second derivatives, and what follows from them, on NumPy arrays.

>>> from activations import CATALOG, Normal, moments_of, properties_of
>>> elu = CATALOG["ELU"](alpha=1.7)  # a definition, called with parameters, is an activation
>>> elu(-1.0), elu.derivative([0.0, 2.0]), elu.second_derivative(-1.0)
>>> properties_of(elu).minimum.value, moments_of(elu, Normal()).mean

The contract of every activation:

* Real numbers of any shape and real dtype in, a new float64 array of the same shape out; TypeError for anything else.
* NaN stays NaN, ±inf gives the limit (NaN if there is none), and no floating-point warning is raised.
* Parameters are checked once, when they are bound: an unknown one is a TypeError that names those there are, one
  outside its domain a ValueError that names it, the domain and the value. One not given has its default.
* For |x| <= 100 and parameters in their explored range, values and both derivatives have a relative error of at most
  1e-12, down to results of 1e-300; beside a zero crossing away from x = 0 the absolute error is at most 1e-15 times
  (1 + the largest term that cancels there). Beyond 100, up to 1e300, nothing becomes infinite that has a float.
* At a kink the first derivative is PyTorch's, or the left-hand one where PyTorch has no such function; the second
  derivative is that of the branch so chosen.
"""

from activations.activation import Activation, Definition, Parameter
from activations.calculus.properties import Properties, properties_of
from activations.calculus.vanishing import vanishing_intervals
from activations.catalog import CATALOG, FAMILIES
from activations.comparison.relatives import Relative, relatives_of
from activations.constants import CONSTANTS
from activations.formulas.errors import FormulaError
from activations.formulas.formula import parse_formula
from activations.gates import GATES, gated_by
from activations.networks.correlation import (
    CorrelationFixedPoint,
    correlation_fixed_point,
    correlation_map,
    correlation_trajectory,
)
from activations.networks.datasets import Dataset, digits, moons, rings, spirals
from activations.networks.decay import Decay
from activations.networks.depth import Depth, depth_of
from activations.networks.gains import Gains, gains_of
from activations.networks.mean_field import (
    Equilibrium,
    FixedPoint,
    chi,
    fixed_point,
    variance_map,
)
from activations.networks.optimizers import SGD, Adam
from activations.networks.phases import PhaseDiagram, critical_weight_variance, phase_diagram
from activations.networks.propagation import Propagation, paired_inputs, propagate
from activations.networks.training import Divergence, Epoch, train
from activations.random_inputs.distributions import Laplace, Normal, StudentT, Uniform
from activations.random_inputs.empirical import Empirical
from activations.random_inputs.means import mean_activations
from activations.random_inputs.moments import Moments, moments_of
from activations.sums import sigmoid_integral, sigmoid_sum, sigmoid_sum_slope

__all__ = [
    "CATALOG",
    "CONSTANTS",
    "FAMILIES",
    "GATES",
    "SGD",
    "Activation",
    "Adam",
    "CorrelationFixedPoint",
    "Dataset",
    "Decay",
    "Definition",
    "Depth",
    "Divergence",
    "Empirical",
    "Epoch",
    "Equilibrium",
    "FixedPoint",
    "FormulaError",
    "Gains",
    "Laplace",
    "Moments",
    "Normal",
    "Parameter",
    "PhaseDiagram",
    "Propagation",
    "Properties",
    "Relative",
    "StudentT",
    "Uniform",
    "chi",
    "correlation_fixed_point",
    "correlation_map",
    "correlation_trajectory",
    "critical_weight_variance",
    "depth_of",
    "digits",
    "fixed_point",
    "gains_of",
    "gated_by",
    "mean_activations",
    "moments_of",
    "moons",
    "paired_inputs",
    "parse_formula",
    "phase_diagram",
    "propagate",
    "properties_of",
    "relatives_of",
    "rings",
    "sigmoid_integral",
    "sigmoid_sum",
    "sigmoid_sum_slope",
    "spirals",
    "train",
    "vanishing_intervals",
    "variance_map",
]
