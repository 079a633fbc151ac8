"""Where gradients vanish, as it is drawn and told."""

import math

import pytest

from activations import CATALOG
from pages.ui.charts.placed import placed
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


def test_the_sentence_says_where_the_gradient_vanishes() -> None:
    assert vanishing.vanishing_sentence(STORY, vanishing.intervals_by_name(STORY[:2], 0.01), 0.01) == (
        "|f′| < 0.01: Sigmoid for x < −4.58486 and for x > 4.58486; ReLU for x < 0."
    )
    leaky = CATALOG["LeakyReLU"](negative_slope=0.5)
    assert vanishing.vanishing_sentence([leaky], vanishing.intervals_by_name([leaky], 0.01), 0.01) == (
        "|f′| is at least 0.01 everywhere for LeakyReLU."
    )
    sin = CATALOG["Sin"]()
    assert vanishing.vanishing_sentence([sin], vanishing.intervals_by_name([sin], 1e-6), 1e-6) == (
        "|f′| < 10⁻⁶: Sin on 32 intervals between −48.6947 and 48.6947, and so on."
    )


def test_the_chart_is_described_for_one_function_and_for_several() -> None:
    assert vanishing.curves_sentence(["ELU"], "…") == "ELU with its first and second derivatives. …"
    assert vanishing.curves_sentence(["ELU", "SiLU"], "…") == "ELU and SiLU with their first and second derivatives. …"
