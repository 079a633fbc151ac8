"""The first steps of the story: a line, a sigmoid, and what becomes of its gradient."""

import math

import numpy as np

from activations import CATALOG, properties_of, vanishing_intervals
from activations.elementwise import FloatArray, RealFunction
from activations.networks.fitting import fitted_values
from pages.ui.charts.sheet import Mark, Sheet
from pages.ui.charts.ticks import Axis
from pages.ui.declarations import Choice, Magnitude, Number, Whole
from pages.ui.guide.lessons import at_defaults
from pages.ui.guide.step import GLOROT_2010, POST, Step
from pages.ui.links import function_state, functions_state
from pages.ui.places import where
from pages.ui.views.scene import Stage, curves_on, scene_of
from pages.ui.wording import counted, exact_text, number_text

_FITTED_SEED = 1
_X = np.linspace(-3.0, 3.0, 121)
_TARGET = np.sin(2.0 * _X) + _X / 3.0


def _fit(name: str, units: int) -> tuple[FloatArray, float]:
    """A network of these units that is fitted to the target, and its root mean square distance from it."""
    fitted = fitted_values(CATALOG[name](), _X, _TARGET, units=units, seed=_FITTED_SEED)
    return fitted, math.sqrt(float(((fitted - _TARGET) ** 2).mean()))


def _joined(heights: FloatArray) -> RealFunction:
    return lambda x: np.interp(np.asarray(x, dtype=np.float64), _X, heights)


def _line(name: str, units: int, *, answered: bool) -> Sheet:
    line, off = _fit("Identity", 1)
    if answered:
        line, nearer = _fit(name, units)
        _, no_nearer = _fit("Identity", units)
        more = f" for one unit and {number_text(no_nearer, 3)} for {units}" if units > 1 else ""
        sentence = (
            f"{counted(units, 'unit')} of {name}: root mean square distance {number_text(nearer, 3)} from the target. "
            f"Without an activation it is {number_text(off, 3)}{more}: a line of a line is a line."
        )
    else:
        name, sentence = "one layer", f"A curve, and the straight line nearest to it, {number_text(off, 3)} away."
    stage = Stage(Axis(-3.0, 3.0), Axis(-2.5, 2.5))
    return scene_of(stage, curves_on(stage, {"target": _joined(_TARGET), name: _joined(line)}), sentence)


LINE = Step(
    key="line",
    title="A straight line",
    question="A layer without an activation passes its inputs on in a straight line. What can ten such layers do that "
    "one cannot?",
    options=("Nothing", "Bend in ten places", "Fit any curve"),
    answer="Nothing",
    controls=(
        Choice("story_function", "Function of the units", ("Identity", "Sigmoid", "Tanh", "Softplus", "ReLU", "ELU")),
        Whole("story_units", "Units", 10, low=1, high=50),
    ),
    scene=_line,
    comment="An activation is there to bend the line: choose one, and add units. It need not imitate a neuron to do "
    "that. Here the weights into the units are random, and those out of them are fitted by least squares.",
    source=POST,
    page="pages/curves.py",
    label="The line and its derivatives",
    state=functions_state(at_defaults("Identity")),
)


_STAGE = Stage(Axis(-10.0, 10.0), Axis(-0.05, 1.05))


def _offset(offset: float, *, answered: bool) -> Sheet:
    sigmoid = CATALOG["Sigmoid"](offset=offset)
    at, before = float(sigmoid(offset)), float(sigmoid(offset - 10.0))
    where = f"x = {number_text(offset)}"
    mark = Mark(f"½ at {where}", offset, at) if answered else Mark(f"offset, {where}", offset)
    sentence = (
        f"At {where}, its offset, the sigmoid is {number_text(at)}; ten to the left of it, {number_text(before)}: "
        "small, but not 0."
        if answered
        else f"A sigmoid from 0 to 1, with its offset at {where}."
    )
    return scene_of(_STAGE, curves_on(_STAGE, {"Sigmoid": sigmoid}), sentence, mark)


OFFSET = Step(
    key="offset",
    title="The sigmoid",
    question="A sigmoid bends the line and bounds it. What is its value at its offset?",
    options=("0", "½", "1"),
    answer="½",
    controls=(Number("story_offset", "Offset", 2.0, low=-8.0, high=8.0, step=0.5),),
    scene=_offset,
    comment="The post that this story follows says 0. A sigmoid is ½ at its offset, and nowhere 0.",
    source=POST,
    page="pages/reference.py",
    label="All that is known of the sigmoid",
    state=function_state(CATALOG["Sigmoid"]()),
)


def _vanishing(epsilon: float, *, answered: bool) -> Sheet:
    sigmoid = CATALOG["Sigmoid"]()
    if not answered:
        return scene_of(_STAGE, curves_on(_STAGE, {"Sigmoid": sigmoid}), "A sigmoid from 0 to 1.")
    largest = properties_of(sigmoid).slope_maximum
    steepest = largest.at[0].low
    intervals = vanishing_intervals(sigmoid, epsilon)
    ends = [end for interval in intervals for end in (interval.low, interval.high) if math.isfinite(end)]
    sentence = (
        f"Its largest slope is {number_text(largest.value)}, at x = {number_text(steepest)}. "
        f"The slope is below {exact_text(epsilon)} {where(intervals)}."
    )
    return scene_of(
        _STAGE,
        curves_on(_STAGE, {"Sigmoid": sigmoid, "slope": sigmoid.derivative}),
        sentence,
        Mark(f"¼ at x = {number_text(steepest)}", steepest, largest.value),
        *(Mark(number_text(end), end, epsilon) for end in ends),
        Mark(f"ε = {number_text(epsilon)}", y=epsilon),
    )


VANISHING = Step(
    key="vanishing",
    title="Its gradient vanishes",
    question="A network learns by its slopes. How steep is a sigmoid at its steepest?",
    options=("1", "½", "¼"),
    answer="¼",
    controls=(Magnitude("story_eps", "ε", 0.01, low=1e-6, high=0.25),),
    scene=_vanishing,
    comment="The gradient suffers not only far out: even at its best a sigmoid passes on a quarter of it, and each "
    "layer below takes its share.",
    source=GLOROT_2010,
    page="pages/depth.py",
    label="What twenty layers make of it",
    state=functions_state(at_defaults("Sigmoid", "ReLU"), init="Forward gain"),
)

STEPS = (LINE, OFFSET, VANISHING)
