"""What the page of the sum says, as Streamlit runs it."""

import pytest

from tests.pages.visiting import followed, opened, share_link, shown


def test_the_sum_page_opens_with_the_posts_figures() -> None:
    text = shown(opened("pages/sigmoid_sum.py"))
    assert "0.5254" in text
    assert "9.8" in text


@pytest.mark.parametrize(
    ("preset", "figures"),
    [(0, ("0.5254", "9.8")), (1, ("0.01058", "100")), (2, ("5.007", "1.042 × 10⁻⁶"))],
)
def test_a_preset_sets_every_number(preset: int, figures: tuple[str, ...]) -> None:
    app = opened("pages/sigmoid_sum.py", {"n": "7", "first": "3", "span": ["-1", "1"]})
    app.button[preset].click().run()
    assert not app.error
    for number in figures:
        assert number in shown(app)


def test_offsets_said_in_the_other_way_are_the_same() -> None:
    app = opened("pages/sigmoid_sum.py", {"n": "40", "spacing": "0.25", "divisor": "4"})
    before = shown(app)
    app.radio(key="offsets_by").set_value("Length T = N Δ").run()
    assert share_link(app)["length"] == ["10.0"]
    assert shown(app) == before
    app.number_input(key="length").set_value(20.0).run()
    assert shown(app) != before
    app.radio(key="offsets_by").set_value("Spacing Δ").run()
    assert share_link(app)["spacing"] == ["0.5"]


def test_a_link_to_a_length_wins_over_the_spacing_before() -> None:
    app = opened("pages/sigmoid_sum.py", {"n": "40", "spacing": "0.25"})
    link = share_link(opened("pages/sigmoid_sum.py", {"offsets_by": "Length T = N Δ", "length": "30"}))
    followed(app, "pages/curves.py")
    followed(app, "pages/sigmoid_sum.py", link)
    assert share_link(app) == link


def test_a_whole_link_puts_a_whole_number_back() -> None:
    app = opened("pages/sigmoid_sum.py", {"n": "40"})
    followed(app, "pages/curves.py")
    followed(app, "pages/sigmoid_sum.py", {"n": "100", "v": "1"})
    assert share_link(app)["n"] == ["100"]
