"""Test vectors: the exact values of every function, as a file that ships with the app."""

from pathlib import Path
from zipfile import ZipFile

FILE = Path(__file__).with_name("vectors.zip")

HOW_TO = (
    "Call your function at each x and compare: f, df and d2f are the float64 numbers nearest to the exact value, "
    "first and second derivative, as shortest decimals and again, bit for bit, in the hexadecimals that C, Java, "
    "Python, Julia and Go read and write. A careful float64 implementation is mostly within a relative error of 1e-15, "
    "in the tails within 1e-12, and beside a zero within an absolute error of some 1e-15. Signs of zero in the results "
    "mean nothing. At a kink df is the slope that PyTorch takes, or the left one where PyTorch has no such function."
)
README = f"A CSV for each activation function, one row for each choice of parameters and x.\n\n{HOW_TO}\n"


def member(name: str) -> str:
    """The file of one function within the archive."""
    return f"{name}.csv"


def vectors_of(name: str) -> bytes:
    """The CSV of one function."""
    with ZipFile(FILE) as archive:
        return archive.read(member(name))


def every_vector() -> bytes:
    """The whole archive."""
    return FILE.read_bytes()
