"""Numbers from a .csv file of a reader, bounded in memory and time."""

import csv
import io
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from activations.elementwise import FloatArray
from pages.ui.file_error import LONGEST_NAME, MOST_NUMBERS, FileError

_MOST_COLUMNS, _LONGEST_LINE = 100, 10_000

_NUMBER = re.compile(r"\s*[+−-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?\s*", re.ASCII)
_WITH_COMMA = re.compile(r"\s*[+−-]?\d+(,\d+)?([eE][+-]?\d{1,4})?\s*", re.ASCII)
_NOT_FINITE = re.compile(r"\s*[+-]?(nan|na|n/a|null|inf|infinity)\s*", re.IGNORECASE)

_DECIMAL_COMMAS = (
    "Each line of the file is read as one number with a decimal comma: 1,5 is 1.5. If its commas separate two columns, "
    "put the names of the columns into the first line."
)


class _Layout(NamedTuple):
    """How the cells of a text are written."""

    delimiter: str
    header: tuple[str, ...] | None
    width: int
    numeric: tuple[int, ...]  # columns whose first cell is a number


def columns_of(content: bytes) -> tuple[str, ...]:
    layout = _layout_of(_text_of(content))
    return tuple(_names(layout).keys())


def numbers_of(content: bytes, column: str) -> FloatArray:
    text = _text_of(content)
    layout = _layout_of(text)
    place = _names(layout)[column]
    numbers = array("d")
    for number, row in islice(_rows(text, layout.delimiter), 1 if layout.header else 0, None):
        if len(row) != layout.width:
            raise FileError(
                f"Line {number} has {len(row)} cells, and the first line {layout.width}: all must be alike."
            )
        numbers.append(_number(row[place], number, layout))
        if len(numbers) > MOST_NUMBERS:
            raise FileError(f"The column has more than {MOST_NUMBERS:,} numbers, which is the most allowed.")
    return np.frombuffer(numbers) if numbers else np.empty(0)


def remark_on(content: bytes) -> str:
    """How a file was read that could be read in another way too."""
    text = _text_of(content)
    return _DECIMAL_COMMAS if "," in next(_filled(text), "") and _commas_are_decimal(text) else ""


def _text_of(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError("The file is no text in UTF-8. Save it as CSV UTF-8.") from None
    if "\0" in text:
        raise FileError("The file is no text: it has zero bytes. Save it as CSV UTF-8.")
    return text


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with the number of their line."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error:
        raise FileError(
            f"Line {reader.line_num} is not written as CSV: a quotation mark is out of place. Each must be closed."
        ) from None


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        if len(line) > _LONGEST_LINE:
            raise FileError(f"Line {number} has more than {_LONGEST_LINE:,} characters, which is the most allowed.")
        yield line


def _filled(text: str) -> Iterator[str]:
    return (line for line in _lines(text) if line.strip())


def _delimiter_of(text: str) -> str:
    first_line = next(_filled(text), "")
    # A file whose first line has none of these has one column, in which a comma is a decimal one.
    found = next((each for each in (";", "\t", ",") if each in first_line), ";")
    return ";" if found == "," and _commas_are_decimal(text) else found


def _commas_are_decimal(text: str) -> bool:
    """Whether commas that stand in the first line are decimal ones.

    If each line is a number with a decimal comma or a whole one, as `1,5` and `2`, it is taken for that, unless what
    stands before the commas counts the lines: that is a column of its own.
    """
    if not all(_WITH_COMMA.fullmatch(line) for line in _filled(text)):
        return False
    return not any(
        all(line.partition(",")[0].strip() == str(k) for k, line in enumerate(_filled(text), first)) for first in (0, 1)
    )


def _layout_of(text: str) -> _Layout:
    delimiter = _delimiter_of(text)
    rows = _rows(text, delimiter)
    _, first = next(rows, (0, []))
    if not first:
        raise FileError("The file has no line of numbers. A column of numbers is needed.")
    if len(first) > _MOST_COLUMNS:
        raise FileError(f"The first line has more than {_MOST_COLUMNS} columns, which is the most allowed.")
    layout = _Layout(delimiter, None, len(first), _numeric(first, delimiter))
    if layout.numeric:
        return layout
    if not any(_NOT_FINITE.fullmatch(cell) for cell in first):
        _, second = next(rows, (0, []))
        layout = layout._replace(header=tuple(first), numeric=_numeric(second[: len(first)], delimiter))
    if not layout.numeric:
        raise FileError("No column begins with a number. A column of numbers is needed, with a header or without.")
    return layout


def _numeric(row: list[str], delimiter: str) -> tuple[int, ...]:
    return tuple(place for place, cell in enumerate(row) if _NUMBER.fullmatch(_with_point(cell, delimiter)))


def _names(layout: _Layout) -> Mapping[str, int]:
    own = [layout.header[place].strip() if layout.header else "" for place in layout.numeric]
    shown = distinct([name or f"column {place + 1}" for name, place in zip(own, layout.numeric, strict=True)])
    return dict(zip(shown, layout.numeric, strict=True))


def distinct(names: Sequence[str]) -> list[str]:
    """Names that can be shown, each another one: of long ones beginning and end, and of equal ones a number too."""
    kept: dict[str, None] = {}
    for name in names:
        shown, count = _shortened(name), 1
        while shown in kept:
            count += 1
            shown = f"{_shortened(name, LONGEST_NAME - 5)} ({count})"
        kept[shown] = None
    return list(kept)


def _shortened(name: str, longest: int = LONGEST_NAME) -> str:
    half = (longest - 1) // 2
    return name if len(name) <= longest else f"{name[:half]}…{name[-half:]}"


def _with_point(cell: str, delimiter: str) -> str:
    return cell.replace(",", ".", 1) if delimiter != "," else cell


def _number(cell: str, line: int, layout: _Layout) -> float:
    cell = _with_point(cell, layout.delimiter)
    if _NUMBER.fullmatch(cell):
        return float(cell.replace("−", "-"))
    if not cell.strip() or _NOT_FINITE.fullmatch(cell):
        raise FileError(f"In line {line} the number is missing or not finite. All must be finite.")
    raise FileError(f"In line {line} there is no number. Allowed are 1.5, −2e-3 and, between semicolons, 1,5.")
