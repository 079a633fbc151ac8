"""Numbers from a file of a reader: .csv, .npy or .npz. Whatever the file holds, memory and time are bounded.

A file is input from strangers: nothing in it is evaluated or unpickled, and no size that it claims is believed.
"""

import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from activations.elementwise import FloatArray
from pages.ui import text_files
from pages.ui.file_error import FEWEST_NUMBERS, MOST_MEGABYTES, MOST_NUMBERS, FileError

LARGEST = 1e30  # so that squares, and sums of them, are floats
KINDS = ("csv", "npy", "npz")

# Shown until a reader sends another: `python -m pages.ui.guide.make_known example` makes it.
EXAMPLE = Path(__file__).with_name("example.npy")

_MOST_MEMBERS = 100
_LONGEST_HEADER = 1_024
_LEAST_SPREAD = 1e-9  # relative to the largest number: less is rounding

# What NumPy writes for arrays of real numbers, and nothing else.
_HEADER = re.compile(
    rb"\{\s*'descr':\s*'([<>|=][iuf][1248])',\s*'fortran_order':\s*(?:True|False),"
    rb"\s*'shape':\s*\(((?:\d{1,19}, ?){0,32}\d{0,19})\),?\s*\}\s*"
)

# What Python raises for archives that are damaged or forged; RuntimeError for one that asks for a password.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)

_ALLOWED = "Allowed are .csv, .npy and .npz files of real numbers."


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


def remark_on(name: str, content: bytes) -> str:
    """How a file was read that could be read in another way too."""
    return text_files.remark_on(content) if _kind_of(name, content) == "csv" else ""


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
    members = archive.infolist()
    for member in members:
        plain = member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} and not member.flag_bits & 1
        if not plain or not member.filename.endswith(".npy"):
            raise FileError("The .npz file holds something that np.savez does not write. Only arrays are allowed.")
    if not members:
        raise FileError("The .npz file holds no array. At least one is needed.")
    names = text_files.distinct([member.filename.removesuffix(".npy") for member in members])
    return dict(zip(names, members, strict=True))


class _Reader(NamedTuple):
    columns: Callable[[bytes], tuple[str, ...]]
    numbers: Callable[[bytes, str], FloatArray]


_READERS = {
    "csv": _Reader(text_files.columns_of, text_files.numbers_of),
    "npy": _Reader(_npy_columns, _npy_numbers),
    "npz": _Reader(_npz_columns, _npz_numbers),
}
