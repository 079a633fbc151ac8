"""Verdicts on forms: what is reported of them elsewhere, and what brute force in NumPy's own formats finds."""

import math
from decimal import Decimal

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG
from activations.precision import FORMATS, SUBJECTS, Format, Order, Subject, Verdict, tried
from activations.precision.rounded import in_format
from activations.precision.trial import sample_of
from tests.oracles import ORACLES

every_subject = pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS.keys())


def verdict(order: Order, form: str, format: str) -> Verdict:
    verdicts = tried(order, FORMATS[format]).verdicts
    return {each.name: verdict for each, verdict in zip(order.forms, verdicts, strict=True)}[form]


def test_tanh_gelu_loses_its_tail_in_float16() -> None:
    x = np.arange(-8.0, 0.0, 0.001).astype(np.float16)
    half = np.float16
    gate = np.tanh(half(math.sqrt(2 / math.pi)) * (x + half(0.044715) * x**3))
    lost = x[half(0.5) * x * (half(1.0) + gate) == 0]
    order = SUBJECTS["GELUTanh"].function
    ((low, high),) = verdict(order, "textbook", "float16").vanishes
    assert high == lost.max() == pytest.approx(-3.586, abs=1e-3)
    # Its true value there is 7,000 times the smallest number of the format.
    assert abs(float(order.reference(high))) > 7_000 * FORMATS["float16"].smallest
    assert abs(float(order.reference(low))) > FORMATS["float16"].smallest
    ((_, high),) = verdict(order, "stable", "float16").vanishes
    assert high < -5.0


def test_the_threshold_of_softplus_costs_digits_of_float64_and_none_of_float32() -> None:
    order = SUBJECTS["Softplus"].function
    dropped = math.exp(-20.0) / np.spacing(20.0)
    assert verdict(order, "threshold 20", "float64").largest == pytest.approx(dropped, rel=1e-3)
    assert verdict(order, "threshold 20", "float32").largest < 1.0
    ((low, high),) = verdict(order, "threshold 20", "float16").overflows
    assert (low, high) == (float(np.float16(math.log(65520.0))), 20.0)


def test_the_gradient_of_mish_in_its_paper_is_no_number_where_the_slope_is_1() -> None:
    order = SUBJECTS["Mish"].derivative
    for name, largest in (("float32", 3.4028235e38), ("float64", 1.7976931e308)):
        *_, (low, high) = verdict(order, "textbook", name).overflows
        assert low == pytest.approx(math.log(largest) / 4.0, rel=0.01)
        assert high > 1e37
        assert float(order.reference(low)) == pytest.approx(1.0)
        assert not verdict(order, "stable", name).overflows


def test_the_posts_softplus_and_sigmoid_fail_where_its_exponential_does() -> None:
    ((low, _),) = verdict(SUBJECTS["Softplus"].function, "textbook", "float64").overflows
    assert low == pytest.approx(math.log(1.7976931348623157e308), abs=1e-9)
    ((_, high),) = verdict(SUBJECTS["Softplus"].function, "textbook", "float64").vanishes
    assert high == pytest.approx(-53.0 * math.log(2.0), abs=1e-9)
    ((_, high),) = verdict(SUBJECTS["Sigmoid"].function, "textbook", "float64").vanishes
    assert high == pytest.approx(-math.log(1.7976931348623157e308), abs=1e-9)
    ((low, _),) = verdict(SUBJECTS["Softplus"].function, "textbook", "float32").overflows
    assert low == pytest.approx(128.0 * math.log(2.0), abs=1e-5)
    ((low, high),) = verdict(SUBJECTS["Softplus"].function, "textbook", "float32").vanishes
    assert (low, high) == pytest.approx((-149.0 * math.log(2.0), -24.0 * math.log(2.0)), abs=1e-5)


def overflows(value: float, true: float, kind: Format) -> bool:
    return not math.isfinite(value) and abs(true) <= kind.largest


def vanishes(value: float, true: float, kind: Format) -> bool:
    return value == 0.0 and abs(true) > kind.smallest


@every_subject
@pytest.mark.parametrize("name", ["float32", "float64"])
def test_at_the_number_beside_a_stretch_it_does_not_happen(subject: Subject, name: str) -> None:
    kind = FORMATS[name]
    for order in (subject.function, subject.derivative):
        for form, found in zip(order.forms, tried(order, kind).verdicts, strict=True):
            for stretches, deed in ((found.overflows, overflows), (found.vanishes, vanishes)):
                for inside, way in [(low, -1.0) for low, _ in stretches] + [(high, 1.0) for _, high in stretches]:
                    x = np.array([inside, inside + way * float(kind.spacing(np.array(inside)))])
                    exact = order.exact
                    true = [float(exact(Decimal(at))) for at in x.tolist()] if exact else order.reference(x).tolist()
                    happens, beside = map(deed, in_format(form.formula, x, kind), true, (kind, kind))
                    assert happens
                    # Far out, and beside 0, a stretch ends where the sample does.
                    assert not beside or not 1e-30 < abs(inside) < 0.1 * kind.largest


def test_shares_are_those_that_brute_force_counts() -> None:
    x = np.arange(2**16, dtype=np.uint16).view(np.float16)
    x = np.unique(x[np.isfinite(x)])
    true = np.logaddexp(0.0, x.astype(np.float64))
    with np.errstate(all="ignore"):
        computed = np.log(np.float16(1) + np.exp(x)).astype(np.float64)
        spacing = np.spacing(np.minimum(true, 65000.0).astype(np.float16)).astype(np.float64)
    ulps = np.abs(computed - true) / spacing
    found = verdict(SUBJECTS["Softplus"].function, "textbook", "float16")
    assert found.wrong == pytest.approx(np.mean(~(ulps <= 1.0)), abs=1e-4)
    assert found.largest == pytest.approx(np.max(ulps[np.isfinite(ulps)]), rel=1e-3)


@every_subject
def test_stable_forms_are_finite_and_never_lose_more(subject: Subject) -> None:
    for order in (subject.function, subject.derivative):
        for name in ("float16", "bfloat16", "float32", "float64"):
            *_, textbook, stable = (verdict(order, order.forms[k].name, name) for k in (0, -1))
            assert not stable.overflows
            lost, kept = (sum(abs(low - high) for low, high in each.vanishes) for each in (textbook, stable))
            assert kept <= lost + 0.5


def test_float64_is_judged_by_more_digits_than_it_has() -> None:
    subject = SUBJECTS["SiLU"]
    trial = tried(subject.function, FORMATS["float64"])
    near = np.flatnonzero(np.abs(trial.sample.x) < 30.0)[::97]
    assert near.size > 20
    for place in near:
        x = trial.sample.x[place]
        computed = x / (1.0 + np.exp(-x))
        with mp.workdps(60):
            off = abs(mp.mpf(float(computed)) - ORACLES["SiLU"](mp.mpf(float(x)), beta=1)) / np.spacing(abs(computed))
        assert trial.errors[place, 0] == pytest.approx(float(off), abs=1e-6)


def test_float64_cannot_be_judged_without_them() -> None:
    activation = CATALOG["SiLU"]()
    order = Order(forms=SUBJECTS["SiLU"].function.forms, reference=activation)
    assert tried(order, FORMATS["float32"]).verdicts
    with pytest.raises(ValueError, match="more exact"):
        tried(order, FORMATS["float64"])


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS.keys())
def test_a_sample_stands_for_all_finite_numbers(format: Format) -> None:
    x, weights = sample_of(format)
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ np.sign(x) == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_array_equal(format.rounded(x), x)
    normal = np.abs(x[np.abs(x) >= 2.0**format.least_exponent])
    assert set(np.frexp(normal)[1] - 1) == set(format.binades)
    assert weights @ (np.abs(x) < 1.0) == pytest.approx(0.5, abs=0.07)
