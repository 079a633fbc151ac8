"""E f′² of roots, whose slopes are infinite somewhere, against mpmath."""

import itertools
import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Laplace, Normal, Uniform, moments_of, parse_formula
from activations.calculus.sampling import NotResolvedError
from activations.random_inputs.distributions import Distribution
from activations.random_inputs.steep import steep_ends_of
from tests.oracles import density_of

INPUTS: list[Distribution] = [Normal(), Normal(0.7, 1.9), Uniform(-2.0, 3.0), Laplace(-0.4, 1.3)]

# With u for a line, 0 at a place, and q for a power: the text, and f′ where u is not 0.
TEXTS = {
    "abs({u})^{q}": lambda u, q: q * abs(u) ** (q - 1),
    "max({u}, 0)^{q}": lambda u, q: q * u ** (q - 1) if u > 0 else mp.mpf(0),
    "abs(tanh({u}))^{q}": lambda u, q: q * abs(mp.tanh(u)) ** (q - 1) * mp.sech(u) ** 2,
    "x + abs({u})^{q}": lambda u, q: 1 + mp.sign(u) * q * abs(u) ** (q - 1),
}


def expected_squared_slope(text: str, place: float, power: float, inputs: Distribution) -> float:
    with mp.workdps(30):
        density, at = density_of(inputs), mp.mpf(place)
        reach = 1 if isinstance(inputs, Uniform) else 60
        outer = [inputs.centre + side * reach * inputs.scale for side in (-1, 1)]
        ends = sorted({*map(mp.mpf, outer), *(at + step for step in (-1, 0, 1)), mp.mpf(inputs.centre)})

        def integral(end: mp.mpf, side: int, width: mp.mpf) -> mp.mpf:
            """From one end on, over the logarithm of the distance, in which no power is steep."""

            def integrand(s: mp.mpf) -> mp.mpf:
                distance = mp.exp(s)
                slope = TEXTS[text]((end - at) + side * distance, mp.mpf(repr(power)))
                return slope**2 * density(end + side * distance) * distance

            return mp.quad(integrand, [mp.log(width) - cut for cut in (900, 300, 60, 8, 0)])

        halves = [(low, high, (high - low) / 2) for low, high in itertools.pairwise(ends)]
        return float(sum(integral(low, 1, half) + integral(high, -1, half) for low, high, half in halves))


@pytest.mark.parametrize("inputs", INPUTS, ids=repr)
@pytest.mark.parametrize("place", [0.0, -0.31, 1.0])
@pytest.mark.parametrize("text", TEXTS)
def test_a_root_that_is_not_too_steep_has_the_squared_slope_of_mpmath(
    text: str, place: float, inputs: Distribution
) -> None:
    power = round(float(np.random.default_rng(len(text) + int(100 * place) + 100).uniform(0.55, 0.95)), 2)
    found = moments_of(parse_formula(text.format(u=f"(x - ({place}))", q=power))(), inputs).slope_second_moment
    expected = expected_squared_slope(text, place, power, inputs)
    assert found == pytest.approx(expected, rel=1e-12 if place == inputs.centre == 0.0 else 1e-8)


@pytest.mark.parametrize("inputs", INPUTS, ids=repr)
@pytest.mark.parametrize("power", [0.5, 0.49, 0.3, 0.1])
@pytest.mark.parametrize("text", TEXTS)
def test_a_steeper_root_has_an_infinite_one(text: str, power: float, inputs: Distribution) -> None:
    for place in (0.0, -0.31, 1.0):
        moments = moments_of(parse_formula(text.format(u=f"(x - ({place}))", q=power))(), inputs)
        assert moments.slope_second_moment == math.inf
        assert math.isfinite(moments.variance)


def test_a_steep_end_out_of_reach_has_no_say() -> None:
    moments = moments_of(parse_formula("sqrt(abs(x - 5))")(), Uniform(-1.0, 4.0))
    assert moments.slope_second_moment == pytest.approx(0.05 * math.log(6.0), rel=1e-12)


@pytest.mark.parametrize("name", CATALOG)
def test_no_function_of_the_catalogue_is_infinitely_steep(name: str) -> None:
    text = name.lower()
    if text not in {"sin", "snake"}:
        assert steep_ends_of(parse_formula(f"{text}(x)", "Another")()) == ()


@pytest.mark.parametrize("text", ["max(tanh({k}*(x - 0.3)), 0)^0.7", "abs(tanh({k}*(x - 0.3)))^0.95"])
def test_a_root_on_a_small_scale_is_followed_or_said_not_to_be(text: str) -> None:
    """E f′² of tanh(k u)^q is k times a number, as far as the density is constant there."""
    of_k = {k: parse_formula(text.format(k=k))() for k in (1e4, 3e4, 1e6, 1e9)}
    wide, narrow = (moments_of(of_k[k], Normal()).slope_second_moment / k for k in (1e4, 3e4))
    assert narrow == pytest.approx(wide, rel=1e-4)
    for k in (1e6, 1e9):
        with pytest.raises(NotResolvedError, match="so steep"):
            moments_of(of_k[k], Normal())
