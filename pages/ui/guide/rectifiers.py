"""The second half of the story: from softplus and ReLU to the ELU."""

import functools
from collections.abc import Sequence
from functools import partial

import numpy as np

from activations import CATALOG, Activation, Normal, moments_of
from activations.calculus.extrema import largest_differences
from activations.calculus.roots import root
from activations.random_inputs.distributions import POST_GRID
from pages.ui.charts.sheet import Mark, Sheet
from pages.ui.charts.ticks import Axis
from pages.ui.declarations import Number
from pages.ui.guide.lessons import STORY, at_defaults
from pages.ui.guide.step import CLEVERT, GLOROT_2011, HE, NAIR, Step
from pages.ui.links import function_state, functions_state
from pages.ui.places import places_of
from pages.ui.views.scene import Stage, curves_on, scene_of
from pages.ui.wording import exact_text, listed, number_text

_CENTRE = Number("story_mean", "Mean of the inputs", 0.0, low=-2.0, high=2.0, step=0.1)


def _relu(beta: float, *, answered: bool) -> Sheet:
    softplus, relu = CATALOG["Softplus"](beta=beta), CATALOG["ReLU"]()
    stage = Stage(Axis(-6.0, 6.0), Axis(-0.4, 6.8))
    curves = curves_on(stage, {"Softplus": softplus, "ReLU": relu}, relu.breakpoints)
    if not answered:
        return scene_of(stage, curves, "Softplus, and ReLU below it.")
    found = largest_differences(softplus, relu, 0, stage.x.low, stage.x.high)
    x, gap = found[0].place, abs(found[0].difference)
    sentence = (
        f"With β = {exact_text(beta)} they are {number_text(gap, 6)} apart, {places_of(found)}, and nowhere farther: "
        "that is ln 2 / β."
    )
    label = f"{'ln 2' if beta == 1 else 'ln 2 / β'} = {number_text(gap)}"
    return scene_of(stage, curves, sentence, Mark(label, x, float(relu(x)), to=float(softplus(x))))


RELU = Step(
    key="relu",
    title="Softplus and ReLU",
    question="ReLU is max(0, x), and far cheaper. How far from softplus is it at most?",
    options=("0.693, which is ln 2", "1", "Ever farther, as x grows"),
    answer="0.693, which is ln 2",
    controls=(Number("story_beta", "Softplus β", 1.0, low=0.2, high=10.0, step=0.5),),
    scene=_relu,
    comment="What ReLU gives up is not height but smoothness: it has a kink at 0 and no gradient at all for x < 0, "
    "where a unit can die.",
    source=f"{NAIR}; {GLOROT_2011}; {HE}",
    page="pages/curves.py",
    label="Both with their derivatives",
    state=functions_state(at_defaults("Softplus", "ReLU")),
)


def _with_inputs(
    activations: Sequence[Activation], centre: float, stage: Stage, sentence: str, *, answered: bool
) -> Sheet:
    """Functions above the density of their inputs and, once that is the answer, their means as levels."""
    inputs = Normal(centre, 1.0)
    means = [(activation.name, moments_of(activation, inputs).mean) for activation in activations]
    levels = [Mark(f"{name} {number_text(mean, 3)}", y=mean, name=k) for k, (name, mean) in enumerate(means)]
    return scene_of(
        stage,
        curves_on(stage, {activation.name: activation for activation in activations}, (0.0,)),
        sentence,
        Mark(f"inputs: mean {number_text(centre)}", centre),
        *(levels if answered else ()),
        density=lambda x: np.exp(inputs.log_density(np.asarray(x) - centre)),
    )


def _mean(centre: float, *, answered: bool) -> Sheet:
    exact = {activation.name: moments_of(activation, Normal(centre, 1.0)).mean for activation in STORY}
    each = listed(f"{name} {number_text(mean)}" for name, mean in exact.items())
    largest = max(exact, key=lambda name: exact[name])
    inputs = f"inputs from N({number_text(centre)}, 1)"
    sentence = (
        f"Means on {inputs}: {each}. The largest is that of {largest}."
        if answered
        else f"The story's functions, and below them the density of their {inputs}."
    )
    return _with_inputs(STORY, centre, Stage(Axis(-4.0, 4.0), Axis(-1.6, 3.6)), sentence, answered=answered)


MEAN = Step(
    key="mean",
    title="A mean away from zero",
    question="What a unit passes on has a mean, which shifts the inputs of the next layer. On standard normal "
    "inputs, whose mean is the largest?",
    options=("Sigmoid", "Softplus", "ReLU"),
    answer="Softplus",
    controls=(_CENTRE,),
    scene=_mean,
    comment="A mean away from zero is often described as a fault that came with ReLU. On standard normal inputs the "
    "sigmoid's is larger.",
    source=CLEVERT,
    page="pages/activation_means.py",
    label="Means on random inputs",
    state=functions_state(STORY),
)


def _mean_of_elu(alpha: float, centre: float) -> float:
    return moments_of(CATALOG["ELU"](alpha=alpha), Normal(centre, 1.0)).mean


@functools.lru_cache(maxsize=64)
def _where_zero(alpha: float) -> str:
    """On which inputs the mean of ELU is 0."""
    if alpha == 0:
        return "It is never 0."
    if _mean_of_elu(alpha, -10.0) < 0:
        return f"It is 0 on N({number_text(root(partial(_mean_of_elu, alpha), -10.0, 10.0), 5)}, 1)."
    return "It is 0 on no N(μ, 1) with μ above −10."


def _elu(centre: float, alpha: float, *, answered: bool) -> Sheet:
    elu, inputs = CATALOG["ELU"](alpha=alpha), f"N({number_text(centre)}, 1)"
    sentence = (
        f"ELU with α = {number_text(alpha, 8)} has the mean {number_text(_mean_of_elu(alpha, centre))} on {inputs}. "
        f"{_where_zero(alpha)} On the post's own inputs, from −10 to 9.8, it is "
        f"{number_text(float(elu(POST_GRID).mean()))}."
        if answered
        else f"ELU goes below zero where ReLU does not; below them the density of inputs from {inputs}."
    )
    return _with_inputs(
        (CATALOG["ReLU"](), elu), centre, Stage(Axis(-4.0, 4.0), Axis(-2.6, 3.6)), sentence, answered=answered
    )


ELU = Step(
    key="elu",
    title="The ELU",
    question="The ELU goes below zero, and levels off there. Is its mean activation zero?",
    options=("Always", "On some inputs", "Never"),
    answer="On some inputs",
    controls=(_CENTRE, Number("story_alpha", "ELU α", 1.0, low=0.0, high=2.0, step=0.1, digits=7)),
    scene=_elu,
    comment="It is nearer to zero, not zero. That a mean of zero speeds up learning is an argument from the natural "
    "gradient, not a theorem. That the flat left side makes the ELU robust to noise is an argument too: the paper has "
    "no experiment with noise. With α > 0 its floor −α is never reached, and unless α = 1 it has a kink at 0.",
    source=CLEVERT,
    page="pages/reference.py",
    label="All that is known of the ELU",
    state=function_state(CATALOG["ELU"]()),
)

STEPS = (RELU, MEAN, ELU)
