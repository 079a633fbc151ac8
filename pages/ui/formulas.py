"""The reader's own formulas: the names by which they are chosen, and the controls that hold them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

from activations import Definition, FormulaError, Parameter
from activations.formulas.examples import EXAMPLES
from activations.formulas.starts import starts_of
from pages.ui.declarations import Number, Text
from pages.ui.links import State, parameter_key, range_keys, text_key

_LARGEST = 1e6  # either end of a parameter's range
_LEAST_WIDTH, _LEAST_SHARE = 1e-3, 1e-4  # of a range, also beside its ends: six digits tell five values in it apart
_STEPS = 100  # of a slider

# The text of each formula, by the name that it has among the functions.
TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        name: Text(text_key(name), f"{name}: f(x) =", EXAMPLES[example])
        for name, example in (("Formula", "TanhExp"), ("Formula2", "Serf"))
    }
)

# What the controls of formulas hold at first; their parameters start where the text says.
INITIAL: State = {text.key: text.default for text in TEXTS.values()}

HELP = (
    "A function of **x**, with up to three parameters **a**, **b** and **c**, each of which gets a slider. They "
    "start at 1; if the function is a straight line there, one of them at 0.5 or 2. "
    "Numbers, `+ - * /` and `^`; `exp log log1p expm1 sqrt sin cos tan tanh sinh cosh asinh atan erf Phi abs sign`, "
    "`min(u, v)`, `max(u, v)`, `clip(u, low, high)`, `where(x > 0, u, v)` with `and`, `or`, `not`; `pi` and `e`; and "
    "every function of the catalogue in lower case, such as `elu(x, alpha=0.5)`. Write `2*x`, not `2x`. Examples:"
)


def starts_in(query: Mapping[str, str]) -> State:
    """Where the parameters start of the formulas that a link holds."""
    starts: dict[str, float] = {}
    for name, text in TEXTS.items():
        with suppress(FormulaError):
            found = starts_of(query.get(text.key, text.default))
            starts |= {parameter_key(name, letter): value for letter, value in found.items()}
    return starts


def range_boxes(definition: Definition, parameter: Parameter) -> tuple[Number, Number]:
    """The boxes for the two ends of a parameter's slider."""
    keys = range_keys(definition.name, parameter.name)
    low, high = (
        Number(
            key,
            f"{parameter.symbol} {word}",
            default,
            low=-_LARGEST,
            high=_LARGEST,
            step=1.0,
            digits=3,
        )
        for key, word, default in zip(keys, ("from", "to"), (parameter.low, parameter.high), strict=True)
    )
    return low, high


def with_ranges(definition: Definition, ends: Sequence[tuple[float, float]]) -> Definition:
    """The definition with sliders between these ends, a pair for each parameter."""
    parameters = [_within(parameter, *pair) for parameter, pair in zip(definition.parameters, ends, strict=True)]
    return replace(definition, parameters=tuple(parameters))


def _within(parameter: Parameter, one_end: float, other_end: float) -> Parameter:
    low, high = sorted((one_end, other_end))
    high = max(high, low + max(_LEAST_WIDTH, _LEAST_SHARE * max(abs(low), abs(high))))
    return replace(parameter, low=low, high=high, step=(high - low) / _STEPS)
