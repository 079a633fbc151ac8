"""Forms against the code that is shown for them, run by NumPy in its own float16, and against mpmath."""

from decimal import Decimal

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG
from activations.elementwise import FloatArray
from activations.precision import FORMATS, SUBJECTS, Form, Order, in_format
from activations.precision.exact import many_digits
from activations.precision.rounded import Rounded
from tests.oracles import ORACLES

ORDERS = [
    pytest.param(name, primes, order, id=f"{name}{'′' * primes}")
    for name, subject in SUBJECTS.items()
    for primes, order in enumerate((subject.function, subject.derivative))
]
FORMS = [
    pytest.param(case.values[2], form, id=f"{case.id} {form.name}")
    for case in ORDERS
    for form in case.values[2].forms  # type: ignore[union-attr]
]
FLOAT16, FLOAT32, FLOAT64 = (FORMATS[name] for name in ("float16", "float32", "float64"))


def as_shown(form: Form, x: object) -> FloatArray:
    """What comes of the code that a reader copies."""
    namespace: dict[str, object] = {}
    exec(form.code, namespace)
    (function,) = (each for name, each in namespace.items() if name.endswith(form.formula.__name__))
    with np.errstate(all="ignore"):
        return function(x)  # type: ignore[operator, no-any-return]


@pytest.mark.parametrize(("order", "form"), FORMS)
def test_the_code_shown_is_what_is_measured(order: Order, form: Form) -> None:
    assert "Number" not in form.code
    x = FLOAT16.numbers()
    if "special" in form.code:  # of which SciPy has none for float16
        np.testing.assert_array_equal(in_format(form.formula, x, FLOAT64), as_shown(form, x))
        return
    shown = as_shown(form, x.astype(np.float16))
    assert shown.dtype == np.float16
    computed = in_format(form.formula, x, FLOAT16)
    # NumPy's own exponential of a float16 is rounded twice, and in a few numbers another way.
    differ = ~np.isclose(computed, shown.astype(np.float64), rtol=0.0, atol=0.0, equal_nan=True)
    assert differ.mean() < 0.003


@pytest.mark.parametrize(("order", "form"), FORMS)
def test_in_float64_every_form_is_the_function_where_nothing_is_extreme(order: Order, form: Form) -> None:
    x = np.array([-3.1, -2.2, -0.7, -0.3, 0.2, 0.9, 1.7, 2.6])
    np.testing.assert_allclose(in_format(form.formula, x, FLOAT64), order.reference(x), rtol=1e-12)


@pytest.mark.parametrize(("name", "primes", "order"), ORDERS)
def test_what_float64_is_judged_by_agrees_with_mpmath(name: str, primes: int, order: Order) -> None:
    assert order.exact is not None
    parameters = {parameter: mp.mpf(value) for parameter, value in CATALOG[name]().parameters.items()}
    for x in (-400.0, -37.0, -12.25, -8.125, -7.9, -5.1, -1.3, -1e-9, -1e-20, 1e-20, 1e-9, 0.3, 7.9, 8.1, 30.0, 700.0):
        with mp.workdps(450):
            true = mp.diff(lambda each: ORACLES[name](each, **parameters), mp.mpf(x), primes)
            with many_digits():
                exact = mp.mpf(str(order.exact(Decimal(x))))
            assert abs(exact - true) <= abs(true) * mp.mpf(10) ** -40 + mp.mpf(10) ** -400, x


@pytest.mark.parametrize("x", [1e300, -1e300, 5e-324, -5e-324, 0.0])
@pytest.mark.parametrize(("name", "primes", "order"), ORDERS)
def test_what_float64_is_judged_by_is_a_number_everywhere(name: str, primes: int, order: Order, x: float) -> None:
    assert order.exact is not None
    with many_digits():
        exact = float(order.exact(Decimal(x)))
    assert exact == pytest.approx(float(order.reference(x)), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "operation"), [("+", np.add), ("×", np.multiply), ("÷", np.divide), ("−", np.subtract)]
)
def test_arithmetic_is_that_of_the_format(name: str, operation: np.ufunc) -> None:
    generator = np.random.default_rng(3)
    for arithmetic, kind in ((FLOAT16, np.float16), (FLOAT32, np.float32)):
        a, b = (generator.normal(size=50_000) * 2.0 ** generator.integers(-12, 12, 50_000) for _ in range(2))
        a, b = a.astype(kind).astype(np.float64), b.astype(kind).astype(np.float64)
        with np.errstate(all="ignore"):
            expected = operation(a.astype(kind), b.astype(kind))
            result = operation(Rounded(a, arithmetic), Rounded(b, arithmetic))
        assert result.format is arithmetic
        np.testing.assert_array_equal(result.values, expected)


def test_a_constant_of_a_formula_is_rounded_too() -> None:
    third = in_format(lambda x: x * (1 / 3), np.array([1.0]), FLOAT16)
    assert third == np.float16(1 / 3)


def test_what_the_arithmetic_does_not_know_is_refused() -> None:
    x = Rounded(np.ones(3), FLOAT16)
    with pytest.raises(TypeError):
        np.add.reduce(x)  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        np.concatenate([x, x])
