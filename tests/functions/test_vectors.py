"""The test vectors that ship with the app: up to date, well formed, and what the package gives."""

import csv
import io
import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from zipfile import ZipFile

import numpy as np

from activations import CATALOG, Activation, Definition
from activations.elementwise import FloatArray
from pages.ui import vectors
from tests.make_vectors import CURVES, exact_values, members, points_of
from tests.parametrized import curves_of, every_definition, settings_of

RELATIVE, ABSOLUTE, SMALLEST = 1e-12, 1e-15, 1e-300
COLUMNS = ("x", *CURVES)
RECOMPUTED = 4  # points of each setting

Row = dict[str, str]


@cache
def rows_of(definition: Definition) -> list[Row]:
    return list(csv.DictReader(io.StringIO(vectors.vectors_of(definition.name).decode())))


def by_setting(definition: Definition) -> Iterator[tuple[Activation, np.ndarray]]:
    """Each setting with its rows of x, f, f′ and f″."""
    found: dict[Activation, list[list[float]]] = {}
    for row in rows_of(definition):
        activation = definition(**{each.name: float(row[each.name]) for each in definition.parameters})
        found.setdefault(activation, []).append([float(row[column]) for column in COLUMNS])
    yield from ((activation, np.array(rows)) for activation, rows in found.items())


def tolerances(activation: Activation, x: FloatArray, exact: FloatArray) -> FloatArray:
    """Relative, and absolute where terms cancel: beside a change of sign, and where a line leaves 0."""
    allowed: FloatArray = RELATIVE * np.abs(exact)
    allowed += np.where(np.isin(x, activation.breakpoints) & (x != 0), ABSOLUTE, 0.0)
    for k, (left, right) in enumerate(pairwise(np.sign(exact))):
        if left * right < 0:
            allowed[k : k + 2] = np.maximum(allowed[k : k + 2], ABSOLUTE * (1.0 + np.abs(exact[k : k + 2])))
    return allowed


def test_the_file_holds_the_catalogue_and_is_small() -> None:
    """If not: `python -m tests.make_vectors`."""
    with ZipFile(vectors.FILE) as archive:
        assert archive.namelist() == ["readme.txt", *map(vectors.member, CATALOG)]
        assert archive.read("readme.txt").decode() == vectors.README == next(members())[1]
    assert len(vectors.every_vector()) < 1_000_000


@every_definition
def test_every_setting_and_point_is_there(definition: Definition) -> None:
    found = dict(by_setting(definition))
    assert list(found) == settings_of(definition)
    for activation, rows in found.items():
        assert [*map(repr, rows[:, 0].tolist())] == [*map(repr, points_of(activation))]
        assert {0.0, 5e-324, math.inf, -math.inf, *activation.breakpoints} <= set(rows[:, 0])


@every_definition
def test_decimals_are_the_shortest_and_hexadecimals_say_the_same(definition: Definition) -> None:
    for row in rows_of(definition):
        for column in COLUMNS:
            value = float(row[column])
            assert row[column] == repr(value)
            assert row[f"{column}_hex"] == value.hex()


@every_definition
def test_a_sample_is_computed_again_to_the_same_bits(definition: Definition) -> None:
    """If not: `python -m tests.make_vectors`."""
    rng = np.random.default_rng([8, *definition.name.encode()])
    for activation, rows in by_setting(definition):
        for row in rng.choice(rows, RECOMPUTED, replace=False).tolist():
            assert [*map(repr, exact_values(activation, row[0]))] == [*map(repr, row[1:])], f"at {row[0]!r}"


@every_definition
def test_the_package_agrees_with_all(definition: Definition) -> None:
    for activation, rows in by_setting(definition):
        for curve, exact in zip(curves_of(activation), rows[:, 1:].T, strict=True):
            found = curve(rows[:, 0])
            settled = np.isfinite(exact)
            np.testing.assert_array_equal(found[~settled], exact[~settled])
            allowed = tolerances(activation, rows[:, 0], exact)[settled]
            near = np.abs(found[settled] - exact[settled]) <= allowed
            vanishes = np.abs(found[settled]) <= 2 * SMALLEST
            close = np.where(np.abs(exact[settled]) < SMALLEST, vanishes, near)
            assert close.all(), f"{activation} at {rows[settled, 0][~close]}"


def test_the_file_is_not_the_output_of_the_package() -> None:
    """Some last bits differ, as they do between any two implementations."""
    settings = [each for definition in CATALOG.values() for each in by_setting(definition)]
    assert sum(np.sum(activation(rows[:-1, 0]) != rows[:-1, 1]) for activation, rows in settings) > 100
