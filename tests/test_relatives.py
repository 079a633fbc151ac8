import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.relatives import nearest_relatives
from tests.strategies import every_activation


def test_the_nearest_relative_of_gelu_is_its_tanh_form() -> None:
    first, second, third = nearest_relatives(CATALOG["GELU"], count=3)
    assert [first.activation.name, second.activation.name] == ["GELUTanh", "QuickGELU"]
    assert first.distance < second.distance < third.distance


def test_elu_and_celu_coincide_at_their_defaults() -> None:
    ((celu, distance),) = nearest_relatives(CATALOG["ELU"], count=1, alpha=1.0)
    assert celu.name == "CELU"
    assert distance < 1e-15
    assert nearest_relatives(CATALOG["ELU"], count=1, alpha=2.0)[0].distance > 0.05


@every_activation
def test_distances_agree_with_sampling(activation: Activation) -> None:
    x = np.random.default_rng(1).standard_normal(200_000)
    values = activation.function(x, **activation.defaults)
    relatives = nearest_relatives(activation, count=32, **activation.defaults)
    assert len({relative.activation.name for relative in relatives} - {activation.name}) == 32
    for other, distance in relatives[::8]:
        squares = (values - other.function(x, **other.defaults)) ** 2
        assert distance**2 == pytest.approx(squares.mean(), abs=5.0 * squares.std() / np.sqrt(x.size) + 1e-6)
