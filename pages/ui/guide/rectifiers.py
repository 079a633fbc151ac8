"""The second half of the story: from softplus and ReLU to the ELU, and what it buys."""

from activations import CATALOG, Normal, moments_of
from activations.calculus.roots import root
from activations.random_inputs.distributions import POST_GRID
from pages.ui.charts.specification import Picture
from pages.ui.chosen import curve_of, difference_of
from pages.ui.declarations import Number
from pages.ui.experiment import Experiment
from pages.ui.guide.lessons import STORY, TRAINING_PRESETS, at_defaults
from pages.ui.guide.step import NAIR, Step
from pages.ui.links import function_state, functions_state
from pages.ui.runs import Run
from pages.ui.views import curves, difference, means, training
from pages.ui.wording import listed, number_text

_LOW, _HIGH = -6.0, 6.0
_CLEVERT = "D.-A. Clevert, T. Unterthiner and S. Hochreiter 2016, arXiv 1511.07289"
_CENTRE = Number("story_mean", "Mean of the inputs", 0.0, low=-5.0, high=5.0, step=0.1)


def _relu(beta: float) -> Picture:
    softplus, relu = CATALOG["Softplus"](beta=beta), CATALOG["ReLU"]()
    pair = difference_of(softplus, relu)
    x, gap = difference.largest_differences(softplus, relu, _LOW, _HIGH)[pair.name]
    sentence = (
        f"With β = {number_text(beta)} they lie at most {number_text(abs(gap), 6)} apart, at x = {number_text(x)}: "
        "that is ln 2 / β."
    )
    return difference.difference_picture(curves.drawing_of([pair], _LOW, _HIGH, fitted=True), sentence)


RELU = Step(
    key="relu",
    title="Softplus and ReLU",
    question="ReLU is max(0, x), and far cheaper. How far from softplus is it at most?",
    options=("0.693, which is ln 2", "1", "Ever farther, as x grows"),
    answer="0.693, which is ln 2",
    controls=(Number("story_beta", "Softplus β", 1.0, low=0.1, high=10.0, step=0.5),),
    scene=_relu,
    comment="What ReLU gives up is not height but smoothness: it has a kink at 0 and no gradient at all for x < 0, "
    "where a unit can die.",
    source=f"{NAIR}; X. Glorot, A. Bordes and Y. Bengio 2011, “Deep sparse rectifier neural networks”, AISTATS; "
    "K. He, X. Zhang, S. Ren and J. Sun 2015, arXiv 1502.01852",
    page="pages/curves.py",
    label="Both with their derivatives",
    state=functions_state(at_defaults("Softplus", "ReLU")),
)


def _mean(centre: float) -> Picture:
    exact = {activation.name: moments_of(activation, Normal(centre, 1.0)).mean for activation in STORY}
    each = listed(f"{name} {number_text(mean)}" for name, mean in exact.items())
    largest = max(exact, key=lambda name: exact[name])
    sentence = f"Means on inputs from N({number_text(centre)}, 1): {each}. The largest is that of {largest}."
    return means.mean_picture(means.mean_table(exact), sentence)


MEAN = Step(
    key="mean",
    title="A mean away from zero",
    question="What a unit passes on has a mean, which shifts the inputs of the next layer. On standard normal "
    "inputs, whose mean is the largest?",
    options=("Sigmoid", "Softplus", "ReLU"),
    answer="Softplus",
    controls=(_CENTRE,),
    scene=_mean,
    comment="A mean away from zero is often described as a fault that came with ReLU. The sigmoid's mean is larger.",
    source=_CLEVERT,
    page="pages/activation_means.py",
    label="Means on random inputs",
    state=functions_state(STORY),
)


def _elu(alpha: float, centre: float) -> Picture:
    elu = CATALOG["ELU"](alpha=alpha)

    def mean(at: float) -> float:
        return moments_of(elu, Normal(at, 1.0)).mean

    if alpha == 0:
        zero = "It is never 0."
    elif mean(-10.0) < 0:
        zero = f"It is 0 on N({number_text(root(mean, -10.0, 10.0), 5)}, 1)."
    else:
        zero = "It is 0 on no N(μ, 1) with μ above −10."
    on_grid = float(elu(POST_GRID).mean())
    sentence = (
        f"ELU with α = {number_text(alpha, 8)} has the mean {number_text(mean(centre))} on "
        f"N({number_text(centre)}, 1). {zero} On the post's own inputs, from −10 to 9.8, it is {number_text(on_grid)}."
    )
    both = [curve_of(CATALOG["ReLU"]()), curve_of(elu)]
    return curves.curve_picture(curves.drawing_of(both, _LOW, _HIGH, fitted=True), sentence)


ELU = Step(
    key="elu",
    title="The ELU",
    question="The ELU goes below zero, and levels off there. Is its mean activation zero?",
    options=("Always", "On some inputs", "Never"),
    answer="On some inputs",
    controls=(Number("story_alpha", "ELU α", 1.0, low=0.0, high=3.0, step=0.1, digits=7), _CENTRE),
    scene=_elu,
    comment="It is nearer to zero, not zero. That a mean of zero speeds up learning is an argument from the natural "
    "gradient, not a theorem. That the flat left side makes the ELU robust to noise is an argument too: the paper has "
    "no experiment with noise. With α > 0 its floor −α is never reached, and unless α = 1 it has a kink at 0.",
    source=_CLEVERT,
    page="pages/reference.py",
    label="All that is known of the ELU",
    state=function_state(CATALOG["ELU"]()),
)


def _training(*runs: Run) -> Picture:
    first = listed(f"{run.name} {number_text(run.outcomes[1].training_loss, 3)}" for run in runs)
    last = listed(f"{run.name} {number_text(run.outcomes[-1].mean_activation, 2)}" for run in runs)
    sentence = f"Training loss after the first epoch: {first}. Median mean activation after the last: {last}."
    return training.training_picture({run.name: [run] for run in runs}, sentence)


_TRAINED = at_defaults("Sigmoid", "Tanh", "ReLU", "ELU")

TRAINING = Step(
    key="training",
    title="What it buys",
    question="Eight hidden layers learn handwritten digits. Whose training loss is the lowest after one epoch?",
    options=tuple(activation.name for activation in _TRAINED),
    answer="ELU",
    trains=tuple((activation, Experiment(epochs=10)) for activation in _TRAINED),
    scene=_training,
    comment="A mean near zero cannot be all there is to it: tanh is better centred than ELU, and yet learns more "
    "slowly at first.",
    source=f"{_CLEVERT}, figure 2, on other images",
    page="pages/training.py",
    label="Run the race with other settings",
    state=TRAINING_PRESETS["The ELU paper's race"],
)

STEPS = (RELU, MEAN, ELU, TRAINING)
