"""Gradients that PyTorch and JAX find of the code of formulas, and what is lost of values and slopes far out."""

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from activations import Activation, parse_formula
from activations.elementwise import FloatArray
from activations.formulas.backward import values_and_slopes
from activations.formulas.expression import X
from activations.formulas.guarding import guarded
from activations.formulas.trials import curve_of, trials_of
from activations.formulas.vocabulary import VOCABULARIES, Language
from activations.formulas.writing_code import code_of
from activations.formulas.writing_out import elementary_tree, written_out
from tests.formulas.fuzz import parsed
from tests.formulas.test_derivatives import points_for
from tests.formulas.texts import ORACLES

# What overflows or leaves its domain in a branch that is not taken, or where the result does not.
HARD = [
    "where(x > 0, x, exp(x) - 1)",
    "where(x > 0, x^3, -exp(-x) + 1)",
    "where(x > 0, sqrt(x), x)",
    "where(x > 0, x*log(x), 0)",
    "where(x < 1, x, 1 + log(x))",
    "where(x == 0, 1, sin(x)/x)",
    "where(abs(x) < 1, sqrt(1 - x^2), 0)",
    "sqrt(max(x, 0))",
    "x*sqrt(max(x - 1, 0))",
    "min(exp(x), 1)",
    "max(x, -exp(-x))",
    "clip(exp(x), 0.1, 2)",
    "x*tanh(exp(x))",
    "exp(-exp(-x))",
    "1/cosh(x)",
    "x/cosh(x)^2",
    "1 - tanh(x)^2",
    "tanh(x^3)",
    "exp(-x^4)",
    "tanh(sinh(x))",
    "where(x > 0, x, where(x > -3, exp(x) - 1, exp(-3) - 1))",
    "x*sigmoid(x)",
    "elu(x)*sigmoid(exp(x))",
    "sqrt(1 + x^2) - 1",
    "x/sqrt(1 + x^2)",
    "x/sqrt(4 + (2*x - 1)^2)",
]


def gradients(language: Language, code: str, x: FloatArray) -> FloatArray:
    """f′ as the library finds it; the test is skipped where it is not installed."""
    library = pytest.importorskip("torch" if language == "PyTorch" else "jax")
    if language == "JAX":
        library.config.update("jax_enable_x64", True)
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    at = library.tensor(x) if language == "PyTorch" else library.numpy.asarray(x)
    return np.asarray(namespace["f_prime"](at), dtype=np.float64)


def points(kind: type[np.floating[Any]]) -> FloatArray:
    random_ = np.random.default_rng(3)
    sizes = 10.0 ** np.concatenate([random_.uniform(-3.0, 3.0, 60), [0.0, 5.0, 12.0, 25.0]])
    return np.concatenate([-sizes, sizes, [0.0, 89.0, 100.0, -89.0, -100.0, 710.0, -710.0]]).astype(kind)


def share_true(activation: Activation, found: FloatArray, x: FloatArray) -> float:
    """Of the places where f′ is finite and no breakpoint is near, at how many the gradient is finite and near it."""
    precise = x.dtype == np.float64
    with np.errstate(all="ignore"):
        expected, value = activation.derivative(x), activation(x)
        known = (np.abs(expected) < 1e30) & (np.abs(value) < 1e30)
        room = (1e-6 if precise else 1e-2) * np.abs(expected) + (1e-9 if precise else 1e-3) * (1.0 + np.abs(value))
        close = np.abs(found - expected) <= room
    bends = np.array([*activation.breakpoints, np.inf])
    known &= np.abs(x[:, np.newaxis] - bends).min(axis=1) > 1e-6
    return float(close[known].mean()) if known.any() else 1.0


def usual(random_: random.Random, depth: int) -> str:
    """A text as a reader may type it: choices, products and compositions of what activations are made of."""
    if depth == 0:
        return random_.choice(["x", "x", "x", "-x", "2*x", "(x - 1)", "(1 + x)", "x^2", "0.5"])
    u, v = (usual(random_, random_.randrange(depth)) for _ in range(2))
    kind = random_.random()
    if kind < 0.45:
        name = random_.choice(["exp", "exp", "tanh", "sigmoid", "softplus", "erf", "atan", "expm1", "sinh", "cosh"])
        return f"{name}({u})"
    if kind < 0.55:
        return random_.choice([f"sqrt(max({u}, 0))", f"log(1 + max({u}, 0))", f"sqrt(1 + ({u})^2)", f"({u})^3"])
    if kind < 0.8:
        return f"({u}){random_.choice(['+', '-', '*', '*', '/'])}({v})"
    if kind < 0.9:
        return f"{random_.choice(['max', 'min'])}({u}, {v})"
    return f"where({random_.choice(['x > 0', 'x < 1', 'abs(x) < 2', 'x > 0 and x < 3'])}, {u}, {v})"


def usual_formulas(count: int, seed: int) -> Iterator[Activation]:
    random_ = random.Random(seed)
    while count:
        activation = parsed(usual(random_, 4))
        if activation is not None and code_of(activation, "PyTorch"):
            count -= 1
            yield activation


@pytest.mark.parametrize("text", [*HARD, *ORACLES])
def test_slopes_found_backwards_are_the_derivative(text: str) -> None:
    activation = parse_formula(text)()
    x = points_for(activation)
    tree = elementary_tree(activation)
    assert tree is not None
    for language in ("PyTorch", "JAX", "Keras"):
        code = written_out(tree, VOCABULARIES[language])
        value, slope = values_and_slopes(guarded(code, trials_of([activation], slopes=True)), {X: x})
        room = 1e-9 * (1.0 + np.abs(activation.derivative(x)).max())
        np.testing.assert_allclose(value, activation(x), rtol=1e-9, atol=1e-12 * (1.0 + np.abs(value).max()))
        np.testing.assert_allclose(slope, activation.derivative(x), rtol=1e-7, atol=room)


@pytest.mark.parametrize("text", HARD)
def test_no_guard_is_without_need(text: str) -> None:
    """Where the bare code passes its trials no guard is set, and elsewhere it passes with them."""
    activation = parse_formula(text)()
    trials, tree = trials_of([activation], slopes=True), elementary_tree(activation)
    assert tree is not None
    bare = written_out(tree, VOCABULARIES["JAX"])
    found = guarded(bare, trials)
    assert (found != bare) == any(trial.failures(bare) for trial in trials)
    assert not any(trial.lost(found).any() for trial in trials)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("language", ["PyTorch", "JAX"])
@pytest.mark.parametrize("text", HARD)
def test_gradients_are_finite_and_near_the_derivative(
    text: str, language: Language, kind: type[np.floating[Any]]
) -> None:
    activation, x = parse_formula(text)(), points(kind)
    code = code_of(activation, language) or ""
    assert share_true(activation, gradients(language, code, x), x) == 1.0, code


@pytest.mark.parametrize("language", ["PyTorch", "JAX"])
def test_gradients_of_random_formulas_are_finite_and_near_the_derivative(language: Language) -> None:
    shares = []
    for activation in usual_formulas(25, seed=6):
        code = code_of(activation, language) or ""
        for kind in (np.float32, np.float64):
            x = points(kind)
            shares.append(share_true(activation, gradients(language, code, x), x))
    # Where a term overflows that the result needs, there is no gradient either.
    assert np.mean(shares) > 0.998
    assert np.median(shares) == 1.0


ENDS = np.array([-np.inf, np.inf])
FAR = np.concatenate([sign * np.array([25.0, 89.5, 350.0, 711.0, 1e4, 1e9, 3e19, 1e29]) for sign in (-1.0, 1.0)])


def share_kept(code: str, activation: Activation, x: Any) -> float:
    """Of the values of f and its derivatives that the formula has at x, how many NumPy's code has as well."""
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    shares = []
    for order, name in enumerate(("f", "f_prime", "f_second")):
        if name in namespace:
            with np.errstate(all="ignore"):
                expected, found = curve_of(activation, order)(x), namespace[name](x)
                close = np.abs(found - expected) <= 1e-2 * np.abs(expected) + 1e-6
            known = ~np.isnan(expected) & (~(np.abs(expected) > 1e30) | np.isinf(x))
            shares.append(np.mean((close | (found == expected))[known]) if known.any() else 1.0)
    return float(np.mean(shares))


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("text", HARD)
def test_code_of_numpy_is_right_far_out(text: str, kind: type[np.floating[Any]]) -> None:
    activation = parse_formula(text)()
    code = code_of(activation, "NumPy") or ""
    # In float32 the third power of what a wave is divided by overflows.
    assert share_kept(code, activation, FAR.astype(kind)) >= (0.9 if "sin" in text and kind == np.float32 else 1.0), (
        code
    )
    assert share_kept(code, activation, ENDS.astype(kind)) == 1.0, code


def test_code_of_random_formulas_is_right_far_out() -> None:
    shares = []
    for activation in usual_formulas(60, seed=8):
        code = code_of(activation, "NumPy") or ""
        shares += [share_kept(code, activation, x) for x in (FAR, FAR.astype(np.float32), ENDS)]
    assert np.mean(shares) > 0.97
    assert np.median(shares) == 1.0


@pytest.mark.parametrize("language", ["PyTorch", "JAX"])
@pytest.mark.parametrize("text", HARD)
def test_code_of_libraries_has_the_limits_at_infinity(text: str, language: Language) -> None:
    library = pytest.importorskip("torch" if language == "PyTorch" else "jax")
    activation = parse_formula(text)()
    namespace: dict[str, Any] = {}
    exec(code_of(activation, language) or "", namespace)
    at = library.tensor(ENDS) if language == "PyTorch" else library.numpy.asarray(ENDS)
    limits = activation(ENDS)
    known = ~np.isnan(limits)
    np.testing.assert_allclose(np.asarray(namespace["f"](at))[known], limits[known], rtol=1e-6)
