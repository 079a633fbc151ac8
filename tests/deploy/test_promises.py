"""What is promised, and what is explained to who changes the code, is there."""

import re

import pytest

from tests.browser.conftest import ROOT

SECURITY, README = ((ROOT / name).read_text() for name in ("SECURITY.md", "README.md"))
TESTS = {name for path in ROOT.glob("tests/**/test_*.py") for name in re.findall(r"def (test_\w+)", path.read_text())}
PROMISES = re.findall(r"^\* (.*(?:\n  .*)*)", SECURITY, re.MULTILINE)
NAMED = re.findall(r"`((?:pages|activations|tests)/[\w/.-]*|deploy/[\w.-]+)`", README)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[:40])
def test_each_promise_names_its_tests(promise: str) -> None:
    named = re.findall(r"`(test_\w+)`", promise)
    files = re.findall(r"`(tests/\S+\.py)`", promise)
    assert named or files
    assert set(named) <= TESTS
    assert all((ROOT / file).is_file() for file in files)


@pytest.mark.parametrize("path", sorted(set(NAMED)))
def test_what_the_readme_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()
