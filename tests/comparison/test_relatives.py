import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.comparison.relatives import relatives_of
from tests.parametrized import every_activation, every_setting


def test_the_nearest_relative_of_gelu_is_its_tanh_form() -> None:
    first, second, third, *_ = relatives_of(CATALOG["GELU"]())
    assert [first.activation.name, second.activation.name] == ["GELUTanh", "QuickGELU"]
    assert first.distance < second.distance < third.distance


def test_elu_and_celu_coincide_at_their_defaults() -> None:
    celu, distance = relatives_of(CATALOG["ELU"](alpha=1.0))[0]
    assert celu == CATALOG["CELU"]()
    assert distance < 1e-15
    assert relatives_of(CATALOG["ELU"](alpha=2.0))[0].distance > 0.05


@every_setting
def test_all_others_are_there_at_their_defaults_and_the_nearest_comes_first(activation: Activation) -> None:
    relatives = relatives_of(activation)
    others = {definition() for definition in CATALOG.values()} - {activation.definition()}
    assert {relative.activation for relative in relatives} == others
    assert len(relatives) == len(others)
    distances = [relative.distance for relative in relatives]
    assert distances == sorted(distances)


@every_activation
def test_distances_agree_with_sampling(activation: Activation) -> None:
    x = np.random.default_rng(1).standard_normal(200_000)
    values = activation(x)
    for other, distance in relatives_of(activation)[::8]:
        squares = (values - other(x)) ** 2
        assert distance**2 == pytest.approx(squares.mean(), abs=5.0 * squares.std() / np.sqrt(x.size) + 1e-6)
