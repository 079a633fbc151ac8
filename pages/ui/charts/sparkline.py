"""A small curve without axes, for a gallery."""

import numpy as np
from activations import Activation

_LOW, _HIGH = -4.0, 4.0
_WIDTH, _HEIGHT = 160, 80
_POINTS = 81


def sparkline(activation: Activation, colour: str) -> str:
    """The function at its defaults over [−4, 4] as an SVG image, with the axes faint.

    Drawn here because a gallery of charts would start a Vega view for each.
    """
    # x and y share a scale, so that slopes compare from one picture to the next.
    x = np.linspace(_LOW, _HIGH, _POINTS)
    across = (x - _LOW) / (_HIGH - _LOW) * _WIDTH
    unit = _WIDTH / (_HIGH - _LOW)
    up = 0.5 * _HEIGHT - unit * activation.function(x, **activation.defaults)
    points = " ".join(f"{a:.1f},{u:.1f}" for a, u in zip(across, up, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" stroke="{colour}" fill="none">'
        f'<path d="M0 {0.5 * _HEIGHT:.0f}H{_WIDTH}M{_WIDTH / 2:.0f} 0V{_HEIGHT}" opacity="0.4"/>'
        f'<polyline points="{points}" stroke-width="2"/></svg>'
    )
