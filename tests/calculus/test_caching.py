"""An answer, and that there is none, are each sought once."""

from collections import Counter
from traceback import walk_tb

import pytest

from activations import CATALOG, Activation, parse_formula
from activations.calculus.caching import remembered
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError

ELU, RELU, TANH = (CATALOG[name]() for name in ("ELU", "ReLU", "Tanh"))


def test_both_are_kept_up_to_the_bound() -> None:
    sought: Counter[str] = Counter()

    @remembered(maxsize=2)
    def find(activation: Activation) -> str:
        sought[activation.name] += 1
        if activation == RELU:
            raise NotResolvedError("too steep")
        return activation.name

    depths = []
    for _ in range(3):
        assert find(TANH) == TANH.name
        with pytest.raises(NotResolvedError, match="too steep") as raised:
            find(RELU)
        depths.append(len(list(walk_tb(raised.tb))))
    assert set(sought.values()) == {1}
    assert len(set(depths)) == 1
    find(ELU)
    find(TANH)
    assert sought[TANH.name] == 2


def test_why_a_function_is_not_resolved_is_told_each_time() -> None:
    wave = parse_formula("abs(sin(x)) + x")()
    told = []
    for _ in range(2):
        with pytest.raises(NotResolvedError) as raised:
            pieces_of(wave)
        told.append(str(raised.value))
    assert told[0] == told[1] != ""
