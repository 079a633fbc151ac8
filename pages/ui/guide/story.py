"""The story from the sigmoid to the ELU, step by step, and what it comes to."""

from activations import Activation, Normal, moments_of, properties_of
from pages.ui.guide import race, rectifiers, sigmoids, sums
from pages.ui.guide.lessons import LESSONS, STORY
from pages.ui.links import State, functions_state
from pages.ui.places import image_text
from pages.ui.tables import Table
from pages.ui.wording import number_text

STEPS = (*sigmoids.STEPS, *sums.STEPS, *rectifiers.STEPS, race.TRAINING)

# Where to go from the last step, and the state in which to arrive.
WAYS_ON: tuple[tuple[str, str, State], ...] = (
    (race.TRAINING.page, race.TRAINING.label, race.TRAINING.state),
    ("pages/curves.py", "The story's functions side by side", functions_state(STORY)),
    ("pages/depth.py", "The same functions in deep networks", functions_state(STORY)),
    (LESSONS[0].page, "The lessons, from the first", LESSONS[0].state),
)


def summary_table() -> Table:
    """What each function of the story gained and lost, as text: a column each, since a phone has room for four."""
    columns = {activation.name: _summary(activation) for activation in STORY}
    titles = list(next(iter(columns.values())))
    return Table("", titles, {name: list(column.values()) for name, column in columns.items()})


def _summary(activation: Activation) -> dict[str, str]:
    known = properties_of(activation)
    left, right = (float(activation.derivative(x)) for x in (-1e3, 1e3))
    return {
        "range": image_text(known.image),
        "slope far left": number_text(left),
        "slope far right": number_text(right),
        "steepest": number_text(known.slope_maximum.value),
        "mean on N(0, 1)": number_text(moments_of(activation, Normal()).mean),
        "kink": "no" if known.smooth else "yes" if known.smoothness == "C0" else "in f′",
        "can die": "yes" if known.can_die else "no",
    }
