"""What a page is to the sweep: random states, the sentences that it says in them, and a check of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.sweeps.tally import Tally

Said = Mapping[str, str]  # sentences and cells of tables, by what they are


@dataclass(frozen=True, slots=True)
class Subject:
    """A page, or one of its views.

    `check` reads what is said in a state, raises FalseSentenceError or UnreadableError, and counts in a tally; its
    random points come from the generator, so that a state can be checked again with other words.
    """

    name: str
    random_state: Callable[[np.random.Generator], Any]
    said: Callable[[Any], Said]
    check: Callable[[Any, Said, Tally, np.random.Generator], None]
    weight: int = 1  # a state takes as long as so many of another subject


# Only such parameters may be beyond what floats can follow.
_RESOLVED = 1e-11, 1e11


def may_be_unresolved(*parameters: float) -> bool:
    """Whether a function with such parameters may be said not to be resolved."""
    return any(value != 0 and not _RESOLVED[0] < abs(value) < _RESOLVED[1] for value in parameters)
