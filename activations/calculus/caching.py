"""What was found for an activation, or that it cannot be resolved, of which the search takes no less time."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from activations.activation import Activation
from activations.calculus.sampling import NotResolvedError

Found = TypeVar("Found")
Find = Callable[[Activation], Found]


def remembered(*, maxsize: int) -> Callable[[Find[Found]], Find[Found]]:
    """An lru_cache that keeps a NotResolvedError as well as what is returned."""

    def remembering(find: Find[Found]) -> Find[Found]:
        @lru_cache(maxsize=maxsize)
        def outcome(activation: Activation) -> Found | NotResolvedError:
            try:
                return find(activation)
            except NotResolvedError as error:
                return error

        @wraps(find)
        def found(activation: Activation) -> Found:
            known = outcome(activation)
            if isinstance(known, NotResolvedError):
                raise known.with_traceback(None)  # or each time it is raised would leave its frames
            return known

        return found

    return remembering
