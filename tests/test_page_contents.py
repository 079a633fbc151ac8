"""What each page says, as Streamlit runs it."""

import pytest

from activations import CATALOG, Activation
from pages.ui.lessons import DEPTH_SCENARIOS, TRAINING_SCENARIOS
from pages.ui.links import Query, as_query
from pages.ui.telling import STEPS
from tests.strategies import every_activation
from tests.visiting import as_written, opened, share_link, shown


def test_curves_show_the_vanishing_gradient_and_values() -> None:
    app = opened("pages/curves.py", {"f": ["ELU", "SiLU"], "ELU.alpha": "2", "at": "-1"})
    assert "ELU for x < −5.29832" in shown(app)
    assert "−1.26424" in shown(app)
    assert app.slider(key="ELU.alpha").value == 2.0


def test_a_difference_says_how_far_apart_two_functions_are() -> None:
    app = opened("pages/curves.py", {"show": "Difference", "f": ["GELU", "GELUTanh"]})
    assert not app.error
    assert "−0.0004732" in shown(app)
    assert "−2.699" in shown(app)
    assert {"show", "minuend", "subtrahend"} < share_link(app).keys()
    assert "eps" not in share_link(app)


def test_a_sweep_shows_five_values_of_a_parameter() -> None:
    app = opened("pages/curves.py", {"show": "Sweep", "f": ["SiLU", "ELU"], "sweep": "ELU.alpha", "at": "-1"})
    assert not app.error
    assert [app.table[0].value.index[k] for k in (0, 1, 4)] == ["α = 0", "α = 0.75", "α = 3"]
    assert "−1.89636" in shown(app)
    assert share_link(app)["sweep"] == ["ELU.alpha"]
    app.slider(key="ELU.alpha.range").set_value((1.0, 2.0)).run()
    assert not app.error
    assert "α = 1.25" in shown(app)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"show": "Difference", "f": "ELU", "minuend": "ReLU"}, "A difference needs two functions"),
        (
            {"show": "Sweep", "f": ["ReLU", "Tanh"], "sweep": "ELU.alpha"},
            "None of the functions chosen has a parameter",
        ),
    ],
)
def test_too_few_functions_for_a_view_are_met_with_a_sentence(query: Query, sentence: str) -> None:
    app = opened("pages/curves.py", query)
    assert not app.error
    assert sentence in app.info[0].value
    app.multiselect(key="f").set_value(["ELU", "ReLU"]).run()
    assert not app.error
    assert not app.info


def test_choices_among_functions_survive_the_functions_going() -> None:
    query: Query = {"show": "Difference", "f": ["GELU", "ELU", "ReLU"], "minuend": "ReLU", "subtrahend": "ELU"}
    app = opened("pages/curves.py", query)
    assert "ReLU − ELU" in shown(app)
    app.multiselect(key="f").set_value(["GELU", "ELU"]).run()
    assert "GELU − ELU" in shown(app)
    app.selectbox(key="minuend").set_value("ELU").run()
    assert "ELU − GELU" in shown(app)
    app.multiselect(key="f").set_value(["Tanh", "Sigmoid", "Softplus"]).run()
    assert "Tanh − Sigmoid" in shown(app)
    app.radio(key="show").set_value("Sweep").run()
    assert app.selectbox(key="sweep").value == "Sigmoid.offset"
    app.selectbox(key="sweep").set_value("Softplus.beta").run()
    app.multiselect(key="f").set_value(["Sigmoid"]).run()
    assert app.selectbox(key="sweep").value == "Sigmoid.offset"
    assert not app.error


@pytest.mark.parametrize(
    "query", [{"minuend": "nonsense", "subtrahend": "GELU"}, {"minuend": "ReLU"}, {"subtrahend": ""}]
)
def test_a_stale_choice_falls_back_to_the_first_two_functions(query: dict[str, str]) -> None:
    app = opened("pages/curves.py", {"show": "Difference", "f": ["GELU", "Tanh", "ELU"], **query})
    assert not app.error
    assert "GELU − Tanh" in shown(app)


def test_the_posts_grid_shows_elus_mean() -> None:
    assert "ELU 1.995" in shown(opened("pages/activation_means.py", {"grid": "true"}))


def test_the_grid_page_names_the_function_that_is_nearest() -> None:
    text = shown(opened("pages/activation_means.py", {"grid": "true", "f": ["SELU", "ELU", "Tanh"]}))
    assert "SELU 1.775, ELU 1.995 and Tanh −0.01. Nearest to zero: Tanh." in text


def test_sampled_means_stand_beside_the_exact_ones() -> None:
    app = opened("pages/activation_means.py", {"f": ["ReLU", "ELU"]})
    assert "0.398942" in shown(app)
    assert "0.160521" in shown(app)


def test_drawing_again_takes_the_next_seed() -> None:
    app = opened("pages/activation_means.py")
    before = shown(app)
    app.button[0].click().run()
    assert app.number_input(key="seed").value == 2
    assert shown(app) != before


def test_the_sum_page_opens_with_the_posts_figures() -> None:
    text = shown(opened("pages/sigmoid_sum.py"))
    assert "0.5254" in text
    assert "9.8" in text


@pytest.mark.parametrize(
    ("preset", "figures"),
    [(0, ("0.5254", "9.8")), (1, ("5.006", "0.01058")), (2, ("5.007", "1.042e-06"))],
)
def test_a_preset_sets_every_number(preset: int, figures: tuple[str, ...]) -> None:
    app = opened("pages/sigmoid_sum.py", {"n": "7", "first": "3", "span": ["-1", "1"]})
    app.button[preset].click().run()
    assert not app.error
    for number in figures:
        assert number.replace("-", "−") in shown(app)


def test_the_depth_page_says_that_a_sigmoids_gradient_vanishes() -> None:
    app = opened("pages/depth.py", {"f": ["Sigmoid", "ReLU"], "width": "64"})
    assert not app.error
    assert "Sigmoid: the squared gradient shrinks" in shown(app)
    assert "it vanishes" in shown(app)
    assert "ReLU: the squared gradient about keeps its size" in shown(app)


@pytest.mark.parametrize("scenario", range(5))
def test_a_scenario_sets_the_whole_network(scenario: int) -> None:
    app = opened("pages/depth.py", {"f": "Softsign", "width": "32", "depth_seed": "7", "sigma_b": "1"})
    label = app.button[scenario].label
    app.button[scenario].click().run()
    assert not app.error
    state = as_query(DEPTH_SCENARIOS[label])
    link = share_link(app)
    assert link.keys() == {*state, "v"}
    for key, value in state.items():
        expected = value if isinstance(value, list) else [value]
        assert [as_written(part) for part in link[key]] == [as_written(part) for part in expected], key


def test_the_phase_diagram_gives_the_critical_weights() -> None:
    query: Query = {"depth": "Phases", "f": ["ReLU", "Tanh"], "phase": "Tanh", "sigma_b": str(0.05**0.5)}
    app = opened("pages/depth.py", {**query, "init": "Own σ_w", "sigma_w": "1"})
    assert not app.error
    assert "σ_w² = 1.760955" in shown(app)
    assert "χ₁ = 0.759032" in shown(app)


def test_the_gains_page_explains_pytorchs_sigmoid() -> None:
    app = opened("pages/gains.py", {"f": ["ELU"], "ELU.alpha": "1.7"})
    assert not app.error
    assert "1.8462" in shown(app)
    assert app.dataframe[0].value.iloc[0].to_dict()["parameters"] == "α = 1.7"


def test_the_reference_states_computed_properties() -> None:
    app = opened("pages/reference.py", {"of": "GELU"})
    assert not app.error
    for fact in ("[−0.169971, ∞)", "−0.1699712075, attained at x = −0.7517915247", "1.128904145, attained at x = 1.41"):
        assert fact in shown(app)
    assert [block.value for block in app.code if "torch" in block.value] == [
        "import torch\n\ny = torch.nn.functional.gelu(x)"
    ]


def test_the_reference_follows_parameters_and_shares_them_with_other_pages() -> None:
    app = opened("pages/reference.py", {"of": "ELU", "ELU.alpha": "1.7"})
    assert "(−1.7, ∞)" in shown(app)
    assert "a kink at x = 0" in shown(app)
    assert any("alpha=1.7" in block.value for block in app.code)
    app.slider(key="ELU.alpha").set_value(1.0).run()
    assert "a curvature jump at x = 0" in shown(app)
    app.switch_page("pages/curves.py").run()
    assert app.slider(key="ELU.alpha").value == 1.0


def test_the_reference_can_be_picked_by_family() -> None:
    app = opened("pages/reference.py", {"of": "ELU"})
    app.session_state["families single"] = True
    app.run()
    (gated,) = (group for group in app.button_group if group.label == "Gated")
    gated.set_value("Mish").run()
    assert app.selectbox(key="of").value == "Mish"
    assert "−0.308843413" in shown(app)


@every_activation
def test_every_function_has_a_reference(activation: Activation) -> None:
    app = opened("pages/reference.py", {"of": activation.name})
    assert not app.error
    assert not app.exception
    facts = app.table[0].value
    assert "Greatest slope" in facts.index
    assert not facts["value"].str.contains("–|nan").any()


def test_the_catalogue_is_filtered_by_computed_properties() -> None:
    app = opened("pages/catalogue.py")
    assert len(app.dataframe[0].value) == len(CATALOG)
    app = opened("pages/catalogue.py", {"having": ["bounded below", "smooth", "monotone"]})
    assert not app.error
    names = app.dataframe[0].value["function"].tolist()
    assert [name.removeprefix("reference?of=") for name in names] == [
        "Sigmoid",
        "Tanh",
        "Arctan",
        "Erf",
        "Softplus",
        "Squareplus",
        "Exponential",
    ]
    app = opened("pages/catalogue.py", {"having": ["odd", "convex", "bounded above"]})
    assert not app.dataframe
    assert "No function has all of these: bounded above, convex and odd." in shown(app)


TINY: Query = {"data": "Moons", "points": "60", "hidden": "2", "neurons": "8", "epochs": "5", "f": ["ReLU", "ELU"]}


def test_training_waits_for_a_click_and_then_shows_what_came_of_it() -> None:
    app = opened("pages/training.py", TINY)
    assert not app.error
    assert "press Run" in app.info[0].value
    assert app.button(key="race").label == "Run"
    app.button(key="race").click().run()
    assert not app.error
    assert not app.info
    assert "ReLU: training loss" in shown(app)
    assert "after 5 epochs; validation error" in shown(app)
    # The same link shows the same numbers, at once since they are known.
    assert shown(opened("pages/training.py", share_link(app))) == shown(app)


@pytest.mark.parametrize(
    "query",
    [
        {"epochs": "500", "neurons": "256", "hidden": "20"},
        {"epochs": "60", "neurons": "256", "hidden": "20", "f": "ELU"},
        {"epochs": "160", "f": ["ReLU", "ELU", "Tanh", "SELU", "CELU", "Mish"]},
    ],
    ids=["all", "a function alone", "all together"],
)
def test_an_experiment_that_is_too_dear_is_refused_with_a_sentence(query: Query) -> None:
    app = opened("pages/training.py", query)
    assert not app.error
    assert "27 s for a function and 60 s for all are allowed" in app.warning[0].value


def test_networks_that_overflow_before_training_are_told_and_not_drawn() -> None:
    app = opened("pages/training.py", {"f": "Exponential", "hidden": "8", "neurons": "64", "epochs": "2"})
    app.button(key="race").click().run()
    assert not app.error
    assert not app.info
    assert "Exponential diverged in epoch 0" in shown(app)


def test_a_training_scenario_sets_the_whole_experiment() -> None:
    app = opened("pages/training.py", {**TINY, "noise": "0.4", "batch": "7"})
    (spirals,) = (button for button in app.button if button.label == "Spirals")
    spirals.click().run()
    assert not app.error
    link = share_link(app)
    state = as_query(TRAINING_SCENARIOS["Spirals"])
    assert link.keys() == {*state, "v"}
    for key, value in state.items():
        expected = value if isinstance(value, list) else [value]
        assert [as_written(part) for part in link[key]] == [as_written(part) for part in expected], key


@pytest.mark.parametrize(
    ("number", "computed"),
    [
        (1, ("linear",)),
        (2, ("the sigmoid is 0.5", "4.54e−05")),
        (3, ("largest slope is 0.25, at x = 0", "x < −4.58486")),
        (4, ("10 sigmoids", "levels off at 10.89")),
        (5, ("0.5254 apart at x = 9.8", "0.5175")),
        (6, ("0.693147 apart, at x = 0",)),
        (7, ("Sigmoid 0.5, Softplus 0.8061, ReLU 0.3989 and ELU 0.1605", "largest is that of Softplus")),
        (8, ("0.1605 on N(0, 1)", "0 on N(−0.21933, 1)", "1.995")),
        (9, ("Training loss after the first epoch: Sigmoid 2.3", "ELU 0.6")),
    ],
)
def test_a_step_of_the_story_asks_before_it_tells(number: int, computed: tuple[str, ...]) -> None:
    step = STEPS[number - 1]
    app = opened("pages/story.py", {"step": str(number)})
    assert not app.error
    assert app.radio[0].label == step.question
    assert not app.text
    assert f"guess{number}" not in share_link(app)
    for option in step.options:
        app.radio[0].set_value(option).run()
        assert not app.error
        for part in computed:
            assert part in shown(app)
        right = "**Right.**" in [text.value for text in app.markdown]
        assert right == (option == step.answer)
    assert share_link(app)[f"guess{number}"] == [step.options[-1]]


def test_the_story_goes_on_and_back() -> None:
    app = opened("pages/story.py")
    (forth,) = (button for button in app.button if button.label == "Next")
    forth.click().run()
    assert share_link(app)["step"] == ["2"]
    (back,) = (button for button in app.button if button.label == "Back")
    back.click().run()
    assert share_link(app)["step"] == ["1"]
    assert not app.error


def test_controls_of_the_story_change_what_it_computes() -> None:
    for number, key, value, computed in (
        (2, "story_offset", "3", "At x = 3, its offset"),
        (3, "story_eps", "0.1", "below 0.1 for x < −2.0634"),
        (4, "story_n", "1", "1 sigmoid, each times 9.8"),
        (5, "story_divisor", "20", "slope of the sum is 0.2588"),
        (6, "story_beta", "2", "0.346574 apart"),
        (7, "story_mean", "-5", "on inputs from N(−5, 1)"),
        (8, "story_alpha", "1.6732632423543772", "It is 0 on N("),
        (8, "story_alpha", "1e-300", "It is 0 on no N(μ, 1) with μ above −10"),
        (8, "story_alpha", "0", "It is never 0"),
    ):
        guess = STEPS[number - 1].answer
        app = opened("pages/story.py", {"step": str(number), f"guess{number}": guess, key: value})
        assert not app.error
        assert computed in shown(app), (number, shown(app))
