"""Numbers and lists as a reader sees them."""

import math

from pages.ui.wording import counted, figure, listed, on_intervals


def test_numbers_and_lists_read_well() -> None:
    assert figure(-0.52542) == "−0.5254"
    assert figure(-0.0) == "0"
    assert [counted(number, "epoch") for number in (1, 2)] == ["1 epoch", "2 epochs"]
    assert figure(math.inf) == "∞"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert on_intervals([(-math.inf, -2.0), (1.0, 3.0), (4.0, math.inf)]) == (
        "for x < −2, between 1 and 3 and for x > 4"
    )
    assert on_intervals([(-math.inf, math.inf)]) == "for every x"
    assert on_intervals([(k, k + 0.5) for k in range(-4, 4)]) == "on 8 intervals between −4 and 3.5"
