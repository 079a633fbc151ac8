"""States of pages as the query of a link."""

from collections.abc import Mapping
from typing import Any

Query = dict[str, str | list[str]]


def parameter_key(activation: str, parameter: str) -> str:
    """The key of the slider of an activation's parameter."""
    return f"{activation}.{parameter}"


def as_query(values: Mapping[str, Any]) -> Query:
    """The values of controls as Streamlit reads them from an address."""
    return {key: _as_parameter(value) for key, value in values.items()}


def _as_parameter(value: object) -> str | list[str]:
    if isinstance(value, list | tuple):
        return [str(part) for part in value] or ""
    return str(value).lower() if isinstance(value, bool) else str(value)
