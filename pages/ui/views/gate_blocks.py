"""What becomes of variance and gradient over many gated blocks, next to blocks of the plain function."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from activations import Activation, gains_of
from activations.elementwise import FloatArray
from activations.gates import BlockTrajectory, BlockWeights, Gate, expected_blocks, gate_gains_of, simulated_blocks
from pages.ui.charts.compared import compared_panel
from pages.ui.charts.sheet import Readout, Sheet
from pages.ui.views.gates import names_of
from pages.ui.wording import counted, number_text

BATCH = 16

AT_GAIN, AT_ONE = "exact gain", "1/width"
OUT = (AT_GAIN, AT_ONE)  # variances of the last matrix of a block

CAPTION = (
    "Lines: theory for infinitely wide blocks. Points: a simulated network. Inputs are standard normal, the other "
    "matrices have σ² = 1/width, and no block normalises. A stability slope "
    "above 1 (see Moments) makes a network of finite width leave the line of theory, at once if it has no residual."
)

_QUANTITIES = ("variance", "gradient")
_TITLES = ("variance of h", "squared gradient")
_HEIGHTS = (250, 180)


class Blocks(NamedTuple):
    """A unit through all blocks."""

    name: str
    simulated: BlockTrajectory
    theory: BlockTrajectory


def blocks_of(gate: Gate, *, blocks: int, width: int, out: str, residual: bool, seed: int) -> tuple[Blocks, Blocks]:
    """The gated blocks, and the plain ones beside them."""
    gated, plain = names_of(gate)

    def through(name: str, unit: Gate | Activation, gain: float) -> Blocks:
        # A unit that is 0 throughout has no finite gain, and needs none.
        weights = BlockWeights(out=gain**2 if out == AT_GAIN and math.isfinite(gain) else 1.0)
        return Blocks(
            name,
            simulated_blocks(
                unit, blocks=blocks, width=width, batch=BATCH, weights=weights, residual=residual, seed=seed
            ),
            expected_blocks(unit, blocks=blocks, weights=weights, residual=residual),
        )

    return (
        through(gated, gate, gate_gains_of(gate).forward),
        through(plain, gate.gate, gains_of(gate.gate).forward),
    )


def block_table(both: Sequence[Blocks], blocks: int) -> pd.DataFrame:
    """A row per unit and block, 0 being the input; NaN out of reach."""
    parts = [
        pd.DataFrame({"unit": each.name, "block": np.arange(blocks + 1), **_quantities(each, blocks)}) for each in both
    ]
    return pd.concat(parts, ignore_index=True)


def block_picture(both: Sequence[Blocks], blocks: int, alt: str) -> Sheet:
    """Variance and squared gradient through all blocks: lines as theory expects them, points as simulated."""
    x = np.arange(blocks + 1.0)
    known = [_quantities(each, blocks) for each in both]
    panels, told = [], []
    for quantity, title, height in zip(_QUANTITIES, _TITLES, _HEIGHTS, strict=True):
        simulated, theory = (
            np.stack([each[f"{origin} {quantity}"] for each in known], axis=1) for origin in ("simulated", "theory")
        )
        last = quantity == _QUANTITIES[-1]
        panels.append(compared_panel(title, height, simulated, theory, log=True, named=True, x_labels=last))
        told.append(simulated)
    names = tuple(each.name for each in both)
    titles = tuple(f"{name}: {title}" for title in _TITLES for name in names)
    readout = Readout(x, "simulated, at block", titles, np.concatenate(told, axis=1))
    return Sheet(alt=alt, names=names, panels=panels, x_title="block", readout=readout)


def block_sentence(both: Sequence[Blocks], blocks: int, *, residual: bool) -> str:
    """How far variance and gradient get, with either unit."""
    way = f"{counted(blocks, 'block')} {'with' if residual else 'without'} a residual"
    return f"Through {way}: {' '.join(map(_fate, both))}"


def _fate(blocks: Blocks) -> str:
    if blocks.simulated.overflowed_at is not None:
        return f"{blocks.name} grows out of reach at block {blocks.simulated.overflowed_at}{_expected(blocks)}."
    variance = blocks.simulated.variance
    ratio = variance[-1] / variance[0]
    return (
        f"{blocks.name} multiplies the variance by {number_text(ratio, 3)}{_expected(blocks)}, and the squared "
        f"gradient on its way back by {number_text(blocks.simulated.gradient[0], 3)}."
    )


def _expected(blocks: Blocks) -> str:
    if blocks.theory.overflowed_at is not None:
        return " (in theory it grows out of reach)"
    return f" (in theory {number_text(blocks.theory.variance[-1] / blocks.theory.variance[0], 3)})"


def _quantities(each: Blocks, blocks: int) -> dict[str, FloatArray]:
    return {
        f"{origin} {quantity}": _padded(getattr(trajectory, quantity), blocks)
        for origin, trajectory in (("simulated", each.simulated), ("theory", each.theory))
        for quantity in _QUANTITIES
    }


def _padded(values: FloatArray, blocks: int) -> FloatArray:
    column = np.full(blocks + 1, np.nan)
    column[: values.size] = values
    return column
