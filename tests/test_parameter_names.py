"""An activation may call its parameters what it likes, also what functions of the package call their own settings."""

import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeGuard

import numpy as np
import pytest

import activations
from activations import (
    CATALOG,
    SGD,
    Activation,
    Definition,
    Epoch,
    Normal,
    Parameter,
    StudentT,
    chi,
    correlation_fixed_point,
    correlation_map,
    correlation_trajectory,
    critical_weight_variance,
    depth_of,
    fixed_point,
    gains_of,
    gated_by,
    mean_activations,
    moments_of,
    moons,
    phase_diagram,
    propagate,
    properties_of,
    relatives_of,
    train,
    vanishing_intervals,
    variance_map,
)
from activations.activation import POSITIVE
from activations.elementwise import FloatArray, constant
from activations.libraries import LIBRARIES, call, slopes_at_breakpoints, snippet
from activations.networks.initialization import INITIALIZATIONS, weight_variance_of
from activations.networks.network import initial_network
from activations.networks.propagation import gradient_trajectory, mean_trajectory, variance_trajectory

VARIANCES = {"weight_variance": 1.4, "bias_variance": 0.05}
DEEP: dict[str, Any] = {"layers": 3, "width": 5, "seed": 2, "weight_variance": 1.4}


def epochs_of(activation: Activation) -> Iterator[tuple[float, list[float]]]:
    settings: dict[str, Any] = {**DEEP, "optimizer": SGD(learning_rate=0.1), "batch_size": 16, "epochs": 2}
    for epoch in train(activation, moons(count=40, noise=0.1, seed=1), **settings):
        assert isinstance(epoch, Epoch)
        yield epoch.training_loss, epoch.network.values.tolist()


# Every public function that takes an activation, and what stands beside them.
USES: dict[str, Callable[[Activation], Any]] = {
    "properties_of": properties_of,
    "vanishing_intervals": lambda f: vanishing_intervals(f, 0.1),
    "moments_of": lambda f: [moments_of(f, inputs) for inputs in (Normal(), StudentT())],
    "mean_activations": lambda f: mean_activations([f], inputs=Normal(), units=7, repeats=3, seed=1),
    "relatives_of": relatives_of,
    "gains_of": gains_of,
    "variance_map": lambda f: variance_map(f, [0.0, 0.4, 2.0], **VARIANCES),
    "chi": lambda f: chi(f, [0.0, 0.4, 2.0], weight_variance=1.4),
    "fixed_point": lambda f: fixed_point(f, **VARIANCES),
    "critical_weight_variance": lambda f: critical_weight_variance(f, bias_variance=0.05),
    "phase_diagram": lambda f: phase_diagram(f, weight_variance=[0.5, 1.4], bias_variance=0.05),
    "correlation_map": lambda f: correlation_map(f, [-0.5, 0.5], q=0.7, **VARIANCES),
    "correlation_fixed_point": lambda f: correlation_fixed_point(f, q=0.7, **VARIANCES),
    "correlation_trajectory": lambda f: correlation_trajectory(f, [0.7, 0.6], start=0.2, **VARIANCES),
    "depth_of": lambda f: depth_of(f, layers=3, **VARIANCES),
    "gated_by": lambda f: gated_by(f)([0.5, -2.0], [1.5, 3.0]),
    "propagate": lambda f: propagate(f, **DEEP, bias_variance=0.05, inputs=4),
    "train": lambda f: list(islice(epochs_of(f), 3)),
    "weight_variance_of": lambda f: [weight_variance_of(f, name) for name in INITIALIZATIONS],
    "initial_network": lambda f: initial_network(f, (2, 3, 2), weight_variance=1.0, seed=1).probabilities(np.eye(2)),
    "variance_trajectory": lambda f: variance_trajectory(f, layers=3, **VARIANCES),
    "gradient_trajectory": lambda f: gradient_trajectory(f, np.array([0.4, 2.0]), weight_variance=1.4),
    "mean_trajectory": lambda f: mean_trajectory(f, np.array([0.0, 0.4])),
    "call": lambda f: [call(f, library) for library in LIBRARIES],
    "snippet": lambda f: snippet(f, "NumPy"),
    "slopes_at_breakpoints": lambda f: [slopes_at_breakpoints(f, library) for library in LIBRARIES],
    "equality": lambda f: (f == f.definition(**f.parameters), len({f, f.definition(**f.parameters), f.definition()})),
}


def is_function(public: object) -> TypeGuard[Callable[..., Any]]:
    """Also of one that keeps its results."""
    return callable(public) and inspect.isfunction(inspect.unwrap(public))


def takes_an_activation(public: object) -> bool:
    return is_function(public) and not {"activation", "activations"}.isdisjoint(inspect.signature(public).parameters)


def clipped_line(height: str, steepness: str, lift: str) -> Activation:
    """lift + height · clip(steepness · x, −1, 1), with its three parameters called so."""

    def value(x: FloatArray, /, **given: float) -> FloatArray:
        return given[lift] + given[height] * np.clip(given[steepness] * x, -1.0, 1.0)

    def slope(x: FloatArray, /, **given: float) -> FloatArray:
        return np.where(np.abs(given[steepness] * x) < 1.0, given[height] * given[steepness], constant(x, 0.0))

    def bend(x: FloatArray, /, **_: float) -> FloatArray:
        return constant(x, 0.0)

    def parameter(name: str, default: float) -> Parameter:
        return Parameter(name=name, symbol=name, default=default, domain=POSITIVE, low=0.1, high=3.0, step=0.1)

    definition = Definition(
        name="ClippedLine",
        function=value,
        derivative=slope,
        second_derivative=bend,
        parameters=(parameter(height, 1.5), parameter(steepness, 0.8), parameter(lift, 0.2)),
        breakpoints=lambda **given: (-1.0 / given[steepness], 1.0 / given[steepness]),
        formula=r"l + h \operatorname{clip}(s x, -1, 1)",
        reference="These tests",
    )
    return definition(**{steepness: 0.7})


KEYWORDS = sorted(
    {
        name
        for function in map(activations.__dict__.get, activations.__all__)
        if is_function(function)
        for name in inspect.signature(function).parameters
    }
)
NAMES = [
    ("width", "seed", "q"),
    ("inputs", "layers", "epsilon"),
    ("self", "definition", "parameters"),
    *((KEYWORDS[k - 2], KEYWORDS[k - 1], KEYWORDS[k]) for k in range(len(KEYWORDS) - 1, 1, -3)),
    (KEYWORDS[0], KEYWORDS[1], KEYWORDS[2]),
]


def comparable(result: Any) -> Any:
    """What NumPy compares number by number, NaN included."""
    if isinstance(result, list):
        return [comparable(each) for each in result]
    return dataclasses.asdict(result) if dataclasses.is_dataclass(result) and not isinstance(result, type) else result


@functools.cache
def with_plain_names(use: str) -> Any:
    return comparable(USES[use](clipped_line("height", "steepness", "lift")))


def test_every_public_function_of_an_activation_is_used() -> None:
    taking = {name for name in activations.__all__ if takes_an_activation(getattr(activations, name))}
    assert taking <= USES.keys()
    assert (
        {"width", "seed", "q", "inputs", "layers", "epsilon"}
        <= set(KEYWORDS)
        == {name for names in NAMES[3:] for name in names}
    )


@pytest.mark.parametrize("names", NAMES, ids="-".join)
@pytest.mark.parametrize("use", USES)
def test_no_name_of_a_parameter_is_taken_for_a_setting(names: tuple[str, str, str], use: str) -> None:
    activation = clipped_line(*names)
    assert tuple(activation.parameters) == names
    np.testing.assert_equal(comparable(USES[use](activation)), with_plain_names(use))


def test_a_function_outside_the_catalogue_has_all_others_for_relatives_and_no_code() -> None:
    assert len(with_plain_names("relatives_of")) == len(CATALOG)
    assert with_plain_names("call") == [None] * len(LIBRARIES)
    assert with_plain_names("slopes_at_breakpoints") == [{}] * len(LIBRARIES)
    assert with_plain_names("snippet") is None
