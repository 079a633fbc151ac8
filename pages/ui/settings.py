"""The controls of an experiment, and the experiment that their values, or those of a preset, describe."""

from collections.abc import Mapping
from typing import Any

from activations.networks.datasets import MAX_POINTS
from activations.networks.initialization import INITIALIZATIONS
from activations.networks.training import MAX_BATCH, MAX_EPOCHS, MAX_LAYERS, MAX_WIDTH
from pages.ui import experiment
from pages.ui.declarations import Choice, Control, Magnitude, Number, OneOf, Seed, Whole
from pages.ui.experiment import DIGITS, Experiment
from pages.ui.links import State

_PAPER = Experiment()

DATA = Choice(
    "data",
    "Data",
    experiment.DATA,
    help="Digits: 1,797 images of 8 × 8 pixels (E. Alpaydin and C. Kaynak, UCI, 1998, CC BY 4.0), 1,400 of them to "
    "train on. The others are points in the plane.",
)
OPTIMIZER = OneOf("optimizer", "Steps", experiment.OPTIMIZERS)
SEEDS = OneOf("seeds", "Seeds", ("1", "3", "5"))

# The controls that follow each set what they are named for in an `Experiment`.
Settings = Mapping[str, Control[Any]]

_PLANE: Settings = {
    "points": Whole("points", "Points", _PAPER.points, low=50, high=MAX_POINTS, step=50),
    "noise": Number("noise", "Noise", _PAPER.noise, low=0.0, high=0.5, step=0.01),
}
NETWORK: Settings = {
    "layers": Whole("hidden", "Hidden layers", _PAPER.layers, low=1, high=MAX_LAYERS),
    "width": Whole("neurons", "Units in a layer", _PAPER.width, low=2, high=MAX_WIDTH, step=16),
    "epochs": Whole("epochs", "Epochs", _PAPER.epochs, low=1, high=MAX_EPOCHS, step=10),
}
_STEPS: Mapping[str, Settings] = {
    "SGD": {
        "learning_rate": Magnitude("rate", "Learning rate", _PAPER.learning_rate, low=1e-5, high=10.0),
        "momentum": Number("momentum", "Momentum", _PAPER.momentum, low=0.0, high=0.99, step=0.1),
    },
    "Adam": {
        "learning_rate": Magnitude(
            "adam_rate",
            "Learning rate",
            0.001,
            low=1e-5,
            high=10.0,
            help="Adam's own β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸ (D. Kingma and J. Ba, 2015, arXiv 1412.6980)",
        ),
    },
}
DETAILS: Settings = {
    "initialization": Choice(
        "start",
        "Weights",
        INITIALIZATIONS,
        help="Weights start normal, with variance σ²/width. All at one: He, σ² = 2; Xavier and LeCun, σ² = 1. By "
        "function: the forward and the backward gain keep E f² and E f′². Each its own: He for ReLU and ELU, He with "
        "its slope for LeakyReLU, Xavier for Tanh and Softsign, LeCun for SELU, the forward gain for the others.",
    ),
    "batch_size": Whole("batch", "Batch", _PAPER.batch_size, low=1, high=MAX_BATCH, step=16),
    "seed": Seed("training_seed"),
}


def of_data(data: str) -> Settings:
    """What there is to set of a data set."""
    return {} if data == DIGITS else _PLANE


def of_optimizer(optimizer: str) -> Settings:
    """What there is to set of its steps."""
    return _STEPS[optimizer]


def experiment_of(state: State) -> Experiment:
    """The experiment that values of these controls describe; those not named have their defaults."""

    def value(control: Control[Any]) -> Any:
        return control.checked(state.get(control.key, control.initial))

    data, optimizer = value(DATA), value(OPTIMIZER)
    settings = {**of_data(data), **NETWORK, **of_optimizer(optimizer), **DETAILS}
    return Experiment(data=data, optimizer=optimizer, **{name: value(control) for name, control in settings.items()})


def seeds_of(state: State) -> int:
    """With how many seeds it is made."""
    return int(SEEDS.checked(state.get(SEEDS.key, SEEDS.initial)))


def differences(before: Experiment, now: Experiment) -> list[str]:
    """What `before` had that `now` has not, as its controls call it."""
    settings: Mapping[str, Any] = {
        "data": DATA,
        "optimizer": OPTIMIZER,
        **_PLANE,
        **NETWORK,
        **_STEPS[before.optimizer],
        **DETAILS,
    }
    return [
        f"{control.label.lower()} {getattr(before, name)}"
        for name, control in settings.items()
        if getattr(before, name) != getattr(now, name)
    ]
