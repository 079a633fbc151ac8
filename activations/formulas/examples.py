"""Formulas to start from, by the names under which readers look for them; some stand in the catalogue too."""

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "TanhExp": "x*tanh(exp(x))",
        "Serf": "x*erf(log(1 + exp(x)))",
        "Snake": "x + sin(a*x)^2/a",
        "Logish": "x*log(1 + sigmoid(x))",
        "TeLU": "x*tanh(exp(x))",
        "xIELU": "where(x > 0, 0.8*x^2 + 0.5*x, 0.8*(expm1(x) - x) + 0.5*x)",
        "StarReLU": "0.8944*max(x, 0)^2 - 0.4472",
        "Gaussian": "exp(-(x/a)^2/2)",
        "Polynomial": "0.5*x + 0.25*x^2 - 0.02*x^4",
        "Quantised ReLU": "(sign(x - 0.5) + sign(x - 1.5) + sign(x - 2.5) + 3)/2",
    }
)
