"""What a reader saw before, to compare with."""

from dataclasses import replace

import numpy as np

from activations import CATALOG
from pages.ui.experiment import Experiment
from pages.ui.views.past import Memory, Wanted, compared

ELU, RELU, TANH = (CATALOG[name]() for name in ("ELU", "ReLU", "Tanh"))
FIRST = Wanted((ELU, RELU), Experiment(), 1)
SECOND = FIRST._replace(experiment=Experiment(layers=4))
THIRD = FIRST._replace(seeds=3)
COURSES = {"ELU": np.ones((3, 2, 5)), "ReLU": np.zeros((3, 1, 5))}


def test_two_experiments_are_remembered_and_no_more() -> None:
    memory = Memory().then(FIRST, COURSES).then(SECOND, COURSES).then(THIRD, COURSES)
    assert memory.last is not None
    assert memory.before is not None
    assert (memory.last.wanted, memory.before.wanted) == (THIRD, SECOND)


def test_an_experiment_is_compared_with_the_one_before_while_it_is_made_and_after() -> None:
    memory = Memory().then(FIRST, COURSES)
    assert memory.beside(FIRST) is None
    assert memory.beside(SECOND) == memory.last
    first = memory.last
    memory = memory.then(SECOND, COURSES)
    assert memory.holds(SECOND)
    assert memory.beside(SECOND) == first


def test_courses_are_those_of_the_functions_that_are_still_chosen() -> None:
    past = Memory().then(FIRST, COURSES).last
    courses, words = compared(past, SECOND._replace(chosen=(TANH, ELU)))
    assert courses == {"ELU": COURSES["ELU"]}
    assert words == "Faint: the experiment before, with hidden layers 8."


def test_a_function_with_other_parameters_is_compared_alone() -> None:
    past = Memory().then(FIRST, COURSES).last
    courses, words = compared(past, FIRST._replace(chosen=(RELU, CATALOG["ELU"](alpha=2.0))))
    assert courses == {"ELU": COURSES["ELU"]}
    assert words == "Faint: the experiment before, with ELU(alpha=1.0)."


def test_there_is_nothing_to_compare_where_all_is_as_it_was_or_the_data_are_others() -> None:
    past = Memory().then(FIRST, COURSES).last
    other_data = replace(FIRST.experiment, data="Moons")
    for wanted in (FIRST, THIRD, FIRST._replace(experiment=other_data), SECOND._replace(chosen=(TANH,))):
        assert compared(past, wanted) == ({}, "")
    assert compared(None, FIRST) == ({}, "")
