"""The nearest function up to scale: against an exhaustive search on other points, and the figures at random points."""

import math

import numpy as np
import pytest

from activations import CATALOG, Activation, parse_formula
from activations.comparison.equivalents import equals_up_to_scale
from activations.comparison.fitting import REACH, STEEPEST
from activations.comparison.nearest import TRIED, Nearest, nearest_up_to_scale
from activations.elementwise import FloatArray
from activations.formulas.examples import EXAMPLES

TEXTS = [
    *(text for label, text in EXAMPLES.items() if label not in CATALOG),
    "x*sigmoid(x)^2",
    "x/sqrt(1 + x^2)",
    "exp(-abs(x))",
    "log(1 + x^2)",
    "where(x > 0.3, 1 + 0.01*x^2, 0)",
    "tanh(x) + 0.1*sin(5*x)",
    "1e9*max(x, 0)^1.5",
    "1e-9*x*exp(-x^2)",
    "cos(x)*x",
]
FORMULAS = [parse_formula(text)() for text in TEXTS]
OTHERS = [CATALOG[name]() for name in ("GELU", "SiLU", "Mish", "Softsign", "Hardswish", "SqrtSoftplus", "Step")]
every_subject = pytest.mark.parametrize("activation", [*FORMULAS, *OTHERS], ids=[*TEXTS, *map(repr, OTHERS)])


def found_for(activation: Activation) -> Nearest:
    found = nearest_up_to_scale(activation)
    assert found is not None
    return found


def left_beside(column: FloatArray, values: FloatArray, x: FloatArray) -> float:
    """The root mean square of what a multiple of the column and a line leave."""
    full = np.stack([column / (np.abs(column).max() or 1.0), x, np.ones_like(x)], axis=1)
    return float(np.sqrt(np.mean((values - full @ np.linalg.lstsq(full, values, rcond=None)[0]) ** 2)))


@every_subject
def test_no_function_on_a_grid_of_scales_is_nearer(activation: Activation) -> None:
    generator = np.random.default_rng(19)
    x = np.sort(generator.uniform(-REACH, REACH, 700))
    values, distance = activation(x), found_for(activation).distance
    for name, definition in CATALOG.items():
        if name == activation.definition.name:
            continue
        known = definition()
        for _ in range(30):
            b = math.exp(generator.uniform(-math.log(STEEPEST), math.log(STEEPEST))) * generator.choice([-1.0, 1.0])
            place = generator.uniform(-REACH, REACH)
            assert left_beside(known(b * (x - place)), values, x) > 0.93 * distance, f"{name}, b = {b}, at {place}"


@every_subject
def test_small_changes_of_its_scales_only_make_it_worse(activation: Activation) -> None:
    x = np.linspace(-REACH, REACH, 3_001)
    found = found_for(activation)
    known, b, c, values = found.match.activation, found.match.b, found.match.c, activation(x)
    for factor in (0.97, 1.0, 1.03):
        for moved in (-0.05, 0.0, 0.05):
            if abs(b * factor) < STEEPEST and abs(c / b - moved) < REACH and abs(b * factor) > 1.0 / STEEPEST:
                assert left_beside(known(b * factor * (x - moved) + c), values, x) > 0.97 * found.distance


@every_subject
def test_the_distance_is_that_of_the_formula_shown(activation: Activation) -> None:
    x = np.random.default_rng(20).uniform(-REACH, REACH, 200_000)
    found = found_for(activation)
    apart, values = found.match(x) - activation(x), activation(x)
    assert math.sqrt(np.mean(apart**2)) == pytest.approx(found.distance, rel=0.03)
    assert np.abs(apart).max() <= found.largest * 1.001
    assert abs(found.match(np.array([found.place])) - activation(found.place))[0] == pytest.approx(found.largest)
    assert found.share == pytest.approx(found.distance / left_beside(np.zeros_like(x), values, x), rel=0.03)
    assert abs(found.match.b) * 1.01 >= 1.0 / STEEPEST
    assert abs(found.match.b) <= STEEPEST * 1.01


@pytest.mark.parametrize("name", TRIED)
def test_a_function_that_was_scaled_is_found_again(name: str) -> None:
    """Within a formula, which does not say what it is, and with a little of something else."""
    text = f"0.7*{name.lower()}(1.3*x - 0.4) + 0.2*x - 3 + 1e-5*cos(7*x)"
    found = found_for(parse_formula(text)())
    equal = {match.activation.name for match in equals_up_to_scale(CATALOG[name]())}
    assert found.match.activation.name in {name, *equal}
    assert found.share < 1e-3


@pytest.mark.parametrize("name", [name for name in CATALOG if name not in (*TRIED, "Identity")])
def test_what_is_not_tried_equals_what_is(name: str) -> None:
    assert {match.activation.name for match in equals_up_to_scale(CATALOG[name]())} & set(TRIED)


def test_it_is_the_same_each_time() -> None:
    assert nearest_up_to_scale(FORMULAS[0]) == nearest_up_to_scale(FORMULAS[0])


@pytest.mark.parametrize("text", ["x", "where(x < 9, 2*x - 1, 9)", "where(x > 8, 1, 0)", "1e12*x + tanh(x)"])
def test_nothing_is_near_to_a_straight_line(text: str) -> None:
    assert nearest_up_to_scale(parse_formula(text)()) is None


@pytest.mark.parametrize("text", ["exp(x^2)", "exp(x)^30", "exp(30*x)*sin(20*x)", "x^9", "sin(40*x)", "1e-300*tanh(x)"])
def test_no_formula_is_too_extreme(text: str) -> None:
    found = found_for(parse_formula(text)())
    assert math.isfinite(found.distance)
    assert 0.0 <= found.share <= 1.0 + 1e-9
    assert found.match.text


@pytest.mark.parametrize("steepness", [0.0, 1.0, 2.0, 3.0, 4.0])
@pytest.mark.parametrize(
    "text",
    [
        "tanh({k}*(x - {p}))",
        "x*exp(-({k}*(x - {p}))^2) + x^2",
        "softplus(x)*tanh({k}*(x - {p}))",
        "atan({k}*(x - {p}))",
    ],
)
def test_the_distance_of_a_steep_formula_is_that_of_points_around_where_it_is_steep(
    text: str, steepness: float
) -> None:
    place = round(float(np.random.default_rng(len(text)).uniform(-2.0, 2.0)), 2)
    k = round(float(np.random.default_rng(int(steepness)).uniform(2.0, 9.0)) * 10.0**steepness)
    formula = parse_formula(text.format(k=k, p=f"({place})"))()
    found = found_for(formula)
    at_all_distances = 10.0 ** np.linspace(-9.0, 1.0, 20_001)
    around = [place, -found.match.c / found.match.b]
    edges = [np.linspace(-REACH, REACH, 20_001), *(at + side * at_all_distances for at in around for side in (-1, 1))]
    x = np.unique(np.concatenate(edges).clip(-REACH, REACH))
    middles, widths = 0.5 * (x[1:] + x[:-1]), np.diff(x)
    apart = np.abs(formula(middles) - found.match(middles))
    assert found.distance == pytest.approx(math.sqrt(np.average(apart**2, weights=widths)), rel=1e-3)
    assert found.largest == pytest.approx(apart.max(), rel=1e-3)
