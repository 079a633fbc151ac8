"""Names by which activations are found."""

import pytest

from activations import CATALOG
from activations.libraries import IMPLEMENTATIONS
from activations.libraries.aliases import _FURTHER, _letters, activation_named


@pytest.mark.parametrize("name", CATALOG)
def test_a_function_is_found_by_its_name_in_any_case(name: str) -> None:
    assert activation_named(name) == activation_named(name.lower()) == activation_named(f" {name.upper()} ") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("swish", "SiLU"),
        ("logistic", "Sigmoid"),
        ("hard_silu", "Hardswish"),
        ("relu", "ReLU"),
        ("PReLU", "LeakyReLU"),
        ("leaky-relu", "LeakyReLU"),
        ("linear", "Identity"),
        ("Atan", "Arctan"),
        ("gelu", "GELU"),
        ("soft_shrink", "Softshrink"),
        ("DyT", "ScaledTanh"),
        ("softcap", "ScaledTanh"),
        ("heaviside", "Step"),
        ("star_relu", "StarReLU"),
        ("sqrtsoftplus", "SqrtSoftplus"),
    ],
)
def test_a_function_is_found_by_what_others_call_it(text: str, name: str) -> None:
    assert activation_named(text) == name


@pytest.mark.parametrize("text", ["", " ", "nonsense", "Clip", "<b>ELU</b>", "ELU" * 10_000])
def test_what_names_no_function_or_several_names_none(text: str) -> None:
    assert activation_named(text) is None


def test_what_a_library_calls_one_function_alone_finds_it() -> None:
    called = [
        (_letters(function.name.rpartition(".")[2]), name)
        for name, functions in IMPLEMENTATIONS.items()
        for function in functions.values()
        if function and "(" not in function.name
    ]
    for text, name in called:
        if len({other for known, other in called if known == text}) == 1 and text not in map(_letters, CATALOG):
            assert activation_named(text) == name


def test_the_further_names_lead_to_functions_and_repeat_none() -> None:
    assert set(_FURTHER.values()) <= CATALOG.keys()
    assert not {_letters(text) for text in _FURTHER} & {_letters(name) for name in CATALOG}
