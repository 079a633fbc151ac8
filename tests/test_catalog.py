import dataclasses
import inspect
import re

import pytest

from activations import CATALOG, FAMILIES, Definition
from activations.activation import straight
from activations.gates import GATES
from activations.gates.gate import GateDefinition
from tests.parametrized import every_definition


def test_the_catalogue_is_read_only_and_keyed_by_name() -> None:
    with pytest.raises(TypeError):
        CATALOG["ReLU"] = CATALOG["ELU"]  # type: ignore[index]
    with pytest.raises(TypeError):
        FAMILIES["Gated"] = ()  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        CATALOG["ReLU"].name = "relu"  # type: ignore[misc]
    assert all(name == definition.name for name, definition in CATALOG.items())


def test_every_function_is_in_one_family() -> None:
    names = [definition.name for family in FAMILIES.values() for definition in family]
    assert names == list(CATALOG)
    assert len(names) == len(set(names))


@every_definition
def test_a_record_is_complete(definition: Definition) -> None:
    assert definition.name.isalnum()
    assert definition.formula
    assert definition.reference
    for parameter in definition.parameters:
        assert parameter.symbol
        assert parameter.low <= parameter.default <= parameter.high
        assert 0 < parameter.step < parameter.high - parameter.low
    names = [parameter.name for parameter in definition.parameters]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("definition", [*CATALOG.values(), *GATES.values()], ids=lambda definition: definition.name)
def test_a_formula_of_several_lines_is_an_environment(definition: Definition | GateDefinition) -> None:
    """KaTeX ignores a line break outside of one, and warns."""
    inner = re.sub(r"\\begin\{cases\}.*?\\end\{cases\}", "", definition.formula)
    outside = re.sub(r"^\\begin\{(gathered|aligned)\}.*\\end\{\1\}$", "", inner)
    assert r"\\" not in outside


@every_definition
def test_kernels_take_every_parameter_as_a_keyword_without_a_default(definition: Definition) -> None:
    """A default stands in the record alone."""
    names = [parameter.name for parameter in definition.parameters]
    for kernel in (definition.function, definition.derivative, definition.second_derivative):
        _, *taken = inspect.signature(kernel).parameters.values()
        if kernel is not straight:  # which takes any
            assert [each.name for each in taken] == names
            assert all(each.kind is each.KEYWORD_ONLY and each.default is each.empty for each in taken)


@every_definition
def test_breakpoints_are_in_order(definition: Definition) -> None:
    breakpoints = definition().breakpoints
    assert list(breakpoints) == sorted(set(breakpoints))
