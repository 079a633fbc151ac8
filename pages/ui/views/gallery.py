"""A small curve without axes, for a gallery."""

import functools
import itertools
import math

import numpy as np

from activations import Activation

_LOW, _HIGH = -4.0, 4.0
_WIDTH, _HEIGHT = 160, 80


@functools.lru_cache(maxsize=128)
def sparkline(activation: Activation, colour: str) -> str:
    """The function over [−4, 4] as an SVG image, with the axes faint.

    Drawn here because a gallery of charts would start a Vega view for each.
    """
    # x and y share a scale, so that slopes compare from one picture to the next.
    unit = _WIDTH / (_HIGH - _LOW)
    inside = (point for point in activation.breakpoints if _LOW < point < _HIGH)
    lines = ""
    for left, right in itertools.pairwise((_LOW, *inside, _HIGH)):
        # Just inside its ends, so that no line joins the two sides of a jump.
        x = np.linspace(np.nextafter(left, right), np.nextafter(right, left), math.ceil(10 * (right - left)) + 1)
        x = np.union1d(x, [centre for centre in activation.centres if left < centre < right])
        across = unit * (x - _LOW)
        up = 0.5 * _HEIGHT - unit * activation(x)
        points = " ".join(f"{a:.1f},{u:.1f}" for a, u in zip(across, up, strict=True))
        lines += f'<polyline points="{points}" stroke-width="2"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" stroke="{colour}" fill="none">'
        f'<path d="M0 {_HEIGHT // 2}H{_WIDTH}M{_WIDTH // 2} 0V{_HEIGHT}" opacity="0.4"/>{lines}</svg>'
    )
