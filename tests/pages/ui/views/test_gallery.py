"""Small curves."""

import pytest

from activations import CATALOG
from pages.ui.views.gallery import sparkline


def sparkline_segments(name: str) -> list[list[tuple[float, float]]]:
    return [
        [(float(across), float(up)) for across, up in (point.split(",") for point in part.split('"')[0].split())]
        for part in sparkline(CATALOG[name](), "#123456").split('points="')[1:]
    ]


@pytest.mark.parametrize("name", CATALOG)
def test_a_sparkline_runs_from_edge_to_edge(name: str) -> None:
    segments = sparkline_segments(name)
    assert (segments[0][0][0], segments[-1][-1][0]) == (0.0, 160.0)
    levels = 2 if name == "Step" else 6
    assert len({up for segment in segments for _, up in segment}) >= levels


def test_a_sparkline_does_not_join_a_jump() -> None:
    below, above = sparkline_segments("Threshold")
    assert {up for _, up in below} == {40.0}
    assert above[0] == (100.0, 20.0)
