"""Formulas that change sharply where an expression within them is 0: charts, moments and claims must see it."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import mpmath
import numpy as np
import pytest
from mpmath import mp

from activations import Activation, Normal, moments_of, parse_formula, properties_of
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError
from pages.ui.chosen import curve_of
from pages.ui.views import curves
from tests.calculus import brute_force
from tests.oracles import Number

RANDOM = np.random.default_rng(11)
CASES = 4  # of each kind of bend

Curve = Callable[[Number], Number]

# Expressions that are 0 at points near 0, r being a number between ½ and 2.
INNER: dict[str, Callable[[Number, Number], Number]] = {
    "x^2 - {r}": lambda x, r: x**2 - r,
    "x + x^3/2 - {r}": lambda x, r: x + x**3 / 2 - r,
    "sinh(x) - {r}": lambda x, r: mp.sinh(x) - r,
    "x^3 - x - {r}": lambda x, r: x**3 - x - r,
    "exp(x) - {r}": lambda x, r: mp.exp(x) - r,
    "x*tanh(x) - {r}": lambda x, r: x * mp.tanh(x) - r,
    "softplus(x) - {r}": lambda x, r: mp.log1p(mp.exp(x)) - r,
    "(x - 1)*(x + {r})": lambda x, r: (x - 1) * (x + r),
    "x + sin(3*x) - {r}": lambda x, r: x + mp.sin(3 * x) - r,
}
OUTER: dict[str, Curve] = {
    "exp(-({u})^2)": lambda u: mp.exp(-(u**2)),
    "gaussian({u})": lambda u: mp.exp(-(u**2) / 2),
    "1/(1 + ({u})^2)": lambda u: 1 / (1 + u**2),
    "tanh({u})": mp.tanh,
    "sigmoid({u})": lambda u: 1 / (1 + mp.exp(-u)),
    "1 - sigmoid(sqrt(1 + ({u})^2))": lambda u: 1 - 1 / (1 + mp.exp(-mp.sqrt(1 + u**2))),
}


@dataclass(frozen=True)
class Bent:
    """A formula that bends within about 1/k of the points where an expression is 0."""

    outer: str
    expression: str
    k: float
    r: float

    @property
    def text(self) -> str:
        return self.outer.format(u=f"{self.k}*({self.expression.format(r=self.r)})")

    def inner(self, x: Number) -> Number:
        return INNER[self.expression](x, mp.mpf(self.r))

    def exact(self, x: Number) -> Number:
        return OUTER[self.outer](mp.mpf(self.k) * self.inner(x))

    def resolved(self) -> Activation | None:
        """None if between two bumps nothing is left of it, or of its slope, that a float could hold."""
        found = parse_formula(self.text)()
        try:
            pieces_of(found)
        except NotResolvedError:
            return None
        return found

    def splits(self) -> list[Number]:
        """Within 9 of 0, closer and closer towards each point where the inner expression is 0."""
        x = np.linspace(-9.0, 9.0, 2_001)
        signs = np.sign([float(self.inner(mp.mpf(each))) for each in x])
        found = {mp.mpf(each) for each in range(-9, 10)}
        for k in np.flatnonzero(signs[1:] * signs[:-1] <= 0.0):
            root = mpmath.findroot(self.inner, (x[k], x[k + 1]), solver="anderson", verify=False)
            found |= {root + side * mp.mpf(2) ** -power for power in range(1, 21) for side in (-1, 0, 1)}
        return sorted(each for each in found if abs(each) <= 9)


def bent(outer: str) -> list[Bent]:
    """Random ones, with k from 10 to 10⁴."""
    cases = []
    for text in RANDOM.permutation(list(INNER))[:CASES]:
        k, r = round(10.0 ** RANDOM.uniform(1.0, 4.0), 2), round(RANDOM.uniform(0.5, 2.0), 3)

        cases.append(Bent(outer, text, k, r))
    return cases


BENT = [each for outer in OUTER for each in bent(outer)]
every_bent = pytest.mark.parametrize("case", BENT, ids=lambda case: case.text)


@every_bent
def test_moments_are_those_of_mpmath(case: Bent) -> None:
    formula = case.resolved()
    if formula is None:
        return
    found = moments_of(formula, Normal())
    mean, square = (
        mpmath.quad(lambda x, power=power: case.exact(x) ** power * mpmath.npdf(x), case.splits()) for power in (1, 2)
    )
    assert found.mean == pytest.approx(float(mean), rel=1e-9, abs=1e-12)
    assert found.second_moment == pytest.approx(float(square), rel=1e-9, abs=1e-12)


@every_bent
def test_what_is_claimed_holds_and_charts_show_it(case: Bent) -> None:
    formula = case.resolved()
    if formula is None:
        return
    known = properties_of(formula)
    brute_force.check(formula, np.random.default_rng(1))
    drawing = curves.drawing_of([curve_of(formula)], -4.0, 4.0, fitted=True)
    values, slopes, _ = drawing.orders
    inside = [each.low for bound in (known.minimum, known.maximum) for each in bound.at if abs(each.low) < 4.0]
    height = float(np.ptp(values))
    for x in inside:
        assert np.abs(values - formula(x)).min() < 2e-3 * height
    assert np.abs(slopes).max() > 0.99 * min(known.lipschitz.value, math.inf)


def test_most_of_them_are_resolved() -> None:
    assert sum(case.resolved() is not None for case in BENT) > len(BENT) // 3


@pytest.mark.parametrize("place", RANDOM.uniform(10.0, 3e3, CASES).round(1).tolist())
@pytest.mark.parametrize("text", ["{s}*x + exp(-((x - {p})/{w})^2)", "{s}*x - {w}*logsigmoid(1 + ((x - {p})/{w})^2)"])
def test_a_bump_far_out_that_is_narrow_for_its_distance_bends_a_line(text: str, place: float) -> None:
    width = 0.03 * place
    known = properties_of(parse_formula(text.format(p=place, w=width, s=0.1 / width))())
    assert known.slope_minimum.value < 0.09 / width
    assert known.slope_maximum.value > 0.11 / width
