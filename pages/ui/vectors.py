"""Test vectors: the exact values of every function, as a file that ships with the app."""

from pathlib import Path
from zipfile import ZipFile

FILE = Path(__file__).with_name("vectors.zip")

HOW_TO = (
    "Call your function at the x of each row, with the parameters of that row, and compare.\n"
    "f, df and d2f are the function and its first and second derivative. Each is the exact value, rounded once to "
    "float64.\n"
    "Every number is given twice: as the shortest decimal that reads back as the same float64, and in the hexadecimal "
    "form that C, Java, Python, Julia and Go read.\n"
    "Good float64 code has a relative error of about 1e-15, and of up to 1e-12 in the tails. Where a function crosses "
    "zero, its absolute error is about 1e-15. Ignore the sign of a zero.\n"
    "At a kink df is the slope that PyTorch gives, or the left one if PyTorch lacks the function."
)
README = f"A CSV for each activation function, with a row for each x and each choice of parameters.\n\n{HOW_TO}\n"


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
