"""Gated units in mpmath, which share no code with the package, and their moments."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from mpmath import mp
from mpmath.calculus.quadrature import GaussLegendre

from activations import CATALOG
from activations.gates import GATES, Gate, GateMoments, NormalPair, gate_definition
from tests.oracles import ORACLES, Number

Factor = Callable[[Number], Number]

UNITS = [
    *(definition() for definition in GATES.values()),
    GATES["SwiGLU"](beta=1.702),
    GATES["SwiGLU"](beta=-0.7),
    GATES["ClampedSwiGLU"](limit=10.0, alpha=1.0, bias=0.0),
    GATES["ClampedSwiGLU"](limit=0.5, alpha=3.0, bias=-1.3),
    gate_definition(CATALOG["ELU"])(alpha=1.7),
    gate_definition(CATALOG["Hardshrink"])(),
    gate_definition(CATALOG["Hardswish"])(),
]

_CATALOGUE_NAMES = {
    "GLU": "Sigmoid",
    "Bilinear": "Identity",
    "ReGLU": "ReLU",
    "GEGLU": "GELU",
    "GEGLUTanh": "GELUTanh",
    "GEGLUQuick": "QuickGELU",
    "SwiGLU": "SiLU",
}


def oracle_factors(unit: Gate) -> tuple[Factor, Factor]:
    """f and v, of which the unit is the product."""
    exact = {name: mp.mpf(value) for name, value in unit.parameters.items()}
    if unit.name == "ClampedSwiGLU":
        c, alpha, bias = exact["limit"], exact["alpha"], exact["bias"]
        return (
            lambda g: min(g, c) / (1 + mp.exp(-alpha * min(g, c))),
            lambda u: min(max(u, -c), c) + bias,
        )
    name = _CATALOGUE_NAMES.get(unit.name, unit.name)
    defaults = {each.name: mp.mpf(each.default) for each in CATALOG[name].parameters}
    parameters = {**defaults, **exact}
    return lambda g: ORACLES[name](g, **parameters), lambda u: u


def _value_moments(unit: Gate, mean: Number, std: Number) -> tuple[Number, Number, Number, Number]:
    """E v, E v², E v′², E v v′ for normal u, from integrals of 1, w and w² over its pieces."""
    if unit.name != "ClampedSwiGLU":
        return mean, mean**2 + std**2, mp.mpf(1), mean
    c, bias = mp.mpf(unit.parameters["limit"]), mp.mpf(unit.parameters["bias"])
    low, high = (-c - mean) / std, (c - mean) / std
    below, above = mp.ncdf(low), mp.ncdf(-high)
    zeroth = mp.ncdf(high) - below
    first = mp.npdf(low) - mp.npdf(high)
    second = zeroth + low * mp.npdf(low) - high * mp.npdf(high)
    middle = mean + bias
    return (
        (bias - c) * below + (bias + c) * above + middle * zeroth + std * first,
        (bias - c) ** 2 * below
        + (bias + c) ** 2 * above
        + middle**2 * zeroth
        + 2 * middle * std * first
        + std**2 * second,
        zeroth,
        middle * zeroth + std * first,
    )


def oracle_moments(unit: Gate, inputs: NormalPair) -> GateMoments:
    """By Gauss–Legendre panels over g at 30 digits; given g, u is normal."""
    with mp.workdps(30):
        opening, _ = oracle_factors(unit)
        m_g, s_g, m_u, s_u = map(mp.mpf, (inputs.gate.mean, inputs.gate.std, inputs.value.mean, inputs.value.std))
        rho = mp.mpf(inputs.correlation)
        rest = s_u * mp.sqrt(1 - rho**2)
        sums: list[Any] = [mp.mpf(0)] * 5
        for g, weight in _nodes(unit, inputs):
            f, slope = opening(g), mp.diff(opening, g, h=mp.mpf(10) ** -14)
            v, v2, v_slope, v_cross = _value_moments(unit, m_u + rho * s_u * (g - m_g) / s_g, rest)
            terms = (f * v, f**2 * v2, slope**2 * v2, f**2 * v_slope, f * slope * v_cross)
            density = mp.npdf(g, m_g, s_g) * weight
            sums = [total + density * term for total, term in zip(sums, terms, strict=True)]
        mean, second, by_gate, by_value, cross = sums
        return GateMoments(*map(float, (mean, second, second - mean**2, by_gate, by_value, cross)))


def _nodes(unit: Gate, inputs: NormalPair) -> list[tuple[Number, Number]]:
    """Points and weights over 13 standard deviations of g, in panels cut at kinks and where a clamp begins to act."""
    mean, std = mp.mpf(inputs.gate.mean), mp.mpf(inputs.gate.std)
    cuts = {mean + std * k for k in range(-13, 14)}
    cuts |= {mp.mpf(k) for k in (*range(-5, 6), -14, -10, -7, 7, 10, 14, *unit.gate.breakpoints)}
    if unit.name == "ClampedSwiGLU" and inputs.correlation != 0:
        rho, limit = mp.mpf(inputs.correlation), mp.mpf(unit.parameters["limit"])
        slope, width = rho * mp.mpf(inputs.value.std) / std, std * mp.sqrt(1 - rho**2) / abs(rho)
        turns = [mean + (side * limit - mp.mpf(inputs.value.mean)) / slope for side in (-1, 1)]
        cuts |= {turn + k * width for turn in turns for k in range(-9, 10)}
    edges = sorted(cut for cut in cuts if abs(cut - mean) <= 13 * std)
    return [
        ((low + high) / 2 + (high - low) / 2 * x, (high - low) / 2 * weight)
        for low, high in pairwise(edges)
        for x, weight in _RULE
    ]


with mp.workdps(30):
    _RULE = GaussLegendre(mp).calc_nodes(3, mp.prec)
