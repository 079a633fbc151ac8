"""Each lesson asks what its view shows, and its answer is what the functions say."""

import math
import re
from collections.abc import Callable

import numpy as np
import pytest
from scipy import integrate, optimize, special, stats

from activations import CATALOG
from pages.ui.guide.answers import RACE_EPOCHS
from pages.ui.guide.lessons import LESSONS, Lesson
from pages.ui.links import LESSON
from pages.ui.menu import PAGES

by_key = {lesson.key: lesson for lesson in LESSONS}


def numbers(text: str) -> list[float]:
    return [float(number.replace("−", "-")) for number in re.findall(r"−?\d+(?:\.\d+)?", text)]


def power(text: str) -> float:
    """A number such as 3.1 × 10⁻¹⁷."""
    mantissa, _, exponent = text.partition(" × 10")
    return float(mantissa) * 10.0 ** int(exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


def normal_mean(curve: Callable[[float], float]) -> float:
    return float(integrate.quad(lambda z: curve(z) * stats.norm.pdf(z), -12.0, 12.0, points=[0.0], epsabs=1e-12)[0])


def softplus(x: float) -> float:
    return float(np.logaddexp(0.0, x))


def elu(x: float, alpha: float = 1.0) -> float:
    return x if x > 0 else alpha * math.expm1(x)


MEANS = {"Sigmoid": normal_mean(special.expit), "Softplus": normal_mean(softplus)} | {
    "ReLU": normal_mean(lambda x: max(x, 0.0)),
    "ELU": normal_mean(elu),
}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)
def test_a_lesson_is_whole(lesson: Lesson) -> None:
    assert re.fullmatch(r"[a-z_]+", lesson.key)
    assert lesson.question.endswith("?")
    assert lesson.page in {entry.file for entry in PAGES}
    assert lesson.state == {**lesson.view, LESSON: lesson.key}


def test_lessons_are_told_apart() -> None:
    assert len(by_key) == len(LESSONS)


def test_the_sigmoids_gradient_is_small_from_4_585_on() -> None:
    left, right = numbers(by_key["sigmoid_vanishes"].answer())[1:]
    assert -left == right == pytest.approx(4.58486, abs=1e-5)
    assert special.expit(right) * special.expit(-right) == pytest.approx(0.01, rel=1e-4)
    low, high = by_key["sigmoid_vanishes"].view["x"]
    assert low < left < right < high


def test_a_hundred_sigmoids_have_a_small_slope_from_where_the_view_shows_it() -> None:
    _, left, right = numbers(by_key["hundred_sigmoids"].answer())[:3]
    offsets = np.linspace(0.0, 9.8, 100)
    for x in (left, right):
        assert (special.expit(x - offsets) * special.expit(offsets - x)).sum() / 10 == pytest.approx(0.01, rel=1e-2)
    low, high = by_key["hundred_sigmoids"].view["span"]
    assert low < left < right < high


def test_unit_steps_are_off_by_0_0106() -> None:
    lesson = by_key["unit_steps"]
    off, at = numbers(lesson.answer())[2:4]
    low, high = lesson.view["span"]
    x = np.linspace(float(low), float(high), 5001)
    total = special.expit(x[:, np.newaxis] - np.arange(0.5, 100.0)).sum(axis=1)
    gap = np.abs(total - np.logaddexp(0.0, x))
    assert (off, at) == pytest.approx((gap.max(), x[gap.argmax()]), abs=1e-5)
    assert off == pytest.approx(0.010578, abs=1e-5)


def test_relu_bends_at_its_kink_alone() -> None:
    assert numbers(by_key["relu_bends"].answer()) == [0, 0, 0.25, 0]
    assert special.expit(0.0) * special.expit(-0.0) == 0.25


def test_elus_mean_is_the_nearest_to_zero() -> None:
    answer = by_key["nearest_mean"].answer()
    for name, mean in MEANS.items():
        assert numbers(answer.split(f"{name} ", 1)[1])[0] == pytest.approx(mean, abs=5e-5)
    assert f"that of {min(MEANS, key=lambda name: abs(MEANS[name]))}" in answer


def test_on_the_posts_grid_elus_mean_is_far_from_zero() -> None:
    on_grid, on_normal = numbers(by_key["mean_on_grid"].answer())
    assert on_grid == pytest.approx(np.mean([elu(x) for x in np.arange(-10.0, 9.9, 0.2)]), abs=5e-4)
    assert on_normal == pytest.approx(MEANS["ELU"], abs=5e-5)


def test_elu_centres_itself_with_the_alpha_of_selu() -> None:
    assert numbers(by_key["centred_elu"].answer()) == [0.0]
    assert normal_mean(lambda x: elu(x, 1.6732632423543772)) == pytest.approx(0.0, abs=1e-11)


def test_gates_turn_where_they_are_lowest() -> None:
    gelu, silu = numbers(by_key["gates_turn"].answer())
    for found, curve in ((gelu, lambda x: x * stats.norm.cdf(x)), (silu, lambda x: x * special.expit(x))):
        assert found == pytest.approx(optimize.minimize_scalar(curve, bracket=(-2.0, -1.0, 0.0)).x, abs=5e-4)


def test_little_gradient_is_left_after_twenty_sigmoids() -> None:
    left = by_key["sigmoid_layers"].answer().split("Sigmoid ", 1)[1].split(",", 1)[0]

    def moment(curve: Callable[[float], float], variance: float) -> float:
        return normal_mean(lambda z: curve(math.sqrt(variance) * z) ** 2)

    weights = 1.0 / moment(special.expit, 1.0)
    variance, product = weights, 1.0
    for _ in range(20):
        product *= weights * moment(lambda x: special.expit(x) * special.expit(-x), variance)
        variance = weights * moment(special.expit, variance)
    assert power(left) == pytest.approx(product, rel=0.05)


def test_gelu_does_not_keep_the_signal_at_its_gain() -> None:
    answer = by_key["gain_fails"].answer()
    assert answer.startswith("No:")
    assert power(answer.split("layers is ", 1)[1].split(". ", 1)[0]) > 1e3
    assert "ReLU 2" in answer  # exactly what its first layer has


def test_elu_is_first_and_the_sigmoid_last_in_the_race() -> None:
    answer = by_key["race"].answer()
    first = dict(re.findall(r"(\w+) (\d\.\d+)", answer.split(f"After {RACE_EPOCHS}")[0]))
    assert min(first, key=lambda name: float(first[name])) == "ELU"
    assert "ELU's falls first; Sigmoid's hardly falls at all." in answer
    assert set(first) == {"Sigmoid", "Softplus", "ReLU", "ELU"} <= CATALOG.keys()
