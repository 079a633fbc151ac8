"""A real browser, and servers of the app for it to visit."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, expect

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60

# The first page of a fresh server can take 8 s, the first race on its training page 20 s; a busy machine doubles that.
expect.set_options(timeout=90_000)


@pytest.fixture(scope="session")
def chromium() -> Path:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser: {CHROMIUM} (Debian package chromium) is not installed")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: Path) -> dict[str, Any]:
    return {"executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url(chromium: Path) -> Iterator[str]:
    """The address of a server shared by all tests, to which pytest-playwright resolves paths."""
    with running_app() as url:
        yield url


@pytest.fixture
def fresh_app(chromium: Path) -> Iterator[str]:
    """The address of a server that no one has visited."""
    with running_app() as url:
        yield url


@pytest.fixture
def troubles(page: Page) -> list[str]:
    """What goes wrong in the page from now on: errors, dialogs, and requests that leave the machine."""
    seen: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # Streamlit looks for its server below the page's own path first.
        if message.type == "error" and not ("404" in message.text and "/_stcore/" in message.location["url"]):
            seen.append(f"console: {message.text} ({message.location['url']})")

    def dismiss(dialog: Dialog) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def check_host(url: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).hostname != "127.0.0.1":
            seen.append(f"request off the machine: {url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: seen.append(f"page error: {error}"))
    page.on("dialog", dismiss)
    page.on("request", lambda request: check_host(request.url))
    page.on("websocket", lambda socket: check_host(socket.url))
    return seen


class Server(NamedTuple):
    """A process that serves the app, and its address."""

    url: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_app() -> Iterator[str]:
    with running_server(free_port()) as server:
        yield server.url


@contextmanager
def running_server(port: int, folder: Path = ROOT, *, log: Path = Path(os.devnull), **options: str) -> Iterator[Server]:
    """The app of a folder at a port, with options of Streamlit's server; it may end before it is told to."""
    settings = {"port": str(port), "address": "127.0.0.1", "headless": "true", **options}
    flags = [f"--server.{name}={value}" for name, value in settings.items()]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *flags]
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors) as server,
    ):
        try:
            _wait_until_healthy(server, f"http://127.0.0.1:{port}/_stcore/health")
            yield Server(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_until_healthy(server: subprocess.Popen[bytes], address: str) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the app did not start: {' '.join(map(str, server.args))}")  # type: ignore[arg-type]
