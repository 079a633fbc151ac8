"""Results that a server keeps for all its readers, each with a bound on how many.

Here and not on the pages: a page is run anew for each move, and Streamlit would read the source of what it is to keep
each time. All are shared as they are, and never changed. What is made of a reader's own numbers is kept for the session
of that reader alone.
"""

import functools
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Literal, ParamSpec, TypeVar, cast

import streamlit as st

from activations import Activation, Moments, depth_of, moments_of
from activations.comparison.equivalents import equals_up_to_scale
from activations.comparison.nearest import nearest_up_to_scale
from activations.elementwise import FloatArray
from activations.formulas import writing_code
from activations.formulas.rounding import relative_error_seen
from activations.precision import Format, Subject
from activations.precision.formula_forms import subject_of as forms_of
from activations.random_inputs.empirical import Empirical, RandomInputs
from pages.ui.chosen import BY_VALUE
from pages.ui.experiment import Experiment
from pages.ui.guide.lessons import LESSONS, answer_of
from pages.ui.guide.story import summary_table
from pages.ui.runs import run_of
from pages.ui.views import (
    catalog,
    depth,
    gate_blocks,
    gate_maps,
    gate_moments,
    means,
    own_data,
    phase,
    precision,
    properties,
    units,
)


def _by_code(subject: Subject) -> tuple[str, ...]:
    return subject.name, *(form.code for form in (*subject.function.forms, *subject.derivative.forms))


_BY_VALUE: dict[str | type, Callable[..., object]] = {
    **BY_VALUE,
    Subject: _by_code,
    Format: attrgetter("name"),
    Empirical: attrgetter("digest"),
    Experiment: repr,  # in a third of the time that its fields take one by one
}

P = ParamSpec("P")
T = TypeVar("T")


def _kept(
    make: Callable[P, T], most: int, waiting: str | bool = False, scope: Literal["global", "session"] = "global"
) -> Callable[P, T]:
    keep = st.cache_resource(max_entries=most, hash_funcs=_BY_VALUE, show_spinner=waiting, scope=scope)
    kept: Callable[P, T] = keep(make)
    return kept


def _at_hand(make: Callable[P, T], most: int, waiting: str | bool = False) -> Callable[P, T]:
    """The same for hashable arguments: found in a microsecond, where Streamlit takes half a millisecond."""
    return cast(Callable[P, T], functools.lru_cache(maxsize=most)(_kept(make, most, waiting)))


def _soon_made(make: Callable[P, T], most: int) -> Callable[P, T]:
    """The same for what takes a few milliseconds, which two readers who come at once may both wait for."""
    return cast(Callable[P, T], functools.lru_cache(maxsize=most)(make))


_FEW_WEIGHTS = 3_000_000  # of a network through which a signal goes in a few milliseconds
_FEW_INPUTS = 300_000  # that a function takes in a few milliseconds

_DRAWING = "Drawing random inputs …"
_means_of_few = _soon_made(means.sampled_means, 64)
_means_of_many = _at_hand(means.sampled_means, 64, _DRAWING)
_moments_of_theory = _soon_made(moments_of, 256)
_own_means = _kept(means.sampled_means, 16, _DRAWING, "session")
_own_moments = _kept(moments_of, 64, scope="session")

own_inputs = _kept(own_data.inputs_of, 4, scope="session")
own_outputs = _kept(own_data.outputs_of, 64, "Counting …", "session")


def sampled_means(activation: Activation, inputs: RandomInputs, units: int, repeats: int, seed: int) -> FloatArray:
    if isinstance(inputs, Empirical):
        keep = _own_means
    else:
        keep = _means_of_few if units * repeats <= _FEW_INPUTS else _means_of_many
    return keep(activation, inputs, units, repeats, seed)


def exact_moments(activation: Activation, inputs: RandomInputs) -> Moments:
    return (_own_moments if isinstance(inputs, Empirical) else _moments_of_theory)(activation, inputs)


def signals_of(
    weight_variances: Mapping[Activation, float], bias_variance: float, network: Mapping[str, Any]
) -> list[depth.Signal]:
    """What becomes of the signal of each function, with weights of its variance, in a network of these settings."""
    small = network["layers"] * network["width"] ** 2 <= _FEW_WEIGHTS
    signal_of = _signal_of_small if small else _signal_of_large
    return [
        signal_of(activation, weight_variance=variance, bias_variance=bias_variance, **network)
        for activation, variance in weight_variances.items()
    ]


code = _soon_made(properties.code, 1024)
derivative_code = _soon_made(writing_code.derivative_code, 256)
equal_up_to_scale = _soon_made(equals_up_to_scale, 256)
nearest = _at_hand(nearest_up_to_scale, 256)
error_seen = _at_hand(relative_error_seen, 256)
catalog_table = _at_hand(catalog.catalog_table, 64)

_signal_of_small = _soon_made(depth.signal_of, 32)
_signal_of_large = _at_hand(depth.signal_of, 32, "Sending signals through the network …")
phase_map = _at_hand(phase.map_of, 16, "Drawing the map …")
theory_of = _soon_made(depth_of, 64)

gate_map_tables = _soon_made(gate_maps.tables_of, 16)
gate_moments_by_correlation = _at_hand(gate_moments.by_correlation, 32)
gate_moments_known = _at_hand(gate_moments.known_of, 32)
gate_signals = _at_hand(gate_blocks.blocks_of, 32, "Sending signals through the blocks …")

known_run = _at_hand(run_of, 24)
stage_pictures = _kept(units.stage_pictures, 64)
story_summary = _at_hand(summary_table, 1)
lesson_answer = _at_hand(answer_of, len(LESSONS), "Computing the answer …")

subject_of = _at_hand(forms_of, 64)
judged_of = _at_hand(precision.judged_of, 256, "Trying every number …")
