"""Files of readers, as spreadsheets and NumPy write them, are read number by number."""

import io
from collections.abc import Callable

import numpy as np
import pytest

from pages.ui.file_error import LONGEST_NAME
from pages.ui.guide.make_known import example
from pages.ui.reading import EXAMPLE, columns_of, numbers_of, remark_on
from tests.pages.ui.files import COLUMN, NUMBERS, npy, read


@pytest.mark.parametrize("kind", ["<f2", "<f4", "<f8", ">f8", "<i1", "<i2", "<i4", "<i8", "<u1", "<u2", "<u4", "<u8"])
@pytest.mark.parametrize("compress", [False, True])
def test_every_plain_array_that_numpy_writes_is_read(kind: str, compress: bool) -> None:
    array = (10.0 * np.abs(NUMBERS)).astype(kind).reshape(4, 10)
    file = io.BytesIO()
    (np.savez_compressed if compress else np.savez)(file, first=array, second=array.T)
    assert columns_of("a.npz", file.getvalue()) == ("first", "second")
    np.testing.assert_array_equal(numbers_of("a.NPZ", file.getvalue(), "first"), array.ravel())
    np.testing.assert_array_equal(np.sort(numbers_of("a.npz", file.getvalue(), "second")), np.sort(array.ravel()))
    np.testing.assert_array_equal(read("a.npy", npy(array)), array.ravel())


@pytest.mark.parametrize(
    "text",
    [
        "{0}",
        "z\n{0}",
        "\ufeffz\n{0}",
        "\n\nz\n{0}\n\n",
        '"z"\n{0}',
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_one_column_is_read_with_a_header_or_without(text: str, newline: str) -> None:
    content = text.format(COLUMN).replace("\n", newline).encode()
    np.testing.assert_array_equal(read("a.csv", content), NUMBERS)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimal_commas_are_read_between_semicolons_and_tabs(delimiter: str) -> None:
    rows = [f"row {k}{delimiter}{str(z).replace('.', ',')}{delimiter}{k}" for k, z in enumerate(NUMBERS.tolist())]
    content = "\n".join([f"name{delimiter}z{delimiter}", *rows]).encode()
    assert columns_of("a.csv", content) == ("z", "column 3")
    np.testing.assert_array_equal(numbers_of("a.csv", content, "z"), NUMBERS)


def test_a_single_column_with_decimal_commas_is_read_below_its_header() -> None:
    np.testing.assert_array_equal(read("a.csv", f"z\n{COLUMN}".replace(".", ",").encode()), NUMBERS)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("digits", [1, 3, 16])
def test_a_single_column_with_decimal_commas_needs_no_header(digits: int, newline: str) -> None:
    generator = np.random.default_rng([17, digits])
    numbers = [float(f"{z:.{digits}g}") for z in 10.0 ** generator.uniform(-7.0, 4.0, 60) * generator.normal(size=60)]
    # As spreadsheets write them: a whole number has no comma.
    lines = [f"{z:.{digits}g}".replace(".", ",") for z in numbers]
    content = newline.join(["0,5", *lines]).encode()
    np.testing.assert_array_equal(read("a.csv", content), [0.5, *numbers])
    assert "decimal comma" in remark_on("a.csv", content)


@pytest.mark.parametrize(
    ("row", "second"),
    [
        ("{k}.5,{k}", lambda k: k),
        ("{k},-{k}", lambda k: -k),
        ("3,{k}.25", lambda k: k + 0.25),
        ("7, {k}", lambda k: k),
        ("{k},{k}", lambda k: k),  # what counts the lines is a column
        ("7,{k}\n7,", lambda k: None),
        ("7,{k},9", lambda k: k),
        ("{k},0,x", lambda k: 0),
    ],
)
def test_commas_separate_columns_where_lines_are_no_decimals(row: str, second: Callable[[int], float | None]) -> None:
    content = "\n".join(row.format(k=k) for k in range(30)).encode()
    assert len(columns_of("a.csv", content)) > 1
    assert remark_on("a.csv", content) == ""
    expected = [second(k) for k in range(30)]
    if None not in expected and len(set(expected)) > 1:
        np.testing.assert_array_equal(numbers_of("a.csv", content, "column 2"), expected)


def test_names_in_the_first_line_say_that_commas_separate_columns() -> None:
    content = b"a,b\n" + b"7,5\n8,25\n" * 20
    assert columns_of("a.csv", content) == ("a", "b")
    assert remark_on("a.csv", content) == ""
    np.testing.assert_array_equal(numbers_of("a.csv", content, "b"), [5.0, 25.0] * 20)


def test_commas_separate_columns_where_numbers_have_points() -> None:
    content = "\n".join(f"{z},{-z}" for z in NUMBERS.tolist()).encode()
    assert columns_of("a.csv", content) == ("column 1", "column 2")
    np.testing.assert_array_equal(numbers_of("a.csv", content, "column 2"), -NUMBERS)


def test_a_true_minus_and_powers_of_ten_are_read() -> None:
    content = "\n".join(["−1.5e-3", "+2E2", ".5", "7."] * 3).encode()
    np.testing.assert_array_equal(read("a.csv", content), [-1.5e-3, 200.0, 0.5, 7.0] * 3)


def test_the_example_is_what_the_training_page_gives() -> None:
    """If not: `python -m pages.ui.guide.make_known example`."""
    assert EXAMPLE.stat().st_size <= 60_000
    np.testing.assert_allclose(
        read(EXAMPLE.name, EXAMPLE.read_bytes()), example().astype(np.float64), rtol=2e-3, atol=1e-3
    )


@pytest.mark.parametrize(
    "names",
    [
        [f"model.decoder.transformer_blocks.0.feed_forward_net.{each}_proj" for each in ("gate", "up", "down")],
        [f"model.layers.{k}.mlp.a_long_name_in_the_middle_of_it.weight" for k in range(12)],
        ["z", "z ", "column 2", "", ""],
    ],
)
def test_no_column_or_array_is_lost_by_its_name(names: list[str]) -> None:
    arrays = {f"{name}{'' if len(name) > 9 else k}": NUMBERS + k for k, name in enumerate(names)}
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    rows = "\n".join(";".join(map(str, row)) for row in np.array(list(arrays.values())).T.tolist())
    table = ";".join(names) + "\n" + rows
    for name, content in (("a.npz", file.getvalue()), ("a.csv", table.encode())):
        columns = columns_of(name, content)
        assert len(set(columns)) == len(names)
        assert max(map(len, columns)) <= LONGEST_NAME
        for column, numbers in zip(columns, arrays.values(), strict=True):
            np.testing.assert_array_equal(numbers_of(name, content, column), numbers)
