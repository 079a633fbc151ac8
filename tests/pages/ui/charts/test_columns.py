"""Tables as charts take them."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.charts.columns import as_short

SEEN_IN_SINGLE = st.floats(1e-37, 1e38) | st.floats(-1e38, -1e-37)
NOT_IN_SINGLE = st.sampled_from([math.inf, -math.inf, 1e39, -1e300, 1e-39, -1e-300])


@given(st.lists(SEEN_IN_SINGLE | st.sampled_from([0.0, math.nan])))
def test_what_single_precision_holds_is_sent_so_where_numbers_lack_too(numbers: list[float]) -> None:
    values = np.array(numbers, dtype=np.float64)
    short = as_short(values)
    assert short.dtype == np.float32
    np.testing.assert_allclose(short, values, rtol=1e-7)


@given(st.lists(SEEN_IN_SINGLE | st.just(math.nan)), NOT_IN_SINGLE)
def test_what_it_does_not_hold_is_sent_in_double(numbers: list[float], other: float) -> None:
    values = np.array([*numbers, other])
    assert as_short(values) is values
