"""What the page of gated units says, as Streamlit runs it."""

import math

import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOG
from activations.gates import CLAMPED_SETTINGS, GATES
from tests.pages.visiting import opened, share_link, shown


def preset(app: AppTest, label: str) -> AppTest:
    (button,) = (button for button in app.button if button.label == label)
    return button.click().run()


def test_every_named_unit_and_every_activation_can_be_the_gate() -> None:
    app = opened("pages/gates.py")
    assert set(app.selectbox(key="gate").options) == {*GATES, *CATALOG}


def test_the_surface_tells_the_value_at_the_readers_point() -> None:
    app = opened("pages/gates.py", {"gate": "SwiGLU", "gate.SwiGLU.beta": "2", "gate_g": "1.5", "gate_u": "-2"})
    assert not app.error
    value = 1.5 / (1.0 + math.exp(-3.0)) * -2.0
    assert f"SwiGLU is {value:.3f}".replace("-", "−") in shown(app)


@pytest.mark.parametrize("model", CLAMPED_SETTINGS)
def test_a_setting_of_a_model_sets_unit_and_sliders_and_keeps_the_view(model: str) -> None:
    app = preset(opened("pages/gates.py", {"gates": "Moments", "gate_correlation": "0.5"}), f"{model}'s")
    assert not app.error
    link = share_link(app)
    assert link["gates"] == ["Moments"]
    assert link["gate"] == ["ClampedSwiGLU"]
    sliders = {name: float(link[f"gate.ClampedSwiGLU.{name}"][0]) for name in CLAMPED_SETTINGS[model]}
    assert sliders == CLAMPED_SETTINGS[model]
    assert link["gate_correlation"] == ["0.0"]


def test_moments_of_a_bilinear_unit_are_those_of_a_product_of_normals() -> None:
    app = opened("pages/gates.py", {"gates": "Moments", "gate": "Bilinear", "gate_correlation": "0.5"})
    # E gu = ρ, and Var gu = 1 + ρ².
    assert "has mean 0.5 and variance 1.25; Identity(g) alone has mean 0 and variance 1." in shown(app)


def test_blocks_with_a_residual_grow() -> None:
    app = opened("pages/gates.py", {"gates": "Blocks", "gate_residual": "true", "gate": "ReGLU", "gate_blocks": "2"})
    assert not app.error
    # At the gain E y² is q², so that q goes from 1 to 2 to 6; the plain block doubles q.
    assert "ReGLU(g, u) multiplies the variance by" in shown(app)
    assert "(in theory 6)" in shown(app)
    assert "(in theory 4)" in shown(app)


def test_the_size_of_llamas_feed_forward_layer() -> None:
    app = opened("pages/gates.py", {"gates": "Size", "d_model": "4096", "d_ff": "16384", "multiple": "256"})
    assert "A gated unit of 11,008" in shown(app)


def test_the_code_to_check_ones_own_passes_with_numpy_code_and_fails_with_the_halves_swapped() -> None:
    app = opened("pages/gates.py", {"gates": "Code", "gate": "ClampedSwiGLU"})
    (check,) = (block.value for block in app.code if "def test_gated_unit" in block.value)
    (numpy_code, *_) = (block.value for block in app.code if "np.clip(u" in block.value)
    body = "\n    ".join(numpy_code.splitlines())

    def run(arguments: str) -> None:
        namespace: dict[str, object] = {}
        exec(f"def gated_unit({arguments}):\n    {body}\n    return y\n{check}\ntest_gated_unit()", namespace)

    run("g, u")
    with pytest.raises(AssertionError):
        run("u, g")


def test_a_catalogue_function_as_the_gate_has_the_code_of_its_gate() -> None:
    app = opened("pages/gates.py", {"gates": "Code", "gate": "ELU", "gate.ELU.alpha": "1.5"})
    assert not app.error
    assert any("# f of y = f(g) * u" in block.value and "1.5" in block.value for block in app.code)
