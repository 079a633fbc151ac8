"""A line in which those who train take turns, so that none slows down the others, nor takes the memory of all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

# A core is left for those who move sliders.
AT_ONCE = max(1, min(4, (os.cpu_count() or 1) - 1))
MEMORY = 100e6  # bytes, of all that is trained


@dataclass(slots=True, eq=False)
class Place:
    """Someone's place in the line."""

    memory: float  # in bytes
    admitted: bool = False  # holds that memory
    waits: bool = False  # for a turn, now


class Turns:
    """So many at a time do a piece of work, and then stand at the end of the line.

    Who comes first takes their first turn when there is memory for them, or when no one else holds any.
    """

    def __init__(self, *, at_once: int = AT_ONCE, memory: float = MEMORY) -> None:
        self._condition = Condition()
        self._free = at_once
        self._memory = memory
        self._line: list[Place] = []

    @contextmanager
    def place(self, memory: float) -> Iterator[Place]:
        """A place in the line for someone who needs so much memory, until the end of the `with` block."""
        place = Place(memory)
        with self._condition:
            self._line.append(place)
        try:
            yield place
        finally:
            with self._condition:
                self._line.remove(place)
                self._condition.notify_all()

    def take(self, place: Place, work: Callable[[], None], patience: float) -> bool:
        """Do some work when the turn comes; whether it came within `patience` seconds. The place in the line stays."""
        with self._condition:
            place.waits = True
            come = self._condition.wait_for(lambda: self._free and self._next() is place, patience)
            place.waits = False
            if not come:
                return False
            place.admitted = True
            self._free -= 1
            self._line.remove(place)
            self._line.append(place)
        try:
            work()
        finally:
            with self._condition:
                self._free += 1
                self._condition.notify_all()
        return True

    def others(self, place: Place) -> int:
        """How many stand in the line besides."""
        with self._condition:
            return sum(each is not place for each in self._line)

    def _next(self) -> Place | None:
        taken = sum(each.memory for each in self._line if each.admitted)
        newcomer = next((each for each in self._line if not each.admitted), None)
        fits = newcomer is not None and (not taken or taken + newcomer.memory <= self._memory)
        return next(
            (each for each in self._line if each.waits and (each.admitted or (fits and each is newcomer))), None
        )
