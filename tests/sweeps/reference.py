"""The page of reference: the properties of a function, and the sentence about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from mpmath import mp

from activations import Activation, properties_of, vanishing_intervals
from activations.elementwise import FloatArray
from pages.ui import places as page
from pages.ui.views import properties
from tests.oracles import Number
from tests.sweeps.bounds import check_asymptotes, check_bound, check_flat, check_image, check_limits
from tests.sweeps.grammar import listed, match, number
from tests.sweeps.states import random_activation, random_threshold
from tests.sweeps.subject import Said, Subject, may_be_unresolved
from tests.sweeps.tally import Tally
from tests.sweeps.truth import DIGITS, Truth
from tests.sweeps.vanishing import check_where
from tests.tables import as_frame

_UNRESOLVED = "not resolved: 64-bit numbers cannot follow changes on such a scale"


@dataclass(frozen=True, slots=True)
class State:
    """A function and a threshold."""

    activation: Activation
    epsilon: float


def random_state(generator: np.random.Generator) -> State:
    return State(random_activation(generator), random_threshold(generator, 1e-6, 1.0))


def said(state: State) -> Said:
    known = page.known(properties_of, state.activation)
    intervals = page.known(vanishing_intervals, state.activation, state.epsilon)
    table = as_frame(properties.property_table(known, intervals, state.epsilon))
    sentence = properties.reference_sentence(state.activation.name, known)
    return {**dict(zip(table.index, table["value"], strict=True)), "sentence": sentence}


def check(state: State, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    with mp.workdps(DIGITS):
        truth = Truth(state.activation)
        x = truth.points(generator)
        (small,) = [row for row in said if row.startswith("|f′| < ")]
        tally.exact(number(small.removeprefix("|f′| < ")), state.epsilon)
        if said[small] == _UNRESOLVED or "Properties" in said:
            tally.claim(may_be_unresolved(*state.activation.parameters.values()), f"{state.activation}: {said}")
            return
        check_where(tally, truth, said[small], state.epsilon, x)
        _check_rows(tally, truth, said, x)
        _check_sentence(tally, truth, said["sentence"], x)


def _check_rows(tally: Tally, truth: Truth, said: Said, x: FloatArray) -> None:
    check_image(tally, truth, said["Range"], x)
    check_bound(tally, truth, said["Minimum"], x, order=0, sign=-1.0)
    check_bound(tally, truth, said["Maximum"], x, order=0, sign=1.0)
    check_limits(tally, truth, said["Limits"])
    check_asymptotes(tally, truth, said["Asymptotes"])
    _check_zeros(tally, truth, said["Zeros"], x)
    what = f"of {truth.activation!r}"
    check_monotone(tally, truth, said["Monotone"])
    tally.claim(said["Symmetry"] == symmetry_of(truth, x), f"{said['Symmetry']} {what}")
    tally.claim(said["Shape"] == shape_of(truth), f"{said['Shape']} {what}, not {shape_of(truth)}")
    check_smoothness(tally, truth, said["Smoothness"])
    check_bound(tally, truth, said["Least slope"], x, order=1, sign=-1.0)
    check_bound(tally, truth, said["Greatest slope"], x, order=1, sign=1.0)
    jumps = any(truth.kind_at(point) == "jump" for point in truth.breakpoints)
    steepest = said["Largest |f′| (Lipschitz)"]
    tally.claim(jumps == (steepest == "none, since f jumps"), f"{steepest} {what}")
    if not jumps:
        check_bound(tally, truth, steepest, x, order=1, sign=1.0, size=True)
    _check_death(tally, truth, said["Can a unit die?"], x)


def _check_sentence(tally: Tally, truth: Truth, sentence: str, x: FloatArray) -> None:
    found = match(
        r"(\w+) with its first and second derivatives: ([\w\- ]+)(, (?:convex|concave|linear))?, of range "
        r"([\[({].*[\])}]), (.*)\.",
        sentence,
    )
    tally.claim(found[1] == truth.activation.name, sentence)
    check_monotone(tally, truth, found[2])
    tally.claim((found[3] or ", neither convex nor concave")[2:] == shape_of(truth), sentence)
    check_image(tally, truth, found[4], x)
    check_smoothness(tally, truth, found[5])


def flat_pieces(truth: Truth) -> Iterator[tuple[float, float, Number]]:
    """The pieces on which f stays the same, with its value there."""
    for low, high in truth.pieces:
        if not truth.period and truth.is_constant(low, high, 0):
            yield low, high, truth.exact(truth._within(low, high)[0])


def _check_zeros(tally: Tally, truth: Truth, text: str, x: FloatArray) -> None:
    spans = [(low, high) for low, high, value in flat_pieces(truth) if value == 0]
    alone = [point for point in truth.breakpoints if truth.oracle(mp.mpf(point)) == 0]
    roots = [*truth.roots(0, x), *(root for root in truth.roots(1, x) if truth.curves[0](root) == 0)]
    if truth.period:
        roots = [root for root in roots if 0.0 <= root + 1e-9 * truth.period < truth.period]
    where = "nowhere" if text == "none" else text
    what = f"zeros of {truth.activation!r}: {text}"
    check_flat(tally, truth, where, x, spans=spans, alone=[*alone, *roots], digits=10, what=what)


def _check_death(tally: Tally, truth: Truth, text: str, x: FloatArray) -> None:
    found = match(
        r"(?:no|yes, (.*), where f and f′ are 0)(?:; (.*) it is saturated for good: f is flat there, and not 0)?", text
    )
    for stated, wanted_zero in ((found[1], True), (found[2], False)):
        spans = [(low, high) for low, high, value in flat_pieces(truth) if (value == 0) == wanted_zero]
        alone = [
            end
            for low, high, value in flat_pieces(truth)
            for end in (low, high)
            if truth.conventions.get(end) == 0.0 and (value == 0) == wanted_zero and truth.oracle(mp.mpf(end)) == value
        ]
        what = f"{text} of {truth.activation!r}"
        check_flat(tally, truth, stated or "nowhere", x, spans=spans, alone=alone, digits=6, what=what)


def _sample(truth: Truth) -> list[tuple[float, Number]]:
    """Exact values in order, with those at breakpoints and beside them."""
    steps = [0.003, 0.1, 0.4, 0.8, 1.1, 1.4, 1.9, 2.7, 4.0, 6.0, 9.0, 12.0]
    points = {anchor + side * truth.length * step for anchor in truth.anchors for step in steps for side in (-1.0, 1.0)}
    points |= {left + share * (right - left) for left, right in pairwise(truth.anchors) for share in (0.2, 0.5, 0.8)}
    found = [(x, truth.exact(x)) for x in sorted(points - set(truth.breakpoints))]
    for point in truth.breakpoints:
        beside = [(point, truth.beside(point, side, 0)) for side in ("left", "right")]
        found += [beside[0], (point, truth.oracle(mp.mpf(point))), beside[1]]
    return sorted(found, key=lambda each: each[0])


def check_monotone(tally: Tally, truth: Truth, text: str) -> None:
    """Whether f rises and falls, and is flat anywhere."""
    word = monotony(truth)
    tally.claim(text == word, f"{text} of {truth.activation!r}, not {word}")


def monotony(truth: Truth) -> str:
    """In one word."""
    values = [value for _, value in _sample(truth)]
    least = mp.mpf(10) ** -25
    steps = [(after - before, least * max(abs(before), abs(after))) for before, after in pairwise(values)]
    rises, falls = any(step > slack for step, slack in steps), any(step < -slack for step, slack in steps)
    if rises and falls:
        return "not monotone"
    if not (rises or falls):
        return "constant"
    if any(True for _ in flat_pieces(truth)):
        return "non-decreasing" if rises else "non-increasing"
    return "increasing" if rises else "decreasing"


def symmetry_of(truth: Truth, x: FloatArray) -> str:
    """By a few exact values, and many."""
    few = [mp.mpf(each * truth.length) for each in (0.31, 1.7, 12.3, 1e9)]
    far = np.concatenate([x, [12.3 * truth.length]])
    left, right = truth.curves[0](-far), truth.curves[0](far)
    for word, sign in (("even", 1), ("odd", -1)):
        exactly = all(abs(truth.oracle(-each) - sign * truth.oracle(each)) <= mp.mpf(10) ** -30 * each for each in few)
        if exactly and np.allclose(left, sign * right, rtol=1e-11, atol=0.0):
            return word
    return "neither odd nor even"


def shape_of(truth: Truth) -> str:
    """Whether slopes only rise or only fall, from one piece to the next too."""
    slopes: list[Number] = []
    for low, high in truth.pieces:
        if low in truth.conventions:
            slopes.append(truth.beside(low, "right", 1))
        steps = (-12.0, -6.0, -3.0, -2.0, -1.2, -0.5, -0.1, 0.1, 0.5, 1.2, 2.0, 3.0, 6.0, 12.0)
        points = sorted({anchor + truth.length * step for anchor in truth.anchors for step in steps})
        if truth.is_constant(low, high, 1):
            points = truth._within(low, high)[:1]
        slopes += [truth.exact(x, 1) for x in points if low < x < high]
        if high in truth.conventions:
            slopes.append(truth.beside(high, "left", 1))
    if not all(truth.is_continuous_at(point) for point in truth.breakpoints):
        return "neither convex nor concave"
    steps_up = [after - before for before, after in pairwise(slopes)]
    slack = [mp.mpf(10) ** -22 * max(abs(before), abs(after)) for before, after in pairwise(slopes)]
    rises = any(step > least for step, least in zip(steps_up, slack, strict=True))
    falls = any(step < -least for step, least in zip(steps_up, slack, strict=True))
    words = {(True, False): "convex", (False, True): "concave", (False, False): "linear"}
    return words.get((rises, falls), "neither convex nor concave")


def check_smoothness(tally: Tally, truth: Truth, text: str) -> None:
    """The class, and each place where f, f′ or f″ jumps."""
    what = f"{text} of {truth.activation!r}"
    kinds = {point: truth.kind_at(point) for point in truth.breakpoints}
    words, _, rest = text.partition(", with ")
    classes = {
        "discontinuous": "discontinuous",
        "C0": "continuous",
        "C1": "once continuously differentiable",
        "C2": "at least twice continuously differentiable",
        "C∞": "infinitely often differentiable",
    }
    tally.claim(words == classes[smoothness_of(truth)], f"{what}: it has {kinds}")
    stated: list[tuple[str, float]] = []
    left = sorted((kind, point) for point, kind in kinds.items() if kind != "smooth")
    for part in _kinds(rest):
        kind, where = match(r"(?:a )?(curvature jump|jump|kink)s? at x = (.*)", part).groups()
        for each in map(number, listed(where)):
            near = [
                (k, x) for k, x in left if k == kind and abs(x - each.value) <= 0.51 * each.unit(6) + 1e-12 * abs(x)
            ]
            tally.numbers += 1
            tally.claim(near, f"{what}: no {kind} at {each.text}")
            left.remove(near[0])
            stated.append(near[0])
    tally.claim(not left, f"{what}: {left} are not named")


def smoothness_of(truth: Truth) -> str:
    """The class of f."""
    kinds = {truth.kind_at(point) for point in truth.breakpoints}
    for kind, name in (("jump", "discontinuous"), ("kink", "C0"), ("curvature jump", "C1")):
        if kind in kinds:
            return name
    straight = all(truth.is_constant(low, high, 1) for low, high in truth.pieces)
    return "C∞" if not kinds or straight else "C2"


def _kinds(text: str) -> list[str]:
    """The parts of "kinks at x = 0 and 6 and a jump at x = 7"."""
    return [part for part in re.split(r"(?:, | and )(?=a |jumps|kinks|curvature)", text) if part]


REFERENCE = Subject("reference", random_state, said, check)
