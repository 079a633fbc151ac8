"""What the reference says, as Streamlit runs it."""

from activations import Activation
from pages.ui import vectors
from tests.pages.visiting import code_in, opened, shown
from tests.parametrized import every_activation


def test_the_reference_states_computed_properties() -> None:
    app = opened("pages/reference.py", {"of": "GELU"})
    assert not app.error
    for fact in ("[−0.169971, ∞)", "−0.1699712075, attained at x = −0.7517915247", "1.128904145, attained at x = 1.41"):
        assert fact in shown(app)
    assert "import torch\n\ny = torch.nn.functional.gelu(x)" in code_in(app, "codes", "PyTorch")


def test_the_reference_follows_parameters_and_shares_them_with_other_pages() -> None:
    app = opened("pages/reference.py", {"of": "ELU", "ELU.alpha": "1.7"})
    assert "(−1.7, ∞)" in shown(app)
    assert "a kink at x = 0" in shown(app)
    assert any("alpha=1.7" in code for code in code_in(app, "codes", "PyTorch"))
    app.slider(key="ELU.alpha").set_value(1.0).run()
    assert "a curvature jump at x = 0" in shown(app)
    app.switch_page("pages/curves.py").run()
    assert app.slider(key="ELU.alpha").value == 1.0


def test_the_nearest_stands_where_none_is_equal() -> None:
    mish = shown(opened("pages/reference.py", {"of": "Mish", "nearest": "true"}))
    assert "No other function of the catalogue equals Mish" in mish
    assert "The nearest is a scaled SiLU" in mish
    assert "The nearest is" not in shown(opened("pages/reference.py", {"of": "Mish"}))
    assert "The nearest is" not in shown(opened("pages/reference.py", {"of": "Tanh"}))


def test_the_reference_can_be_picked_by_family() -> None:
    app = opened("pages/reference.py", {"of": "ELU"})
    app.session_state["families"] = True
    app.run()
    (gated,) = (family for family in app.radio if family.label == "Gated")
    gated.set_value("Mish").run()
    assert app.selectbox(key="of").value == "Mish"
    assert "−0.308843413" in shown(app)


def test_the_reference_tells_values_at_a_point_and_bears_the_name() -> None:
    app = opened("pages/reference.py", {"of": "elu", "ELU.alpha": "1.7", "point": "0"})
    assert app.title[0].value == "Reference: ELU"
    (values,) = (table.value for table in app.table if "ELU" in table.value.columns)
    assert values["ELU"].to_dict() == {"f(0)": "0", "f′(0)": "1.7", "f″(0)": "1.7"}
    assert any("a kink or a jump leaves f′ to convention" in caption.value for caption in app.caption)


def test_the_code_takes_nothing_from_x() -> None:
    app = opened("pages/reference.py", {"of": "Sigmoid"})
    moved = opened("pages/reference.py", {"of": "Sigmoid", "Sigmoid.offset": "-2"})
    assert "from scipy import special\n\ny = special.expit(x)" in code_in(app, "codes", "NumPy")
    assert "from scipy import special\n\ny = special.expit(x + 2.0)" in code_in(moved, "codes", "NumPy")


@every_activation
def test_every_function_has_a_reference(activation: Activation) -> None:
    app = opened("pages/reference.py", {"of": activation.name})
    assert not app.error
    assert all(block.language == "plaintext" for block in app.code)  # of Share: other code would hold up the chart
    assert not app.exception
    (properties,) = (table.value for table in app.table if table.value.index.name == "property")
    assert "Greatest slope" in properties.index
    assert not properties["value"].str.contains("–|nan").any()


def test_test_vectors_of_the_function_can_be_saved() -> None:
    app = opened("pages/reference.py", {"of": "GELU"})
    labels = [each.proto.label for each in app.get("download_button")]
    assert labels[-2:] == ["GELU (CSV)", "All functions (zip)"]
    assert vectors.HOW_TO in shown(app)
