"""The power series of a formula's tree around a place."""

import math
from collections.abc import Callable, Mapping

from activations.formulas import series
from activations.formulas.binding import bound_tree
from activations.formulas.expression import Call, Node, Number, Symbol, X, number_of, settings_of
from activations.formulas.functions import OF_CATALOG
from activations.formulas.near import NEAR
from activations.formulas.parts import PARTS
from activations.formulas.series import NoSeriesError, Series
from activations.formulas.written import written_of


def series_of(tree: Node, x: Series) -> Series:
    """That of a bound tree of a series. Raises NoSeriesError where a branch changes, or none is known."""
    if isinstance(tree, Number):
        return Series.of(tree.value)
    if not isinstance(tree, Call):
        return x
    name = tree.function
    if name in (PARTS, NEAR):
        return series_of(tree.arguments[0], x)
    if name == "power":
        return series.power(series_of(tree.arguments[0], x), number_of(tree.arguments[1]))
    arguments = [series_of(each, x) for each in tree.arguments]
    settings = settings_of(tree)
    if name in _FORMS and (name not in OF_CATALOG or settings == OF_CATALOG[name].bound({})):
        return _FORMS[name](*arguments)
    if name in OF_CATALOG:
        written = _written(name, settings)
        if not isinstance(written, Call) or (written.function, settings_of(written)) != (name, settings):
            return series_of(written, *arguments)
    raise NoSeriesError


def _written(name: str, settings: Mapping[str, float]) -> Node:
    return bound_tree(written_of(OF_CATALOG[name], settings, Symbol(X)), {})


def _one_and(u: Series) -> Series:
    return Series.of(1.0) + u


def _root(u: Series) -> Series:
    """√(1 + u²)."""
    return series.power(_one_and(u * u), 0.5)


def _normal(u: Series) -> Series:
    return (Series.of(1.0) + series.erf(u.scaled(math.sqrt(0.5)))).scaled(0.5)


def _sigmoid(u: Series) -> Series:
    return _one_and(series.tanh(u.scaled(0.5))).scaled(0.5)  # whose terms of even order are exactly 0 where u is


def _softplus(u: Series) -> Series:
    half = u.scaled(0.5)
    return half + series.log(series.cosh(half).scaled(2.0))


def _sech_squared(u: Series) -> Series:
    return series.power(series.cosh(u), -2.0)


_FORMS: Mapping[str, Callable[..., Series]] = {
    "negate": lambda u: -u,
    "add": lambda u, v: u + v,
    "subtract": lambda u, v: u + -v,
    "multiply": lambda u, v: u * v,
    "divide": series.over,
    "exp": series.exp,
    "expm1": lambda u: series.exp(u) + Series.of(-1.0),
    "log": series.log,
    "log1p": lambda u: series.log(_one_and(u)),
    "sin": series.sin,
    "cos": series.cos,
    "tan": lambda u: series.over(series.sin(u), series.cos(u)),
    "tanh": series.tanh,
    "tanhshrink": lambda u: u + -series.tanh(u),
    "sinh": series.sinh,
    "cosh": series.cosh,
    "asinh": series.asinh,
    "atan": series.atan,
    "erf": series.erf,
    "erfc": lambda u: Series.of(1.0) + -series.erf(u),
    "Phi": _normal,
    "log_cosh": lambda u: series.log(series.cosh(u)),
    "softplus": _softplus,
    "logsigmoid": lambda u: -_softplus(-u),
    "softplus_less_log2": lambda u: u.scaled(0.5) + series.log(series.cosh(u.scaled(0.5))),
    "root_less_one": lambda u: _root(u) + Series.of(-1.0),
    "exp_arsinh": lambda u: u + _root(u),
    "isru": lambda u: series.over(u, _root(u)),
    "hyperbola": lambda u: series.over(u, _one_and(u)),
    "sigmoid": _sigmoid,
    "sech_squared": _sech_squared,
    "sigmoid_slope": lambda u: _sech_squared(u.scaled(0.5)).scaled(0.25),
}
