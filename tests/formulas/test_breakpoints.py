"""Where formulas change branch: at curves that all but agree, twice within a hair's breadth, and beside jumps."""

import itertools
import math
import random

import numpy as np
import pytest

from activations import FormulaError, parse_formula

# Curves through 0 with slope 1, by their terms of second, third, fourth and fifth order.
TERMS = {
    "{u}": (0, 0, 0, 0),
    "sin{u}": (0, -1 / 6, 0, 1 / 120),
    "tanh{u}": (0, -1 / 3, 0, 2 / 15),
    "atan{u}": (0, -1 / 3, 0, 1 / 5),
    "asinh{u}": (0, -1 / 6, 0, 3 / 40),
    "expm1{u}": (1 / 2, 1 / 6, 1 / 24, 1 / 120),
    "(sigmoid(4*{u}) - 0.5)": (0, -4 / 3, 0, 32 / 15),
    "(2*silu{u})": (1 / 2, 0, -1 / 24, 0),
}


@pytest.mark.parametrize("pair", [*itertools.combinations(TERMS, 2)], ids=" and ".join)
@pytest.mark.parametrize("choice", ["max({}, {})", "min({}, {})", "where({} < {}, 0.5*x, x)"])
def test_curves_that_touch_cross_there_or_not_at_all(choice: str, pair: tuple[str, str]) -> None:
    place = random.Random(str(pair)).choice((0.0, 1.0, -2.5, 7.25))
    orders = [k for k, terms in enumerate(zip(*(TERMS[each] for each in pair), strict=True), 2) if terms[0] != terms[1]]
    formula = parse_formula(choice.format(*(each.format(u=f"(x - ({place}))") for each in pair)))()
    near = [each for each in formula.breakpoints if abs(each - place) < 0.1]
    one, other = (TERMS[each][orders[0] - 2] for each in pair)
    crosses = orders[0] % 2 == 1
    # Where the first is less on both sides, the place itself has a branch of its own.
    assert near == ([place] if crosses or ("where" in choice and one < other) else [])


@pytest.mark.parametrize("seed", range(12))
def test_a_wave_is_cut_off_where_it_hardly_comes(seed: int) -> None:
    random_ = random.Random(seed)
    steepness, offset = random_.uniform(0.3, 2.0), random_.uniform(-3.0, 3.0)
    level = 1.0 - 10.0 ** random_.uniform(-11.0, -3.0)
    half = math.acos(level)
    peaks = (2.0 * math.pi * np.arange(-8, 9)[:, np.newaxis] - offset + np.array([-half, half])).ravel() / steepness
    for text in (f"min(cos({steepness}*x + {offset}), {level})", f"relu(cos({steepness}*x + {offset}) - {level})"):
        found = np.array(parse_formula(text)().breakpoints)
        expected = peaks[np.abs(peaks) < 20.0]
        assert found[np.abs(found) < 20.0] == pytest.approx(expected, abs=1e-5 * half / steepness + 1e-14 / half)


def nested(random_: random.Random, depth: int) -> str:
    """Choices between lines and smooth curves."""
    if depth == 0:
        line = f"{random_.choice((-2, -1, 1, 1, 0.5))}*x + {random_.choice((-1, 0, 0, 0.5, 2))}"
        return random_.choice((line, line, "tanh(x)", "x^2", "exp(-x^2)", "sin(x)", "softplus(x)", "1"))
    one, other, third, fourth = (nested(random_, depth - 1) for _ in range(4))
    return random_.choice(
        (
            *(f"max({one}, {other})", f"min({one}, {other})", f"clip({one}, {other}, {third})", f"abs({one})"),
            *(
                f"where({one} < {other}, {third}, {fourth})",
                f"where({one} >= 0 and {other} > {third}, {fourth}, {one})",
            ),
            *(f"relu6({one})", f"hardswish({one})", f"softshrink({one})", f"sqrt(({one})^2)"),
            *(f"({one}) + ({other})", f"({one})*({other})"),
        )
    )


@pytest.mark.parametrize("seed", range(4))
def test_no_kink_or_jump_is_missed(seed: int) -> None:
    random_ = random.Random(seed)
    x = np.linspace(-8.0037, 8.0041, 24_001)
    step = x[1] - x[0]
    for _ in range(150):
        text = nested(random_, random_.choice((1, 2)))
        try:
            formula = parse_formula(text)()
        except FormulaError:
            continue
        value, slope, second = formula.jet(x)
        # How far a smooth curve, and its slope, may go from one point to the next.
        bend = 3.0 * step * np.maximum(np.abs(second[1:]), np.abs(second[:-1]))
        leaps = np.abs(np.diff(value) - 0.5 * step * (slope[1:] + slope[:-1])) > step * (bend + 1e-2)
        kinks = np.abs(np.diff(slope)) > bend + 2e-3
        known = np.searchsorted(formula.breakpoints, x + 1e-9) - np.searchsorted(formula.breakpoints, x - 1e-9 - step)
        assert not ((leaps | kinks) & (known[1:] == 0)).any(), text


@pytest.mark.parametrize("seed", range(8))
def test_a_sign_that_holds_but_a_moment_beside_a_jump_is_seen(seed: int) -> None:
    random_ = random.Random(seed)
    steepness, level = random_.uniform(0.4, 1.5), 10.0 ** random_.uniform(-6.0, -2.5)
    wave = f"sin({steepness}*x)"
    found = np.array(parse_formula(f"abs(where({wave} > {level}, x - 30, {wave}))")().breakpoints)
    half = math.asin(level)
    turns = math.pi * np.arange(-12, 13)
    # The wave passes 0, and rises above the level soon after each even turn, until soon before each odd one.
    jumps = np.where(np.arange(-12, 13) % 2 == 0, turns + half, turns - half)
    expected = np.sort(np.concatenate([turns, jumps]) / steepness)
    assert found[np.abs(found) < 20.0] == pytest.approx(expected[np.abs(expected) < 20.0], abs=1e-10)
