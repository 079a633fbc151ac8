"""What the calculus and the moments make of formulas, which bend where they like."""

import mpmath
import numpy as np
import pytest

from activations import Laplace, Normal, Uniform, gains_of, moments_of, parse_formula, properties_of
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError

RANDOM = np.random.default_rng(4)


def sharp() -> list[tuple[str, float]]:
    """Formulas that bend within 1/k of m, for k over four powers of ten."""
    found = []
    for text in (
        "tanh({k}*(x - {m}))",
        "exp(-({k}*(x - {m}))^2)",
        "x*sigmoid({k}*(x - {m}))",
        "sqrt((x - {m})^2 + 1/{k}^2)",
    ):
        for k in 10.0 ** RANDOM.uniform(0.0, 4.0, 4):
            m = float(RANDOM.uniform(-3.0, 3.0))
            found.append((text.format(k=f"{k:.4f}", m=f"({m:.4f})"), m))
    return found


@pytest.mark.parametrize(("text", "middle"), sharp())
@pytest.mark.parametrize(
    "inputs", [Normal(0.3, 1.1), Laplace(), Uniform(-4.0, 4.0)], ids=lambda each: type(each).__name__
)
def test_moments_of_a_formula_are_exact_however_sharply_it_bends(
    text: str, middle: float, inputs: Normal | Laplace | Uniform
) -> None:
    formula = parse_formula(text)()
    found = moments_of(formula, inputs)

    # Trapezoids on a grid that grows finer towards the bend, in t where x = m + sinh t.
    t = np.linspace(np.arcsinh(-60e6), np.arcsinh(60e6), 400_001)
    x, width = middle + 1e-6 * np.sinh(t), 1e-6 * np.cosh(t) * (t[1] - t[0])
    density = np.exp(inputs.log_density((x - inputs.centre) / inputs.scale)) / inputs.scale
    inside = np.abs(x - inputs.centre) <= inputs.panels[-1] * inputs.scale
    weights = np.where(inside, density * width, 0.0)
    tolerance = 1e-3 if isinstance(inputs, Uniform) else 1e-6  # the ends of a uniform density fall between points
    for moment, values in (
        (found.mean, formula(x)),
        (found.second_moment, formula(x) ** 2),
        (found.slope_second_moment, formula.derivative(x) ** 2),
    ):
        assert moment == pytest.approx(float(weights @ values), rel=tolerance, abs=tolerance)


@pytest.mark.parametrize(
    "text", ["tanh(100*(x - 0.3))", "exp(-((x - 1)/0.01)^2)", "x + sin(20*x)^2/20", "x*sigmoid(40*(x - 2))"]
)
def test_moments_of_formulas_are_those_of_mpmath(text: str) -> None:
    of_mpmath = {
        "tanh(100*(x - 0.3))": lambda x: mpmath.tanh(100 * (x - mpmath.mpf(3) / 10)),
        "exp(-((x - 1)/0.01)^2)": lambda x: mpmath.exp(-(((x - 1) * 100) ** 2)),
        "x + sin(20*x)^2/20": lambda x: x + mpmath.sin(20 * x) ** 2 / 20,
        "x*sigmoid(40*(x - 2))": lambda x: x / (1 + mpmath.exp(-40 * (x - 2))),
    }[text]
    cuts = sorted({*np.linspace(-9.0, 9.0, 181), *np.linspace(0.9, 1.1, 41), *np.linspace(0.2, 0.4, 41)})
    expected = mpmath.quad(lambda x: of_mpmath(x) ** 2 * mpmath.npdf(x), cuts)  # type: ignore[no-untyped-call]
    assert moments_of(parse_formula(text)(), Normal()).second_moment == pytest.approx(float(expected), rel=1e-11)
    assert gains_of(parse_formula(text)()).forward == pytest.approx(float(1 / mpmath.sqrt(expected)), rel=1e-11)


@pytest.mark.parametrize("frequency", 10.0 ** RANDOM.uniform(-3.0, 1.5, 12))
@pytest.mark.parametrize("text", ["sin({w}*x)", "x + sin({w}*x)^2/{w}", "sin({w}*x) + 0.4*cos(2*{w}*x)"])
def test_a_wave_is_known_on_the_whole_line_or_not_resolved(text: str, frequency: float) -> None:
    formula = parse_formula(text.format(w=f"{frequency:.6f}"))()
    try:
        known = properties_of(formula)
    except NotResolvedError:
        assert frequency < 0.3  # two periods of 2π/ω reach from 0 to 50 above that
        return
    x = np.linspace(-2_000.0, 2_000.0, 1_000_003)
    values, slopes = formula(x), formula.derivative(x)
    assert known.minimum.value <= values.min()
    assert known.maximum.value >= values.max()
    assert known.slope_minimum.value <= slopes.min() + 1e-9
    assert known.slope_maximum.value == pytest.approx(slopes.max(), rel=1e-3)


@pytest.mark.parametrize(
    "text", ["sin(x) + sin(0.01*x)", "sin(x)*sin(1.4142*x)", "cos(0.03*x)*x", "sin(x^2)", "sin(0.02*x)"]
)
def test_what_does_not_repeat_itself_is_not_resolved(text: str) -> None:
    with pytest.raises(NotResolvedError, match="repeat"):
        properties_of(parse_formula(text)())


def test_a_formula_whose_terms_cancel_far_out_is_refused_without_a_warning() -> None:
    with pytest.raises(NotResolvedError):
        pieces_of(parse_formula("sqrt(x^4 + x^2) - x^2")())
