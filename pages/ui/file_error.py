"""What is wrong with a file of a reader, and how large it may be."""

MOST_MEGABYTES = 1
MOST_NUMBERS, FEWEST_NUMBERS = 250_000, 10
LONGEST_NAME = 40  # of a column or array, in characters


class FileError(ValueError):
    """What is wrong with a file, and what is allowed; it repeats nothing of the file."""
