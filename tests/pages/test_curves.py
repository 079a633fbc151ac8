"""What the page of curves says, as Streamlit runs it."""

import pytest

from pages.ui.links import Query
from tests.pages.visiting import opened, share_link, shown


def test_curves_show_the_vanishing_gradient_and_values() -> None:
    app = opened("pages/curves.py", {"f": ["ELU", "SiLU"], "ELU.alpha": "2", "at": "-1"})
    assert "ELU for x < −5.29832" in shown(app)
    assert "−1.26424" in shown(app)
    assert app.slider(key="ELU.alpha").value == 2.0


def test_only_what_is_drawn_is_defined() -> None:
    def defined(**query: str | list[str]) -> list[str]:
        texts = opened("pages/curves.py", {"f": ["Sigmoid", "Softplus", "ReLU", "ELU"], **query}).markdown
        return [line for text in texts for line in text.value.splitlines() if line.startswith(r"$\displaystyle ")]

    assert len(defined()) == 4
    assert len(defined(show="Difference")) == 2
    (formula,) = defined(show="Sweep", sweep="ELU.alpha")
    assert "ELU" in formula


def test_a_kink_under_the_readers_x_says_whose_slope_it_has() -> None:
    app = opened("pages/curves.py", {"at": "0", "f": ["ReLU", "Tanh"]})
    assert any(
        "At x = 0 a kink or a jump leaves f′ to convention. There ReLU has the slope that PyTorch" in caption.value
        for caption in app.caption
    )


def test_the_slider_of_the_readers_x_moves_the_box_and_the_link() -> None:
    app = opened("pages/curves.py", {"at": "100", "x": ["-3", "8"]})
    slider = app.slider(key="at slider")
    assert (slider.min, slider.max, slider.value) == (-3.0, 8.0, 8.0)
    slider.set_value(2.5).run()
    assert app.number_input(key="at").value == 2.5
    assert share_link(app)["at"] == ["2.5"]
    assert "f(2.5)" in app.table[0].value.columns


def test_a_difference_says_how_far_apart_two_functions_are() -> None:
    app = opened("pages/curves.py", {"show": "Difference", "f": ["GELU", "GELUTanh"]})
    assert not app.error
    assert "−0.0004732" in shown(app)
    assert "at x = −2.69894 and 2.69894" in shown(app)
    assert "Between −6 and 6, |GELU − GELUTanh| is at most 0.0004733, at x = " in shown(app)
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
            "None of the chosen functions has a parameter",
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
    assert "Sigmoid − Softplus" in shown(app)
    app.radio(key="show").set_value("Sweep").run()
    assert app.selectbox(key="sweep").value == "Sigmoid.offset"
    app.selectbox(key="sweep").set_value("Softplus.beta").run()
    app.multiselect(key="f").set_value(["Sigmoid"]).run()
    assert app.selectbox(key="sweep").value == "Sigmoid.offset"
    assert not app.error


@pytest.mark.parametrize(
    ("query", "pair"),
    [
        ({"minuend": "nonsense", "subtrahend": "GELU"}, "Tanh − GELU"),
        ({"minuend": "ReLU"}, "Tanh − ELU"),
        ({"subtrahend": ""}, "Tanh − ELU"),
    ],
)
def test_a_stale_choice_falls_back_to_the_functions_most_alike(query: dict[str, str], pair: str) -> None:
    app = opened("pages/curves.py", {"show": "Difference", "f": ["GELU", "Tanh", "ELU"], **query})
    assert not app.error
    assert pair in shown(app)


@pytest.mark.parametrize("view", ["Difference", "Sweep"])
def test_a_share_link_restores_choices_among_the_functions(view: str) -> None:
    query: Query = {
        "show": view,
        "f": ["ReLU", "ELU", "SiLU"],
        "minuend": "SiLU",
        "subtrahend": "ELU",
        "sweep": "SiLU.beta",
    }
    link = share_link(opened("pages/curves.py", {**query, "SiLU.beta.range": ["0.5", "1.5"]}))
    assert "SiLU" in str(link)
    assert share_link(opened("pages/curves.py", link)) == link


def test_neighbouring_breakpoints_can_be_compared() -> None:
    bends = {"Hardshrink.lambd": "0.3", "Softshrink.lambd": "0.30000000000000004"}
    app = opened("pages/curves.py", {"show": "Difference", "f": ["Hardshrink", "Softshrink"], **bends})
    assert not app.error
    assert not app.exception


@pytest.mark.parametrize("end", ["0", "1000", "999999", "-1000000", "0.001", "123456.789"])
def test_a_sweep_over_hardly_any_range_has_five_curves(end: str) -> None:
    query: Query = {
        "f": "Formula",
        "formula": "a*tanh(x)",
        "show": "Sweep",
        "Formula.a.low": end,
        "Formula.a.high": end,
    }
    app = opened("pages/curves.py", query)
    assert not app.error
    assert len(app.table[0].value) == 5
