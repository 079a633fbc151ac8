"""Small tables of which each row has a name: pandas takes longer to make one than Streamlit to send it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Table(NamedTuple):
    """Columns of texts, or of numbers, under their titles; before them the names of the rows under a heading."""

    heading: str
    names: Sequence[str]
    columns: Mapping[str, Sequence[Any]]

    def rows(self, first: int, last: int) -> "Table":
        """Some of the rows."""
        columns = {title: column[first:last] for title, column in self.columns.items()}
        return Table(self.heading, self.names[first:last], columns)

    def without(self, titles: Sequence[str]) -> "Table":
        """All columns but these."""
        return self._replace(columns={title: self.columns[title] for title in self.columns if title not in titles})


def of_rows(heading: str, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Table:
    """A table of rows that have the same titles."""
    return Table(heading, names, {title: [row[title] for row in rows] for title in rows[0]})
