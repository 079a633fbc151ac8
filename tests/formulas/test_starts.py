"""Where the parameters of a formula start."""

import pytest

from activations import CATALOG, parse_formula
from activations.formulas.starts import starts_of


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("max(x, a*x)", {"a": 0.5}),
        ("where(x > 0, x, a*x)", {"a": 0.5}),
        ("max(x, a*x) - x", {"a": 0.5}),  # a constant at 1
        ("x^a", {"a": 2.0}),  # no real number at 0.5
        ("max(a*x, b*x)", {"a": 0.5, "b": 1.0}),
        ("tanh(a*x)", {"a": 1.0}),
        ("a*x + b", {"a": 1.0, "b": 1.0}),  # a line wherever they are
        ("x", {}),
    ],
)
def test_a_formula_starts_at_1_unless_it_is_a_line_there(text: str, starts: dict[str, float]) -> None:
    assert starts_of(text) == starts
    assert parse_formula(text)().parameters == starts


def test_a_formula_that_is_no_number_at_1_is_not_replaced_by_another() -> None:
    assert starts_of("1/(x^2 + 1 - a)") == {"a": 1.0}


def test_the_start_of_a_leaky_relu_shows_both_of_its_slopes() -> None:
    leaky = parse_formula("max(x, a*x)")()
    assert leaky([-2.0, 2.0]).tolist() == CATALOG["LeakyReLU"](negative_slope=0.5)([-2.0, 2.0]).tolist()
