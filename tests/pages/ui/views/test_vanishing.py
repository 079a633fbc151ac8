"""Where gradients vanish, as it is drawn and told."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from activations import CATALOG
from pages.ui.charts.placed import placed
from pages.ui.charts.sheet import Bars, Numbers
from pages.ui.chosen import curve_of
from pages.ui.views import curves, vanishing

STORY = tuple(CATALOG[name]() for name in ("Sigmoid", "ReLU", "ELU"))


def test_vanishing_parts_are_cut_to_the_axis() -> None:
    intervals = vanishing.intervals_by_name(STORY, 0.01)
    drawing = curves.drawing_of([curve_of(activation) for activation in STORY], -6.0, 3.0, fitted=True)
    sheet = vanishing.vanishing_picture(drawing, intervals, 0.01, "")
    assert sheet.panels[-1].title == "|f′| < 0.01"
    bars = placed(sheet).tables["bars"]
    assert list(bars["function"]) == ["Sigmoid", "ReLU", "ELU"]
    assert list(bars["from"]) == [-6.0] * 3
    assert list(bars["to"]) == pytest.approx([-4.584863339, 0.0, math.log(0.01)])


@example("Sin", 0.5, -4.0, 11.0, 700.0)
@example("Sin", 1.0, 0.0, 7.0, 150.0)
@example("Snake", 0.3, -9.0, 14.0, 900.0)
@given(
    st.sampled_from(list(CATALOG)),
    st.floats(1e-4, 1.0),
    st.floats(-19.0, 5.0),
    st.floats(0.5, 14.0),
    st.floats(150.0, 1_500.0),
)
def test_every_end_has_a_number_that_touches_nothing(
    name: str, epsilon: float, low: float, length: float, width: float
) -> None:
    activation, high = CATALOG[name](), low + length
    drawing = curves.drawing_of([curve_of(activation)], low, high, fitted=True)
    intervals = vanishing.intervals_by_name([activation], epsilon)
    bars, numbers = vanishing.vanishing_picture(drawing, intervals, epsilon, "").panels[-1].content
    assert isinstance(bars, Bars)
    assert isinstance(numbers, Numbers)
    ends = {x for x in np.r_[bars.left, bars.right].tolist() if low < x < high}
    gaps = set(bars.left[1:].tolist()) & set(bars.right[:-1].tolist())  # only a point between two bars
    assert set(numbers.x.tolist()) == ends - gaps
    scale = width / length
    taken = [(scale * left, scale * right) for left, right in zip(bars.left, bars.right, strict=True)]
    for x, text, leftward, room in zip(numbers.x, numbers.texts, numbers.leftward, numbers.room, strict=True):
        if room <= width:
            near, far = scale * x, scale * x + (-1.0 if leftward else 1.0) * (4.0 + 5.8 * len(text))
            box = min(near, far) + 1e-6, max(near, far) - 1e-6
            assert scale * low <= box[0] + 1e-3
            assert box[1] <= scale * high + 1e-3
            assert not any(start < box[1] and box[0] < stop for start, stop in taken)
            taken.append(box)


def test_the_sentence_says_where_the_gradient_vanishes() -> None:
    assert vanishing.vanishing_sentence(STORY[:2], vanishing.intervals_by_name(STORY[:2], 0.01), 0.01) == (
        "|f′| < 0.01: Sigmoid for x < −4.58486 and for x > 4.58486; ReLU for x ≤ 0."
    )
    leaky = CATALOG["LeakyReLU"](negative_slope=0.5)
    assert vanishing.vanishing_sentence([leaky], vanishing.intervals_by_name([leaky], 0.01), 0.01) == (
        "|f′| is at least 0.01 everywhere for LeakyReLU."
    )
    sin = CATALOG["Sin"]()
    assert vanishing.vanishing_sentence([sin], vanishing.intervals_by_name([sin], 1e-6), 1e-6) == (
        "|f′| < 10⁻⁶: Sin for 1.570795327 < x < 1.570797327 and for 4.71238798 < x < 4.71238998, "
        "and so on with the period 6.283185307."
    )


@pytest.mark.parametrize(
    ("name", "epsilon", "places"),
    [
        ("Squareplus", 1.0, "for every x"),
        ("Softplus", 1.0, "for every x"),
        ("Softsign", 1.0, "for every x except 0"),
        ("Exponential", 1.0, "for x < 0"),
        (
            "Sin",
            1.0,
            "for 0 < x < 3.141592654 and for 3.141592654 < x < 6.283185307, and so on with the period 6.283185307",
        ),
        ("Mish", 0.1125, "for x < −2.27844 and for −2.2346 < x < −0.86022"),
        ("Hardswish", 1e-6, "for x ≤ −3 and for −1.500003 < x < −1.499997"),
        ("Sigmoid", 0.99999, "for every x"),
        ("Hardshrink", 0.1 + 0.2, "for −0.5 ≤ x ≤ 0.5"),
    ],
)
def test_ends_and_the_threshold_are_told_as_they_are(name: str, epsilon: float, places: str) -> None:
    activation = CATALOG[name]()
    found = vanishing.intervals_by_name([activation], epsilon)
    level = {1e-6: "10⁻⁶", 1.0: "1"}.get(epsilon, str(epsilon))
    assert vanishing.vanishing_sentence([activation], found, epsilon) == f"|f′| < {level}: {name} {places}."


def test_what_is_not_resolved_is_said_beside_what_is() -> None:
    chosen = [CATALOG["Sigmoid"](offset=1e17), CATALOG["ReLU"]()]
    found = vanishing.intervals_by_name(chosen, 0.01)
    assert found["Sigmoid"] is None
    assert vanishing.vanishing_sentence(chosen, found, 0.01) == (
        "|f′| < 0.01: ReLU for x ≤ 0. Where |f′| of Sigmoid is below 0.01 is not resolved: "
        "64-bit numbers cannot follow changes on such a scale."
    )
    drawing = curves.drawing_of(list(map(curve_of, chosen)), -6.0, 3.0, fitted=True)
    (lanes,) = vanishing.vanishing_picture(drawing, found, 0.01, "").panels[-1:]
    assert [each.left.tolist() for each in lanes.content if isinstance(each, Bars)] == [[], [-6.0]]


def test_the_chart_is_described_for_one_function_and_for_several() -> None:
    assert vanishing.curves_sentence(["ELU"], "…") == "ELU with its first and second derivatives. …"
    assert vanishing.curves_sentence(["ELU", "SiLU"], "…") == "ELU and SiLU with their first and second derivatives. …"
