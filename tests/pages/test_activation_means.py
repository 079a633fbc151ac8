"""What the page of means says, as Streamlit runs it."""

import pytest

from activations import CATALOG, moments_of
from activations.random_inputs.distributions import DISTRIBUTIONS, Distribution, ParameterRange
from pages.ui.links import Query
from pages.ui.wording import number_text
from tests.pages.visiting import opened, share_link, shown
from tests.parametrized import every_distribution


def test_the_posts_grid_shows_elus_mean() -> None:
    assert "ELU 1.995" in shown(opened("pages/activation_means.py", {"grid": "true"}))


def test_the_grid_page_names_the_function_that_is_nearest() -> None:
    text = shown(opened("pages/activation_means.py", {"grid": "true", "f": ["SELU", "ELU", "Tanh"]}))
    assert "SELU 1.775, ELU 1.995 and Tanh −0.01. Nearest to zero: Tanh." in text


def test_sampled_means_stand_beside_the_exact_ones() -> None:
    app = opened("pages/activation_means.py", {"f": ["ReLU", "ELU"]})
    assert "0.398942" in shown(app)
    assert "0.160521" in shown(app)


def test_of_rrelu_the_form_in_training_is_told_too() -> None:
    assert "its standard deviation 0.658407" in shown(opened("pages/activation_means.py", {"f": ["RReLU", "ELU"]}))
    assert "In training" not in shown(opened("pages/activation_means.py", {"f": ["ReLU", "ELU"]}))


def test_at_first_the_sampled_means_lie_on_both_sides_of_the_exact_ones() -> None:
    apart = opened("pages/activation_means.py").table[0].value["standard errors apart"].tolist()
    assert {text.startswith("−") for text in apart} == {True, False}


def test_drawing_again_takes_the_next_seed() -> None:
    app = opened("pages/activation_means.py")
    before, seed = shown(app), app.number_input(key="seed").value or 0
    (again,) = (button for button in app.button if button.label == "Draw again")
    again.click().run()
    assert app.number_input(key="seed").value == seed + 1
    assert shown(app) != before


def name_of(distribution: type[Distribution]) -> str:
    return next(name for name, known in DISTRIBUTIONS.items() if known is distribution)


@every_distribution
def test_the_settings_of_a_distribution_are_its_controls(distribution: type[Distribution]) -> None:
    app = opened("pages/activation_means.py", {"f": "Softplus"})
    choice = app.radio(key="inputs")
    assert choice.options == [*DISTRIBUTIONS, "Data"]
    choice.set_value(name_of(distribution)).run()
    for setting in distribution.settings:
        key = setting.key if isinstance(setting, ParameterRange) else setting.name
        control = app.slider(key=key) if isinstance(setting, ParameterRange) else app.number_input(key=key)
        assert (control.label, control.value) == (setting.symbol, setting.default)
        assert (control.min, control.max, control.step) == (setting.low, setting.high, setting.step)
        assert key in share_link(app)


@every_distribution
def test_inputs_are_drawn_with_the_settings_of_a_link(distribution: type[Distribution]) -> None:
    query: dict[str, str | list[str]] = {"f": "Softplus", "inputs": name_of(distribution), "units": "40"}
    given: dict[str, float] = {}
    for k, setting in enumerate(distribution.settings):
        chosen = setting.low + (0.3 + 0.1 * k) * (setting.high - setting.low)
        if isinstance(setting, ParameterRange):
            query[setting.key] = [str(chosen), str(setting.high)]
            given |= dict(zip(setting.names, (chosen, setting.high), strict=True))
        else:
            query[setting.name] = str(chosen)
            given[setting.name] = chosen
    app = opened("pages/activation_means.py", query)
    assert not app.error
    estimate = app.table[0].value.loc["Softplus"]
    assert estimate["exact mean"] == number_text(moments_of(CATALOG["Softplus"](), distribution(**given)).mean, 6)
    assert abs(float(str(estimate["standard errors apart"]).replace("−", "-"))) < 5.0


@pytest.mark.parametrize("name", CATALOG)
def test_heavy_tails_are_survived_by_every_function(name: str) -> None:
    heavy: Query = {"inputs": "StudentT", "degrees_of_freedom": "2.1", "mean": "10", "scale": "20"}
    app = opened("pages/activation_means.py", {"f": name, "units": "50", "repeats": "200", **heavy})
    assert not app.error
    assert not app.exception
    assert name in shown(app)
