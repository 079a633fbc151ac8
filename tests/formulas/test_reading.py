"""What is a formula, what is none, and what is said of it."""

import copy
import dataclasses
import pickle
import re

import numpy as np
import pytest

from activations import (
    CATALOG,
    FormulaError,
    Normal,
    depth_of,
    gains_of,
    moments_of,
    parse_formula,
    properties_of,
    vanishing_intervals,
)
from activations.calculus.sampling import NotResolvedError
from activations.comparison.equivalents import equals_up_to_scale
from activations.formulas.acceptance import check_explorable
from activations.formulas.examples import EXAMPLES
from activations.formulas.rounding import relative_error_seen
from tests.formulas import fuzz

ATTACKS = [
    *("", " ", "\n", "x\n", "x # y", "x\0", "\ud800x", "x\u200b"),
    *("х + 1", "𝐱", "ｘ", "²", "x²", "٣*x", "ℯ*x", "exp（x）"),
    *("(" * 150 + "x" + ")" * 40, "-" * 199 + "x", "abs(" * 49 + "x"),
    *("x" * 201, "x+" * 100, "not " * 40 + "x", "x**" * 66 + "x"),
    *("9**9**9*x", "9^9^9^9*x", "x*10**400", "1e400*x"),
    *("1" + "0" * 190 + "*x", "2e12*x", "0x1F*x", "0b1*x", "1_000*x", "1j*x", "007*x.y"),
    *("x.real", "x.__class__", "().__class__", "x[0]", "[x for x in x]"),
    *("{x}", "{x: x}", "(x, x)", "[x]", "lambda x: x"),
    *("(x := 1)", "f'{x}'", "'x'", "b'x'", "x if x else x", "x or x"),
    *("x and x", "not x", "x < 1", "x in x", "x is x", "x @ x"),
    *("x // 2", "x % 2", "x << 2", "x | 1", "x & 1", "~x", "...", "None"),
    *("True*x", "await x", "yield x", "import os", "x; x", "x = 1"),
    *("__import__('os')", "eval(x)", "exec(x)", "open(x)", "print(x)"),
    *("exp(x)(x)", "exp(*x)", "exp(**x)", "elu(x, **a)", "elu(*x)"),
    *("elu(x, beta=1)", "elu(x, alpha=x)", "elu(x, alpha=1, alpha=2)"),
    *("elu(x, 0.5)", "exp(x, base=2)", "exp()", "max(x)", "max(x, 1, 2)"),
    *("where(x, 1, 2)", "where(x > 0, 1)", "where(x > 0 and x, 1, 2)"),
    *("exp", "exp + x", "x exp", "2x", "2(x)", "x(2)", "(x)(x)", "x x"),
    *("2 3*x", "x 2", "RELU(x)", "erfc(x)", "log_cosh(x)", "add(x, x)"),
    *("alpha*x", "d*x", "x,", ",x", "x)", "(x", "*x", "x*", "x**", "=x"),
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS, ids=ascii)
def test_what_is_not_of_the_language_is_refused(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse_formula(text)
    assert refused.value.position is None or 0 <= refused.value.position <= len(text)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("1 + 2x", 5, "multiplication is written with *"),
        ("x(x + 1)", 1, "multiplication is written with *"),
        ("exp(x) + foo", 9, "'foo' is not known"),
        ("exp(x) + ReLU(x)", 9, "'ReLU' is not known: write relu(x)"),
        ("Elu(x)", 0, "write elu(x, alpha=1)"),
        ("x*ln(x)", 2, "'ln' is not known: write log(x)"),
        ("arcsinh(x)", 0, "'arcsinh' is not known: write asinh(x)"),
        ("acosh(x)", 0, "write log(x + sqrt(x^2 - 1)), which is real from 1 on"),
        ("x*atanh(x)", 2, "write log((1 + x)/(1 - x))/2, which is real from −1 to 1"),
        ("floor(x)", 0, "endless ones have a derivative of 0, from which nothing is learnt"),
        ("x - round(x)", 4, "'round' is not known: write step(x) + step(x - 1) for two steps"),
        ("x*phi", 2, "write Φ(x) or Phi(x) for the normal distribution function"),
        ("sinx", 0, "'sinx' is not known; sin is"),
        ("b + axx", 4, "a product is written with *, as in 2*x"),
        ("x2", 0, "a power with ^, as in x^2"),
        ("X", 0, "'X' is not known: write x"),
        ("1 + |x|", 4, "write abs(x)"),
        ("np.tanh(x)", 2, "without its module"),
        ("x if x > 0 else 0", 2, "write where(x > 0, u, v)"),
        ("max", 0, "'max' is a function: write max(u, v)"),
        ("where(x)", 0, "where takes 3 values, as in where(x > 0, u, v), and here is 1 value"),
        ("elu(x, 0.5)", 0, "elu takes 1 value, as in elu(x, alpha=1), and here are 2 values"),
        ("sin(x, frequency=x)", 7, "frequency is a number"),
        ("x + [1]", 4, "the character [ is not part of the language"),
        ("x + 1e13", 4, "numbers go up to 1e12"),
        ("relu(x) + elu(x, beta=1)", 17, "it has alpha"),
        ("π*x + x < 1", 0, "a condition stands only in where"),
        ("log(x)", None, "not a real number at x = −20; it has to be real and finite from −20 to 20"),
        ("x*log(abs(x))", None, "a term of the formula is infinite at x = 0; if the formula is not, give it a value"),
        ("x*sin(1/x)", None, "beside x = 0 a term of the formula is larger than any float"),
        ("(x^2 - 2.25)/(x - 1.5)", None, "give it a value there with where(x == 1.5, value, formula)"),
        ("1/x", None, "infinite at x = 0"),
        ("1/(x - 0.1234567)", None, "infinite at x = 0.123457"),
        ("1/(x^3 - 2)", None, "infinite at x = 1.25992"),
        ("log(abs(x^2 - 2))", None, "infinite at x = 1.41421"),
        ("tan(x)", None, "infinite at x = 1.5708"),
        ("exp(x^3)", None, "larger than any float"),
        ("sin(x)/x", None, "not a real number at x = 0; give it a value there"),
        ("x^0.5", None, "not a real number at x = −20"),
        ("sin(x)^2 + cos(x)^2", None, "constant"),
        ("a*pi", None, "no x"),
        ("elu(x, alpha=-a)", None, "alpha must be a finite number >= 0"),
        ("abs(sin(40*x))", None, "more than 64 places"),
    ],
)
def test_the_error_says_what_is_wrong_and_where(text: str, position: int | None, words: str) -> None:
    with pytest.raises(FormulaError, match=re.escape(words)) as refused:
        parse_formula(text)
    assert refused.value.position == position
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.position) == (str(refused.value), position)


@pytest.mark.parametrize("text", ["<b>x</b>", "x + `rm`", "$x$", "y" * 31, "é*x", "x_y**x"])
def test_the_text_of_the_reader_is_not_repeated_as_markup(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse_formula(text)
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "breakpoints"),
    [
        ("abs(0.1*x + 0.3)", (-3.0,)),
        ("abs(x^2 - 2)", (-(2.0**0.5), 2.0**0.5)),
        ("max(x^3, 8)", (2.0,)),
        ("where(-1 < x <= 2, x, 0)", (-1.0, 2.0)),
        ("where(x == 0, 1, sin(x)/x)", (0.0,)),
        ("clip(2*x - 1, -3, 3)", (-1.0, 2.0)),
        ("relu(exp(x) - 2)", (np.log(2.0),)),
        ("hardtanh(x/2, min_val=-2, max_val=3)", (-4.0, 6.0)),
        ("atan(1/x)", (0.0,)),
        ("max(x, -x)", (0.0,)),
        ("abs(abs(x) - 1)", (-1.0, 0.0, 1.0)),
        ("x*tanh(x)", ()),
        ("where(x > 0, x, x)", ()),
        ("where(x < -2, relu6(x), erf(x))", (-2.0,)),
        ("where(x > 0, abs(x + 1), clip(x, 2, 3))", (0.0,)),
        ("where(x > 0, x, where(x < -1, 1, abs(2*x)))", (-1.0, 0.0)),
        ("max(relu(x) - 1, 0)", (1.0,)),
        ("where(x == 2, 1, exp(x))", (2.0,)),
        ("where(x > 1, relu(x), sign(x)*x)", (0.0, 1.0)),
    ],
)
def test_breakpoints_are_found(text: str, breakpoints: tuple[float, ...]) -> None:
    np.testing.assert_allclose(parse_formula(text)().breakpoints, breakpoints, rtol=1e-15, atol=0.0)


def test_breakpoints_follow_the_parameters() -> None:
    assert parse_formula("max(a*x - b, c)")(a=2.0, b=1.0, c=5.0).breakpoints == (3.0,)


def test_two_readings_of_a_text_are_equal_and_others_differ() -> None:
    one, other = parse_formula("a*x + sin(x)"), parse_formula("a*x + sin(x)")
    assert one == other
    assert hash(one) == hash(other)
    assert one(a=2.0) == other(a=2.0)
    for text in ("a*x + sin(x) ", "a*x - sin(x)"):
        assert parse_formula(text) != one
        assert parse_formula(text)() != one()
    for copied in (copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert copied == one
        assert copied(a=3.0)(1.5) == one(a=3.0)(1.5)
    assert pickle.loads(pickle.dumps(one(a=2.0))) == one(a=2.0)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("x*log(abs(x))", "x == 0"),
        ("(x^2 - 2.25)/(x - 1.5)", "x == 1.5"),
        ("x*sin(1/x)", "abs(x) < 1e-9"),
        ("(x + 2)*sin(1/(x + 2))", "x == -2"),
    ],
)
def test_what_is_advised_helps(text: str, condition: str) -> None:
    with pytest.raises(FormulaError, match=re.escape(f"where({condition}, value, formula)")):
        parse_formula(text)
    assert np.isfinite(parse_formula(f"where({condition}, 0, {text})")()(np.linspace(-20.0, 20.0, 401))).all()


@pytest.mark.parametrize("frequency", [-2.5, 0.3, 7.0])
def test_a_wave_takes_the_frequency_that_it_has_in_the_catalogue(frequency: float) -> None:
    x = np.linspace(-20.0, 20.0, 401)
    found = parse_formula(f"sin(x - 1, frequency={frequency})")()
    np.testing.assert_allclose(found(x), np.sin(frequency * (x - 1.0)), atol=1e-13)
    np.testing.assert_allclose(found.derivative(x), frequency * np.cos(frequency * (x - 1.0)), atol=1e-12)


def test_parameters_are_bound_like_those_of_the_catalogue() -> None:
    definition = parse_formula("c*elu(x, alpha=a)")
    assert [parameter.name for parameter in definition.parameters] == ["a", "c"]
    np.testing.assert_array_equal(definition(a=0.5, c=2.0)([-1.0, 3.0]), 2.0 * CATALOG["ELU"](alpha=0.5)([-1.0, 3.0]))
    with pytest.raises(ValueError, match="alpha"):
        definition(a=-1.0)
    with pytest.raises(TypeError, match="no parameter 'b'"):
        definition(b=1.0)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x*tanh(exp(x))", r"x\, \tanh\left(e^{x}\right)"),
        ("-x^2/2", r"\frac{-x^{2}}{2}"),
        ("(-x)^2", r"{\left(-x\right)}^{2}"),
        ("2*x - (x - 1)", r"2\, x - \left(x - 1\right)"),
        ("2*3*x*1e-9", r"2 \cdot 3\, x \cdot 10^{-9}"),
        (
            "where(x > 0, sqrt(x), abs(x))",
            r"\begin{cases} \sqrt{x} & x > 0 \\ \left|x\right| & \text{otherwise} \end{cases}",
        ),
        ("pi*elu(x, alpha=a)", r"\pi\, \operatorname{ELU}\left(x; \text{alpha} = a\right)"),
    ],
)
def test_latex_is_the_formula_as_typed(text: str, latex: str) -> None:
    assert parse_formula(text).formula == rf"\operatorname{{Formula}}(x) = {latex}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_can_be_explored(name: str) -> None:
    activation = parse_formula(EXAMPLES[name])()
    assert relative_error_seen(activation) < 1e-12 or np.isnan(relative_error_seen(activation))
    explorations = (
        properties_of,
        lambda f: moments_of(f, Normal()),
        lambda f: vanishing_intervals(f, 1e-3),
        gains_of,
        lambda f: depth_of(f, layers=20, weight_variance=2.0, bias_variance=0.0),
    )
    for explored in explorations:
        try:
            assert explored(activation) is not None
        except NotResolvedError:
            continue


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("2*sigmoid(2*x) - 1", "Tanh(x)"),
        ("x*sigmoid(1.702*x)", "QuickGELU(x)"),
        ("log(2*cosh(x))", "Softplus(2x) − x"),
        ("x/(1 + exp(-x))", "SiLU(x)"),
    ],
)
def test_what_is_in_the_catalogue_is_recognised(text: str, match: str) -> None:
    assert match in [each.text for each in equals_up_to_scale(parse_formula(text)())]


def test_the_precision_that_is_lost_is_seen() -> None:
    if np.finfo(np.longdouble).nmant >= 60:
        assert relative_error_seen(parse_formula("max(-1, exp(x) - 1) - x")()) > 1e-6
    with pytest.raises(TypeError):
        relative_error_seen(CATALOG["ELU"]())


def test_a_problem_with_parameters_is_found_again() -> None:
    check_explorable("log(a + x^2)", {"a": 1.0})
    for _ in range(2):
        with pytest.raises(FormulaError, match="not a real number at x = −1"):
            check_explorable("log(a + x^2)", {"a": -1.0})
        with pytest.raises(FormulaError, match="not known") as refused:
            check_explorable("x + foo", {})
        assert refused.value.position == 4


def test_random_texts_are_formulas_or_refused() -> None:
    accepted = [activation for text in fuzz.texts(300, seed=4) if (activation := fuzz.parsed(text)) is not None]
    assert len(accepted) > 30
    for activation in accepted:
        assert np.isfinite(activation(np.linspace(-20.0, 20.0, 41))).all()


@pytest.mark.parametrize("text", ["x^2", "a*x + exp(b)", "c*tanh(x)"])
def test_what_is_pickled_keeps_its_ranges(text: str) -> None:
    definition = parse_formula(text, name="Own")
    ranged = dataclasses.replace(
        definition, parameters=tuple(dataclasses.replace(each, low=-9.0, high=2.5) for each in definition.parameters)
    )
    assert pickle.loads(pickle.dumps(ranged)) == ranged
    assert (definition == ranged) == (not definition.parameters)
    assert copy.deepcopy(ranged(**{each.name: 2.0 for each in ranged.parameters})).definition == ranged


@pytest.mark.parametrize("text", ["where(x > 0, x, 0, slope=0.1)", "where(x > 0, x, 0, **a)", "where(x > 0, x, x=1)"])
def test_a_choice_has_no_parameters(text: str) -> None:
    with pytest.raises(FormulaError, match=r"no such parameter|where takes 3 values"):
        parse_formula(text)
