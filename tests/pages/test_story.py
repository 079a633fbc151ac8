"""What the story says, as Streamlit runs it."""

import dataclasses

import pytest

from pages.ui.guide import story
from pages.ui.guide.step import Step
from pages.ui.guide.story import STEPS
from tests.pages.visiting import opened, share_link, shown

BY_KEY = {step.key: step for step in STEPS}

COMPUTED = {
    "line": ("linear",),
    "offset": ("the sigmoid is 0.5", "4.54 × 10⁻⁵"),
    "vanishing": ("largest slope is 0.25, at x = 0", "x < −4.58486"),
    "sum": ("10 sigmoids", "levels off at 10.89"),
    "softplus": ("0.5255 apart, at x = 9.8", "0.5175"),
    "relu": ("0.693148 apart, at x = 0",),
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
    key = f"guess_{step.key}"
    assert app.radio(key=key).label == step.question
    assert not app.text
    assert key not in share_link(app)
    for option in step.options:
        app.radio(key=key).set_value(option).run()
        assert not app.error
        for part in COMPUTED[step.key]:
            assert part in shown(app)
        right = "**Right.**" in [text.value for text in app.markdown]
        assert right == (option == step.answer)
    assert share_link(app)[key] == [step.options[-1]]


def test_the_story_goes_on_and_back() -> None:
    app = opened("pages/story.py")
    (forth,) = (button for button in app.button if button.label == "Next")
    forth.click().run()
    assert share_link(app)["step"] == ["offset"]
    (back,) = (button for button in app.button if button.label == "Back")
    back.click().run()
    assert share_link(app)["step"] == ["line"]
    assert not app.error


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
        ("sum", "story_n", "1", "1 sigmoid, each times 9.8"),
        ("softplus", "story_divisor", "20", "slope of the sum is 0.2588"),
        ("relu", "story_beta", "2", "0.346574 apart"),
        ("mean", "story_mean", "-5", "on inputs from N(−5, 1)"),
        ("elu", "story_alpha", "1.6732632423543772", "It is 0 on N("),
        ("elu", "story_alpha", "1e-300", "It is 0 on no N(μ, 1) with μ above −10"),
        ("elu", "story_alpha", "0", "It is never 0"),
    ],
)
def test_controls_of_the_story_change_what_it_computes(step: str, key: str, value: str, computed: str) -> None:
    app = opened("pages/story.py", {"step": step, f"guess_{step}": BY_KEY[step].answer, key: value})
    assert not app.error
    assert computed in shown(app)
