"""Every sentence of the pages in random states, read again and held against what is true.

`python -m tests.sweeps.sentences 10000 --seed 1` tries so many states in all, evenly over the subjects, which takes an
hour; `--subject` keeps one. The first false sentence ends it, unless `--all` asks for a list of them. A subject is a
record of `SUBJECTS`: whoever adds a page adds one. `test_sentences` runs a few states of each, with mutations.
"""

import argparse
import sys
from collections.abc import Sequence

import numpy as np

from tests.sweeps.catalogue import CATALOGUE
from tests.sweeps.curves import CURVES
from tests.sweeps.depth import DEPTH
from tests.sweeps.difference import DIFFERENCE, SWEEP
from tests.sweeps.gains import GAINS
from tests.sweeps.means import MEANS
from tests.sweeps.reference import REFERENCE
from tests.sweeps.story import SCENES
from tests.sweeps.subject import Subject
from tests.sweeps.sums import SUMS
from tests.sweeps.tally import Tally

SUBJECTS: tuple[Subject, ...] = (
    CURVES,
    DIFFERENCE,
    SWEEP,
    REFERENCE,
    SUMS,
    MEANS,
    CATALOGUE,
    GAINS,
    DEPTH,
    SCENES,
)


def sweep(
    states: int, *, seed: int = 1, subjects: Sequence[Subject] = SUBJECTS, found: list[str] | None = None
) -> Tally:
    """Check so many states, evenly over the subjects, and count; false sentences are raised, or put into `found`."""
    tally = Tally()
    for subject in subjects:
        generator = np.random.default_rng([seed, *subject.name.encode()])
        for number in range(states // len(subjects)):
            state = subject.random_state(generator)
            said = subject.said(state)
            tally.states[subject.name] += 1
            tally.sentences[subject.name] += len(said)
            try:
                subject.check(state, said, tally, generator)
            except AssertionError as error:
                message = f"{subject.name} {number}: {error}"
                if found is None:
                    raise AssertionError(message) from error
                found.append(message)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("states", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--subject", choices=[subject.name for subject in SUBJECTS])
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    subjects = [subject for subject in SUBJECTS if given.subject in {None, subject.name}]
    found: list[str] | None = [] if given.all else None
    tally = sweep(given.states, seed=given.seed, subjects=subjects, found=found)
    for message in found or []:
        print(message)
    for name, states in tally.states.items():
        print(f"{name}: {states} states, {tally.sentences[name]} sentences")
    print(f"{tally.numbers} numbers and {tally.claims} claims checked, {len(found or [])} false")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
