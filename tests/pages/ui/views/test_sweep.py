"""A function for several values of a parameter."""

from activations import CATALOG
from pages.ui.views import curves, sweep


def test_a_sweep_takes_five_values_and_leaves_the_other_parameters() -> None:
    hardtanh = CATALOG["Hardtanh"](min_val=-2.5, max_val=1.0)
    parameters = sweep.sweepable([CATALOG["ReLU"](), hardtanh])
    assert list(parameters) == ["Hardtanh.min_val", "Hardtanh.max_val"]
    activation, parameter = parameters["Hardtanh.max_val"]
    curves_of_it = sweep.swept(activation, parameter, 0.5, 2.5)
    for curve, value in zip(curves_of_it, (0.5, 1.0, 1.5, 2.0, 2.5), strict=True):
        assert curve.name == f"maximum = {value:g}"
        assert curve.breakpoints == (-2.5, value)
        assert curve.orders[0] == CATALOG["Hardtanh"](min_val=-2.5, max_val=value)
    drawing = curves.drawing_of(curves_of_it, -3.0, 3.0, fitted=True)
    widest = sweep.widest(drawing)
    assert widest == (2.5, 0.5, 2.5)
    assert [mark.y for mark in sweep.sweep_picture(drawing, widest, "").marks] == [0.5, 2.5]
    assert sweep.sweep_sentence(activation, parameter, drawing, widest) == (
        "Hardtanh from maximum = 0.5 to maximum = 2.5: maximum matters most at x = 2.5, "
        "where the values of f lie 2 apart."
    )
    beside = curves.drawing_of(curves_of_it, -1.0, 0.4, fitted=True)
    nothing = sweep.widest(beside)
    assert not sweep.sweep_picture(beside, nothing, "").marks
    assert sweep.sweep_sentence(activation, parameter, beside, nothing).endswith(": maximum changes nothing here.")
