"""How wide a gated unit may be at the cost of one without a gate."""

from typing import NamedTuple


class GatedSize(NamedTuple):
    """The hidden size of a gated unit, and the weights of both units; neither has biases."""

    hidden: int
    gated_parameters: int  # 3 d_model hidden: W_g, W_v and W_out
    plain_parameters: int  # 2 d_model d_ff: W_in and W_out


def gated_size(d_model: int, d_ff: int, *, multiple: int = 1) -> GatedSize:
    """⅔ d_ff, rounded up to a multiple: three matrices of that size cost what two of size d_ff do.

    ValueError unless all are at least 1. (Shazeer 2020, arXiv 2002.05202; LLaMA rounds to a multiple of 256.)
    """
    for name, count in (("d_model", d_model), ("d_ff", d_ff), ("multiple", multiple)):
        if count < 1:
            raise ValueError(f"{name} must be at least 1, got {count}")
    multiples = -(-2 * d_ff // (3 * multiple))  # the quotient, rounded up
    hidden = multiples * multiple
    return GatedSize(hidden, 3 * d_model * hidden, 2 * d_model * d_ff)
