"""Every cache of the server has a bound."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FILES = [path for folder in ("pages", "activations") for path in sorted(Path(folder).rglob("*.py"))]
CACHES = {"cache_data": "max_entries", "cache_resource": "max_entries", "lru_cache": "maxsize", "remembered": "maxsize"}

# Cached without a bound: the one argument, where there is any, is, or names, something that the package holds.
OF_NAMES = {"_shape_of_catalogue", "_row_at_defaults", "comparison", "sample_of"}


def name_of(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def unbounded(tree: ast.Module) -> Iterator[str]:
    """The caches that have no bound, by the lines on which they stand."""
    harmless = {
        decorator
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and (not function.args.args or function.name in OF_NAMES)
        for decorator in function.decorator_list
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in CACHES and node not in harmless:
            bounds = {keyword.arg for keyword in node.keywords if not is_none(keyword.value)}
            if CACHES[name_of(node.func)] not in bounds:
                yield f"line {node.lineno}: {name_of(node.func)}"
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if decorator not in harmless and name_of(decorator) in {"cache", "cache_data", "cache_resource"}:
                    yield f"line {node.lineno}: {node.name}"


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_cache_has_a_bound(path: Path) -> None:
    assert list(unbounded(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "source",
    [
        "f = st.cache_data(show_spinner=False)(g)",
        "@st.cache_resource(max_entries=None)\ndef f(x): ...",
        "@functools.cache\ndef f(x): ...",
        "@st.cache_data\ndef f(x): ...",
        "@lru_cache(maxsize=None)\ndef f(x): ...",
    ],
)
def test_a_cache_without_a_bound_would_be_seen(source: str) -> None:
    assert len(list(unbounded(ast.parse(source)))) == 1
