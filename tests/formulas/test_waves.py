"""What is claimed, and not claimed, of formulas with waves."""

import math

import numpy as np
import pytest

from activations import parse_formula, properties_of, vanishing_intervals
from activations.calculus.intervals import Interval
from activations.calculus.sampling import NotResolvedError


def test_a_wave_with_kinks_is_as_steep_as_beside_them() -> None:
    activation = parse_formula("clip(expm1(1.5*x), -0.5, 0.99)/(2 + cos(4.75*x))")()
    assert activation.derivative(0.345) > 2.1
    assert vanishing_intervals(activation, 2.0667) != (Interval(-math.inf, math.inf),)


@pytest.mark.parametrize("level", np.random.default_rng(13).uniform(0.1, 0.9, 4).round(4).tolist())
@pytest.mark.parametrize(
    "text",
    [
        "clip((x*cos(x))^2, -3, {p})",
        "tanh((x*(sin(x) + {p}))^2)",
        "min({p}, abs(x^3*sin(x)))",
        "sigmoid(x*snake(-x, frequency={p})*(sin(3*x) - {p}))",
        "where(x*cos({p}*x) > {p}, 1, 0)*tanh(x)",
    ],
)
def test_a_wave_that_is_seldom_seen_far_out_has_no_limit(text: str, level: float) -> None:
    activation = parse_formula(text.format(p=level))()
    assert np.isnan(activation(math.inf))
    with pytest.raises(NotResolvedError):
        properties_of(activation)


@pytest.mark.parametrize("text", ["x*exp(x)/(1 + abs(x) + exp(x))", "sin(asinh({p}*x))", "cos(log(1 + {p}*x^2))"])
def test_what_is_lost_far_out_is_not_said_to_go_up_and_down(text: str) -> None:
    for place in np.random.default_rng(16).uniform(0.5, 2.0, 3).round(2).tolist():
        with pytest.raises(NotResolvedError, match="or is lost to rounding"):
            properties_of(parse_formula(text.format(p=place))())


def test_a_slope_that_changes_its_sign_for_ever_is_not_infinite() -> None:
    with pytest.raises(NotResolvedError):  # and without a warning where its slopes are infinite
        properties_of(parse_formula("sinh(1 + where(x > 0, x*sin(x), 0)^2)")())
    activation = parse_formula("x^5*exp(0.4*x)/(2 + cos(x))")()
    assert np.isnan(activation.derivative(math.inf))
    with pytest.raises(NotResolvedError, match="for ever"):
        properties_of(activation)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("cos(5*x)*exp(-x^2)", 0.0),
        ("2 + sin(x)/(1 + abs(x))", 2.0),
        ("x + x*sin(x)/2", math.inf),
        ("sigmoid(x + sin(x))", 1.0),
        ("snake(x, frequency=2)*sigmoid(x)", math.inf),
        ("cos(3 + 2*tanh(x))", math.cos(5.0)),
    ],
)
def test_a_wave_that_does_not_count_far_out_leaves_the_limit_alone(text: str, limit: float) -> None:
    assert float(parse_formula(text)()(math.inf)) == pytest.approx(limit, rel=1e-15)


@pytest.mark.parametrize(
    "text", ["where(x == 0, 1, sin(x)/x)", "cos({p}*x)/(1 + abs(x))", "tanh(sin({p}*x)/(1 + x^2))"]
)
def test_a_wave_that_dies_out_is_not_said_to_change_too_fast(text: str) -> None:
    for place in np.random.default_rng(23).uniform(0.5, 9.0, 2).round(2).tolist():
        with pytest.raises(NotResolvedError, match="for ever"):
            properties_of(parse_formula(text.format(p=place))())


@pytest.mark.parametrize(
    "text", ["abs(sin({k}*x))", "max(sin({k}*x), 0.5)", "where(sin({k}*x) > 0, 1, -1)", "x + relu(cos({k}*x + 1))"]
)
@pytest.mark.parametrize("k", np.random.default_rng(12).uniform(0.7, 3.0, 3).round(2))
def test_a_wave_with_kinks_is_told_to_be_one(text: str, k: float) -> None:
    with pytest.raises(NotResolvedError, match="kinks or jumps again and again"):
        properties_of(parse_formula(text.format(k=k))())


def test_thresholds_far_out_are_no_wave() -> None:
    assert properties_of(parse_formula("relu(x - 11) + relu(x - 12) + relu(x - 13)")()).monotonicity == "non-decreasing"
