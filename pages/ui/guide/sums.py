"""The middle of the story: many sigmoids, and what their sum tends to."""

from activations import CATALOG
from activations.random_inputs.distributions import POST_GRID
from pages.ui.charts.sheet import Mark, Sheet
from pages.ui.charts.ticks import Axis
from pages.ui.declarations import Number, Whole
from pages.ui.guide.step import NAIR, POST, Step
from pages.ui.views.moving_sum import moving_picture
from pages.ui.views.scene import Stage, curves_on, scene_of
from pages.ui.views.sigmoid_sum import INTEGRAL, POST_SPAN, POST_SUM, SOFTPLUS, SigmoidSum, largest_errors, size_of
from pages.ui.wording import at_most_text, counted, number_text

_LAST = float(POST_GRID[-1])
_REACH = Stage(Axis(-10.0, 20.0), Axis(-0.4, 10.6))


def spread_sum(count: int) -> SigmoidSum:
    """Sigmoids each in the middle of its share of the stretch from 0 to the post's last offset, times that share."""
    spacing = _LAST / count
    return SigmoidSum(count=count, spacing=spacing, first=0.5 * spacing, divisor=1.0 / spacing)


def _sum(count: int, *, answered: bool) -> Sheet:
    total = spread_sum(count if answered else 1)
    if not answered:
        sentence = f"One sigmoid times {number_text(total.spacing)}."
        return scene_of(_REACH, curves_on(_REACH, {"1 sigmoid": total.value}), sentence)
    top = total.count / total.divisor
    off = size_of(largest_errors(total, _REACH.x.low, _REACH.x.high)[INTEGRAL])
    slope = float(total.slope(0.5 * _LAST))
    sentence = (
        f"{counted(count, 'sigmoid')}, each times {number_text(total.spacing)}: halfway up the slope is "
        f"{number_text(slope)}, and the sum levels off at {number_text(top)}. From its limit, which is an integral, it "
        f"is at most {at_most_text(off, 2)} away."
    )
    return scene_of(
        _REACH,
        curves_on(_REACH, {"sum": total.value, "limit": total.integral}),
        sentence,
        Mark(f"levels off at {number_text(top)}", y=top),
        Mark(f"slope {number_text(slope)}", 0.5 * _LAST, float(total.value(0.5 * _LAST))),
    )


SUM = Step(
    key="sum",
    title="Many sigmoids",
    question="Sigmoids with offsets spread evenly from 0 to 9.8 are added up, each times the spacing of the offsets. "
    "What does the sum of more and more of them tend to?",
    options=("A taller sigmoid", "A staircase", "A smooth ramp that levels off"),
    answer="A smooth ramp that levels off",
    controls=(Whole("story_n", "Sigmoids", 10, low=1, high=100),),
    scene=_sum,
    motion=lambda: moving_picture(spread_sum, _REACH),
    comment="In the limit it is an integral, since each sigmoid is multiplied by the spacing. The post adds up a "
    "hundred from 0 to 9.8, ends included, and divides by 10 where it would have to divide by 10.102, so its curve is "
    "neither a sum nor a mean.",
    source=f"{POST}; {NAIR}",
    page="pages/sigmoid_sum.py",
    label="The laboratory of sigmoids",
    state={},
)


def _softplus(divisor: float, *, answered: bool) -> Sheet:
    total = SigmoidSum(POST_SUM.count, POST_SUM.spacing, POST_SUM.first, divisor)
    softplus = CATALOG["Softplus"]()
    stage = Stage(Axis(*POST_SPAN), Axis(-0.4, 11.0))
    curves = curves_on(stage, {"sum": total.value, SOFTPLUS: softplus})
    if not answered:
        return scene_of(stage, curves, "The post's sum of a hundred sigmoids, and softplus beside it.")
    found = largest_errors(total, *POST_SPAN)[SOFTPLUS]
    x, gap = found[0].place, size_of(found)
    ends = sorted((float(total.value(x)), float(softplus(x))))
    slope = float(total.slope(_LAST))
    sentence = (
        f"They lie {number_text(gap)} apart at x = {number_text(x)}. At the right end, x = {number_text(_LAST)}, "
        f"the slope of the sum is {number_text(slope)}, on its way to 0; that of softplus tends to 1."
    )
    apart = f"{number_text(gap)} apart at x = {number_text(x)}"
    return scene_of(stage, curves, sentence, Mark(apart, x, ends[0], to=ends[1]))


AGAINST_SOFTPLUS = Step(
    key="softplus",
    title="The sum against softplus",
    question="The post's sum of a hundred sigmoids looks like softplus, ln(1 + eˣ). Where are the two farthest apart?",
    options=("At 0", "At the right end", "Nowhere, they are the same"),
    answer="At the right end",
    controls=(Number("story_divisor", "Divide by", POST_SUM.divisor, low=9.0, high=20.0, step=0.1, digits=3),),
    scene=_softplus,
    comment="Softplus is the exact limit, and the sum approximates it, not the other way round. The gradient of a "
    "finite sum vanishes at both ends: adding sigmoids only moves the right end farther out.",
    source=f"{POST}; {NAIR}",
    page="pages/sigmoid_sum.py",
    label="Move its offsets and its divisor",
    state={},
)

STEPS = (SUM, AGAINST_SOFTPLUS)
