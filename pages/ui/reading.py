"""Numbers from a file of a reader: .csv, .npy or .npz. Whatever the file holds, memory and time are bounded.

A file is input from strangers: nothing in it is evaluated or unpickled, and no size that it claims is believed.
"""

import csv
import io
import math
import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from activations.elementwise import FloatArray

MOST_MEGABYTES = 1
MOST_NUMBERS, FEWEST_NUMBERS = 250_000, 10
LARGEST = 1e30  # so that squares, and sums of them, are floats
KINDS = ("csv", "npy", "npz")

# Shown until a reader sends another: `python -m pages.ui.guide.make_known example` makes it.
EXAMPLE = Path(__file__).with_name("example.npy")

_MOST_COLUMNS, _MOST_MEMBERS, _LONGEST_LINE, _LONGEST_NAME = 100, 100, 10_000, 40
_LONGEST_HEADER = 1_024
_LEAST_SPREAD = 1e-9  # relative to the largest number: less is rounding

# What NumPy writes for arrays of real numbers, and nothing else.
_HEADER = re.compile(
    rb"\{\s*'descr':\s*'([<>|=][iuf][1248])',\s*'fortran_order':\s*(?:True|False),"
    rb"\s*'shape':\s*\(((?:\d{1,19}, ?){0,32}\d{0,19})\),?\s*\}\s*"
)
_NUMBER = re.compile(r"\s*[+−-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?\s*", re.ASCII)
_NOT_FINITE = re.compile(r"\s*[+-]?(nan|na|n/a|null|inf|infinity)\s*", re.IGNORECASE)

# What Python raises for archives that are damaged or forged; RuntimeError for one that asks for a password.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)

_ALLOWED = "Allowed are .csv, .npy and .npz files of real numbers."


class FileError(ValueError):
    """What is wrong with a file, and what is allowed; it repeats nothing of the file."""


def columns_of(name: str, content: bytes) -> tuple[str, ...]:
    """The columns or arrays of a file, of which one can be read; FileError if it is no such file."""
    return _READERS[_kind_of(name, content)].columns(content)


def numbers_of(name: str, content: bytes, column: str) -> FloatArray:
    """The numbers of one of them; FileError unless they are finite, not all equal, and neither too few nor too many."""
    numbers = _READERS[_kind_of(name, content)].numbers(content, column)
    if numbers.size < FEWEST_NUMBERS:
        raise FileError(f"There are fewer than {FEWEST_NUMBERS} numbers. At least {FEWEST_NUMBERS} are needed.")
    largest = float(np.abs(numbers).max())
    if not math.isfinite(largest):
        raise FileError("Some numbers are infinite or missing (NaN). All must be finite.")
    if largest > LARGEST:
        raise FileError("Some numbers are beyond 10³⁰, which is the largest allowed.")
    if float(np.ptp(numbers)) <= max(_LEAST_SPREAD * largest, 1 / LARGEST):
        raise FileError("All numbers are equal. A histogram needs numbers that differ.")
    return numbers


def _kind_of(name: str, content: bytes) -> str:
    kind = name.rpartition(".")[2].lower()
    if kind not in KINDS:
        raise FileError(f"The name of the file ends in none of .csv, .npy and .npz. {_ALLOWED}")
    if not content:
        raise FileError(f"The file is empty. {_ALLOWED}")
    if len(content) > MOST_MEGABYTES * 2**20:
        raise FileError(f"The file is larger than {MOST_MEGABYTES} MB, which is the most allowed.")
    return kind


class _Header(NamedTuple):
    kind: np.dtype[Any]
    size: int
    end: int  # where the numbers begin


def _header_of(start: bytes) -> _Header:
    """That of an array, from the first bytes of its file."""
    if start[:6] != b"\x93NUMPY":
        raise FileError("This is no .npy array as np.save writes it. Other kinds of files are not allowed.")
    version, width = start[6:8], {b"\x01\x00": 2, b"\x02\x00": 4}.get(start[6:8], 0)
    if not width:
        raise FileError(
            f"The array has version {version.hex('.')} of the .npy format. Versions 1.0 and 2.0 are allowed."
        )
    length = int.from_bytes(start[8 : 8 + width], "little")
    end = 8 + width + length
    if length > _LONGEST_HEADER or end > len(start):
        raise FileError("The header of the array is cut off, or longer than is allowed for an array of numbers.")
    found = _HEADER.fullmatch(start[8 + width : end])
    if not found:
        raise FileError("The array does not hold plain real numbers. Allowed are whole numbers and floats, no objects.")
    sizes = [int(size) for size in found[2].split(b",") if size.strip()]
    try:
        kind = np.dtype(found[1].decode())
    except TypeError:
        raise FileError(
            "The array has a kind of number that NumPy does not know. Whole numbers and floats are allowed."
        ) from None
    size = math.prod(sizes)
    if size > MOST_NUMBERS:
        raise FileError(f"The array has more than {MOST_NUMBERS:,} numbers, which is the most allowed.")
    return _Header(kind, size, end)


def _array_in(stream: IO[bytes]) -> FloatArray:
    start = stream.read(_LONGEST_HEADER + 12)
    header = _header_of(start)
    needed = header.end + header.size * header.kind.itemsize
    content = start + stream.read(max(needed + 1 - len(start), 0))  # one byte more, to see whether there is more
    if len(content) != needed:
        raise FileError("The array is shorter or longer than its header says. The two must agree.")
    return np.frombuffer(content, header.kind, header.size, header.end).astype(np.float64)


def _npy_columns(content: bytes) -> tuple[str, ...]:
    _header_of(content[: _LONGEST_HEADER + 12])
    return ("array",)


def _npy_numbers(content: bytes, _: str) -> FloatArray:
    return _array_in(io.BytesIO(content))


def _npz_columns(content: bytes) -> tuple[str, ...]:
    with _archive(content) as archive:
        return tuple(_members(archive))


def _npz_numbers(content: bytes, column: str) -> FloatArray:
    try:
        with _archive(content) as archive, archive.open(_members(archive)[column]) as stream:
            return _array_in(stream)
    except FileError:
        raise
    except _DAMAGE:
        raise FileError("The array in the .npz file is damaged. It must be as np.savez wrote it.") from None


def _archive(content: bytes) -> zipfile.ZipFile:
    # Counted before Python makes a record of each.
    if content.count(b"PK\x01\x02") > _MOST_MEMBERS:
        raise FileError(f"The .npz file has more than {_MOST_MEMBERS} arrays, which is the most allowed.")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGE:
        raise FileError("This is no .npz file as np.savez writes it. Other archives are not allowed.") from None


def _members(archive: zipfile.ZipFile) -> Mapping[str, zipfile.ZipInfo]:
    members = {}
    for member in archive.infolist():
        plain = member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} and not member.flag_bits & 1
        if not plain or not member.filename.endswith(".npy"):
            raise FileError("The .npz file holds something that np.savez does not write. Only arrays are allowed.")
        members[member.filename.removesuffix(".npy")[:_LONGEST_NAME]] = member
    if not members:
        raise FileError("The .npz file holds no array. At least one is needed.")
    return members


class _Layout(NamedTuple):
    """How the cells of a text are written."""

    delimiter: str
    header: tuple[str, ...] | None
    width: int
    numeric: tuple[int, ...]  # columns whose first cell is a number


def _csv_columns(content: bytes) -> tuple[str, ...]:
    layout = _layout_of(_text_of(content))
    return tuple(_names(layout).keys())


def _csv_numbers(content: bytes, column: str) -> FloatArray:
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


def _layout_of(text: str) -> _Layout:
    first_line = next((line for line in _lines(text) if line.strip()), "")
    # A file whose first line has none of these has one column, in which a comma is a decimal one.
    delimiter = next((each for each in (";", "\t", ",") if each in first_line), ";")
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
    names: dict[str, int] = {}
    for place in layout.numeric:
        own = layout.header[place].strip()[:_LONGEST_NAME] if layout.header else ""
        names[own if own and own not in names else f"column {place + 1}"] = place
    return names


def _with_point(cell: str, delimiter: str) -> str:
    return cell.replace(",", ".", 1) if delimiter != "," else cell


def _number(cell: str, line: int, layout: _Layout) -> float:
    cell = _with_point(cell, layout.delimiter)
    if _NUMBER.fullmatch(cell):
        return float(cell.replace("−", "-"))
    if not cell.strip() or _NOT_FINITE.fullmatch(cell):
        raise FileError(f"In line {line} the number is missing or not finite. All must be finite.")
    raise FileError(f"In line {line} there is no number. Allowed are 1.5, −2e-3 and, between semicolons, 1,5.")


class _Reader(NamedTuple):
    columns: Callable[[bytes], tuple[str, ...]]
    numbers: Callable[[bytes, str], FloatArray]


_READERS = {
    "csv": _Reader(_csv_columns, _csv_numbers),
    "npy": _Reader(_npy_columns, _npy_numbers),
    "npz": _Reader(_npz_columns, _npz_numbers),
}
