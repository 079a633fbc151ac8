"""The answers to the lessons, each a sentence computed from the functions."""

from collections.abc import Iterable

from activations import CATALOG, Activation, Normal, moments_of, properties_of, vanishing_intervals
from activations.calculus.roots import root
from activations.functions.exponential_linear import SELU_ALPHA
from activations.networks.initialization import weight_variance_of
from activations.networks.propagation import gradient_trajectory, variance_trajectory
from activations.random_inputs.distributions import POST_GRID
from pages.ui.experiment import Experiment
from pages.ui.places import where
from pages.ui.runs import run_of, trained
from pages.ui.views.sigmoid_sum import POST_SUM, SOFTPLUS, SigmoidSum, largest_errors, size_of
from pages.ui.wording import at_most_text, listed, number_text

EPSILON = 0.01
UNIT_STEPS = SigmoidSum(count=100, spacing=1.0, first=0.5, divisor=1.0)
UNIT_STEPS_SPAN = (-10.0, 15.0)
GAIN = "Forward gain"
RACE_EPOCHS = 10


def sigmoid_vanishes() -> str:
    intervals = vanishing_intervals(CATALOG["Sigmoid"](), EPSILON)
    return f"|f′| < {number_text(EPSILON)} {where(intervals)}."


def sum_vanishes() -> str:
    def above(x: float) -> float:
        return float(POST_SUM.slope(x)) - EPSILON

    middle = 0.5 * float(POST_GRID[-1])
    left, right = root(above, middle - 40.0, middle), root(above, middle, middle + 40.0)
    return (
        f"The slope of the sum is below {number_text(EPSILON)} for x < {number_text(left)}, where softplus's is "
        f"small too, and for x > {number_text(right)}, where softplus's is almost 1."
    )


def unit_steps() -> str:
    found = largest_errors(UNIT_STEPS, *UNIT_STEPS_SPAN)[SOFTPLUS]
    return (
        f"Between {number_text(UNIT_STEPS_SPAN[0])} and {number_text(UNIT_STEPS_SPAN[1])} it is at most "
        f"{at_most_text(size_of(found))} off, at x = {number_text(round(found[0].place, 3))}. There must be enough "
        "of them: the ramp ends where the sigmoids do."
    )


def relu_bends() -> str:
    (beside,) = set(CATALOG["ReLU"]().second_derivative([-1.0, 1.0]).tolist())
    at_zero = float(CATALOG["Softplus"]().second_derivative(0.0))
    return (
        f"It is {number_text(beside)} on either side of 0: all of ReLU's bend is in its kink. "
        f"Softplus spreads the same bend out; its second derivative is {number_text(at_zero)} at 0."
    )


def nearest_mean() -> str:
    means = {name: _mean(CATALOG[name]()) for name in ("Sigmoid", "Softplus", "ReLU", "ELU")}
    nearest = min(means, key=lambda name: abs(means[name]))
    return f"{_each(means.items())}. The nearest to zero is that of {nearest}; none is zero."


def mean_on_grid() -> str:
    mean = float(CATALOG["ELU"]()(POST_GRID).mean())
    on_normal = _mean(CATALOG["ELU"]())
    return f"It is {number_text(mean)}, against {number_text(on_normal)} on standard normal inputs."


def centred_elu() -> str:
    mean = _mean(CATALOG["ELU"](alpha=SELU_ALPHA))
    return f"It is {number_text(round(mean, 12))}: with this α the two halves of the ELU balance."


def gates_turn() -> str:
    minima = {name: properties_of(CATALOG[name]()).minimum for name in ("GELU", "SiLU")}
    places = [f"{name}'s {where(minimum.at, digits=4)}" for name, minimum in minima.items()]
    return f"{listed(places)}: there each is at its lowest."


def sigmoid_layers() -> str:
    left = {name: _gradient(CATALOG[name](), 20) for name in ("Sigmoid", "Tanh", "ReLU", "ELU")}
    return f"By theory, of the squared gradient there is left: {_each(left.items(), 2)}."


def gain_fails() -> str:
    last = {}
    for name in ("GELU", "SiLU", "ReLU", "SELU"):
        activation = CATALOG[name]()
        variance = weight_variance_of(activation, GAIN)
        last[name] = variance_trajectory(activation, layers=100, weight_variance=variance, bias_variance=0.0)[-1]
    return (
        f"No: by theory its variance after a hundred layers is {number_text(last.pop('GELU'), 2)}. "
        f"Those of the others: {_each(last.items(), 2)}."
    )


def race() -> str:
    names = ("Sigmoid", "Softplus", "ReLU", "ELU")
    runs = [trained(run_of(CATALOG[name](), Experiment(epochs=RACE_EPOCHS))) for name in names]
    first = {run.name: run.outcomes[1].training_loss for run in runs}
    last = {run.name: run.outcomes[-1].training_loss for run in runs}
    slowest = max(last, key=lambda name: last[name])
    return (
        f"After one epoch: {_each(first.items(), 3)}. After {RACE_EPOCHS}: {_each(last.items(), 3)}. "
        f"{min(first, key=lambda name: first[name])}'s falls first; {slowest}'s hardly falls at all."
    )


def _mean(activation: Activation) -> float:
    return moments_of(activation, Normal()).mean


def _gradient(activation: Activation, layers: int) -> float:
    variance = weight_variance_of(activation, GAIN)
    variances = variance_trajectory(activation, layers=layers, weight_variance=variance, bias_variance=0.0)
    return float(gradient_trajectory(activation, variances, weight_variance=variance)[0])


def _each(numbers: Iterable[tuple[str, float]], digits: int = 4) -> str:
    return listed(f"{name} {number_text(number, digits)}" for name, number in numbers)
