import math

import numpy as np
import pytest
from mpmath import mp
from scipy.special import ndtr

from activations import (
    CATALOG,
    Activation,
    CorrelationFixedPoint,
    correlation_fixed_point,
    correlation_map,
    correlation_trajectory,
    fixed_point,
    parse_formula,
)
from activations.networks.hermite import TERMS, series_of
from activations.networks.product_moments import product_moment
from activations.networks.propagation import variance_trajectory
from tests.networks.random_settings import Setting, random_settings
from tests.oracles import Number, oracle_of
from tests.parametrized import every_activation, every_setting

TANH, RELU = CATALOG["Tanh"](), CATALOG["ReLU"]()
CORRELATIONS = np.array([-1.0, -0.9999, -0.5, -1e-9, 0.0, 1e-9, 0.3, 0.7, 0.99, 0.9999, 1.0 - 1e-12, 1.0])


def settled(setting: Setting) -> tuple[float, CorrelationFixedPoint] | None:
    """q and c* where layers of this setting settle; None where they do not."""
    q = fixed_point(setting.activation, **setting.variances).q
    if not 0 < q < math.inf:
        return None
    return q, correlation_fixed_point(setting.activation, q=q, **setting.variances)


@pytest.mark.parametrize("q", [0.05, 1.7, 40.0])
def test_correlations_of_relu_are_the_arc_cosine_kernel(q: float) -> None:
    """Cho and Saul 2009, Kernel methods for deep learning."""
    angle = np.arccos(CORRELATIONS)
    expected = (np.sin(angle) + (math.pi - angle) * CORRELATIONS) / math.pi
    found = correlation_map(RELU, CORRELATIONS, q=q, weight_variance=2.0, bias_variance=0.0)
    np.testing.assert_allclose(found, expected, atol=1e-13)


@pytest.mark.parametrize("frequency", [0.1, 1.0, 30.0])
@pytest.mark.parametrize("radians", [0.01, 0.5, 17.0, 700.0, 2900.0, 1e5, 1e9])
def test_correlations_of_waves_have_closed_forms(radians: float, frequency: float) -> None:
    """E sin U sin V = e^−q sinh(qc) and E cos U cos V = e^−q cosh(qc)."""
    q, c = radians / frequency**2, CORRELATIONS
    near, far = np.exp(radians * (c - 1.0)), np.exp(-radians * (c + 1.0))
    expected = (near - far) / -math.expm1(-2.0 * radians)
    found = correlation_map(CATALOG["Sin"](frequency=frequency), c, q=q, weight_variance=1.3, bias_variance=0.0)
    np.testing.assert_allclose(found, expected, atol=1e-11)
    line = q * c + (1.0 - 2.0 * math.exp(-0.5 * radians) + 0.5 * (near + far)) / frequency**2
    snake = CATALOG["Snake"](frequency=0.5 * frequency)
    found = correlation_map(snake, c, q=q, weight_variance=1.3, bias_variance=0.0)
    np.testing.assert_allclose(found, line / line[-1], atol=1e-11)


@pytest.mark.parametrize("q", [0.01, 1.0, 100.0])
def test_correlations_of_erf_and_sin_have_closed_forms(q: float) -> None:
    shrunk = 2.0 * q / (1.0 + 2.0 * q)
    expected = np.arcsin(shrunk * CORRELATIONS) / math.asin(shrunk)
    found = correlation_map(CATALOG["Erf"](), CORRELATIONS, q=q, weight_variance=1.3, bias_variance=0.0)
    np.testing.assert_allclose(found, expected, atol=1e-12)
    expected = np.sinh(q * CORRELATIONS) / math.sinh(q)
    found = correlation_map(CATALOG["Sin"](), CORRELATIONS, q=q, weight_variance=1.3, bias_variance=0.0)
    np.testing.assert_allclose(found, expected, atol=1e-12)


def oracle_product_moment(activation: Activation, c: float) -> float:
    """E f(U) f(V) for V = c U + √(1-c²) W, as an iterated integral that is cut wherever f(V) is, in u and in w."""
    function = oracle_of(activation)
    root = mp.sqrt(1 - mp.mpf(c) ** 2)

    def given(u: Number) -> Number:
        edges = {mp.mpf(cut) for cut in (-8, -4, 0, 4, 8)} | {(b - c * u) / root for b in activation.breakpoints}
        edges = {edge for edge in edges if abs(edge) <= 8}
        return mp.quad(
            lambda w: function(c * u + root * w) * mp.npdf(w), sorted(edges), method="gauss-legendre", maxdegree=3
        )

    cuts = {mp.mpf(cut) for cut in range(-8, 9, 2)} | {mp.mpf(b) for b in activation.breakpoints}
    with mp.workdps(16):
        return float(
            mp.quad(lambda u: function(u) * given(u) * mp.npdf(u), sorted(cuts), method="gauss-legendre", maxdegree=3)
        )


@pytest.mark.parametrize("name", ["SiLU", "Hardtanh", "Threshold"])
def test_correlations_agree_with_mpmath(name: str) -> None:
    activation = CATALOG[name]()
    total = oracle_product_moment(activation, 0.0)
    for c in (-0.8, 0.6):
        moment = oracle_product_moment(activation, c)
        found = correlation_map(activation, c, q=1.0, weight_variance=1.0, bias_variance=0.0)
        square = product_moment(activation, 1.0, 1.0)
        assert found == pytest.approx(moment / square, abs=1e-9)
    assert product_moment(activation, 0.0, 1.0) == pytest.approx(total, abs=1e-9)


@every_setting
@pytest.mark.parametrize("q", [0.2, 3.0])
def test_the_series_is_the_integral(activation: Activation, q: float) -> None:
    """Exact where its rest is nothing, and else an estimate that is closest at c = 1."""
    if activation.period is not None:  # the integral follows it no farther
        q *= min(1.0, activation.period / (2.0 * math.pi)) ** 2
    series = series_of(activation, [q])[0]
    total = product_moment(activation, 1.0, q)
    assert series.total == pytest.approx(total, rel=1e-10, abs=1e-300)
    assert np.all(series.coefficients >= 0)
    for c in (-0.7, 0.4, 0.85):
        assert series.is_exact(c)
        assert series.value(c) == pytest.approx(product_moment(activation, c, q), abs=1e-10 * total + 1e-300)
    for c in (0.97, 0.999):
        exact = product_moment(activation, c, q)
        assert series.value(c) == pytest.approx(exact, abs=2e-3 * total + 1e-300)
        assert series.lost(1.0 - c) == pytest.approx(series.total - series.value(c), abs=1e-13 * total)


@every_setting
def test_the_series_has_the_slope_of_the_integral(activation: Activation) -> None:
    series = series_of(activation, [0.7])[0]
    for c in (0.0, 0.3, 0.8):
        step = 1e-5
        between = (series.value(c + step) - series.value(c - step)) / (2.0 * step)
        assert series.slope(c) == pytest.approx(between, rel=1e-6, abs=1e-9 * series.total)


def test_several_variances_at_once_are_each_as_alone() -> None:
    activation, variances = CATALOG["Hardtanh"](), [0.1, 3.0, 1.0]
    for found, q in zip(series_of(activation, variances), variances, strict=True):
        alone = series_of(activation, [q])[0]
        assert found.coefficients.shape == (TERMS,)
        np.testing.assert_allclose(found.coefficients, alone.coefficients, rtol=1e-9, atol=1e-16)
        assert found.rests[1].mass == pytest.approx(alone.rests[1].mass, rel=1e-6)


def iterated(setting: Setting, q: float, c: float, steps: int) -> float:
    for _ in range(steps):
        c = float(correlation_map(setting.activation, c, q=q, **setting.variances))
    return c


def test_the_fixed_point_is_where_iteration_leads() -> None:
    """For random functions and variances; every orbit in [0, 1) goes there, so two from both sides enclose it."""
    compared = 0
    for setting in random_settings(21, 60):
        where = settled(setting)
        if where is None or math.isnan(where[1].c):
            continue
        q, found = where
        assert 0 <= found.c <= 1
        assert 0 <= found.slope <= 1.0 + 1e-9
        after = float(correlation_map(setting.activation, found.c, q=q, **setting.variances))
        assert after == pytest.approx(found.c, abs=1e-6 * max(1.0 - found.slope, 1e-3))
        ends = [iterated(setting, q, c, 6) for c in (0.0, 0.999999)]
        assert ends[0] - 1e-7 <= found.c <= max(ends[1], 0.999999) + 1e-6
        assert abs(ends[0] - found.c) <= found.c + 1e-7
        compared += 1
    assert compared > 20


@every_activation
@pytest.mark.parametrize("weight_variance", [0.6, 1.4, 3.0])
def test_equal_inputs_stay_equal_only_if_chi_is_at_most_1_and_nothing_jumps(
    activation: Activation, weight_variance: float
) -> None:
    setting = Setting(activation, weight_variance, 0.1)
    where = settled(setting)
    if where is not None:
        phase, chi = (getattr(fixed_point(activation, **setting.variances), name) for name in ("phase", "chi"))
        found = where[1]
        assert (found.c == 1.0) == (phase in {"ordered", "critical"})
        if phase == "ordered":
            assert found.slope == pytest.approx(chi, rel=1e-10)
            assert found.depth == pytest.approx(-1.0 / math.log(chi) if chi else 0.0, rel=1e-9)
        else:
            assert found.slope < 1.0


def test_where_f_jumps_inputs_part_whatever_its_slopes_say() -> None:
    """Hardshrink's E f(U) f(V) as an integral in closed form over V, by SciPy-free mpmath, iterated."""
    setting = Setting(CATALOG["Hardshrink"](), 0.81, 0.09)
    where = settled(setting)
    assert where is not None
    q, found = where
    std, threshold = mp.sqrt(q), mp.mpf("0.5")

    def mapped(c: Number) -> Number:
        spread = std * mp.sqrt(1 - c * c)

        def given(u: Number) -> Number:
            up, down = (threshold - c * u) / spread, (-threshold - c * u) / spread
            mean = c * u * (mp.ncdf(-up) + mp.ncdf(down))
            return mean + spread * (mp.npdf(up) - mp.npdf(down))

        cuts = [threshold, *(threshold + k * std for k in (1, 2, 4, 12))]
        moment = 2 * mp.quad(lambda u: u * given(u) * mp.npdf(u, 0, std), cuts)
        return (mp.mpf("0.81") * moment + mp.mpf("0.09")) / q

    expected = mp.findroot(lambda c: mapped(c) - c, (0.7, 0.9), solver="anderson")
    assert found.c == pytest.approx(float(expected), abs=1e-9)
    assert found.c == pytest.approx(0.794674, abs=1e-6)
    assert found.slope == pytest.approx(float(mp.diff(mapped, expected, h=mp.mpf("1e-4"))), abs=1e-5)


def test_in_the_chaotic_phase_the_depth_is_that_of_the_slope_at_its_own_fixed_point() -> None:
    setting = Setting(TANH, 4.0, 0.05)
    where = settled(setting)
    assert where is not None
    q, found = where
    assert 0.165 < found.c < 0.1652
    before, after = (iterated(setting, q, 0.9, steps) - found.c for steps in (60, 61))
    assert found.slope == pytest.approx(after / before, rel=1e-3)
    assert found.depth == pytest.approx(-1.0 / math.log(found.slope))
    assert found.depth == pytest.approx(6.98, abs=0.01)


def test_published_depth_of_tanh_and_the_critical_one() -> None:
    ordered = settled(Setting(TANH, 1.0, 0.05))
    assert ordered is not None
    assert ordered[1].depth == pytest.approx(-1.0 / math.log(0.759032), abs=1e-5)
    critical = settled(Setting(RELU, 2.0, 0.0))
    assert critical is not None
    assert (critical[1].c, critical[1].depth) == (1.0, math.inf)


def test_an_odd_function_without_biases_forgets_in_chaos() -> None:
    where = settled(Setting(CATALOG["SELU"](), 1.0, 0.0))
    assert where is not None
    assert where[1].c == pytest.approx(0.0, abs=1e-15)
    where = settled(Setting(TANH, 4.0, 0.0))
    assert where is not None
    assert where[1].c == 0.0


def test_the_correlation_of_what_never_varies_is_unknown() -> None:
    found = correlation_fixed_point(CATALOG["Hardshrink"](lambd=1e3), q=1.0, weight_variance=1.0, bias_variance=0.0)
    assert math.isnan(found.c)
    assert math.isnan(found.depth)


@every_activation
def test_a_trajectory_iterates_the_map(activation: Activation) -> None:
    settings = {"weight_variance": 1.3, "bias_variance": 0.2}
    variances = variance_trajectory(activation, layers=5, **settings)
    found = correlation_trajectory(activation, variances, start=-0.4, **settings)
    assert found[0] == pytest.approx((1.3 * -0.4 + 0.2) / 1.5)
    for q, before, after in zip(variances[:-1], found[:-1], found[1:], strict=True):
        if math.isinf(q) or math.isnan(after):
            assert activation.name in {"Exponential", "ReLUSquared"}
            break
        assert after == pytest.approx(float(correlation_map(activation, before, q=q, **settings)), abs=1e-5)


def test_a_trajectory_ends_with_the_variance() -> None:
    found = correlation_trajectory(
        TANH, [1.0, 0.5, math.inf, math.inf], start=0.5, weight_variance=1.0, bias_variance=0
    )
    assert np.isfinite(found).tolist() == [True, True, False, False]
    assert np.isnan(correlation_trajectory(TANH, [0.0, 0.0], start=0.5, weight_variance=0.0, bias_variance=0.0)).all()
    assert correlation_trajectory(TANH, [], start=0.5, weight_variance=1.0, bias_variance=0.0).size == 0
    with pytest.raises(ValueError, match="start must be between -1 and 1"):
        correlation_trajectory(TANH, [1.0], start=1.5, weight_variance=1.0, bias_variance=0.0)


@pytest.mark.parametrize(
    "change", [{"c": 1.5}, {"c": math.nan}, {"q": 0.0}, {"q": math.inf}, {"weight_variance": -1.0}]
)
def test_what_is_no_correlation_or_variance_is_refused(change: dict[str, float]) -> None:
    settings = {"c": 0.5, "q": 1.0, "weight_variance": 1.0, "bias_variance": 0.0, **change}
    with pytest.raises(ValueError, match=f"^{next(iter(change))} must be"):
        correlation_map(TANH, settings.pop("c"), **settings)


@pytest.mark.parametrize(
    ("sharpness", "middle", "q", "c"),
    [
        (0.4, 1.0, 1.2, 0.99),
        (16.0, 1.3, 0.7, 0.5),
        (99.0, 1.1, 1.7, -0.8),
        (171.0, 1.2, 0.25, 0.999999),
        (9.0, -1.0, 2.0, 0.0),
    ],
)
def test_the_product_moment_of_a_formula_is_exact_however_sharply_it_bends(
    sharpness: float, middle: float, q: float, c: float
) -> None:
    # E Φ(k (U − m)) Φ(k (V − m)) is the probability that two normal numbers lie below h, by Sheppard's integral.
    variance = q + 1.0 / sharpness**2
    h, angle = -middle / math.sqrt(variance), math.asin(q * c / variance)
    nodes, weights = np.polynomial.legendre.leggauss(200)
    t = 0.5 * angle * (nodes + 1.0)
    orthant = 0.5 * angle * weights @ np.exp(-h * h / (1.0 + np.sin(t))) / (2.0 * math.pi)
    step = parse_formula(f"Phi({sharpness}*(x - {middle}))")()
    assert product_moment(step, c, q) == pytest.approx(ndtr(h) ** 2 + orthant, abs=1e-13)

    bump = parse_formula(f"exp(-({sharpness}*(x - {middle}))^2)")()
    both, narrow = q * np.array([[1.0, c], [c, 1.0]]), 2.0 * sharpness**2
    there = np.full(2, middle)
    height = np.exp(-0.5 * there @ np.linalg.solve(both + np.eye(2) / narrow, there))
    expected = height / math.sqrt(np.linalg.det(np.eye(2) + narrow * both))
    assert product_moment(bump, c, q) == pytest.approx(expected, abs=1e-13)
