"""The story from the sigmoid to the ELU, step by step."""

from pages.ui.guide import rectifiers, sigmoids

STEPS = (*sigmoids.STEPS, *rectifiers.STEPS)
