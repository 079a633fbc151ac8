"""Stretches of the x axis."""

# From low to high; a point where they are equal. Whether the ends belong to it is left open.
Interval = tuple[float, float]
