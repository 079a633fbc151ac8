"""How long depth theory and a simulated network take: `python tests/benchmarks/benchmark_depth.py`."""

import sys
import timeit
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from activations import (
    CATALOG,
    correlation_map,
    critical_weight_variance,
    fixed_point,
    phase_diagram,
    propagate,
)

BEST_OF = 5
NAMES = ("Tanh", "ReLU", "GELU")
WEIGHT_VARIANCES = np.linspace(0.1, 3.0, 60)[:, np.newaxis] ** 2
BIAS_VARIANCES = np.linspace(0.0, 1.0, 40) ** 2


def diagram(name: str) -> None:
    phase_diagram(CATALOG[name](), weight_variance=WEIGHT_VARIANCES, bias_variance=BIAS_VARIANCES)


def networks() -> None:
    for name in NAMES:
        propagate(CATALOG[name](), layers=20, width=256, weight_variance=2.0, bias_variance=0.05, inputs=64, seed=1)


def points(name: str) -> None:
    activation = CATALOG[name]()
    fixed_point(activation, weight_variance=1.5, bias_variance=0.05)
    critical_weight_variance(activation, bias_variance=0.05)


def correlations(name: str) -> None:
    correlation_map(CATALOG[name](), np.linspace(-1.0, 1.0, 41), q=1.0, weight_variance=1.5, bias_variance=0.05)


def milliseconds(task: Callable[[], object]) -> float:
    return 1000.0 * min(timeit.repeat(task, number=1, repeat=BEST_OF))


def main() -> None:
    print(f"best of {BEST_OF}; targets: a phase diagram of 60 x 40 in 1,000 ms, three networks in 500 ms")
    print(f"20 layers x 256 units x 64 inputs, {', '.join(NAMES)}: {milliseconds(networks):.0f} ms")
    for name in NAMES:
        times = [milliseconds(partial(task, name)) for task in (diagram, points, correlations)]
        print(
            "{:<6}diagram {:.0f} ms, fixed and critical point {:.0f} ms, 41 correlations {:.0f} ms".format(name, *times)
        )


if __name__ == "__main__":
    main()
