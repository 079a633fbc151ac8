"""What the page of deep networks says, as Streamlit runs it."""

import pytest

from activations.networks.initialization import INITIALIZATIONS
from pages.ui.links import Query
from pages.ui.views.depth import OWN
from tests.pages.visiting import followed, opened, share_link, shown


def test_the_depth_page_says_that_a_sigmoids_gradient_vanishes() -> None:
    app = opened("pages/depth.py", {"f": ["Sigmoid", "ReLU"]})
    assert not app.error
    assert "Sigmoid: the squared gradient shrinks" in shown(app)
    assert "it vanishes" in shown(app)
    assert "ReLU: the squared gradient roughly keeps its size" in shown(app)


def test_the_phase_diagram_gives_the_critical_weights() -> None:
    query: Query = {"depth": "Phases", "f": ["ReLU", "Tanh"], "phase": "Tanh", "sigma_b": str(0.05**0.5)}
    app = opened("pages/depth.py", {**query, "init": "Own σ", "sigma_w": "1"})
    assert not app.error
    assert "σ² = 1.760955" in shown(app)
    assert "χ₁ = 0.759032" in shown(app)


@pytest.mark.parametrize("view", ["Layers", "Phases", "Correlations"])
def test_a_function_without_a_gain_is_left_out(view: str) -> None:
    app = opened("pages/depth.py", {"depth": view, "f": ["Step", "ReLU"], "init": "Backward gain"})
    assert not app.error
    assert app.info[0].value == "Step has no backward gain, and is left out."
    assert "ReLU" in shown(app)
    app = opened("pages/depth.py", {"depth": view, "f": "Step", "init": "Backward gain"})
    assert not app.error
    assert app.info[0].value == "Step has no backward gain, and is left out."


def test_the_phase_diagram_opens_on_a_function_whose_line_is_to_be_seen() -> None:
    app = opened("pages/depth.py", {"depth": "Phases", "f": ["Sigmoid", "ReLU"]})
    assert app.selectbox(key="phase").value == "ReLU"
    assert "ReLU is critical" in shown(app)


def test_a_link_with_the_old_name_of_own_weights_is_understood() -> None:
    query: Query = {"f": "Tanh", "init": "Own σ_w", "sigma_w": "1.3", "width": "32"}
    app = opened("pages/depth.py", query)
    assert app.selectbox(key="init").value == "Own σ"
    assert app.selectbox(key="init").options == [*INITIALIZATIONS, "Own σ"]
    assert app.number_input(key="sigma_w").value == 1.3
    assert share_link(app)["init"] == ["Own σ"]
    links = [{**query, "init": name, "show_only": "results"} for name in (OWN, "Own σ_w", "He")]
    own, old, other = (shown(opened("pages/depth.py", link)) for link in links)
    assert own == old != other
    app.selectbox(key="init").set_value("LeCun").run()
    assert share_link(app)["init"] == ["LeCun"]
    followed(app, "pages/home.py")
    followed(app, "pages/depth.py", query)
    assert app.selectbox(key="init").value == "Own σ"


@pytest.mark.parametrize("view", ["Layers", "Units", "Phases", "Correlations"])
@pytest.mark.parametrize("text", ["-x*x - sin(x - 10.1)", "sqrt(abs(x))"])
def test_a_formula_that_theory_cannot_follow_is_left_out(text: str, view: str) -> None:
    query: Query = {"formula": text, "depth": view, "layers": "3", "width": "16"}
    for chosen in (["Formula"], ["Formula", "ELU"]):
        app = opened("pages/depth.py", {**query, "f": chosen})
        assert not app.error
        assert "Formula changes too fast or too often" in app.info[0].value
