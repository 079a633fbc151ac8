"""The server alone: whether it is well, whom it answers, how it ends."""

import shutil
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from deploy.visit import PAGES, visit
from tests.browser.conftest import ROOT, Server, free_port, running_server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server(free_port()) as running:
        yield running


def status(url: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_readers_who_come_at_once_to_a_fresh_server_are_all_served() -> None:
    with running_server(free_port()) as fresh, ThreadPoolExecutor(len(PAGES)) as readers:
        for drawn in [readers.submit(visit, fresh.url, page) for page in PAGES]:
            drawn.result()


def test_an_app_that_draws_is_well(server: Server) -> None:
    assert status(f"{server.url}/_stcore/script-health-check") == 200


def test_an_app_that_cannot_draw_is_not_well_though_its_server_lives(tmp_path: Path) -> None:
    for name in ("app.py", "pages", "activations", ".streamlit"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name)
        else:
            shutil.copy(ROOT / name, tmp_path)
    home = tmp_path / "pages" / "home.py"
    home.write_text(f"{home.read_text()}\nraise RuntimeError\n")
    with running_server(free_port(), tmp_path) as broken:
        assert status(f"{broken.url}/_stcore/health") == 200
        assert status(f"{broken.url}/_stcore/script-health-check") == 503
        with pytest.raises(RuntimeError, match="home: This view could not be drawn"):
            visit(broken.url, "")


def test_a_websocket_from_another_origin_is_refused(server: Server) -> None:
    stream = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    with connect(stream, origin=Origin(server.url)):
        pass
    with pytest.raises(InvalidStatus, match="403"), connect(stream, origin=Origin("https://elsewhere.example")):
        pass


def test_no_other_origin_may_read_an_answer(server: Server) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/host-config"):
        request = urllib.request.Request(server.url + path, headers={"Origin": "https://elsewhere.example"})
        with urllib.request.urlopen(request, timeout=30) as response:
            assert response.headers["Access-Control-Allow-Origin"] is None


def test_no_file_is_taken_without_the_token_of_the_page(server: Server) -> None:
    assert status(f"{server.url}/_stcore/upload_file/session/file", "PUT") == 403


def test_programs_are_not_served(server: Server) -> None:
    assert status(f"{server.url}/_stcore/agent/interact", "POST") in {403, 404}


def test_a_server_that_is_told_to_end_ends_by_itself() -> None:
    with running_server(free_port()) as running, connect(f"{running.url.replace('http', 'ws')}/_stcore/stream"):
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(10) == 0
