"""A short run of the sweep, and that it would see a false word or digit."""

import re
from collections.abc import Iterator

import numpy as np
import pytest

from pages.ui.wording import number_text
from tests.sweeps.grammar import NUMBER, UnreadableError, number, places, value_set
from tests.sweeps.sentences import SUBJECTS, sweep
from tests.sweeps.subject import Said, Subject
from tests.sweeps.tally import Tally

STATES, MUTATIONS, FEWEST = 20, 30, 10

every_subject = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)

# What is said, and what would be false in its place.
SWAPS = (
    ("x < ", "x ≤ "),
    ("x ≤ ", "x < "),
    ("x > ", "x ≥ "),
    ("x ≥ ", "x > "),
    (" < x ", " ≤ x "),
    (" ≤ x ", " < x "),
    ("for x <", "for x >"),
    ("for x ≥", "for x <"),
    ("from the left", "from the right"),
    ("from the right", "from either side"),
    ("for every x", "nowhere"),
    ("nowhere", "for every x"),
    ("none", "at x = 0"),
    (r"\[", "("),
    (r"\]", ")"),
    (r"^\(", "["),
    (r"\)$", "]"),
    (r"{.*?} ∪ ", ""),
    (r"(?<!-)\bincreasing", "decreasing"),
    ("non-decreasing", "increasing"),
    ("not monotone", "increasing"),
    (r"^convex", "concave"),
    ("neither convex nor concave", "convex"),
    ("^odd$", "even"),
    ("neither odd nor even", "odd"),
    ("^neither$", "odd"),
    ("infinitely often", "at least twice continuously"),
    ("continuous, with a kink", "once continuously differentiable, with a curvature jump"),
    (r"^yes, ", "no; "),
    (r"^no$", "yes, for x ≤ 0, where f and f′ are 0"),
    ("^True$", "False"),
    ("^False$", "True"),
    ("^C∞$", "C1"),
    ("is 0 throughout, to rounding", "is at most 1, at x = 0"),
    (", and so on with the period [^ ]+$", ""),
    ("±", ""),
    ("it is a Riemann", "it would be a Riemann"),
    (r"instead, it would be (a .*)\.$", r"it is \1, equal to it here, to rounding."),
    (" has all", " have all"),
    (r"Nearest to zero: (\w+)(.*)\.", r"Nearest to zero: \1\2 and \1."),
    ("with its", "with their"),
    ("changes nothing here", "matters most at x = 0, where the values of f lie 1 apart"),
)


@every_subject
def test_sentences_hold_in_random_states(subject: Subject) -> None:
    states = STATES // subject.weight
    tally = sweep(states, seed=7, subjects=[subject])
    assert tally.states[subject.name] == states
    assert tally.numbers + tally.claims > 3 * states


def bumped(text: str) -> str:
    """The number with its last digit moved by two, which no rounding excuses."""
    if "∞" in text:
        return "7" if text == "∞" else "∞"
    if text == "0":
        return "1"
    mantissa, times, power = text.partition(" × ")
    if re.fullmatch("−?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", mantissa):
        return mantissa.replace("10", "3 × 10")
    last = int(mantissa[-1])
    return f"{mantissa[:-1]}{last + 2 if last < 8 else last - 2}{times}{power}"


def mutations(said: Said) -> Iterator[dict[str, str]]:
    """What is said with one number, or one word, another."""
    for key, text in said.items():
        for found in re.finditer(NUMBER, text):
            before, after = text[: found.start()], text[found.end() :]
            # A name such as ReLU6 is no number, and another seventeenth digit may be the same float.
            if not before[-1:].isalpha() and len(found[0]) < 17:
                yield {**said, key: before + bumped(found[0]) + after}
        for pattern, other in SWAPS:
            swapped = re.sub(pattern, other, text, count=1)
            if swapped != text:
                yield {**said, key: swapped}


@every_subject
def test_a_false_digit_or_word_is_seen(subject: Subject) -> None:
    generator = np.random.default_rng([5, *subject.name.encode()])
    tried = 0
    while tried < max(MUTATIONS // subject.weight, FEWEST):
        state = subject.random_state(generator)
        said = subject.said(state)
        every = list(mutations(said))
        for k in generator.permutation(len(every))[:10].tolist():
            unseen = [(said[key], every[k][key]) for key in said if said[key] != every[k][key]]
            assert is_false(subject, state, every[k], said), f"{unseen} in {state}"
            tried += 1


def is_false(subject: Subject, state: object, mutated: Said, said: Said) -> bool:
    """Whether the check of the subject says so, or that another place is as good as the one that is said."""
    tally, other = Tally(), Tally()
    try:
        subject.check(state, mutated, other, np.random.default_rng(1))
    except AssertionError:
        return True
    subject.check(state, said, tally, np.random.default_rng(1))
    return other.indifferent > tally.indifferent


def test_subjects_have_names_of_their_own() -> None:
    assert len({subject.name for subject in SUBJECTS}) == len(SUBJECTS)


@pytest.mark.parametrize(
    "text", ["for x", "at x =", "for x < 3 and", "for x < 3 for x > 4", "at 3", "and 3 more places"]
)
def test_words_that_name_no_place_cannot_be_read(text: str) -> None:
    with pytest.raises(UnreadableError):
        places(text)


@pytest.mark.parametrize("value", [0.1, -2.5e-7, 1e-6, -1e12, 123456.0, 0.0001, 5e-324, 9.9999e99])
def test_a_number_is_read_as_it_is_written(value: float) -> None:
    written = number(number_text(value, 17))
    assert written.value == value
    assert number(number_text(value, 3)).unit(3) >= written.unit(17)


def test_places_and_sets_are_read_with_their_ends() -> None:
    said = places("for x < −2, for 1 ≤ x < 3 and for x ≥ 4, and so on with the period 6.28")
    assert [(each.low.value, each.high.value, each.has_low, each.has_high) for each in said.stretches] == [
        (-np.inf, -2.0, False, False),
        (1.0, 3.0, True, False),
        (4.0, np.inf, True, False),
    ]
    assert said.period is not None
    assert said.period.value == 6.28
    counted = places("at x = −2, −1, 0 and 1 and 3 more places and as x → 5 from either side")
    assert [point.value for point in counted.points] == [-2.0, -1.0, 0.0, 1.0]
    assert (counted.more, counted.approached[0].sides) == (3, ("left", "right"))
    assert [(part.low.value, part.has_low) for part in value_set("(−∞, −0.5) ∪ {0} ∪ [0.5, 2)")] == [
        (-np.inf, False),
        (0.0, True),
        (0.5, True),
    ]
