import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, Normal, chi, depth_of, fixed_point, gains_of, moments_of, variance_map
from tests.oracles import oracle_of
from tests.parametrized import every_activation, every_setting

TANH, RELU, RELU6, GELU, SILU = (CATALOG[name]() for name in ("Tanh", "ReLU", "ReLU6", "GELU", "SiLU"))


@every_setting
def test_maps_are_the_moments_of_the_activation(activation: Activation) -> None:
    q = np.array([[0.01, 0.3], [1.0, 100.0]])
    moments = [moments_of(activation, Normal(0.0, math.sqrt(x))) for x in q.ravel()]
    maps = (
        variance_map(activation, q, weight_variance=1.7, bias_variance=0.2),
        chi(activation, q, weight_variance=1.7),
    )
    expected = (
        [1.7 * each.second_moment + 0.2 for each in moments],
        [1.7 * each.slope_second_moment for each in moments],
    )
    for found, numbers in zip(maps, expected, strict=True):
        known = np.isfinite(np.reshape(numbers, q.shape))  # an exponential's moments go on beyond those
        assert known.sum() >= 3
        np.testing.assert_allclose(found[known], np.reshape(numbers, q.shape)[known], rtol=1e-12, atol=1e-15)


def oracle_moment(activation: Activation, q: float) -> float:
    """E f² on N(0, q), cut on a geometric grid around 0 and around each breakpoint or bend far out."""
    oracle = oracle_of(activation)
    bends = [*activation.breakpoints, *(value for value in activation.parameters.values() if abs(value) > 1)]
    near = [sign * mp.mpf(2) ** k for k in range(-40, 40, 2) for sign in (-1, 1)]
    std = mp.sqrt(mp.mpf(q))
    cuts = [
        mp.mpf(0),
        *near,
        *(bend + step for bend in bends for step in (0, *near)),
        *(k * std for k in range(-14, 15)),
    ]
    cuts = sorted({cut for cut in cuts if abs(cut) < 14 * std} | {-14 * std, 14 * std})
    return float(mp.quad(lambda x: oracle(x) ** 2 * mp.npdf(x, 0, std), cuts, method="gauss-legendre", maxdegree=4))


@pytest.mark.parametrize(
    "activation",
    [
        CATALOG["Sigmoid"](offset=30.0),
        CATALOG["Sigmoid"](offset=-3000.0),
        CATALOG["SiLU"](beta=1e4),
        CATALOG["Softplus"](beta=1e-4),
        CATALOG["ELU"](alpha=1e5),
        CATALOG["CELU"](alpha=1e-4),
        CATALOG["Hardshrink"](lambd=1e-5),
        CATALOG["Threshold"](threshold=-200.0, value=1e3),
        CATALOG["Squareplus"](b=1e6),
    ],
    ids=repr,
)
@pytest.mark.parametrize("q", [1e-6, 1.0, 1e4])
def test_moments_of_odd_parameters_agree_with_mpmath(activation: Activation, q: float) -> None:
    found = float(variance_map(activation, q, weight_variance=1.0, bias_variance=0.0))
    assert found == pytest.approx(oracle_moment(activation, q), rel=1e-10, abs=1e-300)


@every_activation
def test_maps_go_on_smoothly_to_the_smallest_and_largest_variances(activation: Activation) -> None:
    q = 10.0 ** np.arange(-300.0, -20.0, 7.0)
    values = variance_map(activation, q, weight_variance=1.0, bias_variance=0.0)
    first, last = activation([-1e-300, 1e-300])
    left, right = activation.derivative([-1e-300, 1e-300])
    at_zero = 0.5 * (first**2 + last**2)
    expected = at_zero + (0.5 * (left**2 + right**2) * q if at_zero == 0 else 0.0)
    np.testing.assert_allclose(values, expected, rtol=1e-9, atol=0.0 if left**2 + right**2 > 0 else 1e-44)
    far = variance_map(activation, [1e60, 1e61], weight_variance=1.0, bias_variance=0.0)
    left, right = activation.derivative([-math.inf, math.inf])
    if math.isfinite(left + right):
        assert np.diff(far)[0] == pytest.approx(9e60 * 0.5 * (left**2 + right**2), rel=1e-9, abs=1e30)


def test_without_variance_only_the_value_at_zero_is_left() -> None:
    assert variance_map(CATALOG["Sigmoid"](), 0.0, weight_variance=2.0, bias_variance=0.1) == pytest.approx(0.6)
    np.testing.assert_allclose(chi(RELU, [0.0, 1.0], weight_variance=2.0), [1.0, 1.0], rtol=1e-14)
    assert chi(TANH, 0.0, weight_variance=1.5) == 1.5


def test_layers_start_at_the_first_ones_variance() -> None:
    """From 1 GELU would die out at σ_w = 1.5, but the first layer has the variance 2.25, beyond the unstable point."""
    found = fixed_point(GELU, weight_variance=2.25, bias_variance=0.0)
    assert (found.start, found.q, found.phase) == (2.25, math.inf, "diverges")
    zero, unstable = found.fixed_points
    assert (zero.q, zero.stable, unstable.stable) == (0.0, True, False)
    assert found.basin == (unstable.q, math.inf)
    from_one = fixed_point(GELU, weight_variance=2.25, bias_variance=0.0, start=1.0)
    assert (from_one.q, from_one.phase, from_one.basin) == (0.0, "vanishes", (0.0, unstable.q))
    assert from_one.fixed_points == found.fixed_points


@pytest.mark.parametrize("weight_variance", [2.0, math.sqrt(2.0) ** 2])
def test_relu_at_he_keeps_every_variance(weight_variance: float) -> None:
    found = fixed_point(RELU, weight_variance=weight_variance, bias_variance=0.0)
    assert (found.q, found.phase, found.stable, found.decay) == (weight_variance, "critical", True, None)
    assert (found.chi, found.slope) == pytest.approx((1.0, 1.0), rel=1e-14)
    assert {point.stability for point in found.fixed_points} == {"neutral"}
    assert found.basin == (weight_variance, weight_variance)
    assert fixed_point(RELU, weight_variance=weight_variance, bias_variance=0.0, start=7.0).q == 7.0


@pytest.mark.parametrize(
    "activation", [CATALOG["LeakyReLU"](negative_slope=0.37), CATALOG["RReLU"](), CATALOG["Identity"]()], ids=repr
)
def test_straight_lines_through_0_at_their_gain_keep_every_variance(activation: Activation) -> None:
    gain = gains_of(activation).forward
    found = fixed_point(activation, weight_variance=gain**2, bias_variance=0.0)
    assert (found.q, found.phase) == (gain**2, "critical")


@pytest.mark.parametrize(
    ("activation", "weight_variance"),
    [(RELU6, 2.0), (CATALOG["Hardtanh"](), 1.0), (TANH, 1.0), (CATALOG["Hardshrink"](lambd=0.01), 1.0)],
    ids=repr,
)
def test_a_map_below_the_diagonal_however_closely_has_no_other_fixed_point(
    activation: Activation, weight_variance: float
) -> None:
    for start in (1e-3, 0.05, 0.5623, 2.0, 1e6):
        found = fixed_point(activation, weight_variance=weight_variance, bias_variance=0.0, start=start)
        assert (found.q, found.basin) == (0.0, (0.0, math.inf))
        assert [point.q for point in found.fixed_points] == [0.0]


@pytest.mark.parametrize("bias_variance", [1e-60, 1e-20, 1e-6])
def test_the_tiny_fixed_points_of_relu6_agree_with_mpmath(bias_variance: float) -> None:
    """q − map is 2 E (x² − 36)⁺ − σ_b² at σ_w² = 2: a number far below rounding of q."""
    found = fixed_point(RELU6, weight_variance=2.0, bias_variance=bias_variance)
    with mp.workdps(40):

        def excess(q: mp.mpf) -> mp.mpf:
            u = 6 / mp.sqrt(q)
            tail = mp.erfc(u / mp.sqrt(2)) / 2
            return mp.log(2 * q * (u * mp.npdf(u) + tail - u * u * tail) / bias_variance)

        expected = mp.findroot(excess, (found.q * 0.9, found.q * 1.1), solver="anderson")
    assert found.q == pytest.approx(float(expected), rel=1e-7 if bias_variance < 1e-30 else 1e-10)
    assert found.phase == ("ordered" if bias_variance == 1e-6 else "critical")


def test_a_fixed_point_may_be_smaller_than_all_numbers_of_the_search() -> None:
    sigmoid = CATALOG["Sigmoid"](offset=120.0)
    found = fixed_point(sigmoid, weight_variance=4.0, bias_variance=0.0)
    assert found.q == pytest.approx(4.0 * math.exp(-240.0), rel=1e-12, abs=0.0)
    assert fixed_point(TANH, weight_variance=0.5, bias_variance=1e-90).q == pytest.approx(2e-90, rel=1e-12, abs=0.0)


def test_an_unstable_fixed_point_settles_nothing() -> None:
    gain = gains_of(GELU).forward
    found = fixed_point(GELU, weight_variance=gain**2, bias_variance=0.0, start=1.0)
    assert found.q == pytest.approx(1.0, rel=1e-12)
    assert (found.stable, found.phase) == (False, "undecided")
    assert found.slope == pytest.approx(gains_of(GELU).stability_slope, rel=1e-10)
    there = depth_of(GELU, layers=2, weight_variance=gain**2, bias_variance=0.0, input_variance=1.0 / gain**2)
    assert there.settled.q == pytest.approx(1.0, rel=1e-12)
    assert there.settled.phase == "undecided"
    assert math.isnan(there.correlation.c)


def half_stable_silu() -> tuple[float, float, float]:
    """q, σ_w² and σ_b² where χ₁ and the slope of the variance map are 1, by mpmath alone."""

    def moment(function: object, q: mp.mpf) -> mp.mpf:
        cuts = [-12, -6, -3, -1, 0, 1, 3, 6, 12]
        return mp.quad(lambda z: function(mp.sqrt(q) * z, z) * mp.npdf(z), cuts, maxdegree=5)  # type: ignore[operator]

    def gate(x: mp.mpf) -> mp.mpf:
        return 1 / (1 + mp.exp(-x))

    def slopes(q: mp.mpf) -> tuple[mp.mpf, mp.mpf]:
        of_gradient = moment(lambda x, _: (gate(x) * (1 + x * gate(-x))) ** 2, q)
        of_variance = moment(lambda x, z: (x * gate(x)) ** 2 * (z * z - 1), q) / (2 * q)
        return of_gradient, of_variance

    with mp.workdps(20):
        q = mp.findroot(lambda x: mp.fsub(*slopes(x)), (14.3, 14.4), solver="secant")
        w = 1 / slopes(q)[0]
        return float(q), float(w), float(q - w * moment(lambda x, _: (x * gate(x)) ** 2, q))


def test_the_half_stable_point_of_silu_is_too_close_to_tell() -> None:
    """From its first layer SiLU climbs to it; a hair less weight stops it below, a hair more lets it pass."""
    q, w, b = half_stable_silu()
    assert (q, w, b) == pytest.approx((14.32017, 1.9880047, 0.5551432), rel=1e-6)
    below, above = (fixed_point(SILU, weight_variance=w * (1.0 + shift), bias_variance=b) for shift in (-1e-6, 1e-6))
    assert (below.phase, above.phase) == ("ordered", "chaotic")
    assert below.q < q < above.q
    at = fixed_point(SILU, weight_variance=w, bias_variance=b)
    assert at.q == pytest.approx(q, rel=1e-4)
    assert (at.phase, at.stable) == ("undecided", False)
    assert [point.stability for point in at.fixed_points] == ["half-stable", "stable"]
    assert (at.slope, at.chi) == pytest.approx((1.0, 1.0), abs=1e-5)
    beyond = fixed_point(SILU, weight_variance=w, bias_variance=b, start=20.0)
    assert (beyond.q, beyond.phase) == (at.fixed_points[1].q, "chaotic")
    assert math.isnan(depth_of(SILU, layers=2, weight_variance=w, bias_variance=b).correlation.c)


def test_published_fixed_points_of_tanh() -> None:
    found = fixed_point(TANH, weight_variance=1.0, bias_variance=0.05)
    assert (found.q, found.chi) == pytest.approx((0.193593, 0.759032), abs=5e-7)
    assert (found.phase, found.stable) == ("ordered", True)
    assert fixed_point(TANH, weight_variance=1.77, bias_variance=0.05).phase == "chaotic"


@pytest.mark.parametrize("q", [0.2, 0.7, 3.0])
def test_fixed_point_of_erf_satisfies_its_closed_form(q: float) -> None:
    """E erf(√q Z)² = (2/π) arcsin(2q/(1+2q)) and E erf'² = (4/π)/√(1+4q): Williams 1997."""
    second_moment = 2.0 / math.pi * math.asin(2.0 * q / (1.0 + 2.0 * q))
    found = fixed_point(CATALOG["Erf"](), weight_variance=(q - 0.1) / second_moment, bias_variance=0.1)
    assert found.q == pytest.approx(q, rel=1e-12)
    assert found.chi == pytest.approx((q - 0.1) / second_moment * 4.0 / math.pi / math.sqrt(1.0 + 4.0 * q), rel=1e-12)


@pytest.mark.parametrize(
    ("weight_variance", "bias_variance", "q", "chi_there", "phase"),
    [
        (1.9, 0.0, 0.0, 0.95, "vanishes"),
        (1.9, 0.1, 2.0, 0.95, "ordered"),
        (2.0, 0.1, math.inf, 1.0, "diverges"),
        (2.0, 1e-6, math.inf, 1.0, "diverges"),
        (2.1, 0.0, math.inf, 1.05, "diverges"),
        (0.0, 0.3, 0.3, 0.0, "ordered"),
        (0.0, 0.0, 0.0, 0.0, "vanishes"),
    ],
)
def test_fixed_points_of_relu(
    weight_variance: float, bias_variance: float, q: float, chi_there: float, phase: str
) -> None:
    found = fixed_point(RELU, weight_variance=weight_variance, bias_variance=bias_variance)
    assert found.phase == phase
    assert (found.q, found.chi, found.slope) == pytest.approx((q, chi_there, chi_there), rel=1e-11)


def test_an_exponential_runs_away_or_settles() -> None:
    """σ_w² e^{2q} + σ_b² = q has two solutions or none; layers between them come back to the first."""
    exponential = CATALOG["Exponential"]()
    assert fixed_point(exponential, weight_variance=0.2, bias_variance=0.0).phase == "diverges"
    found = fixed_point(exponential, weight_variance=1e-6, bias_variance=6.0)
    assert found.phase == "ordered"
    stable, unstable = found.fixed_points
    for point in (stable, unstable):
        assert 1e-6 * math.exp(2.0 * point.q) + 6.0 == pytest.approx(point.q, rel=1e-12)
    assert found.basin == (0.0, unstable.q)
    assert fixed_point(exponential, weight_variance=1e-6, bias_variance=6.8).phase == "diverges"


def test_a_wave_has_one_fixed_point_however_large_its_variance() -> None:
    """E sin² = (1 − e^{−2q})/2."""
    sin = CATALOG["Sin"]()
    for w in (1.5, 40.0, 1e5):
        found = fixed_point(sin, weight_variance=w, bias_variance=0.05)
        assert found.q == pytest.approx(w * -math.expm1(-2.0 * found.q) / 2.0 + 0.05, rel=1e-12)
        assert len(found.fixed_points) == 1
        assert found.slope == pytest.approx(w * math.exp(-2.0 * found.q), abs=1e-11)


@pytest.mark.parametrize(
    ("activation", "weight_variance", "bias_variance"),
    [
        (CATALOG["Hardshrink"](), 0.81, 0.09),
        (CATALOG["Threshold"](), 1.0, 0.2),
        (CATALOG["Threshold"](threshold=0.5, value=0.4), 0.5, 0.2),
    ],
    ids=repr,
)
def test_a_function_that_jumps_is_chaotic_whatever_its_slopes(
    activation: Activation, weight_variance: float, bias_variance: float
) -> None:
    found = fixed_point(activation, weight_variance=weight_variance, bias_variance=bias_variance)
    assert found.chi < 1.0
    assert found.phase == "chaotic"


def test_a_function_whose_branches_meet_does_not_jump() -> None:
    found = fixed_point(CATALOG["Threshold"](threshold=0.5, value=0.5), weight_variance=0.5, bias_variance=0.2)
    assert (found.phase, found.chi < 1.0) == ("ordered", True)


@pytest.mark.parametrize("name", ["weight_variance", "bias_variance", "start"])
@pytest.mark.parametrize("value", [-1.0, math.inf, math.nan])
def test_variances_that_are_none_are_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a finite number >= 0"):
        fixed_point(TANH, **{"weight_variance": 1.0, "bias_variance": 0.1, "start": 1.0, name: value})
