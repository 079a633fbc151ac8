"""What a host installs is what the tests have run with."""

import re
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)((?: ;.*)?) \\\n((?: +--hash=.*\n?)+)", re.MULTILINE)

each_file = pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])


def pins(name: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in PIN.finditer((ROOT / name).read_text())]


@each_file
def test_each_package_has_one_version_for_every_python_and_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text()
    assert len(pins(name)) == text.count("==") - text.count(" == ") > 30
    assert set(Counter(package for package, _ in pins(name)).values()) == {1}
    assert "python_full_version" not in text


@each_file
def test_the_tests_run_with_the_pinned_versions(name: str) -> None:
    elsewhere = {"colorama"}  # for Windows only
    assert {(package, version(package)) for package, _ in pins(name) if package not in elsewhere} == {
        pin for pin in pins(name) if pin[0] not in elsewhere
    }


def test_what_is_served_is_what_is_tested() -> None:
    assert set(pins("requirements.txt")) <= set(pins("requirements-dev.txt"))
