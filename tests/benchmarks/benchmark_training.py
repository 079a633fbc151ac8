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

from activations import CATALOG, SGD, Adam, digits, train
from activations.networks.network import initial_network
from activations.networks.optimizers import Optimizer
from activations.networks.training import PROBE, cost

BEST_OF = 3
NAMES = ("Sigmoid", "Softplus", "ReLU", "ELU", "Tanh", "SiLU", "GELU")
SIZE: dict[str, int] = {"layers": 8, "width": 128, "batch_size": 64, "epochs": 60}
SGD_OF_THE_PAPER = SGD(learning_rate=0.01)
SIZES = (64, *[SIZE["width"]] * SIZE["layers"], 10)


def ours(name: str, optimizer: Optimizer = SGD_OF_THE_PAPER) -> None:
    for _ in train(CATALOG[name](), digits(), weight_variance=2.0, optimizer=optimizer, seed=1, **SIZE):
        pass


def torch_network(torch: Any, name: str, dtype: Any) -> Any:
    """With our initial weights."""
    network = initial_network(CATALOG[name](), SIZES, weight_variance=2.0, seed=1)
    modules = []
    for (fan_in, fan_out), (weights, biases) in zip(pairwise(SIZES), network.layers, strict=True):
        linear = torch.nn.Linear(fan_in, fan_out, dtype=dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weights.T.copy()))
            linear.bias.copy_(torch.from_numpy(biases.copy()))
        modules += [linear, getattr(torch.nn, name)()]
    return torch.nn.Sequential(*modules[:-1])


def torch_training(torch: Any, name: str, dtype: Any) -> None:
    """The same steps, and after each epoch the same figures."""
    dataset, network, loss = digits(), torch_network(torch, name, dtype), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=SGD_OF_THE_PAPER.learning_rate)
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
                h, means = inputs, []
                for module in network:
                    h = module(h)
                    if not isinstance(module, torch.nn.Linear):
                        means.append(h.mean(dim=0))
                torch.cat(means).median().item()
                loss(h, labels).item()
                (h.argmax(dim=1) != labels).double().mean().item()
        optimizer.zero_grad()
        loss(network(training[0][:PROBE]), training[1][:PROBE]).backward()
        for linear in network[::2]:
            linear.weight.grad.square().mean().sqrt().item()


def largest_difference(torch: Any, name: str) -> float:
    """Of a gradient from PyTorch's in float64, relative to the largest entry of it."""
    dataset = digits()
    inputs, labels = dataset.training_inputs[:64], dataset.training_labels[:64]
    found = initial_network(CATALOG[name](), SIZES, weight_variance=2.0, seed=1).gradient(inputs, labels)
    network = torch_network(torch, name, torch.float64)
    torch.nn.CrossEntropyLoss()(network(torch.tensor(inputs)), torch.tensor(labels)).backward()
    theirs = [part.numpy().ravel() for linear in network[::2] for part in (linear.weight.grad.T, linear.bias.grad)]
    expected = np.concatenate(theirs)
    return float(np.max(np.abs(found - expected)) / np.max(np.abs(expected)))


def seconds(*tasks: Callable[[], object]) -> list[float]:
    """The least time of each; they take turns, so that other work on the machine slows them all alike."""
    rounds = [[timeit.timeit(task, number=1) for task in tasks] for _ in range(BEST_OF)]
    return [min(times) for times in zip(*rounds, strict=True)]


def main() -> None:
    torch: Any = importlib.import_module("torch") if importlib.util.find_spec("torch") else None
    if torch:
        torch.set_num_threads(1)
    print(f"best of {BEST_OF}; target: about 3 s, and no longer than PyTorch on one thread; {SIZE}")
    print(f"estimated cost: {cost(digits(), **SIZE) / 1e9:.0f} billion multiply-adds")
    for name in NAMES:
        tasks: list[Callable[[], None]] = [partial(ours, name)]
        if torch:
            tasks += [partial(torch_training, torch, name, dtype) for dtype in (torch.float64, torch.float32)]
        mine, *theirs = seconds(*tasks)
        line = f"{name:<9}{mine:.2f} s"
        if theirs:
            line += ", PyTorch {:.2f} s in float64, {:.2f} s in float32".format(*theirs)
            line += f", gradients differ by {largest_difference(torch, name):.1e}"
        print(line)
    (adam,) = seconds(partial(ours, "ELU", Adam()))
    print(f"ELU with Adam {adam:.2f} s")


if __name__ == "__main__":
    main()
