"""The steps of the story from the sigmoid to the ELU: what to predict, and what the usual telling leaves out."""

from dataclasses import dataclass

from pages.ui.lessons import (
    POST_SUM,
    TRAINING_SCENARIOS,
    State,
    curves_state,
    depth_state,
    means_state,
    reference_state,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A question with answers to choose from, one of them right, and where to go on."""

    title: str
    question: str
    options: tuple[str, ...]
    answer: str
    telling: str  # where the usual telling errs, or what it leaves out
    source: str
    page: str
    label: str
    state: State


_POST = "S. Basak 2017, “Exponential Linear Units are the New Cool”"
_NAIR = "V. Nair and G. Hinton 2010, “Rectified linear units improve restricted Boltzmann machines”, ICML"
_GLOROT = "X. Glorot and Y. Bengio 2010, “Understanding the difficulty of training deep feedforward neural networks”"
_GLOROT_RELU = "X. Glorot, A. Bordes and Y. Bengio 2011, “Deep sparse rectifier neural networks”, AISTATS"
_HE = "K. He, X. Zhang, S. Ren and J. Sun 2015, arXiv 1502.01852"
_CLEVERT = "D.-A. Clevert, T. Unterthiner and S. Hochreiter 2016, arXiv 1511.07289"

STEPS = (
    Step(
        title="A straight line",
        question="Layers without an activation pass their inputs on in a straight line. What can ten of them do that "
        "one cannot?",
        options=("Nothing", "Bend in ten places", "Fit any curve"),
        answer="Nothing",
        telling="An activation is there to bend the line. It need not imitate a neuron to do that.",
        source=_POST,
        page="pages/curves.py",
        label="The line and its derivatives",
        state=curves_state(["Identity"]),
    ),
    Step(
        title="The sigmoid",
        question="A sigmoid bends the line and bounds it. What is its value at its offset?",
        options=("0", "½", "1"),
        answer="½",
        telling="The post that this story follows gives 0. A sigmoid is ½ at its offset, and 0 nowhere.",
        source=_POST,
        page="pages/reference.py",
        label="All that is known of the sigmoid",
        state=reference_state("Sigmoid"),
    ),
    Step(
        title="Its gradient vanishes",
        question="A network learns by its slopes. How steep is a sigmoid at its steepest?",
        options=("1", "½", "¼"),
        answer="¼",
        telling="Not only far out does the gradient suffer: at its very best a sigmoid passes on a quarter, and each "
        "layer below it takes its share.",
        source=_GLOROT,
        page="pages/depth.py",
        label="What twenty layers make of it",
        state=depth_state(["Sigmoid", "ReLU"], init="Forward gain"),
    ),
    Step(
        title="Many sigmoids",
        question="Sigmoids with offsets from 0 to 9.8 are added up, each times the spacing of the offsets. What do "
        "more and more of them tend to?",
        options=("A taller sigmoid", "A staircase", "A smooth ramp that levels off"),
        answer="A smooth ramp that levels off",
        telling="It is an integral: a sum of sigmoids, each times the spacing. The post divides by 10 where that would "
        "be 10.102, so its curve is neither a sum nor a mean.",
        source=f"{_POST}; {_NAIR}",
        page="pages/sigmoid_sum.py",
        label="The laboratory of sigmoids",
        state=POST_SUM,
    ),
    Step(
        title="The sum against softplus",
        question="The post's sum of a hundred sigmoids looks like softplus, ln(1 + eˣ). Where do they lie farthest "
        "apart?",
        options=("At 0", "At the right end", "Nowhere, they are the same"),
        answer="At the right end",
        telling="Softplus is the exact limit, and the sum approximates it, not the other way round. A finite sum has a "
        "gradient that vanishes at both ends: adding sigmoids puts the right end off, and no more.",
        source=f"{_POST}; {_NAIR}",
        page="pages/sigmoid_sum.py",
        label="Move its offsets and its divisor",
        state=POST_SUM,
    ),
    Step(
        title="Softplus and ReLU",
        question="ReLU is max(0, x), and far cheaper. How far from softplus is it at most?",
        options=("0.693, which is ln 2", "1", "Ever farther, as x grows"),
        answer="0.693, which is ln 2",
        telling="What ReLU gives up is not height but smoothness: a kink at 0, and no gradient at all for x < 0, where "
        "a unit can die.",
        source=f"{_NAIR}; {_GLOROT_RELU}; {_HE}",
        page="pages/curves.py",
        label="Both with their derivatives",
        state=curves_state(["Softplus", "ReLU"]),
    ),
    Step(
        title="A mean away from zero",
        question="What a unit passes on has a mean, which shifts the inputs of the next layer. On standard normal "
        "inputs, whose mean is the largest?",
        options=("Sigmoid", "Softplus", "ReLU"),
        answer="Softplus",
        telling="The mean is often told as a fault that came with ReLU. The sigmoid's is larger.",
        source=_CLEVERT,
        page="pages/activation_means.py",
        label="Means on random inputs",
        state=means_state(["Sigmoid", "Softplus", "ReLU", "ELU"]),
    ),
    Step(
        title="The ELU",
        question="The ELU goes below zero, and levels off there. Is its mean activation zero?",
        options=("Always", "On some inputs", "Never"),
        answer="On some inputs",
        telling="It is nearer to zero, not zero. That a mean of zero speeds learning up is an argument through the "
        "natural gradient, not a theorem; that the flat left side makes it robust to noise is an argument too: the "
        "paper has no experiment with noise. With α > 0 its floor −α is never reached, and unless α = 1 it has a kink "
        "at 0.",
        source=_CLEVERT,
        page="pages/reference.py",
        label="All that is known of the ELU",
        state=reference_state("ELU"),
    ),
    Step(
        title="What it buys",
        question="Eight hidden layers learn handwritten digits. Whose training loss is the least after one epoch?",
        options=("Sigmoid", "Tanh", "ReLU", "ELU"),
        answer="ELU",
        telling="A mean near zero cannot be all of it: tanh is better centred than ELU, and yet learns more slowly at "
        "first.",
        source=f"{_CLEVERT}, figure 2, on other images",
        page="pages/training.py",
        label="Run the race with other settings",
        state=TRAINING_SCENARIOS["The ELU paper's race"],
    ),
)
