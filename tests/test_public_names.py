"""What a notebook imports."""

import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import activations

MODULES = [
    importlib.import_module(each.name) for each in pkgutil.walk_packages(activations.__path__, prefix="activations.")
]


def test_public_names_exist_once() -> None:
    assert len(set(activations.__all__)) == len(activations.__all__)
    for name in activations.__all__:
        assert hasattr(activations, name), name


def test_the_names_that_notebooks_rest_on_are_public() -> None:
    assert set(activations.__all__) >= {
        *("CATALOG", "FAMILIES", "Activation", "Definition", "Parameter", "properties_of", "vanishing_intervals"),
        *("Normal", "Uniform", "Laplace", "StudentT", "moments_of", "mean_activations", "relatives_of", "gains_of"),
        *("variance_map", "chi", "fixed_point", "critical_weight_variance", "phase_diagram", "correlation_map"),
        *("propagate", "train", "sigmoid_sum"),
    }


@pytest.mark.parametrize("name", activations.__all__)
def test_a_public_name_says_what_it_is(name: str) -> None:
    public = getattr(activations, name)
    if inspect.isclass(public) or inspect.isroutine(public):
        assert public.__doc__
        # What `dataclass` and `NamedTuple` write by themselves is the signature.
        assert not public.__doc__.startswith(f"{name}(")
        assert public.__module__.startswith("activations.")


@pytest.mark.parametrize("module", [activations, *MODULES], ids=lambda module: module.__name__)
def test_a_module_says_what_it_is_and_lends_its_name_to_no_function(module: ModuleType) -> None:
    assert module.__doc__
    own = module.__name__.rpartition(".")[2]
    assert not inspect.isroutine(getattr(module, own, None))


def test_no_public_name_hides_a_module() -> None:
    """`activations.chi` must not turn into a module on import, nor a module into a function."""
    modules = {module.__name__.rpartition(".")[2] for module in MODULES}
    assert modules.isdisjoint(activations.__all__)
