"""Moments of every function on every distribution, against mpmath."""

import dataclasses
import functools
import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, Laplace, Normal, StudentT, Uniform, parse_formula
from activations.random_inputs.distributions import DISTRIBUTIONS, Distribution
from activations.random_inputs.empirical import Empirical, RandomInputs
from activations.random_inputs.moments import moments_of, training_moments_of
from tests.oracles import characteristic_function_of
from tests.parametrized import every_activation, settings_of
from tests.random_inputs.moment_oracles import expected_moments

INPUTS: list[Distribution] = [
    Normal(),
    Normal(-10.0, 20.0),
    Normal(10.0, 0.01),
    Normal(0.004, 0.01),
    Normal(-3.3, 1.7),
    Uniform(-1.0, 1.0),
    Uniform(-0.25, 12.0),
    Uniform(3.0, 3.001),
    Laplace(),
    Laplace(-10.0, 20.0),
    Laplace(10.0, 0.01),
    Laplace(0.7, 0.45),
    Laplace(-3.3, 0.61),
    StudentT(2.1),
    StudentT(2.1, 10.0, 20.0),
    StudentT(3.0, -3.3, 1.7),
    StudentT(5.0, 0.004, 0.01),
    StudentT(5.0, 1.3, 4.0),
    StudentT(30.0, -10.0, 20.0),
]

WAVES = ("Sin", "Snake")

# Relative, and absolute for moments below 1.
TOLERANCES = {"Normal": 1e-12, "Uniform": 1e-12, "Laplace": 1e-12, "StudentT": 1e-10}


def assert_moments_agree(activation: Activation, inputs: Distribution) -> None:
    found, tolerance = moments_of(activation, inputs), TOLERANCES[type(inputs).__name__]
    for name, expected in expected_moments(activation, inputs).items():
        assert getattr(found, name) == pytest.approx(expected, rel=tolerance, abs=tolerance, nan_ok=True), name


def test_every_distribution_is_tried() -> None:
    assert {type(inputs).__name__ for inputs in INPUTS} == DISTRIBUTIONS.keys() == TOLERANCES.keys()


@every_activation
@pytest.mark.parametrize("inputs", INPUTS, ids=repr)
def test_moments_agree_with_mpmath(activation: Activation, inputs: Distribution) -> None:
    if activation.name == "Exponential" and inputs == Normal(-10.0, 20.0):
        # They exist, but most of them lies beyond 12 standard deviations.
        assert math.isnan(moments_of(activation, inputs).mean)
    else:
        assert_moments_agree(activation, inputs)


@pytest.mark.parametrize("name", [name for name, definition in CATALOG.items() if definition.parameters])
@pytest.mark.parametrize("inputs", [Normal(0.7, 2.5), Laplace(0.7, 2.5), StudentT(3.5, 0.7, 2.5)], ids=repr)
def test_moments_agree_with_mpmath_at_the_ends_of_the_sliders(name: str, inputs: Distribution) -> None:
    for activation in settings_of(CATALOG[name]):
        assert_moments_agree(activation, inputs)


# Across the slider, and the numbers at which a higher moment begins to exist.
DEGREES_OF_FREEDOM = [*np.linspace(2.1, 30.0, 94).tolist(), 3.0, 4.0, 5.0]


@pytest.mark.parametrize(("mean", "scale"), [(0.0, 1.0), (10.0, 0.01), (-10.0, 20.0)])
def test_heavy_tails_have_their_variance_at_every_number_of_degrees_of_freedom(mean: float, scale: float) -> None:
    for nu in DEGREES_OF_FREEDOM:
        found = moments_of(CATALOG["Identity"](), StudentT(nu, mean, scale))
        variance = scale**2 * nu / (nu - 2.0)
        expected = (mean, mean**2 + variance, variance, 1.0)
        assert dataclasses.astuple(found) == pytest.approx(expected, rel=1e-10, abs=1e-10), nu


def test_the_square_has_a_second_moment_where_the_fourth_of_its_inputs_exists() -> None:
    for nu in DEGREES_OF_FREEDOM:
        found = moments_of(CATALOG["ReLUSquared"](), StudentT(nu)).second_moment
        if nu <= 4.0:
            assert math.isnan(found), nu
        elif nu > 4.2:  # between them it is beyond reach
            assert found == pytest.approx(1.5 * nu**2 / ((nu - 2.0) * (nu - 4.0)), rel=1e-10), nu


@pytest.mark.parametrize("degrees_of_freedom", [2.1, 5.0, 30.0])
def test_an_exponential_has_no_moments_on_heavy_tails(degrees_of_freedom: float) -> None:
    found = moments_of(CATALOG["Exponential"](), StudentT(degrees_of_freedom, -10.0, 0.01))
    assert all(math.isnan(moment) for moment in dataclasses.astuple(found))


@pytest.mark.parametrize(
    ("scale", "has_mean", "has_second_moment"),
    [
        (0.01, True, True),
        (0.47, True, True),
        (0.5, True, False),
        (0.51, True, False),
        (0.94, True, False),
        (1.0, False, False),
        (1.01, False, False),
        (20.0, False, False),
    ],
)
def test_moments_of_an_exponential_on_laplace_inputs_exist_or_not(
    scale: float, has_mean: bool, has_second_moment: bool
) -> None:
    """E e^X = 1 / (1 − scale²) on a mean of 0, and E e^2X the same of twice the scale."""
    found = moments_of(CATALOG["Exponential"](), Laplace(0.0, scale))
    mean, second = (
        1.0 / (1.0 - (k * scale) ** 2) if exists else math.nan for k, exists in ((1, has_mean), (2, has_second_moment))
    )
    expected = (mean, second, second - mean**2, second)
    assert dataclasses.astuple(found) == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


# Closed forms on standard normal inputs, or 30-digit quadrature where there is none: (E f, E f², E f'²).
FACTS = {
    "ReLU": (1 / math.sqrt(2 * math.pi), 0.5, 0.5),
    "LeakyReLU": (0.99 / math.sqrt(2 * math.pi), 0.50005, 0.50005),
    "ELU": (0.1605205723, 0.6449454175, 0.6681020012),
    "SELU": (0.0, 1.0, 1.0715749925),
    "GELU": (
        1 / (2 * math.sqrt(math.pi)),
        1 / 3 + 1 / (2 * math.pi * math.sqrt(3)),
        1 / 3 + 2 / (3 * math.pi * math.sqrt(3)),
    ),
    "SiLU": (0.2066209641, 0.3557755198, 0.3794823516),
    "Softplus": (0.8060591833, 0.9212459089, 0.2933790359),
    "Sigmoid": (0.5, 0.2933790359, 0.0448362414),
    "Tanh": (0.0, 0.3942944904, 0.4644029024),
}


@pytest.mark.parametrize("name", FACTS)
def test_moments_on_standard_normal_inputs_are_the_published_ones(name: str) -> None:
    found = moments_of(CATALOG[name](), Normal())
    assert (found.mean, found.second_moment, found.slope_second_moment) == pytest.approx(FACTS[name], abs=1e-10)


def test_elu_has_mean_zero_where_theory_says() -> None:
    elu = CATALOG["ELU"]
    assert moments_of(elu(alpha=1.6732632423543772), Normal()).mean == pytest.approx(0.0, abs=1e-12)
    assert moments_of(elu(), Normal(-0.21933)).mean == pytest.approx(0.0, abs=5e-6)


def test_a_moment_that_vanishes_within_reach_is_not_unknown() -> None:
    found = moments_of(CATALOG["Threshold"](threshold=1.0, value=0.0), Normal(0.0, 0.085))
    assert (found.mean, found.second_moment) == pytest.approx((0.0, 0.0), abs=1e-20)


@pytest.mark.parametrize("frequency", [0.1, 1.0, 30.0])
@pytest.mark.parametrize("radians", [1.0, 300.0, 5_000.0, 19_000.0])
def test_a_wave_is_followed_over_all_of_a_uniform_distribution(radians: float, frequency: float) -> None:
    found = moments_of(CATALOG["Sin"](frequency=frequency), Uniform(-radians / frequency, radians / frequency))
    assert found.second_moment == pytest.approx(0.5 - math.sin(2.0 * radians) / (4.0 * radians), abs=1e-12)


@pytest.mark.parametrize("name", WAVES)
@pytest.mark.parametrize("seed", range(12))
def test_waves_of_any_length_are_followed_on_inputs_of_any_width(name: str, seed: int) -> None:
    generator = np.random.default_rng([seed, 17])
    activation = CATALOG[name](frequency=10.0 ** generator.uniform(-2.0, 3.0))
    centre, scale = generator.uniform(-10.0, 10.0), 10.0 ** generator.uniform(-2.0, 1.3)
    for inputs in (Normal(centre, scale), Laplace(centre, scale), StudentT(generator.uniform(2.1, 9.0), centre, scale)):
        assert_moments_agree(activation, inputs)


@pytest.mark.parametrize("text", ["x + sin({w}*x)^2/{w}", "0.3*x - cos({w}*x) + 0.5*sin(3*{w}*x)"])
@pytest.mark.parametrize("w", [0.4, 7.0, 30.0])
def test_the_mean_of_a_formula_that_waves_is_exact_on_heavy_tails(text: str, w: float) -> None:
    found = moments_of(parse_formula(text.format(w=w))(), StudentT(3.0, 0.0, 20.0))
    phi = functools.partial(characteristic_function_of(StudentT(3.0, 0.0, 20.0)))
    square = 3.0 * 20.0**2
    if text.startswith("x"):
        mean, second = (1 - phi(2 * w)) / (2 * w), square + (1.5 - 2 * phi(2 * w) + 0.5 * phi(4 * w)) / (4 * w * w)
    else:
        slopes = [float(mp.diff(lambda t: phi(t).real, k * w)) for k in (1, 3)]  # −E X sin(kωX)
        mean = -phi(w)
        second = 0.09 * square - 0.3 * slopes[1] + 0.5 * (1 + phi(2 * w)) + 0.125 * (1 - phi(6 * w))
    assert (found.mean, found.second_moment) == pytest.approx(
        (float(mean.real), float(second.real)), rel=1e-9, abs=1e-9
    )


def test_a_wave_is_not_guessed_on_a_range_too_wide_to_follow() -> None:
    for frequency in (0.1, 1.0, 30.0):
        assert math.isnan(moments_of(CATALOG["Sin"](frequency=frequency), Uniform(-1e6, 1e6)).mean)


@pytest.mark.parametrize(
    "inputs", [Normal(), Normal(-1.0, 2.0), Uniform(-3.0, 1.0), Empirical([-2.0, -0.5, 0.25, 4.0])], ids=repr
)
def test_random_slopes_add_their_variance(inputs: RandomInputs) -> None:
    """Against the mean over slopes of leaky ReLUs, by Gauss's rule."""
    activation = CATALOG["RReLU"](lower=0.05, upper=0.7)
    found = training_moments_of(activation, inputs)
    slopes = [0.05 + 0.65 * float((node + 1) / 2) for node in np.polynomial.legendre.leggauss(8)[0]]
    weights = np.polynomial.legendre.leggauss(8)[1] / 2.0
    fixed = [moments_of(CATALOG["LeakyReLU"](negative_slope=slope), inputs) for slope in slopes]
    for name in ("mean", "second_moment", "slope_second_moment"):
        expected = float(weights @ [getattr(each, name) for each in fixed])
        assert getattr(found, name) == pytest.approx(expected, rel=1e-12)
    assert found.variance == pytest.approx(found.second_moment - found.mean**2, rel=1e-12)


def test_random_slopes_too_far_apart_have_no_moments() -> None:
    found = training_moments_of(CATALOG["RReLU"](lower=-1e100, upper=1e100), Normal(std=1e100))
    assert not math.isfinite(found.variance)


def test_only_rrelu_has_random_slopes() -> None:
    with pytest.raises(ValueError, match=r"^only RReLU is another function in training, got ReLU\(\)$"):
        training_moments_of(CATALOG["ReLU"](), Normal())


@pytest.mark.parametrize("power", [8.0, 13.3, 14.0, 16.2, 20.0, 57.0, 100.0])
def test_what_is_steep_or_narrow_to_the_end_of_its_domain_is_found(power: float) -> None:
    size, peak = 10.0**power, 1.0 / math.sqrt(2.0 * math.pi)
    steep = moments_of(CATALOG["ScaledTanh"](amplitude=1.0, steepness=size), Normal())
    assert steep.slope_second_moment == pytest.approx(4.0 / 3.0 * size * peak, rel=1e-12)
    assert steep.second_moment == pytest.approx(1.0 - 2.0 * peak / size, rel=1e-12)
    narrow = moments_of(CATALOG["Gaussian"](width=1.0 / size), Normal())
    assert narrow.mean == pytest.approx(1.0 / size, rel=1e-12)
