"""What a forged client may send past a widget's own checks."""

import math

import pytest

from activations import CATALOG
from pages.ui.declarations import (
    LARGEST_SEED,
    Choice,
    Guess,
    Magnitude,
    Number,
    OneOf,
    Seed,
    Several,
    Span,
    Whole,
    parameter_range,
    parameter_slider,
)


@pytest.mark.parametrize(
    ("sent", "taken"),
    [(0.3, 0.3), (-9.0, -1.0), (1e308, 2.0), (math.nan, 0.5), (math.inf, 0.5), (-math.inf, 0.5), (None, 0.5)],
)
def test_a_number_out_of_bounds_is_brought_back(sent: float | None, taken: float) -> None:
    assert Number("n", "N", 0.5, low=-1.0, high=2.0, step=0.1).checked(sent) == taken
    assert Magnitude("m", "M", 0.5, low=-1.0, high=2.0).checked(sent) == taken


@pytest.mark.parametrize(("sent", "taken"), [(3.4, 3), (-9.0, 1), (1e308, 9), (math.nan, 5), (None, 5)])
def test_a_whole_number_is_whole(sent: float | None, taken: int) -> None:
    found = Whole("n", "N", 5, low=1, high=9).checked(sent)
    assert found == taken
    assert isinstance(found, int)


def test_a_seed_is_a_whole_number_from_0_on() -> None:
    assert [Seed("s").checked(sent) for sent in (-1.0, 7.0, 1e12, math.inf)] == [0, 7, LARGEST_SEED, 1]


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ((-2.0, 3.0), (-2.0, 3.0)),
        ((3.0, -2.0), (-2.0, 3.0)),
        ((1.0, 1.0), (1.0, 1.5)),
        ((5.0, 5.0), (4.5, 5.0)),
        ((-99.0, 99.0), (-5.0, 5.0)),
        ((math.nan, 2.0), (-1.0, 2.0)),
    ],
)
def test_a_span_is_sorted_and_at_least_a_step_wide(sent: tuple[float, float], taken: tuple[float, float]) -> None:
    assert Span("x", "X", (-1.0, 1.0), low=-5.0, high=5.0, step=0.5).checked(sent) == taken


def test_an_option_that_there_is_not_gives_way_to_the_first() -> None:
    options = ("a", "b")
    for control in (OneOf("o", "O", options), Choice("c", "C", options), Choice("c", "C").among(options)):
        assert [control.checked(sent) for sent in ("b", "<b>", None)] == ["b", "a", "a"]
    assert [Guess("g", "G", options).checked(sent) for sent in ("b", "<b>", None)] == ["b", None, None]
    assert Several("s", "S", options).checked(["b", "<b>", "a", "b"]) == ["a", "b"]


@pytest.mark.parametrize("name", [name for name in CATALOG if CATALOG[name].parameters])
def test_the_controls_of_a_parameter_are_made_of_its_record(name: str) -> None:
    definition = CATALOG[name]
    for parameter in definition.parameters:
        slider, span = parameter_slider(definition, parameter), parameter_range(definition, parameter)
        assert (slider.key, span.key) == (f"{name}.{parameter.name}", f"{name}.{parameter.name}.range")
        assert slider.default == parameter.default
        assert span.default == (parameter.low, parameter.high)
        for control in (slider, span):
            assert (control.low, control.high, control.step) == (parameter.low, parameter.high, parameter.step)
        assert definition(**{parameter.name: slider.checked(1e9)}).parameters[parameter.name] == parameter.high
