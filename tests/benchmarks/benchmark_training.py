"""How long training takes, beside PyTorch where it is installed: `python tests/benchmarks/benchmark_training.py`.

The experiment of the ELU paper on the digits. PyTorch runs on one thread; for a fair comparison run NumPy so too, with
OPENBLAS_NUM_THREADS=1. PyTorch is no dependency of the project: install it in an environment of its own, beside numpy
and scipy.
"""

import importlib
import importlib.util
import sys
import timeit
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from activations import CATALOG
from activations.datasets import digits
from activations.network import initial_network
from activations.training import cost, train

BEST_OF = 3
NAMES = ("Sigmoid", "Tanh", "ReLU", "ELU", "GELU")
SIZE: dict[str, int] = {"layers": 8, "width": 128, "batch_size": 64, "epochs": 60}
LEARNING_RATE = 0.01
SIZES = (64, *[SIZE["width"]] * SIZE["layers"], 10)


def ours(name: str) -> None:
    activation = CATALOG[name]
    settings: dict[str, Any] = {**SIZE, **activation.defaults}
    records = train(
        activation, digits(), weight_variance=2.0, learning_rate=LEARNING_RATE, momentum=0.0, seed=1, **settings
    )
    for _ in records:
        pass


def torch_network(torch: Any, name: str, dtype: Any) -> Any:
    """With our initial weights."""
    activation = CATALOG[name]
    network = initial_network(activation, activation.defaults, SIZES, weight_variance=2.0, seed=1)
    modules = []
    for (fan_in, fan_out), (weights, biases) in zip(pairwise(SIZES), network.layers, strict=True):
        linear = torch.nn.Linear(fan_in, fan_out, dtype=dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weights.T.copy()))
            linear.bias.copy_(torch.from_numpy(biases.copy()))
        modules += [linear, getattr(torch.nn, name)()]
    return torch.nn.Sequential(*modules[:-1])


def torch_training(torch: Any, name: str, dtype: Any) -> None:
    """The same steps, and each epoch both losses; but neither mean activations nor gradients of a probe."""
    dataset, network, loss = digits(), torch_network(torch, name, dtype), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE)
    training, validation = (
        (torch.tensor(inputs, dtype=dtype), torch.tensor(labels))
        for inputs, labels in (
            (dataset.training_inputs, dataset.training_labels),
            (dataset.validation_inputs, dataset.validation_labels),
        )
    )
    for _ in range(SIZE["epochs"]):
        order = torch.randperm(training[1].numel())
        inputs, labels = training[0][order], training[1][order]
        for start in range(0, labels.numel(), SIZE["batch_size"]):
            batch = slice(start, start + SIZE["batch_size"])
            optimizer.zero_grad()
            loss(network(inputs[batch]), labels[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            for inputs, labels in (training, validation):
                loss(network(inputs), labels).item()


def largest_difference(torch: Any, name: str) -> float:
    """Of a gradient from PyTorch's in float64, relative to the largest entry of it."""
    activation, dataset = CATALOG[name], digits()
    inputs, labels = dataset.training_inputs[:64], dataset.training_labels[:64]
    found = initial_network(activation, activation.defaults, SIZES, weight_variance=2.0, seed=1).gradient(
        inputs, labels
    )
    network = torch_network(torch, name, torch.float64)
    torch.nn.CrossEntropyLoss()(network(torch.tensor(inputs)), torch.tensor(labels)).backward()
    theirs = [
        part.numpy().ravel()
        for linear in network
        if isinstance(linear, torch.nn.Linear)
        for part in (linear.weight.grad.T, linear.bias.grad)
    ]
    expected = np.concatenate(theirs)
    return float(np.max(np.abs(found - expected)) / np.max(np.abs(expected)))


def seconds(task: Callable[[], object]) -> float:
    return min(timeit.repeat(task, number=1, repeat=BEST_OF))


def main() -> None:
    torch: Any = importlib.import_module("torch") if importlib.util.find_spec("torch") else None
    if torch:
        torch.set_num_threads(1)
    print(f"best of {BEST_OF}; target: about 3 s, and no longer than PyTorch on one thread; {SIZE}")
    print(f"estimated cost: {cost(digits(), **SIZE) / 1e9:.0f} billion multiply-adds")
    for name in NAMES:
        line = f"{name:<8}{seconds(partial(ours, name)):.2f} s"
        if torch:
            double, single = (
                seconds(partial(torch_training, torch, name, dtype)) for dtype in (torch.float64, torch.float32)
            )
            line += f", PyTorch {double:.2f} s in float64, {single:.2f} s in float32"
            line += f", gradients differ by {largest_difference(torch, name):.1e}"
        print(line)


if __name__ == "__main__":
    main()
