"""How fast each page opens and follows a control: `python -m tests.benchmarks.benchmark_app`."""

import json
import math
import os
import socket
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from pages.ui.guide.rectifiers import ELU
from tests.browser.conftest import CHROMIUM, FLAGS, Server, free_port, running_server

RERUNS = 40
KEYS = 10
LOADS = 3  # by a browser that has been here
IDLE = 20.0  # milliseconds of the processor in half a second
TARGETS = "target: rerun 20 ms p50, 75 kB a move, 150 ms from key to repaint, 1.5 s to the first chart"
LIMITS = """rerun and a move are limited by Python and the tables of the charts, and since Streamlit sends what is ready
at most every 5 ms, a rerun takes up to so much longer than its work (CPU); a key by React and Vega besides,
a first run by the 600 ms that a page waits for the browser to draw its chart, a cold one by what no reader has asked
for yet besides, a cold first chart by the 2 MB of Streamlit's page"""

SIX = "f=ELU&f=SiLU&f=Tanh&f=Softplus&f=GELU&f=LeakyReLU"

# Remembers when a key went down, when the browser told the server, and when the first frame with other marks was drawn.
# Only the outlines of marks count, since Vega also touches its nodes when nothing has moved.
CLOCK = """() => {
    const outlines = () => [...document.querySelectorAll(
        "[data-testid=stVegaLiteChart] path[aria-roledescription]")].map((mark) => mark.getAttribute("d")).join();
    let before = outlines();
    window.times = {};
    addEventListener("keydown", () => { before = outlines(); window.times = {key: performance.now()}; }, true);
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (message) {
        window.times.sent ??= performance.now();
        return send.call(this, message);
    };
    new MutationObserver((changes) => {
        const inChart = changes.some(({target}) => target.closest?.("[data-testid=stVegaLiteChart]"));
        if (!inChart || !window.times.key || window.times.changed || !outlines() || outlines() === before) return;
        window.times.changed = performance.now();
        requestAnimationFrame(() => { window.times.repaint = performance.now(); });
    }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


# Remembers when the first frame was drawn in which something stands: a locator would look for it every half second.
DRAWN = """(selector) => {
    new MutationObserver((_, observer) => {
        if (!document.querySelector(selector)) return;
        observer.disconnect();
        requestAnimationFrame(() => { window.drawn = performance.now(); });
    }).observe(document, {subtree: true, childList: true});
}"""

MARKS = "[data-testid=stVegaLiteChart] path[aria-roledescription]"
TABLE = "[data-testid=stDataFrame] canvas"


@dataclass(frozen=True, slots=True)
class Subject:
    """A page, the slider or number that changes, as named on the server and in the browser, and the values it takes.

    A page without either is run anew as it is. Only marks of a chart can be seen to follow a key.
    """

    page: str
    query: str
    label: str
    name: str
    values: Sequence[Sequence[float]]
    role: Literal["slider", "spinbutton"] = "slider"
    shows: str = MARKS  # what the reader waits for at first


_ALPHAS = [[1.0 + 0.05 * k] for k in range(RERUNS + 1)]
_RANGES = [[-6.0, 6.0 + 0.25 * k] for k in range(RERUNS + 1)]
_SAME: Sequence[Sequence[float]] = [[]] * (RERUNS + 1)
SUBJECTS = (
    Subject("curves", SIX, "ELU α", "ELU α", _ALPHAS),
    Subject("activation_means", SIX, "ELU α", "ELU α", _ALPHAS),
    Subject("depth", SIX, "ELU α", "ELU α", _ALPHAS),
    Subject("reference", "of=ELU", "ELU α", "ELU α", _ALPHAS),
    Subject(
        "story", f"step=elu&guess_elu={quote(ELU.answer)}&story_alpha=0.5", "ELU α", "ELU α", _ALPHAS, "spinbutton"
    ),
    Subject(
        "training",
        "",
        "After epoch",
        "After epoch",
        [[1.0 + k] for k in range(RERUNS + 1)],
        "spinbutton",
    ),
    Subject("sigmoid_sum", "", "x range", "x range — end", [[-10.0, 9.8 + 0.1 * k] for k in range(RERUNS + 1)]),
    Subject("data", SIX, "ELU α", "ELU α", _ALPHAS),
    Subject("gains", SIX, "ELU α", "", _ALPHAS, shows=TABLE),
    Subject("gates", "", "Range of g and u", "", _RANGES, shows="[data-testid=stVegaLiteChart] canvas"),
    Subject("precision", "", "", "", _SAME),
    Subject("catalogue", "", "", "", _SAME, shows=TABLE),
    Subject("constants", "", "", "", _SAME, shows=TABLE),
    Subject("", "", "", "", _SAME, shows="[data-testid=stImage] img"),
)
MOVED = tuple(subject for subject in SUBJECTS if subject.label)

FINISHED = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}


class ServerTimes(NamedTuple):
    """Milliseconds of a new reader's first run, of each move, and of the server's processor for a move on average."""

    first: float
    moves: list[float]
    work: float


class Reader:
    """One reader's connection to the server, without a browser."""

    def __init__(self, connection: ClientConnection, url: str, subject: Subject) -> None:
        self._connection = connection
        self._state = BackMsg().rerun_script
        self._state.query_string = subject.query
        self._state.page_name = subject.page
        self._state.context_info.url = f"{url}/{subject.page}"
        messages = list(self._rerun())
        self._control = ""
        if subject.label:
            # A control in a fragment has that run anew alone.
            self._control, self._state.fragment_id = next(
                (control.id, message.delta.fragment_id)
                for message in reversed(messages)
                for control in (message.delta.new_element.slider, message.delta.new_element.number_input)
                if control.label == subject.label
            )
        self._is_slider = subject.role == "slider"
        # From now on a page is known by its hash, as in a browser.
        self._state.page_script_hash = next(
            message.navigation.page_script_hash for message in reversed(messages) if message.HasField("navigation")
        )
        self._state.ClearField("page_name")

    def move(self, values: Sequence[float]) -> float:
        """Set the control; the milliseconds until the server has sent all that changed."""
        self._state.ClearField("widget_states")
        if self._control:
            widget = self._state.widget_states.widgets.add(id=self._control)
            if self._is_slider:
                widget.double_array_value.data.extend(values)
            else:
                (widget.double_value,) = values
        began = time.perf_counter()
        for message in self._rerun():
            if message.metadata.cacheable:
                self._state.cached_message_hashes.append(message.hash)
        return 1000.0 * (time.perf_counter() - began)

    def _rerun(self) -> Iterator[ForwardMsg]:
        self._connection.send(BackMsg(rerun_script=self._state).SerializeToString())
        while True:
            message = ForwardMsg.FromString(self._connection.recv(timeout=60, decode=False))
            # Streamlit 1.67 leaves Nagle's algorithm on, so its second message waits for the receipt of the first,
            # which Linux would hold back for 40 ms here. Chromium repaints no faster without Nagle.
            self._connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            yield message
            if message.WhichOneof("type") == "script_finished" and message.script_finished in FINISHED:
                return


def server_times(server: Server, subject: Subject) -> ServerTimes:
    stream = urlsplit(server.url)._replace(scheme="ws", path="/_stcore/stream").geturl()
    with connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None) as connection:
        began = time.perf_counter()
        reader = Reader(connection, server.url, subject)
        first = 1000.0 * (time.perf_counter() - began)
        warming_up, *values = subject.values
        reader.move(warming_up)
        worked = worked_by(server.process.pid)
        moves = [reader.move(each) for each in values]
        return ServerTimes(first, moves, (worked_by(server.process.pid) - worked) / max(1, len(moves)))


def worked_by(process: int) -> float:
    """Milliseconds that a process has had of all processors."""
    user, system = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return 1000.0 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def first_chart(browser: Browser, server: Server, subject: Subject) -> tuple[float, float]:
    """Seconds from a click on a link until something is drawn, in a browser that has never been here, and has."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_init_script(f"({DRAWN})({json.dumps(subject.shows)})")
    seconds = []
    for _ in range(1 + LOADS):
        wait_until_idle(server)
        page = context.new_page()
        page.goto(f"{server.url}/{subject.page}?{subject.query}", wait_until="commit")
        page.wait_for_function("window.drawn", polling=100)
        seconds.append(page.evaluate("window.drawn") / 1000)
        page.close()
    context.close()
    return seconds[0], statistics.median(seconds[1:])


def wait_until_idle(server: Server) -> None:
    """Until the server has nothing left to do for readers who have gone, such as a training."""
    before, now = -math.inf, worked_by(server.process.pid)
    while now - before > IDLE:
        time.sleep(0.5)
        before, now = now, worked_by(server.process.pid)


def browser_figures(browser: Browser, url: str, subject: Subject) -> tuple[list[float], list[float], list[int]]:
    """For each key: milliseconds to the repaint, those before anything was sent, and bytes received."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    received: list[int] = []

    def listen(stream: WebSocket) -> None:
        stream.on("framereceived", lambda payload: received.append(len(payload)))

    page.on("websocket", listen)
    # Another seed than the readers without a browser had, lest their random numbers be found in the cache.
    page.goto(f"{url}/{subject.page}?{subject.query}&seed=2&depth_seed=2")
    page.get_by_test_id("stPageLink").last.wait_for(timeout=60_000)
    page.locator(MARKS).first.wait_for(state="attached")
    page.evaluate(CLOCK)
    control = page.get_by_role(subject.role, name=subject.name)
    to_repaint, to_sent, sizes = [], [], []
    for _ in range(KEYS + 1):
        page.wait_for_timeout(700)  # the last move's frames and idle work are over
        received.clear()
        control.press("ArrowRight" if subject.role == "slider" else "ArrowUp")
        page.wait_for_function("window.times.repaint")
        page.wait_for_timeout(700)
        times = page.evaluate("window.times")
        to_repaint.append(times["repaint"] - times["key"])
        to_sent.append(times["sent"] - times["key"])
        sizes.append(sum(received))
    context.close()
    return to_repaint[1:], to_sent[1:], sizes[1:]  # the first key warms the page up


def p50_p95(figures: Sequence[float]) -> str:
    return f"{statistics.median(figures):8.1f}{statistics.quantiles(figures, n=20, method='inclusive')[-1]:8.1f}"


def main() -> None:
    print(TARGETS)
    print(LIMITS)
    print(
        f"{'':<18}{'first run, ms':>16}{'rerun, ms':>16}{'CPU, ms':>9}{'a move, kB':>16}{'key, ms':>16}"
        f"{'first chart, s':>16}"
    )
    print(
        f"{'':<18}{'cold':>8}{'warm':>8}{'p50':>8}{'p95':>8}{'':>9}{'p50':>8}{'p95':>8}{'p50':>8}{'p95':>8}"
        f"{'cold':>8}{'warm':>8}"
    )
    with running_server(free_port()) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for subject in SUBJECTS:
            cold, moves, work = server_times(server, subject)
            warm = server_times(server, replace(subject, values=subject.values[:1])).first
            moved = f"{'–':>8}" * 4
            if subject.name:
                to_repaint, _, sizes = browser_figures(browser, server.url, subject)
                moved = p50_p95([size / 1000 for size in sizes]) + p50_p95(to_repaint)
            new, known = first_chart(browser, server, subject)
            name = subject.page or "home"
            print(
                f"{name:<18}{cold:8.0f}{warm:8.0f}{p50_p95(moves)}{work:9.1f}{moved}{new:8.2f}{known:8.2f}", flush=True
            )
        browser.close()


if __name__ == "__main__":
    main()
