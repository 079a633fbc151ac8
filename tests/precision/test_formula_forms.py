"""Formulas on trial in formats of few digits."""

import ast

import numpy as np
import pytest

from activations import CATALOG, parse_formula
from activations.formulas.examples import EXAMPLES
from activations.precision import FORMATS, SUBJECTS, Subject, in_format, tried
from activations.precision.formula_forms import subject_of

HALF = FORMATS["float16"]


def own_subject(text: str) -> Subject:
    subject = subject_of(parse_formula(text)())
    assert subject
    return subject


@pytest.mark.parametrize(
    "text",
    [
        *(*EXAMPLES.values(), "exp(x) - 1", "elu(x, alpha=b) + sin(pi*x)", "2*x", "where(x > 0 and x < 2, x, a)"),
        *(f"{name.lower()}(x) - 0.5*x" for name in CATALOG),
        *("x*leakyrelu(x, negative_slope=-0.1)", "elu(x, alpha=2*a)", "softplus(x, beta=2*pi/a)"),
    ],
)
def test_every_form_is_the_formula_where_digits_suffice(text: str) -> None:
    activation = parse_formula(text)()
    subject = own_subject(text)
    x = np.linspace(-4.0, 4.0, 81) + 0.0123
    for order, true in ((subject.function, activation(x)), (subject.derivative, activation.derivative(x))):
        for form in order.forms:
            found = in_format(form.formula, x, FORMATS["float64"])
            np.testing.assert_allclose(found, true, rtol=1e-9, atol=1e-12)
            ast.parse(form.code)


def test_what_is_typed_fares_as_the_textbook_form_does() -> None:
    own = own_subject("log(1 + exp(x))")
    typed, rewritten = tried(own.function, HALF).verdicts
    textbook, *_, stable = tried(SUBJECTS["Softplus"].function, HALF).verdicts
    assert [form.name for form in own.function.forms] == ["as typed", "rewritten"]
    assert typed.largest == pytest.approx(textbook.largest, rel=1e-9)
    assert (typed.overflows, typed.vanishes) == (textbook.overflows, textbook.vanishes)
    assert rewritten.largest <= max(1.0, stable.largest)
    assert not rewritten.vanishes


def test_a_form_is_given_once_where_nothing_is_to_be_rewritten() -> None:
    assert len(own_subject("x*tanh(exp(x))").function.forms) == 1


def test_a_value_beyond_the_format_is_no_error_of_the_form() -> None:
    (verdict,) = tried(own_subject("2*x").function, HALF).verdicts
    assert (verdict.largest, verdict.wrong, verdict.overflows) == (0.0, 0.0, ())


def test_the_catalogue_has_forms_of_its_own() -> None:
    with pytest.raises(TypeError, match="catalogue"):
        subject_of(CATALOG["ELU"]())


def test_a_formula_that_grows_too_long_has_no_forms() -> None:
    nested = "x"
    for _ in range(12):
        nested = f"mish({nested})"
    assert subject_of(parse_formula(nested)()) is None
