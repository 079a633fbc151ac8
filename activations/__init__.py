"""Activation functions with exact first and second derivatives, as pure functions of NumPy arrays.

The contract of every function in the catalogue:

* Real numbers of any shape and real dtype in, a new float64 array of the same shape out; TypeError for anything else.
* NaN stays NaN, ±inf gives the limit (NaN if there is none), and no floating-point warning is raised.
* Parameters are keyword-only, and their defaults stand in the catalogue alone. One outside its mathematical domain
  raises ValueError naming the parameter, the domain and the value.
* For |x| <= 100 and parameters in their explored range, values and both derivatives have a relative error of at most
  1e-12, down to results of 1e-300; beside a zero crossing away from x = 0 the absolute error is at most 1e-15 times
  (1 + the largest term that cancels there). Beyond 100, up to 1e300, nothing becomes infinite that has a float.
* At a kink the first derivative is PyTorch's, or the left-hand one where PyTorch has no such function; the second
  derivative is that of the branch so chosen.
"""

from activations.activation import Activation, Parameter
from activations.catalog import CATALOG, FAMILIES

__all__ = ["CATALOG", "FAMILIES", "Activation", "Parameter"]
