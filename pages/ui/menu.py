"""The pages of the app, and the sections of the menu in which they stand."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the app; its address is its file name."""

    file: str
    title: str
    lead: str  # the question that the page answers
    picks: Literal["nothing", "a function", "functions"]  # by controls that it shares with other pages
    in_menu: str = ""  # what the menu calls it, unless that is its title
    draws: bool = True  # a chart, which can be shown alone, and beside which the controls stand


HOME = PageEntry(
    "pages/home.py",
    "Activation functions",
    "What happens between the layers of a neural network: every number is computed, every view is a link.",
    picks="nothing",
    in_menu="Home",
    draws=False,
)

# The menu, section by section; Home stands in none.
MENU = {
    "": (HOME,),
    "Learn": (
        PageEntry(
            "pages/story.py",
            "Story",
            "From the sigmoid to the ELU: why are the functions between layers what they are?",
            picks="nothing",
        ),
        PageEntry(
            "pages/sigmoid_sum.py",
            "Sum of sigmoids",
            "How do many shifted sigmoids add up to softplus, and where does the sum fall short?",
            picks="nothing",
        ),
    ),
    "Explore": (
        PageEntry(
            "pages/curves.py",
            "Curves and derivatives",
            "What does the function do to its input, and how much gradient does it let through?",
            picks="functions",
        ),
        PageEntry(
            "pages/activation_means.py",
            "Activation means",
            "Given random inputs, which functions pass on a mean far from zero?",
            picks="functions",
        ),
        PageEntry(
            "pages/data.py",
            "Your data",
            "What do functions make of your own pre-activations, and how wrong is the usual theory for them?",
            picks="functions",
        ),
    ),
    "Networks": (
        PageEntry(
            "pages/depth.py",
            "Depth",
            "What becomes of a signal on its way through many layers, and of the gradient on its way back?",
            picks="functions",
        ),
        PageEntry(
            "pages/gains.py",
            "Gains",
            "How large must random weights be for a signal, or a gradient, to keep its size?",
            picks="functions",
            draws=False,
        ),
        PageEntry(
            "pages/gates.py",
            "Gates",
            "What do SwiGLU and its relatives do to their two inputs, and which of them does a model run?",
            picks="nothing",
        ),
        PageEntry(
            "pages/training.py",
            "Training",
            "Which function lets a deep network learn, and how fast?",
            picks="functions",
        ),
    ),
    "Look up": (
        PageEntry(
            "pages/catalogue.py",
            "Catalogue",
            "Which functions have the properties that I need?",
            picks="nothing",
            draws=False,
        ),
        PageEntry(
            "pages/reference.py",
            "Reference",
            "What is it, what is true of it, who calls it what?",
            picks="a function",
        ),
        PageEntry(
            "pages/precision.py",
            "Precision",
            "What do the digits that a format lacks do to a formula, and which form survives?",
            picks="nothing",
        ),
        PageEntry(
            "pages/constants.py",
            "Constants",
            "Are the numbers right that people copy into code?",
            picks="nothing",
            draws=False,
        ),
    ),
}

PAGES = tuple(entry for entries in MENU.values() for entry in entries)
