"""Random states of the pages: functions and parameters, inside their sliders and at odd values; ranges, thresholds."""

import numpy as np

from activations import CATALOG, Activation, Definition, Parameter
from activations.activation import FINITE

# Set by a link or typed: what no slider gives.
_ODD = (1e-10, 1e-6, 1e-3, 0.1 + 0.2, 1.0 - 1e-9, 1.0, 1.0 + 1e-12, 2.0, 30.0, 250.0, 1e6)


def random_activation(generator: np.random.Generator, *, odd: float = 0.4) -> Activation:
    """Any function, each of whose parameters is with that probability an odd one."""
    definition = list(CATALOG.values())[generator.integers(len(CATALOG))]
    return random_setting(definition, generator, odd=odd)


def random_setting(definition: Definition, generator: np.random.Generator, *, odd: float = 0.4) -> Activation:
    """The function with random parameters."""
    while True:
        try:
            return definition(**{each.name: _value(each, generator, odd) for each in definition.parameters})
        except ValueError:  # a pair in the wrong order
            continue


def random_functions(generator: np.random.Generator, most: int, *, odd: float = 0.4) -> list[Activation]:
    """Different functions, at most so many."""
    chosen = {each.name: each for each in (random_activation(generator, odd=odd) for _ in range(most))}
    return list(chosen.values())[: int(generator.integers(1, most + 1))]


def random_range(generator: np.random.Generator, low: float, high: float, step: float) -> tuple[float, float]:
    """Two ends in order, mostly on the steps of a slider."""
    ends = np.sort(generator.uniform(low, high, 2))
    if generator.random() < 0.8:
        ends = np.round(ends / step) * step
    start, end = float(ends[0]), float(ends[1])
    return (start, end) if start < end else (low, high)


def random_threshold(generator: np.random.Generator, low: float, high: float) -> float:
    """A number of any size between two: round, or with all its digits, or an end."""
    value = float(10.0 ** generator.uniform(np.log10(low), np.log10(high)))
    kind = generator.random()
    if kind < 0.2:
        return high
    return float(f"{value:.1g}") if kind < 0.6 else value


def _value(parameter: Parameter, generator: np.random.Generator, odd: float) -> float:
    kind = generator.random()
    if kind < odd:
        size = float(generator.choice(_ODD)) if kind < 0.6 * odd else float(10.0 ** generator.uniform(-8.0, 8.0))
        return -size if parameter.domain is FINITE and generator.random() < 0.4 else size
    value = float(generator.uniform(parameter.low, parameter.high))
    if kind < odd + 0.4 * (1.0 - odd):
        value = parameter.low + round((value - parameter.low) / parameter.step) * parameter.step
    return min(max(value, parameter.low), parameter.high)
