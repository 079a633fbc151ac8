"""What a forged client may send past a widget's own checks."""

import math

import pytest

from activations import CATALOG
from pages.ui import controls


def test_only_known_functions_each_once_and_at_most_six_get_through() -> None:
    assert controls._known_names(["ELU", "nonsense", "ELU", "<b>", "ReLU"]) == ["ELU", "ReLU"]
    assert controls._known_names([*CATALOG, *CATALOG]) == list(CATALOG)[: controls.MOST_FUNCTIONS]


@pytest.mark.parametrize(
    ("sent", "taken"),
    [(0.3, 0.3), (-9.0, -1.0), (1e308, 2.0), (math.nan, 0.5), (math.inf, 0.5), (-math.inf, 0.5), (None, 0.5)],
)
def test_a_number_out_of_bounds_is_brought_back(sent: float | None, taken: float) -> None:
    assert controls._between(sent, -1.0, 2.0, 0.5) == taken
