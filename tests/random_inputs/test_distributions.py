"""Each distribution: its density and its draws against the textbook, and the settings by which a reader chooses it."""

import dataclasses
import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from mpmath import mp

from activations import Laplace, Normal, Parameter, StudentT, Uniform
from activations.random_inputs.distributions import DISTRIBUTIONS, POST_GRID, Distribution, ParameterRange
from tests.oracles import CHARACTERISTIC_FUNCTIONS, DENSITIES, characteristic_function_of, density_of
from tests.parametrized import every_distribution, every_inputs

SAMPLES = 100_000

# Mean, standard deviation and kurtosis, E ((X − mean) / std)⁴.
TEXTBOOK: dict[str, Callable[..., tuple[float, float, float]]] = {
    "Normal": lambda mean, std: (mean, std, 3.0),
    "Uniform": lambda low, high: (0.5 * (low + high), (high - low) / math.sqrt(12.0), 1.8),
    "Laplace": lambda mean, scale: (mean, math.sqrt(2.0) * scale, 6.0),
    "StudentT": lambda degrees_of_freedom, mean, scale: (
        mean,
        scale * math.sqrt(degrees_of_freedom / (degrees_of_freedom - 2.0)),
        3.0 + 6.0 / (degrees_of_freedom - 4.0) if degrees_of_freedom > 4.0 else math.inf,
    ),
}


def textbook(inputs: Distribution) -> tuple[float, float, float]:
    return TEXTBOOK[type(inputs).__name__](**dataclasses.asdict(inputs))


def test_every_distribution_has_its_oracles() -> None:
    assert DISTRIBUTIONS.keys() == DENSITIES.keys() == CHARACTERISTIC_FUNCTIONS.keys() == TEXTBOOK.keys()
    assert all(name == distribution.__name__ for name, distribution in DISTRIBUTIONS.items())
    with pytest.raises(TypeError):
        DISTRIBUTIONS["Normal"] = Uniform  # type: ignore[index]


@every_inputs
def test_the_density_is_that_of_the_textbook(inputs: Distribution) -> None:
    reach = min(30.0, float(inputs.panels[-1]))
    z = np.linspace(-0.999 * reach, 0.999 * reach, 41)
    centre, scale, density = mp.mpf(inputs.centre), mp.mpf(inputs.scale), density_of(inputs)
    with mp.workdps(30):
        expected = [float(mp.log(scale * density(centre + scale * mp.mpf(each)))) for each in z.tolist()]
    np.testing.assert_allclose(inputs.log_density(z), expected, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("degrees_of_freedom", [1e3, 1e6, 1e15])
def test_with_many_degrees_of_freedom_the_density_becomes_normal(degrees_of_freedom: float) -> None:
    """Logarithms of Γ that are large and nearly equal must not leave their rounding to the density."""
    z = np.linspace(-3.0, 3.0, 13)
    found = StudentT(degrees_of_freedom).log_density(z)
    with mp.workdps(40):
        expected = [float(mp.log(density_of(StudentT(degrees_of_freedom))(mp.mpf(each)))) for each in z.tolist()]
    np.testing.assert_allclose(found, expected, rtol=0.0, atol=1e-11)
    np.testing.assert_allclose(found, Normal().log_density(z), rtol=0.0, atol=20.0 / degrees_of_freedom + 1e-11)


@every_inputs
def test_the_density_of_the_textbook_integrates_to_1_and_has_its_characteristic_function(inputs: Distribution) -> None:
    """So that the oracles of all other tests are right."""
    centre, scale = mp.mpf(inputs.centre), mp.mpf(inputs.scale)
    ends = (-1, 1) if isinstance(inputs, Uniform) else (-mp.inf, mp.inf)
    edges = [centre + scale * z for z in sorted({*ends, -1, 0, 1})]
    density, t = density_of(inputs), mp.mpf("0.3") / scale
    with mp.workdps(20):
        assert mp.quad(density, edges) == pytest.approx(1.0, abs=1e-12)
        found = mp.quad(lambda x: mp.cos(t * (x - centre)) * density(x), _finite(edges, centre, scale))
        expected = (mp.expj(-centre * t) * characteristic_function_of(inputs)(t)).real
    # Of the heaviest tails so much lies beyond.
    assert found == pytest.approx(float(expected), abs=1e-7)


def _finite(edges: list[Any], centre: Any, scale: Any) -> list[Any]:
    """The edges with infinite ends cut off, and one at every half period of cos(0.3 z)."""
    half_periods = [centre + scale * k * mp.pi / mp.mpf("0.3") for k in range(-30, 31)]
    return sorted({*edges[1:-1], *half_periods}) if mp.isinf(edges[0]) else edges


@every_inputs
def test_panels_are_in_order_and_as_far_on_either_side(inputs: Distribution) -> None:
    assert np.all(np.diff(inputs.panels) > 0)
    np.testing.assert_array_equal(inputs.panels, -inputs.panels[::-1])


@every_inputs
def test_draws_have_the_mean_and_spread_of_the_distribution(inputs: Distribution) -> None:
    samples = inputs.draw(np.random.default_rng(11), (100, SAMPLES // 100))
    assert samples.shape == (100, SAMPLES // 100)
    assert samples.dtype == np.float64
    mean, std, kurtosis = textbook(inputs)
    # 5 standard errors of a mean, and of a variance where the fourth moment exists.
    assert abs(samples.mean() - mean) < 5.0 * std / math.sqrt(SAMPLES)
    if math.isfinite(kurtosis):
        assert abs(samples.var() / std**2 - 1.0) < 5.0 * math.sqrt((kurtosis - 1.0) / SAMPLES)


@every_inputs
def test_draws_lie_where_the_density_is(inputs: Distribution) -> None:
    """Also of those whose fourth moment does not exist, the share between two ends has 5 standard errors."""
    samples = inputs.draw(np.random.default_rng(12), (SAMPLES,))
    centre, scale, density = mp.mpf(inputs.centre), mp.mpf(inputs.scale), density_of(inputs)
    for low, high in ((-5.0, -1.0), (-0.9, -0.4), (-0.4, 0.0), (0.0, 0.2), (0.3, 0.9), (1.0, 2.0), (2.0, 8.0)):
        if isinstance(inputs, Uniform) and abs(low + high) > 2.0:
            continue
        share = float(mp.quad(density, [centre + scale * low, centre + scale * high]))
        z = (samples - inputs.centre) / inputs.scale
        found = np.mean((z >= low) & (z < high))
        assert abs(found - share) <= 5.0 * math.sqrt(share * (1.0 - share) / SAMPLES) + 1e-12


@every_distribution
def test_draws_are_taken_from_the_generator_in_order(distribution: type[Distribution]) -> None:
    """So that no way of cutting a sample into blocks changes it."""
    whole = distribution().draw(np.random.default_rng(3), (6, 5))
    generator = np.random.default_rng(3)
    parts = [distribution().draw(generator, (rows, 5)) for rows in (1, 3, 2)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)
    assert len(np.unique(whole)) == whole.size


def keywords_of(setting: Parameter | ParameterRange) -> tuple[str, ...]:
    return setting.names if isinstance(setting, ParameterRange) else (setting.name,)


@every_distribution
def test_settings_are_the_keywords_of_the_distribution(distribution: type[Distribution]) -> None:
    names = [name for setting in distribution.settings for name in keywords_of(setting)]
    assert names == [field.name for field in dataclasses.fields(distribution)]
    keys = [each.key if isinstance(each, ParameterRange) else each.name for each in distribution.settings]
    assert len(set(keys)) == len(keys)


@every_distribution
def test_the_defaults_of_the_settings_make_a_distribution(distribution: type[Distribution]) -> None:
    chosen: dict[str, float] = {}
    for setting in distribution.settings:
        assert setting.symbol
        assert 0 < setting.step < setting.high - setting.low
        if isinstance(setting, ParameterRange):
            assert setting.low <= setting.default[0] < setting.default[1] <= setting.high
            chosen.update(zip(setting.names, setting.default, strict=True))
        else:
            assert setting.low <= setting.default <= setting.high
            chosen[setting.name] = setting.default
    assert dataclasses.asdict(distribution(**chosen)) == chosen


@every_distribution
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused_by_name(distribution: type[Distribution], value: float) -> None:
    for setting in distribution.settings:
        for name in keywords_of(setting):
            with pytest.raises(ValueError, match=rf"\b{name}\b.* must be .*finite number.* got .*{value!r}"):
                distribution(**{name: value})


@pytest.mark.parametrize(
    ("distribution", "given", "message"),
    [
        (Normal, {"std": 0.0}, "std must be a finite number from 1e-100 to 1e100, got 0.0"),
        (Normal, {"std": -1.0}, "std must be a finite number from 1e-100 to 1e100, got -1.0"),
        (Laplace, {"scale": 0.0}, "scale must be a finite number from 1e-100 to 1e100, got 0.0"),
        (
            StudentT,
            {"scale": -0.5},
            "scale must be a finite number from 1e-100 to 1e100, got -0.5",
        ),
        (StudentT, {"degrees_of_freedom": 2.0}, "degrees_of_freedom must be a finite number > 2, got 2.0"),
        (Uniform, {"low": 1.0}, "low must be less than high, got 1.0 and 1.0"),
        (Uniform, {"low": 2.0}, "low must be less than high, got 2.0 and 1.0"),
        (Uniform, {"low": -1e308}, "low must be a finite number from -1e100 to 1e100, got -1e+308"),
    ],
)
def test_an_impossible_distribution_is_refused(
    distribution: type[Distribution], given: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        distribution(**given)


@every_distribution
def test_a_distribution_is_a_value(distribution: type[Distribution]) -> None:
    assert distribution() == distribution()
    assert hash(distribution()) == hash(distribution())
    first = dataclasses.fields(distribution)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(distribution(), first, 3.0)


def test_the_posts_grid_is_its_arange() -> None:
    assert POST_GRID.size == 100
    assert (POST_GRID[0], POST_GRID[-1]) == (-10.0, 9.8)
    assert POST_GRID.mean() == pytest.approx(-0.1)
    np.testing.assert_allclose(POST_GRID, np.arange(-10, 10, 0.2), atol=1e-12)
    with pytest.raises(ValueError, match="read-only"):
        POST_GRID[0] = 0.0


def test_numbers_are_kept_as_floats() -> None:
    normal = Normal(Fraction(1, 2), Fraction(1, 4))  # type: ignore[arg-type]
    assert (type(normal.mean), type(normal.std), normal) == (float, float, Normal(0.5, 0.25))
