"""The table of gains, and the answer about the sigmoid's."""

import ast
import math
import re
from collections.abc import Callable

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit

from activations import CATALOG, gains_of, variance_map
from activations.libraries.initializers import INITIALIZER_LANGUAGES
from pages.ui.views import gains


def test_the_gain_table_has_the_catalogue_with_the_readers_parameters_first() -> None:
    table = gains.gain_table([CATALOG["ELU"](alpha=2.0)])
    assert sorted(table["function"]) == sorted(CATALOG)
    assert table["function"][0] == "ELU"
    assert table["parameters"][0] == "α = 2"
    by_name = table.set_index("function")
    assert by_name["PyTorch"]["Sigmoid"] == 1.0
    assert math.isnan(by_name["PyTorch"]["GELU"])
    assert by_name["stability slope"]["GELU"] == pytest.approx(1.144063, abs=1e-6)
    assert by_name["forward"]["Tanh"] == pytest.approx(1.592537, abs=1e-6)


def test_the_sigmoids_critical_weights_agree_with_scipys_quadrature() -> None:
    def expectation(function: Callable[[float], float]) -> float:
        def weighted(z: float) -> float:
            return function(z) * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)

        return float(quad(weighted, -12.0, 12.0, points=[0.0], limit=400)[0])

    def variance(sigma_w: float) -> float:
        q = 50.0
        for _ in range(60):
            q = sigma_w**2 * expectation(lambda z: expit(math.sqrt(q) * z) ** 2)  # noqa: B023
        return q

    q = variance(10.149)
    slope = expectation(lambda z: (expit(math.sqrt(q) * z) * expit(-math.sqrt(q) * z)) ** 2)
    assert q == pytest.approx(45.6, abs=0.05)
    assert 10.149**2 * slope == pytest.approx(1.0, abs=2e-4)


def test_the_answer_about_the_sigmoid_is_computed() -> None:
    answer = gains.sigmoid_answer()
    for number in ("1.8462", "0.153", "5 × 10⁻¹⁷", "4.7226", "0.474", "10.149"):
        assert number in answer


def test_random_slopes_have_gains_of_their_own() -> None:
    sentence = gains.training_sentence(CATALOG["RReLU"](lower=0.0, upper=1.0))
    assert sentence.startswith("In training, RReLU draws each slope anew: its gains are then 1.22474 forward")


def test_nothing_is_shown_as_0_without_a_sign() -> None:
    slope = gains.gain_table([CATALOG["Step"]()])["stability slope"][0]
    assert (slope, math.copysign(1.0, slope)) == (0.0, 1.0)


@pytest.mark.parametrize("name", CATALOG)
def test_a_verdict_says_what_the_variance_map_does(name: str) -> None:
    activation = CATALOG[name]()
    settings = {"weight_variance": gains_of(activation).forward ** 2, "bias_variance": 0.0}
    step = 1e-4
    low, at_one, high = variance_map(activation, [1.0 - step, 1.0, 1.0 + step], **settings)
    assert at_one == pytest.approx(1.0, rel=1e-8)
    factor = abs(high - low) / (2.0 * step)
    found = gains.verdict(activation)
    stated = re.search(r"by the factor ([\d.]+)", found)
    if stated:
        assert float(stated[1]) == pytest.approx(factor, rel=2e-3, abs=1e-6)
        assert ("grows" if factor > 1.0 else "shrinks") in found
    else:
        assert factor == pytest.approx(0.0 if "turns any other" in found else 1.0, abs=1e-6)
    far = np.array([0.01, 100.0])
    assert ("every other" in found) == bool(np.allclose(variance_map(activation, far, **settings), far, rtol=1e-9))


def test_code_draws_weights_of_the_gain() -> None:
    chosen = [CATALOG["ELU"](alpha=2.0), CATALOG["Tanh"]()]
    for language in INITIALIZER_LANGUAGES:
        power = 1 if language == "PyTorch" else 2
        code = gains.initializers(chosen, language)
        used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
        assert used - {"w", "init"} == set(re.findall(r"^import (\w+)$", code, re.MULTILINE))
        lines = code.splitlines()[-2:]
        for activation, line in zip(chosen, lines, strict=True):
            (number,) = re.findall(r"[=(]([\d.]+)[ ,]", line)
            assert float(number) == pytest.approx(gains_of(activation).forward ** power, rel=1e-15)
            assert line.endswith(repr(activation))
