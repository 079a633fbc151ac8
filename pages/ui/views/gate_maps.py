"""A gated unit, or its partial derivatives, as maps with contours."""

import math
from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from activations.gates import Gate
from pages.ui.charts.columns import Columns, as_columns
from pages.ui.charts.contours import contours_of, levels
from pages.ui.charts.parts import MAP_GAP, MAP_HEIGHT, MAP_PADDING, heat_map, map_labels, map_legend, own_point
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.views.gate_fields import POINTS_A_PERIOD, Extreme, Field, extremes, fields_of
from pages.ui.wording import number_text

CELLS = 50  # of a side
_CELLS_A_PERIOD = 8  # of a gate that waves: with fewer, each shows a mean
_STRIPES = 3.0  # columns a period: with fewer, means over each would show stripes of another length

_ENDS = (1.0, 2.0, 4.0, 6.0, 8.0)  # times a power of ten, of the colours: a quarter of each is round too

_BESIDE_JUMP = 1e-4  # nearer, a place is where a limit is, not a value

_HERE = ("g", "u", "text", "align", "dx", "dy")
_APART = 0.07  # of the window: how near to each other heights of contours may stand

Tables = Mapping[str, Columns]


def map_tables(gate: Gate, field: Field, low: float, high: float) -> Tables:
    """The factors of a map by "columns" and "rows" of cells, its "contours", and the "levels" of these.

    Where the gate waves too fast, the columns have its means, and there are no contours.
    """
    averaged = is_averaged(gate, low, high)
    edges = np.linspace(low, high, CELLS + 1)
    middle = 0.5 * (edges[:-1] + edges[1:])
    of_gate = _means(field, middle, gate.gate.period or 0.0) if averaged else field.of_gate(middle)
    number = np.arange(CELLS, dtype=np.int8)
    largest = max(abs(found.value) for found in extremes(gate, field, low, high))
    heights = [] if averaged else levels(largest, 2.0 * (high - low) / (gate.gate.period or math.inf))
    contours = contours_of(field.factors, (low, high), heights, gate.gate.breakpoints, MAP_HEIGHT)
    return {
        "columns": {"column": number, "left": edges[:-1], "right": edges[1:], "g": middle, "of_g": of_gate},
        "rows": {
            "row": number,
            "bottom": edges[:-1],
            "top": edges[1:],
            "u": middle,
            "of_u": np.broadcast_to(field.of_value(middle), middle.shape),
        },
        "contours": contours.lines,
        "levels": {**contours.places, "text": np.array([number_text(each) for each in contours.places["level"]])},
    }


@built_once
def map_chart(symbol: str, title: str) -> Chart:
    """A map of a field from the tables of `map_tables` and `here_table`.

    The last value of its colours is the parameter "reach", which takes many values, and a chart 100 ms to build.
    """
    tooltip = [
        alt.Tooltip(f"{name}:Q", title=title, format=".4~g")
        for name, title in (("g", "g"), ("u", "u"), ("value", symbol))
    ]
    values = alt.ExprRef("[-reach, -reach / 4, 0, reach / 4, reach]")  # a phone has no room for more
    legend = map_legend(title, "format(datum.value, '.3~g')", values=values)
    domain = [alt.ExprRef("-reach"), alt.ExprRef("reach")]
    scale = alt.Scale(type="sqrt", scheme="blueorange", domain=domain, domainMid=0)
    cells = heat_map("value", scale, "g", "u", tooltip, legend=legend, cells=_cells())
    return alt.layer(cells, *_marks()).properties(
        description=f"Map of {symbol} over g and u",
        height=MAP_HEIGHT,
        padding=MAP_PADDING,
        # As Streamlit would choose if it knew how many cells there are.
        usermeta={"embedOptions": {"renderer": "canvas"}},
    )


def tables_of(gate: Gate, low: float, high: float, *, partials: bool) -> dict[str, Tables]:
    """Tables of the map of the unit, or of those of its partial derivatives, by symbol."""
    return {field.symbol: map_tables(gate, field, low, high) for field in _shown(gate, partials=partials)}


def is_averaged(gate: Gate, low: float, high: float) -> bool:
    """Whether the gate goes up and down too fast for the cells of a map, which then show its mean over each."""
    return gate.gate.period is not None and _CELLS_A_PERIOD * (high - low) / CELLS > gate.gate.period


def _means(field: Field, middle: FloatArray, period: float) -> FloatArray:
    """The mean of the factor of g around the middle of each column, of so many points that no wave is left in it.

    It is taken over the column, or, where hardly two of these make a period, over as many whole periods as reach across
    one: a part of a period would leave stripes that the gate does not have.
    """
    width = float(middle[1] - middle[0])
    if period < _STRIPES * width:
        width = period * math.ceil(width / period)
    points = 4 * POINTS_A_PERIOD
    within = width * ((np.arange(points) + 0.5) / points - 0.5)
    return np.asarray(field.of_gate(middle[:, np.newaxis] + within).mean(axis=1))


def numbers_of(tables: Tables, symbol: str) -> pd.DataFrame:
    """The values on a map: a row for each of its cells, with the g and u of its middle."""
    columns, rows = tables["columns"], tables["rows"]
    return pd.DataFrame(
        {
            "g": np.tile(columns["g"], CELLS),
            "u": np.repeat(rows["u"], CELLS),
            symbol: np.multiply.outer(rows["of_u"], columns["of_g"]).ravel(),
        }
    )


def here_table(field: Field, low: float, high: float, at: tuple[float, float]) -> Columns:
    """The reader's own point with its value, if it is in the window; the label points away from the nearer edge."""
    g, u = at
    if not (low <= g <= high and low <= u <= high):
        return as_columns(_HERE, [])
    middle = 0.5 * (low + high)
    align, dx = ("left", MAP_GAP) if g < middle else ("right", -MAP_GAP)
    text = f"{field.symbol} = {number_text(float(field.of_both(g, u)))}"
    return as_columns(_HERE, [(g, u, text, align, dx, -MAP_GAP if u < middle else MAP_GAP)])


def pictures_of(
    gate: Gate, low: float, high: float, at: tuple[float, float], tables: Mapping[str, Tables], *, sentence: str
) -> dict[str, Picture]:
    """The maps of which these are the tables, by symbol, with the reader's own point."""
    largest = max(_largest(each) for each in tables.values())
    reach = _rounded_up(largest)  # on few scales, since the browser makes a chart of its own for each
    partials = len(tables) > 1
    pictures = {}
    for field in _shown(gate, partials=partials):
        table, here = tables[field.symbol], here_table(field, low, high, at)
        labels = _spaced(table["levels"], here, _APART * (high - low))
        title = f"{field.symbol} of {gate.name}" if partials else f"{field.symbol} = {gate.name}(g, u)"
        chart = {**map_chart(field.symbol, title), "params": [{"name": "reach", "value": reach}]}
        pictures[field.symbol] = Picture(chart, {**table, "levels": labels, "here": here}, sentence)
    return pictures


def sentence_of(gate: Gate, low: float, high: float, at: tuple[float, float], *, partials: bool) -> str:
    """What the maps show."""
    return partials_sentence(gate, low, high, at) if partials else surface_sentence(gate, low, high, at)


def surface_sentence(gate: Gate, low: float, high: float, at: tuple[float, float]) -> str:
    """The unit at the reader's point, and how far it reaches in the window."""
    least, most = extremes(gate, fields_of(gate)[0], low, high)
    g, u = map(number_text, at)
    jumps = (*gate.gate.breakpoints, *gate.value.breakpoints)
    ends = f"goes from {_placed(least, jumps)} to {_placed(most, jumps)}"
    reach = "is the same throughout" if least.value == most.value else ends
    return f"{gate.name} is {number_text(float(gate(*at)))} at g = {g} and u = {u}. {_window(low, high)} it {reach}."


def partials_sentence(gate: Gate, low: float, high: float, at: tuple[float, float]) -> str:
    """Both partial derivatives at the reader's point, and how large they become in the window."""
    _, by_gate, by_value = fields_of(gate)
    g, u = map(number_text, at)
    jumps = (*gate.gate.breakpoints, *gate.value.breakpoints)
    steepest = [_largest_in_size(*extremes(gate, each, low, high), jumps) for each in (by_gate, by_value)]
    return (
        f"At g = {g} and u = {u}, {gate.name} has ∂y/∂g = {number_text(float(gate.by_gate(*at)))} and "
        f"∂y/∂u = {number_text(float(gate.by_value(*at)))}. {_window(low, high)} they are largest in size with "
        f"∂y/∂g = {steepest[0]} and ∂y/∂u = {steepest[1]}."
    )


def _shown(gate: Gate, *, partials: bool) -> Sequence[Field]:
    y, *derivatives = fields_of(gate)
    return derivatives if partials else [y]


def _cells() -> alt.Chart:
    """The cells of a map, of which only columns and rows are sent: each value is a product of a factor of both."""
    numbers = alt.sequence(0, CELLS**2, as_="cell")
    columns = alt.LookupData(alt.NamedData("columns"), "column", ["left", "right", "g", "of_g"])
    rows = alt.LookupData(alt.NamedData("rows"), "row", ["bottom", "top", "u", "of_u"])
    cells: alt.Chart = (
        alt.Chart(numbers)
        .transform_calculate(column=f"datum.cell % {CELLS}", row=f"floor(datum.cell / {CELLS})")
        .transform_lookup("column", columns)
        .transform_lookup("row", rows)
        .transform_calculate(value="datum.of_g * datum.of_u")
    )
    return cells


def _marks() -> tuple[alt.Chart, ...]:
    """Contours with their heights, and the reader's own point with its value."""
    g, u = alt.X("g:Q"), alt.Y("u:Q")
    contours = (
        alt.Chart(alt.NamedData("contours"))
        .mark_line(color="black", opacity=0.55, strokeWidth=1, aria=False)
        .encode(g, u, alt.Detail("line:N"))
    )
    heights = (
        alt.Chart(alt.NamedData("levels"))
        .mark_text(color="black", fontSize=11, dx=2, dy=-6)
        .encode(g, u, alt.Text("text:N"))
    )
    return contours, heights, own_point(g, u), *map_labels("here", g, u)


def _spaced(labels: Columns, taken: Columns, gap: float) -> Columns:
    """A label for each contour at the first of its places that is so far from all others, and from what is taken."""
    places = list(zip(taken["g"], taken["u"], strict=True))
    rows: dict[int, int] = {}
    for row, (contour, g, u) in enumerate(zip(labels["contour"], labels["g"], labels["u"], strict=True)):
        place = (g, u)
        if contour not in rows and all(math.dist(place, other) >= gap for other in places):
            places.append(place)
            rows[contour] = row
    return {name: column[list(rows.values())] for name, column in labels.items() if name != "contour"}


def _largest(tables: Tables) -> float:
    """The largest size of a value on a map."""
    return float(np.abs(tables["columns"]["of_g"]).max() * np.abs(tables["rows"]["of_u"]).max())


def _rounded_up(value: float) -> float:
    if value <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((mantissa * power for mantissa in _ENDS if value <= mantissa * power), 10.0 * power)


def _window(low: float, high: float) -> str:
    return f"With g and u from {number_text(low)} to {number_text(high)}"


def _placed(found: Extreme, jumps: Sequence[float]) -> str:
    places = [f"{axis} {_place(at, jumps)}" for axis, at in (("g", found.g), ("u", found.u)) if at is not None]
    return number_text(found.value) + (f" (at {' and '.join(places)})" if places else "")


def _place(at: float, jumps: Sequence[float], sign: str = "") -> str:
    """Where it is, or which jump it comes as near to as one likes without being there."""
    for jump in jumps:
        if 0.0 < abs(at - jump) < _BESIDE_JUMP:
            return f"just {'below' if at < jump else 'above'} {number_text(jump)}"
    return f"= {sign}{number_text(at)}"


def _largest_in_size(least: Extreme, most: Extreme, jumps: Sequence[float]) -> str:
    """The one farther from 0 at its place, or both if they are each other's negative at places that mirror."""
    both = (("g", most.g, least.g), ("u", most.u, least.u))
    places = [
        (axis, _mirrored(one, other, jumps)) for axis, one, other in both if one is not None and other is not None
    ]
    if most.value == 0.0 or not math.isclose(least.value, -most.value) or any(not place for _, place in places):
        return _placed(max(least, most, key=lambda found: abs(found.value)), jumps)
    return f"±{number_text(most.value)} (at {' and '.join(f'{axis} {place}' for axis, place in places)})"


def _mirrored(most: float, least: float, jumps: Sequence[float]) -> str:
    """A place that is the same for both, or with both signs; empty if it is neither."""
    if math.isclose(most, least):
        return _place(most, jumps)
    return _place(abs(most), (), "±" if most > 0.0 else "∓") if math.isclose(most, -least) else ""
