"""What the story says, as Streamlit runs it."""

import dataclasses

import pytest

from pages.ui.guide import story
from pages.ui.guide.step import SHOW, Step
from pages.ui.guide.story import STEPS
from tests.pages.visiting import opened, share_link, shown

BY_KEY = {step.key: step for step in STEPS}

COMPUTED = {
    "line": ("0.659 for one unit and 0.659 for 10",),
    "offset": ("the sigmoid is 0.5", "4.54 × 10⁻⁵"),
    "vanishing": ("largest slope is 0.25, at x = 0", "x < −4.58486"),
    "sum": ("10 sigmoids", "levels off at 9.8"),
    "softplus": ("0.5254 apart at x = 9.8", "0.5175"),
    "relu": ("0.693147 apart, at x = 0",),
    "mean": ("Sigmoid 0.5, Softplus 0.8061, ReLU 0.3989 and ELU 0.1605", "largest is that of Softplus"),
    "elu": ("0.1605 on N(0, 1)", "0 on N(−0.21933, 1)", "1.995"),
    "training": ("Training loss after the first epoch: Sigmoid 2.3", "ELU 0.6"),
}


def test_what_every_step_computes_is_known_here() -> None:
    assert list(COMPUTED) == list(BY_KEY)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_a_step_asks_before_it_tells(step: Step) -> None:
    app = opened("pages/story.py", {"step": step.key})
    assert not app.error
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    key = f"guess_{step.key}"
    assert app.radio(key=key).label == step.question
    assert not app.text
    assert key not in share_link(app)
    for option in (*step.options, SHOW):
        app.radio(key=key).set_value(option).run()
        assert not app.error
        for part in COMPUTED[step.key]:
            assert part in shown(app)
        right = "**Right.**" in [text.value for text in app.markdown]
        assert right == (option == step.answer)
    assert share_link(app)[key] == [SHOW]


def test_the_story_goes_on_and_back() -> None:
    app = opened("pages/story.py")
    (forth,) = (button for button in app.button if button.label == "Next")
    forth.click().run()
    assert share_link(app)["step"] == ["offset"]
    (back,) = (button for button in app.button if button.label == "Back")
    back.click().run()
    assert share_link(app)["step"] == ["line"]
    assert not app.error


def test_next_leads_on_without_a_guess_and_marks_count_what_is_answered() -> None:
    app = opened("pages/story.py", {"step": "offset"})
    assert "○○○○○○○○○ 0 of 9 answered" in [caption.value for caption in app.caption]
    app.radio(key="guess_offset").set_value("1").run()
    assert "○●○○○○○○○ 1 of 9 answered" in [caption.value for caption in app.caption]
    (forth,) = (button for button in app.button if button.label == "Next")
    forth.click().run()
    assert share_link(app)["step"] == ["vanishing"]
    assert "○●○○○○○○○ 1 of 9 answered" in [caption.value for caption in app.caption]


def test_all_of_it_can_be_read_at_once() -> None:
    app = opened("pages/story.py", {"whole": "true"})
    assert not app.error
    assert not app.radio
    assert [heading.value for heading in app.header][: len(STEPS)] == [
        f"{k}. {step.title}" for k, step in enumerate(STEPS, 1)
    ]
    told = [text.value for text in app.markdown]
    assert all(f"{step.question} **{step.answer}.**" in told for step in STEPS)
    for parts in COMPUTED.values():
        assert all(part in shown(app) for part in parts)
    assert app.table[-1].value.columns.tolist() == ["Sigmoid", "Softplus", "ReLU", "ELU"]
    assert share_link(app)["whole"] == ["true"]


def test_the_sum_plays_on_a_click_and_never_by_a_link() -> None:
    app = opened("pages/story.py", {"step": "sum", "guess_sum": SHOW, "play": "true"})
    play = app.toggle(key="play")
    assert not play.value
    play.set_value(True).run()
    assert not app.error
    assert "Sums of 1 to 100 sigmoids in turn." in shown(app)
    assert "play" not in share_link(app)


def test_a_step_that_is_inserted_is_walked_over_and_renames_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    new = dataclasses.replace(STEPS[0], key="new", title="A new step", answer="Fit any curve")
    monkeypatch.setattr(story, "STEPS", (*STEPS[:2], new, *STEPS[2:]))
    app = opened("pages/story.py", {"step": "new", "guess_new": "Fit any curve"})
    assert app.header[0].value == "3. A new step"
    assert app.radio(key="step").options == ["line", "offset", "new", *[step.key for step in STEPS[2:]]]
    assert "**Right.**" in [text.value for text in app.markdown]
    for label, key in (("Back", "offset"), ("Next", "new"), ("Next", "vanishing")):
        (button,) = (button for button in app.button if button.label == label)
        button.click().run()
        assert share_link(app)["step"] == [key]


@pytest.mark.parametrize(
    ("step", "key", "value", "computed"),
    [
        ("offset", "story_offset", "3", "At x = 3, its offset"),
        ("vanishing", "story_eps", "0.1", "below 0.1 for x < −2.0634"),
        ("line", "story_function", "ELU", "10 units of ELU"),
        ("line", "story_units", "3", "0.659 for 3"),
        ("sum", "story_n", "1", "1 sigmoid, each times 9.8"),
        ("softplus", "story_divisor", "20", "slope of the sum is 0.2588"),
        ("relu", "story_beta", "2", "0.346574 apart"),
        ("mean", "story_mean", "-1.5", "on inputs from N(−1.5, 1)"),
        ("elu", "story_alpha", "1.6732632423543772", "It is 0 on N("),
        ("elu", "story_alpha", "1e-300", "It is 0 on no N(μ, 1) with μ above −10"),
        ("elu", "story_alpha", "0", "It is never 0"),
    ],
)
def test_controls_of_the_story_change_what_it_computes(step: str, key: str, value: str, computed: str) -> None:
    app = opened("pages/story.py", {"step": step, f"guess_{step}": BY_KEY[step].answer, key: value})
    assert not app.error
    assert computed in shown(app)


def test_who_only_reads_has_answered_nothing() -> None:
    app = opened("pages/story.py", {"whole": "true"})
    app.toggle(key="whole").set_value(False).run()
    assert "○○○○○○○○○ 0 of 9 answered" in [caption.value for caption in app.caption]
