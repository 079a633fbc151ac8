"""Numbers beyond the floats against mpmath."""

import numpy as np
from mpmath import mp

from activations.formulas.wide import Wide, wide_exp


def test_exponentials_of_any_float_below_2_to_the_50_have_all_digits() -> None:
    generator = np.random.default_rng(1)
    x = generator.choice([-1.0, 1.0], 2_000) * 10.0 ** generator.uniform(-20.0, 14.8, 2_000)
    found = wide_exp(Wide.of(x))
    with mp.workdps(60):
        ratios = [
            mp.mpf(mantissa) * mp.mpf(2) ** int(exponent) / mp.exp(mp.mpf(each))
            for each, mantissa, exponent in zip(
                x.tolist(), found.mantissa.tolist(), found.exponent.tolist(), strict=True
            )
        ]
        errors = [float(abs(ratio - 1)) for ratio in ratios]
    assert max(errors) < 1e-15
