"""The first half of the story: from a straight line to the sum of many sigmoids."""

from activations import CATALOG, properties_of, vanishing_intervals
from activations.random_inputs.distributions import POST_GRID
from pages.ui.charts.sheet import Sheet
from pages.ui.chosen import curve_of
from pages.ui.declarations import Magnitude, Number, Whole
from pages.ui.guide.lessons import at_defaults
from pages.ui.guide.step import NAIR, POST, Step
from pages.ui.links import function_state, functions_state
from pages.ui.places import places_of, where
from pages.ui.views import curves, vanishing
from pages.ui.views.sigmoid_sum import (
    POST_SPAN,
    POST_SUM,
    SOFTPLUS,
    SigmoidSum,
    largest_errors,
    size_of,
    sum_picture,
)
from pages.ui.wording import at_most_text, counted, exact_text, number_text

_LOW, _HIGH = -10.0, 10.0


def _line() -> Sheet:
    identity = CATALOG["Identity"]()
    known = properties_of(identity)
    sentence = (
        f"Its slope is {number_text(known.slope_minimum.value)} everywhere and its second derivative 0: it is "
        f"{known.convexity}. A line of a line is a line, however many layers there are."
    )
    return curves.curve_picture(curves.drawing_of([curve_of(identity)], _LOW, _HIGH, fitted=True), sentence)


LINE = Step(
    key="line",
    title="A straight line",
    question="A layer without an activation passes its inputs on in a straight line. What can ten such layers do that "
    "one cannot?",
    options=("Nothing", "Bend in ten places", "Fit any curve"),
    answer="Nothing",
    scene=_line,
    comment="An activation is there to bend the line. It need not imitate a neuron to do that.",
    source=POST,
    page="pages/curves.py",
    label="The line and its derivatives",
    state=functions_state(at_defaults("Identity")),
)


def _offset(offset: float) -> Sheet:
    sigmoid = CATALOG["Sigmoid"](offset=offset)
    at, before = float(sigmoid(offset)), float(sigmoid(offset - 10.0))
    sentence = (
        f"At x = {number_text(offset)}, its offset, the sigmoid is {number_text(at)}; ten to the left of it, "
        f"{number_text(before)}: small, but not 0."
    )
    return curves.curve_picture(curves.drawing_of([curve_of(sigmoid)], _LOW, _HIGH, fitted=True), sentence)


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
    label="All about the sigmoid",
    state=function_state(CATALOG["Sigmoid"]()),
)


def _vanishing(epsilon: float) -> Sheet:
    sigmoid = CATALOG["Sigmoid"]()
    largest = properties_of(sigmoid).slope_maximum
    intervals = vanishing_intervals(sigmoid, epsilon)
    sentence = (
        f"Its largest slope is {number_text(largest.value)}, {where(largest.at)}. "
        f"The slope is below {exact_text(epsilon)} {where(intervals)}."
    )
    drawn = curves.drawing_of([curve_of(sigmoid)], _LOW, _HIGH, fitted=True)
    return vanishing.vanishing_picture(drawn, {sigmoid.name: intervals}, epsilon, sentence)


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
    source="X. Glorot and Y. Bengio 2010, “Understanding the difficulty of training deep feedforward neural networks”",
    page="pages/depth.py",
    label="What twenty layers make of it",
    state=functions_state(at_defaults("Sigmoid", "ReLU"), init="Forward gain"),
)


def spread_sum(count: int) -> SigmoidSum:
    """Sigmoids with offsets from 0 to the last of the post, each times their spacing."""
    spacing = float(POST_GRID[-1]) / max(count - 1, 1)
    return SigmoidSum(count=count, spacing=spacing, first=0.0, divisor=1.0 / spacing)


def _sum(count: int) -> Sheet:
    total, last = spread_sum(count), float(POST_GRID[-1])
    value, slope = float(total.value(last)), float(total.slope(last))
    sentence = (
        f"{counted(count, 'sigmoid')}, each times {number_text(total.spacing)}: at x = {number_text(last)} the sum is "
        f"{number_text(value)}, with slope {number_text(slope)}. It levels off at "
        f"{number_text(total.count / total.divisor)}."
    )
    return sum_picture(total, -10.0, 20.0, sentence)


SUM = Step(
    key="sum",
    title="Many sigmoids",
    question="Sigmoids with offsets from 0 to 9.8 are added up, each times the spacing of the offsets. What does the "
    "sum of more and more of them tend to?",
    options=("A taller sigmoid", "A staircase", "A smooth ramp that levels off"),
    answer="A smooth ramp that levels off",
    controls=(Whole("story_n", "Sigmoids", 10, low=1, high=100),),
    scene=_sum,
    comment="In the limit it is an integral, since each sigmoid is multiplied by the spacing. The post divides by 10 "
    "where it would have to divide by 10.102, so its curve is neither a sum nor a mean.",
    source=f"{POST}; {NAIR}",
    page="pages/sigmoid_sum.py",
    label="A laboratory for sums of sigmoids",
    state={},
)


def _softplus(divisor: float) -> Sheet:
    total = SigmoidSum(POST_SUM.count, POST_SUM.spacing, POST_SUM.first, divisor)
    low, high = POST_SPAN
    found = largest_errors(total, low, high)[SOFTPLUS]
    slope = float(total.slope(high))
    sentence = (
        f"They lie at most {at_most_text(size_of(found))} apart, {places_of(found)}. At x = {number_text(high)}, "
        f"the slope of the sum is {number_text(slope)}, on its way to 0; that of softplus tends to 1."
    )
    return sum_picture(total, low, high, sentence)


AGAINST_SOFTPLUS = Step(
    key="softplus",
    title="The sum against softplus",
    question="The post's sum of a hundred sigmoids looks like softplus, ln(1 + eˣ). Where are the two farthest apart?",
    options=("At 0", "At the right end", "Nowhere: they are the same"),
    answer="At the right end",
    controls=(Number("story_divisor", "Divide by", POST_SUM.divisor, low=1.0, high=100.0, step=0.1, digits=3),),
    scene=_softplus,
    comment="Softplus is the exact limit, and the sum approximates it, not the other way round. The gradient of a "
    "finite sum vanishes at both ends: adding sigmoids only moves the right end farther out.",
    source=f"{POST}; {NAIR}",
    page="pages/sigmoid_sum.py",
    label="Change its offsets and its divisor",
    state={},
)

STEPS = (LINE, OFFSET, VANISHING, SUM, AGAINST_SOFTPLUS)
