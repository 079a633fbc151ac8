"""Charts and sentences on precision show what the trials found."""

from dataclasses import replace

import numpy as np
import pytest

from activations.precision import FORMATS, SUBJECTS, Subject, tried
from pages.ui.charts.sheet import Lines
from pages.ui.views import precision
from pages.ui.wording import number_text
from tests.tables import as_frame

SOFTPLUS = SUBJECTS["Softplus"]


def test_the_envelope_hides_no_error() -> None:
    trial = tried(SOFTPLUS.function, FORMATS["float16"])
    judged = precision.judged_of(SOFTPLUS, "f", FORMATS["float16"])
    x = trial.sample.x
    inside = np.abs(x) < np.abs(judged.around.x).max()
    np.testing.assert_array_equal(judged.around.errors.max(axis=0), trial.errors[inside].max(axis=0))
    for part, own in ((judged.below, x < 0.0), (judged.above, x > 0.0)):
        np.testing.assert_array_equal(part.errors.max(axis=0), trial.errors[own & (np.abs(x) < 65504.0)].max(axis=0))
        assert len(part.x) <= 200


@pytest.mark.parametrize("by_powers", [False, True])
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("order", precision.ORDERS)
def test_a_picture_is_drawn_in_every_format(order: str, name: str, by_powers: bool) -> None:
    judged = precision.judged_of(SUBJECTS["Mish"], order, FORMATS[name])
    sheet = precision.error_picture(SUBJECTS["Mish"], order, judged, by_powers=by_powers)
    assert sheet.names == ("textbook", "stable")
    for panel in sheet.panels:
        for content in panel.content:
            assert isinstance(content, Lines)
            shares = panel.y.share(content.y[np.isfinite(content.y)])
            assert shares.min() >= 0.0
            assert shares.max() <= 1.0


@pytest.mark.parametrize("name", FORMATS)
def test_the_pointer_reads_round_numbers_around_0(name: str) -> None:
    x = precision.judged_of(SOFTPLUS, "f", FORMATS[name]).around.x
    assert 20 < x.size <= 240
    np.testing.assert_allclose(x, [float(f"{each:.4g}") for each in x], rtol=1e-12)


@pytest.mark.parametrize("name", FORMATS)
def test_the_pointer_reads_powers_of_ten_to_two_digits_within_each_stretch(name: str) -> None:
    judged = precision.judged_of(SOFTPLUS, "f", FORMATS[name])
    readout = precision.error_picture(SOFTPLUS, "f", judged, by_powers=True).readout
    assert readout is not None
    np.testing.assert_allclose(readout.x, [float(f"{each:.2g}") for each in readout.x], rtol=1e-12)
    exact = np.intersect1d(judged.below.x, judged.above.x)
    narrowest = np.diff(np.log(judged.above.x)).min()
    assert np.abs(np.log(readout.x / exact)).max() < 0.5 * narrowest
    assert (np.diff(readout.x) > 0.0).all()


def test_failures_are_marked_where_they_begin() -> None:
    judged = precision.judged_of(SOFTPLUS, "f", FORMATS["float16"])
    marks = precision.error_picture(SOFTPLUS, "f", judged, by_powers=False).marks
    assert {(mark.label, mark.x) for mark in marks} == {
        ("1 ulp", None),
        ("2 forms: not finite from 11.09", 11.09375),
        ("0 up to −7.625", -7.625),
    }


@pytest.mark.parametrize("order", precision.ORDERS)
@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS.keys())
def test_a_mark_says_on_which_side_of_it_a_form_fails(subject: Subject, order: str) -> None:
    judged = precision.judged_of(subject, order, FORMATS["float16"])
    marks = precision.error_picture(subject, order, judged, by_powers=False).marks
    for mark in marks:
        if mark.x is not None:
            failing = [
                (number, end == stretch.low)
                for number, verdict in enumerate(judged.verdicts[:-1])
                for stretch in (verdict.overflows if "not finite" in mark.label else verdict.vanishes)
                if (end := min(stretch, key=abs)) == mark.x
            ]
            numbers, onward = zip(*failing, strict=True)
            assert {*onward} == {mark.x > 0.0}
            assert mark.label.endswith(f"{'from' if mark.x > 0.0 else 'up to'} {number_text(mark.x)}")
            assert mark.name == (numbers[0] if len(numbers) == 1 else None)
            assert mark.label.startswith(f"{len(numbers)} forms: ") == (len(numbers) > 1)


def test_a_form_without_failure_is_said_to_have_none() -> None:
    judged = precision.judged_of(SOFTPLUS, "f", FORMATS["float32"])
    *_, stable = precision.sentences(SOFTPLUS, "f", judged)
    assert stable.startswith("Softplus in float32, stable: up to 1.")
    assert stable.endswith("% of all finite numbers.")
    _, rarely, _ = precision.sentences(SOFTPLUS, "f", judged)
    assert rarely == "Softplus in float32, threshold 20: up to 0.986 ulps off where it is finite, at x = −0.4731."
    table = as_frame(precision.format_table(SOFTPLUS, "f", {"float32": judged}))
    assert table["infinite or undefined"].tolist() == ["from 88.72 on", "nowhere", "nowhere"]


def test_float64_is_left_out_where_nothing_is_more_exact() -> None:
    unknown = replace(SOFTPLUS, function=replace(SOFTPLUS.function, exact=None))
    assert "float64" not in precision.formats_of(unknown, "f")
    assert "float64" in precision.formats_of(unknown, "f′")
