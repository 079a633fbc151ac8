"""Files from strangers: whatever they hold, they are read or refused with a sentence, in little memory."""

import io
import pickle
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.ui.file_error import MOST_NUMBERS, FileError
from tests.pages.ui.files import COLUMN, NUMBERS, npy, read

MEGABYTE = 2**20


def forged(header: str, body: bytes = b"\0" * 400, *, version: bytes = b"\1\0", length: int | None = None) -> bytes:
    text = header.encode("latin-1")
    width = 2 if version == b"\1\0" else 4
    return b"\x93NUMPY" + version + (len(text) if length is None else length).to_bytes(width, "little") + text + body


def described(descr: str = "'<f8'", shape: str = "(50,)", order: str = "False") -> str:
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n"


def npz(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


def encrypted() -> bytes:
    content = bytearray(npz(("a.npy", npy(NUMBERS))))
    for signature, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(signature) + place] |= 1
    return bytes(content)


class Malice:
    def __reduce__(self) -> tuple[Callable[..., None], tuple[str]]:
        return pytest.fail, ("something was unpickled",)


BOMB = described(shape="(100000000,)")
HUGE_ZEROS = zlib.compress(b"\0" * 100)

HOSTILE: dict[str, tuple[str, bytes]] = {
    "empty csv": ("a.csv", b""),
    "empty npy": ("a.npy", b""),
    "empty npz": ("a.npz", b""),
    "blank csv": ("a.csv", b"\n \n\t\n"),
    "no extension": ("numbers", COLUMN.encode()),
    "another kind": ("a.pkl", pickle.dumps(NUMBERS)),
    "three megabytes": ("a.csv", b"1\n2\n" * (3 * MEGABYTE // 4)),
    "magic only": ("a.npy", b"\x93NUMPY"),
    "version 3": ("a.npy", forged(described(), version=b"\3\0")),
    "version 9": ("a.npy", forged(described(), version=b"\x09\x09")),
    "huge shape": ("a.npy", forged(described(shape="(10000000000000,)"))),
    "huge product": ("a.npy", forged(described(shape="(100000, 100000, 100000)"))),
    "shape that wraps to 0": ("a.npy", forged(described(shape="(4294967296, 4294967296)"))),
    "negative shape": ("a.npy", forged(described(shape="(-50,)"))),
    "shape of floats": ("a.npy", forged(described(shape="(50.0,)"))),
    "shape without commas": ("a.npy", forged(described(shape="(5 0)"))),
    "shape of many digits": ("a.npy", forged(described(shape=f"({'9' * 900},)"))),
    "more than there is": ("a.npy", forged(described(shape="(51,)"))),
    "less than there is": ("a.npy", forged(described(shape="(49,)"))),
    "objects": ("a.npy", npy(np.array([Malice()] * 20), allow_pickle=True)),
    "objects in a header": ("a.npy", forged(described("'|O'"), pickle.dumps(Malice()))),
    "structured": ("a.npy", npy(np.zeros(20, dtype=[("a", "<f8"), ("b", "<i4")]))),
    "text": ("a.npy", npy(["a", "b"] * 20)),
    "complex numbers": ("a.npy", npy(NUMBERS * 1j)),
    "dates": ("a.npy", npy(np.arange(20).astype("M8[D]"))),
    "true or false": ("a.npy", npy([True, False] * 20)),
    "long doubles": ("a.npy", forged(described("'<f16'"), b"\0" * 800)),
    "floats of one byte": ("a.npy", forged(described("'<f1'"), b"\0" * 50)),
    "python in the header": ("a.npy", forged(described("__import__('os').system('true')"))),
    "a power in the header": ("a.npy", forged(described(shape="(9**9**9,)"))),
    "brackets in the header": ("a.npy", forged("(" * 1000)),
    "deep header": ("a.npy", forged("{" * 60_000)),
    "header that is cut off": ("a.npy", forged(described(), b"", length=900)),
    "header of four gigabytes": ("a.npy", forged(described(), version=b"\2\0", length=2**32 - 1)),
    "header of no length": ("a.npy", forged(described(), length=0)),
    "a key too many": ("a.npy", forged("{'descr': '<f8', 'fortran_order': False, 'shape': (50,), 'x': 1}")),
    "pickle as npy": ("a.npy", pickle.dumps(Malice())),
    "pickle as npz": ("a.npz", pickle.dumps(Malice())),
    "pickle in npz": ("a.npz", npz(("a.npy", pickle.dumps(Malice())))),
    "objects in npz": ("a.npz", npz(("a.npy", npy(np.array([Malice()] * 20), allow_pickle=True)))),
    "npy as npz": ("a.npz", npy(NUMBERS)),
    "csv as npz": ("a.npz", COLUMN.encode()),
    "bomb": ("a.npz", npz(("a.npy", forged(BOMB, b"\0" * 100 * MEGABYTE)))),
    "bomb whose header lies": ("a.npz", npz(("a.npy", forged(described(), b"\0" * 100 * MEGABYTE)))),
    "bomb beside its header": ("a.npz", npz(("a.npy", b"\0" * 100 * MEGABYTE))),
    "many members": ("a.npz", npz(*((f"{k}.npy", b"") for k in range(5_000)))),
    "nested": ("a.npz", npz(("inner.npz", npz(("a.npy", npy(NUMBERS)))))),
    "no members": ("a.npz", npz()),
    "a path": ("a.npz", npz(("../../etc/passwd", b"x"))),
    "another compression": ("a.npz", npz(("a.npy", npy(NUMBERS)), compression=zipfile.ZIP_BZIP2)),
    "encrypted": ("a.npz", encrypted()),
    "a wrong checksum": (
        "a.npz",
        patched(npz(("a.npy", npy(NUMBERS)), compression=0), NUMBERS[:3].tobytes(), b"x" * 24),
    ),
    "half a zip": ("a.npz", npz(("a.npy", npy(NUMBERS)))[:200]),
    "directory alone": ("a.npz", npz(("a.npy", npy(NUMBERS)))[-100:]),
    "binary": ("a.csv", bytes(range(256)) * 100),
    "picture": ("a.csv", b"\x89PNG\r\n\x1a\n" + HUGE_ZEROS),
    "zeros": ("a.csv", b"\0" * MEGABYTE),
    "utf-16": ("a.csv", COLUMN.encode("utf-16")),
    "utf-16 without mark": ("a.csv", COLUMN.encode("utf-16-le")),
    "latin-1": ("a.csv", f"größe\n{COLUMN}".encode("latin-1")),
    "a line of a megabyte": ("a.csv", b"1" * MEGABYTE),
    "a million columns": ("a.csv", b"1," * (MEGABYTE - 1) + b"1\n"),
    "two hundred columns": ("a.csv", b"\n".join([b",".join([b"1"] * 200)] * 20)),
    "ragged": ("a.csv", b"1,2\n3,4,5\n" * 20),
    "no numbers": ("a.csv", b"a,b\nc,d\n" * 20),
    "a word among numbers": ("a.csv", f"{COLUMN}\nword\n{COLUMN}".encode()),
    "a formula among numbers": ("a.csv", f"{COLUMN}\n=cmd|' /C calc'!A0\n".encode()),
    "missing": ("a.csv", b"1,a\n,b\n" * 20),
    "nan": ("a.csv", f"{COLUMN}\nnan\n".encode()),
    "nan first": ("a.csv", f"nan\n{COLUMN}".encode()),
    "inf": ("a.csv", f"{COLUMN}\n-inf\n".encode()),
    "beyond floats": ("a.csv", f"{COLUMN}\n1e999\n".encode()),
    "beyond squares": ("a.csv", f"{COLUMN}\n1e200\n".encode()),
    "hexadecimal": ("a.csv", f"{COLUMN}\n0x10\n".encode()),
    "underscores": ("a.csv", f"{COLUMN}\n1_000\n".encode()),
    "other digits": ("a.csv", f"{COLUMN}\n١٢٣\n".encode()),
    "an open quotation": ("a.csv", f'{COLUMN}\n"1\n'.encode()),
    "a megabyte in quotation marks": ("a.csv", b'"' + b"1\n" * (MEGABYTE // 2) + b'"\n'),
    "nan in npy": ("a.npy", npy([*NUMBERS, np.nan])),
    "inf in npy": ("a.npy", npy([*NUMBERS, np.inf])),
    "equal": ("a.npy", npy(np.ones(50))),
    "all but equal": ("a.npy", npy(1.0 + 1e-13 * NUMBERS)),
    "all but 0": ("a.npy", npy(1e-200 * NUMBERS)),
    "too few": ("a.npy", npy(NUMBERS[:9])),
    "none": ("a.npy", npy([])),
    "one too many": ("a.npy", npy(np.arange(MOST_NUMBERS + 1, dtype=np.uint8))),
}


@pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_with_a_sentence_and_memory_flat(name: str, content: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FileError) as refusal:
            read(name, content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 24 * MEGABYTE
    message = str(refusal.value)
    assert message.endswith(".")
    assert any(word in message.lower() for word in ("allowed", "need", "must", "save it as"))
    assert refusal.value.__cause__ is None


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.npy", "a.npz"]))
@settings(max_examples=300, deadline=None)
def test_whatever_a_file_holds_it_is_read_or_refused(content: bytes, name: str) -> None:
    try:
        numbers = read(name, content)
    except FileError:
        return
    assert np.isfinite(numbers).all()


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_a_file_with_some_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    name, content = data.draw(
        st.sampled_from(
            [("a.npy", npy(NUMBERS)), ("a.npz", npz(("a.npy", npy(NUMBERS)))), ("a.csv", f"z;b\n{COLUMN}".encode())]
        )
    )
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        numbers = read(name, bytes(changed))
    except FileError:
        return
    assert np.isfinite(numbers).all()
