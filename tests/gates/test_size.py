import pytest

from activations.gates import gated_size


def test_llama_7b_and_the_original_transformer() -> None:
    assert gated_size(4_096, 16_384, multiple=256) == (11_008, 135_266_304, 134_217_728)
    assert gated_size(512, 2_048) == (1_366, 2_098_176, 2_097_152)


@pytest.mark.parametrize("multiple", [1, 8, 256])
@pytest.mark.parametrize("d_ff", [1, 3, 3_072, 16_383, 16_385])
def test_the_size_is_the_smallest_multiple_that_costs_no_less(d_ff: int, multiple: int) -> None:
    found = gated_size(768, d_ff, multiple=multiple)
    assert found.hidden % multiple == 0
    assert found.gated_parameters == 3 * 768 * found.hidden >= found.plain_parameters == 2 * 768 * d_ff
    assert 3 * 768 * (found.hidden - multiple) < found.plain_parameters


@pytest.mark.parametrize("bad", [{"d_model": 0}, {"d_ff": 0}, {"multiple": 0}])
def test_sizes_below_1_are_refused(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(bad))} must be at least 1"):
        gated_size(**{"d_model": 4, "d_ff": 4, **bad})
