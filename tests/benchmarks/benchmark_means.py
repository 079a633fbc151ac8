"""How long mean activations take, beside drawing their random inputs: `python tests/benchmarks/benchmark_means.py`."""

import sys
import timeit
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from activations import CATALOG, Normal, mean_activations
from activations.elementwise import FloatArray
from activations.random_inputs.means import BLOCK_SIZE

UNITS, REPEATS = 10_000, 1_000
BEST_OF = 5
TARGET_RATIO = 1.5


def draw_inputs() -> None:
    generator = np.random.default_rng(1)
    for _ in range(0, UNITS * REPEATS, BLOCK_SIZE):
        Normal().draw(generator, (BLOCK_SIZE,))


def seconds(task: Callable[[], object]) -> float:
    return min(timeit.repeat(task, number=1, repeat=BEST_OF))


def means_of(*names: str) -> Callable[[], FloatArray]:
    activations = [CATALOG[name]() for name in names]
    return partial(mean_activations, activations, inputs=Normal(), units=UNITS, repeats=REPEATS, seed=1)


def main() -> None:
    drawing = seconds(draw_inputs)
    print(f"{UNITS:,} units x {REPEATS:,} repeats, best of {BEST_OF}; target: at most {TARGET_RATIO} times the drawing")
    print(f"{'drawing alone':<14}{drawing:8.3f} s")
    for names in (("ReLU",), ("ELU",), ("ReLU", "ELU")):
        took = seconds(means_of(*names))
        print(f"{', '.join(names):<14}{took:8.3f} s{took / drawing:8.2f} times")


if __name__ == "__main__":
    main()
