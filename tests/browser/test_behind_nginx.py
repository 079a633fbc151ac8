"""The app as it is hosted: two replicas behind nginx, of which one may die."""

import base64
import hashlib
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import BrowserContext, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from pages.ui.menu import PAGES
from tests.browser.conftest import free_port, running_server
from tests.browser.nginx import NGINX, OPENSSL, answer, running_nginx, trusting
from tests.browser.visiting import LINES, SETTLED, address, in_url, parameters, slider, visit

SECONDS_TO_COME_BACK = 30.0  # on a machine that is busy with other tests; a quiet one takes less than 3
CONNECTED = "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"
DRAWN_ALIKE = """([lines, curves]) =>
    curves.join() === [...document.querySelectorAll(lines)].map((line) => line.getAttribute("d")).join()"""

pytestmark = pytest.mark.browser_context_args(ignore_https_errors=True)


class Hosting:
    """An nginx before two replicas, by the names that their cookies have."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._ports = {"one": free_port(), "two": free_port()}
        self.replicas: dict[str, subprocess.Popen[bytes]] = {}
        for name in self._ports:
            self.start(name)
        self.url = stack.enter_context(running_nginx(folder, (self._ports["one"], self._ports["two"])))

    def start(self, name: str) -> None:
        self.replicas[name] = self._stack.enter_context(running_server(self._ports[name])).process


@pytest.fixture(scope="module")
def hosting(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    for needed, package in ((NGINX, "nginx"), (OPENSSL, "openssl")):
        if not needed.exists():
            pytest.skip(f"there is no nginx to be tried: {needed} (Debian package {package}) is not installed")
    with ExitStack() as stack:
        yield Hosting(stack, tmp_path_factory.mktemp("nginx"))


def replica_of(context: BrowserContext) -> str:
    (name,) = (cookie["value"] for cookie in context.cookies() if cookie["name"] == "replica")
    return name


def drawn(page: Page) -> list[str]:
    """The outlines of the lines of a chart."""
    outlines: list[str] = page.locator(LINES).evaluate_all("lines => lines.map(line => line.getAttribute('d'))")
    return outlines


def test_a_reader_whose_replica_dies_goes_on_at_the_other(hosting: Hosting, page: Page) -> None:
    visit(page, f"{hosting.url}/curves?f=ELU&f=SiLU&x=-3&x=8")
    at_first = drawn(page)
    slider(page, "ELU α").press("ArrowRight")
    expect(page).to_have_url(in_url("ELU.alpha", "1.05"))
    # The chart follows after the page has settled.
    page.wait_for_function(f"([lines, curves]) => !({DRAWN_ALIKE})([lines, curves])", arg=[LINES, at_first])
    curves = drawn(page)
    for end in (signal.SIGTERM, signal.SIGKILL):
        kept, name = parameters(page.url), replica_of(page.context)
        began = time.monotonic()
        hosting.replicas[name].send_signal(end)
        page.wait_for_function(f"() => !({CONNECTED})()")
        page.wait_for_function(SETTLED)
        assert time.monotonic() - began < SECONDS_TO_COME_BACK
        assert hosting.replicas[name].wait(10) == (0 if end is signal.SIGTERM else -end)
        assert replica_of(page.context) != name
        assert parameters(page.url) == kept
        expect(slider(page, "ELU α")).to_have_value("1.05")
        page.wait_for_function(DRAWN_ALIKE, arg=[LINES, curves])
        slider(page, "ELU α").press("ArrowRight")
        expect(page).to_have_url(in_url("ELU.alpha", "1.1"))
        slider(page, "ELU α").press("ArrowLeft")
        expect(page).to_have_url(in_url("ELU.alpha", "1.05"))
        assert b"ELU" in saved(page, "CSV")
        hosting.start(name)


@pytest.mark.parametrize("gone", ["one", "two"])
def test_a_replica_that_was_dead_answers_every_request_once_it_is_back_and_the_other_dies(
    hosting: Hosting, gone: str
) -> None:
    health, other = f"{hosting.url}/_stcore/health", {"one": "two", "two": "one"}[gone]

    def statuses() -> set[int]:
        with ThreadPoolExecutor(20) as readers:
            return set(readers.map(lambda _: answer(health, Cookie=f"replica={gone}")[0], range(40)))

    for name in (gone, other):
        hosting.replicas[name].kill()
        hosting.replicas[name].wait(10)
        assert statuses() == {200}, f"{name} is dead"
        hosting.start(name)


def saved(page: Page, kind: str) -> bytes:
    page.get_by_role("button", name="Save").first.click()
    button = page.get_by_test_id("stPopoverBody").get_by_role("button", name=kind, exact=True)
    button.wait_for()
    page.wait_for_function(SETTLED)
    with page.expect_download() as download:
        button.click()
    page.keyboard.press("Escape")
    return Path(download.value.path()).read_bytes()


def matters(troubles: list[str]) -> list[str]:
    """Without connections that the browser gave up on while the machine was busy, which are no matter of policy."""
    return [each for each in troubles if "ERR_TOO_MANY_RETRIES" not in each]


def test_no_page_breaks_the_content_security_policy(hosting: Hosting, page: Page, troubles: list[str]) -> None:
    for entry in PAGES:
        visit(page, hosting.url + address(entry))
        assert not matters(troubles), entry.file


def test_charts_are_saved_under_the_content_security_policy(hosting: Hosting, page: Page, troubles: list[str]) -> None:
    visit(page, f"{hosting.url}/curves?f=ELU")
    for kind in ("CSV", "SVG"):
        assert b"ELU" in saved(page, kind)
    assert not matters(troubles)


@pytest.mark.parametrize(
    "path",
    [
        *("metrics", "agent/interact", "agent/openapi.json", "agent/mcp", "script-health-check"),
        *("../auth/login", "../auth/logout", "../oauth2callback"),
    ],
)
def test_what_no_reader_needs_is_closed(hosting: Hosting, path: str) -> None:
    assert answer(f"{hosting.url}/_stcore/health")[0] == 200
    for base in ("", "/curves"):
        closed = re.sub(r"/_stcore/\.\.", "", f"{base}/_stcore/{path}")
        assert answer(hosting.url + closed)[0] == 404, closed


def test_nginx_refuses_what_comes_from_another_origin(hosting: Hosting) -> None:
    stream = f"{hosting.url.replace('https', 'wss')}/_stcore/stream"
    for origin, status in ((hosting.url, 200), ("https://elsewhere.example", 403), ("null", 403)):
        assert answer(f"{hosting.url}/", Origin=origin)[0] == status
    with connect(stream, ssl=trusting(), origin=Origin(hosting.url), subprotocols=[Subprotocol("streamlit")]):
        pass
    with (
        pytest.raises(InvalidStatus, match="403"),
        connect(stream, ssl=trusting(), origin=Origin("https://elsewhere.example")),
    ):
        pass


def test_the_headers_keep_what_they_promise(hosting: Hosting) -> None:
    _, headers = answer(f"{hosting.url}/")
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert re.match("replica=(one|two); .*HttpOnly; Secure", headers["Set-Cookie"])
    assert headers["Server"] == "nginx"


def test_the_policy_allows_the_one_script_in_the_page_of_streamlit(hosting: Hosting) -> None:
    text = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    expected = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{expected}'" in answer(f"{hosting.url}/")[1]["Content-Security-Policy"]
