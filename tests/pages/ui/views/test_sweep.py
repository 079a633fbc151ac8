"""A function for several values of a parameter."""

from activations import CATALOG
from pages.ui.views import curves, sweep


def test_a_sweep_takes_five_values_and_leaves_the_other_parameters() -> None:
    hardtanh = CATALOG["Hardtanh"](min_val=-2.5, max_val=1.0)
    parameters = sweep.sweepable([CATALOG["ReLU"](), hardtanh])
    assert list(parameters) == ["Hardtanh.min_val", "Hardtanh.max_val"]
    activation, parameter = parameters["Hardtanh.max_val"]
    steps = sweep.swept(activation, parameter, 0.5, 2.5)
    curves_of_it = sweep.swept_curves(steps, parameter)
    for curve, value in zip(curves_of_it, (0.5, 1.0, 1.5, 2.0, 2.5), strict=True):
        assert curve.name == f"maximum = {value:g}"
        assert curve.breakpoints == (-2.5, value)
        assert curve.orders[0] == CATALOG["Hardtanh"](min_val=-2.5, max_val=value)
    assert sweep.sweep_sentence(steps, parameter, sweep.widest(steps, -3.0, 3.0)) == (
        "Hardtanh from maximum = 0.5 to maximum = 2.5: maximum matters most for 2.5 ≤ x ≤ 3, "
        "where the values of f lie 2 apart."
    )
    nothing = sweep.widest(steps, -1.0, 0.4)
    assert sweep.sweep_sentence(steps, parameter, nothing).endswith(": maximum changes nothing here.")


def test_one_place_where_a_parameter_matters_most_is_marked() -> None:
    activation, parameter = sweep.sweepable([CATALOG["Sigmoid"]()])["Sigmoid.offset"]
    steps = sweep.swept(activation, parameter, -2.0, 2.0)
    drawing = curves.drawing_of(sweep.swept_curves(steps, parameter), -6.0, 5.5, fitted=True)
    marks = sweep.sweep_picture(drawing, steps, sweep.widest(steps, -6.0, 5.5), "").marks
    assert [mark.x for mark in marks] == [0.0, 0.0]
    assert marks[1].label == "0.7616 apart"


def told(name: str, of: str, ends: tuple[float, float], window: tuple[float, float]) -> str:
    activation, parameter = sweep.sweepable([CATALOG[name]()])[f"{name}.{of}"]
    steps = sweep.swept(activation, parameter, *ends)
    sentence = sweep.sweep_sentence(steps, parameter, sweep.widest(steps, *window))
    return sentence.partition("matters most ")[2]


def test_a_parameter_matters_most_where_the_curves_lie_farthest_apart() -> None:
    # By symmetry exactly at 0, whatever points are drawn.
    assert told("Sigmoid", "offset", (-2.0, 2.0), (-6.0, 5.5)) == "at x = 0, where the values of f lie 0.7616 apart."
    assert told("Hardshrink", "lambd", (0.5, 2.0), (-6.0, 6.0)) == (
        "at x = −2 and 2, where the values of f lie 2 apart."
    )
    # The largest gap is a limit: just right of the smallest threshold.
    assert told("Threshold", "threshold", (-3.0, 3.0), (-6.0, 2.5)) == (
        "as x → −3 from the right, where the values of f lie 3 apart."
    )


def test_what_floats_cannot_tell_is_said_not_to_be_resolved() -> None:
    activation, parameter = sweep.sweepable([CATALOG["Sigmoid"]()])["Sigmoid.offset"]
    steps = sweep.swept(activation, parameter, 1e17, 2e17)
    found = sweep.widest(steps, 0.0, 3e17)
    assert "where offset matters most is not resolved" in sweep.sweep_sentence(steps, parameter, found)
