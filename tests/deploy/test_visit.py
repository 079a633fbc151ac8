"""After a visit to each page, no reader is the first of any."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.slim import UNNEEDED
from deploy.visit import PAGES, visit
from pages.ui import menu
from tests.browser.conftest import ROOT, Server, free_port, running_server
from tests.deploy.test_slim import INSTALLED

# Unless it was visited, a page takes 0.2 to 5 s longer at first, and on a slow machine as many times more as a visit.
MOST_SECONDS, MOST_VISITS = 0.15, 4.0


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("visited") / "log"


@pytest.fixture(scope="module")
def without_garbage_collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For servers that start now: it takes 0.1 to 0.3 s, at any time."""
    folder = tmp_path_factory.mktemp("customized")
    (folder / "sitecustomize.py").write_text("import gc\n\ngc.disable()\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        yield


@pytest.fixture(scope="module")
def visited(log: Path, without_garbage_collection: None) -> Iterator[Server]:
    with running_server(free_port(), log=log) as server:
        subprocess.run([sys.executable, ROOT / "deploy" / "visit.py", server.url], check=True, timeout=120)
        yield server


def seconds_of_visit(server: Server, page: str) -> float:
    """Of a core, since a clock would also measure what else the machine does."""
    before = seconds_used(server.process.pid)
    visit(server.url, page)
    return seconds_used(server.process.pid) - before


def seconds_used(process: int) -> float:
    figures = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")


def test_each_page_is_visited() -> None:
    assert set(PAGES) == {Path(entry.file).stem.removeprefix("home") for entry in menu.PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "home")
def test_the_first_reader_waits_no_longer_than_the_next(visited: Server, page: str) -> None:
    first, *others = [seconds_of_visit(visited, page) for _ in range(3)]
    usual = min(others)
    assert first - usual < max(MOST_SECONDS, MOST_VISITS * usual)


@pytest.mark.usefixtures("visited")
def test_the_log_says_nothing_where_nothing_failed(log: Path) -> None:
    assert [line for line in log.read_text().splitlines() if "server started on" not in line] == []


def test_nothing_that_the_image_leaves_out_is_loaded(visited: Server) -> None:
    loaded = set(re.findall(r"/\S+\.so\S*", Path(f"/proc/{visited.process.pid}/maps").read_text()))
    left_out = [path for pattern in UNNEEDED for path in INSTALLED.glob(pattern)]
    inside = {path for path in loaded if any(Path(path).is_relative_to(each) for each in left_out)}
    assert inside == set()
    assert any("pyarrow" in path for path in loaded)
