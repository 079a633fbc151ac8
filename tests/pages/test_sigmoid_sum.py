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


def test_a_whole_link_puts_a_whole_number_back() -> None:
    app = opened("pages/sigmoid_sum.py", {"n": "40"})
    followed(app, "pages/curves.py")
    followed(app, "pages/sigmoid_sum.py", {"n": "100", "v": "1"})
    assert share_link(app)["n"] == ["100"]
