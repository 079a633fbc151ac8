"""Tables of pages, as pandas shows them."""

import pandas as pd

from pages.ui.tables import Table


def as_frame(table: Table) -> pd.DataFrame:
    """The table with the names of its rows as its index."""
    return pd.DataFrame(table.columns, pd.Index(table.names, name=table.heading))
