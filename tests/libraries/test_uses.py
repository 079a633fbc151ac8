"""Who uses what, and settings with names of their own."""

import re

import numpy as np
import pytest

from activations import CATALOG
from activations.libraries.named_settings import NAMED_SETTINGS, NamedSetting
from activations.libraries.uses import USES

NAMED = [each for settings in NAMED_SETTINGS.values() for each in settings]


def test_every_function_has_a_use() -> None:
    assert list(USES) == list(CATALOG)


@pytest.mark.parametrize("name", CATALOG)
def test_a_use_is_a_sentence_with_a_source(name: str) -> None:
    text, source = USES[name]
    assert re.fullmatch(r"[A-Z].*\.|timm offers it\.", text)
    assert re.fullmatch(r"https://\S+", source)


@pytest.mark.parametrize("setting", NAMED, ids=lambda each: each.name)
def test_a_setting_named_after_a_function_is_that_function(setting: NamedSetting) -> None:
    assert re.fullmatch(r"https?://\S+", setting.source)
    for parameter in setting.activation.definition.parameters:  # what is offered can be reached with the sliders
        assert parameter.low <= setting.activation.parameters[parameter.name] <= parameter.high
    if setting.name in CATALOG:
        x = np.linspace(-9.0, 9.0, 1_001)
        np.testing.assert_allclose(setting.activation(x), CATALOG[setting.name]()(x), rtol=1e-14)


def test_settings_do_what_their_names_say() -> None:
    named = {each.name: each.activation for each in NAMED}
    lecun = next(activation for name, activation in named.items() if name.startswith("LeCun"))
    np.testing.assert_allclose(lecun([-1.0, 1.0]), [-1.0, 1.0], atol=1e-4)
    for name, activation in named.items():
        if cap := re.match(r"Soft cap at (\d+)", name):
            assert activation(1e9) == float(cap[1])
            assert activation.derivative(0.0) == pytest.approx(1.0, rel=1e-15)


def test_the_jump_of_xielu_as_its_code_has_it() -> None:
    xielu = CATALOG["xIELU"]()
    at_zero = xielu.parameters["alpha_n"] * np.expm1(-1e-6)  # x itself is 0 there
    assert f"a jump of {-at_zero:.0e}".replace("e-07", " × 10⁻⁷") in USES["xIELU"].text
