"""A lecture hall at one server, over real websockets without browsers: `python -m tests.benchmarks.load`.

What limits each figure is the one core that Python's lock leaves to the threads of all readers.
"""

import argparse
import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from deploy.visit import raise_failure
from tests.benchmarks.benchmark_app import FINISHED, MOVED, Subject
from tests.browser.conftest import free_port, running_server

MOVES_A_SECOND = 10.0
SECONDS = 20.0
MOVES_OF_AN_HOUR = 36  # thousands
WARM = 8  # thousands of moves, after which each of 200 readers has seen each value of a control
TRAINING = Subject(
    "training", "data=Moons&f=ReLU&f=ELU&points=1000&hidden=6&neurons=64&epochs=300&batch=16", "", "", [], "spinbutton"
)


class Reader:
    """One reader's connection."""

    def __init__(self, connection: ClientConnection, url: str, subject: Subject) -> None:
        self._connection = connection
        self._subject = subject
        self._state = BackMsg().rerun_script
        self._state.query_string = subject.query
        self._state.page_name = subject.page
        self._state.context_info.url = f"{url}/{subject.page}"
        self._values = itertools.cycle(subject.values)
        self._control, self._part, self._button = "", "", ""

    async def arrive(self) -> None:
        """Open the page."""
        for message in await self._rerun():
            element = message.delta.new_element
            for control in (element.slider, element.number_input):
                if control.label == self._subject.label and control.id:
                    self._control, self._part = control.id, message.delta.fragment_id
            if element.button.label == "Train":
                self._button = element.button.id
            if message.HasField("navigation"):
                self._state.page_script_hash = message.navigation.page_script_hash
        self._state.ClearField("page_name")

    async def move(self) -> None:
        """Set the control, and wait for all that changes."""
        values = next(self._values)
        self._state.ClearField("widget_states")
        widget = self._state.widget_states.widgets.add(id=self._control)
        if self._subject.role == "slider":
            widget.double_array_value.data.extend(values)
        else:
            (widget.double_value,) = values
        self._state.fragment_id = self._part  # a control in a part of a page has that run anew alone
        await self._rerun()
        self._state.ClearField("fragment_id")

    async def train(self) -> None:
        """Press the button, and stay for as long as training takes."""
        self._state.widget_states.widgets.add(id=self._button).trigger_value = True
        await self._rerun()

    async def turn_to(self, page: str) -> None:
        """Open another page, whatever this one is at."""
        self._state.ClearField("widget_states")
        self._state.ClearField("page_script_hash")
        self._state.page_name, self._state.query_string = page, ""
        await self._rerun()

    async def _rerun(self) -> list[ForwardMsg]:
        await self._connection.send(BackMsg(rerun_script=self._state).SerializeToString())
        messages = []
        while True:
            message = ForwardMsg.FromString(await self._connection.recv(decode=False))
            raise_failure(message, self._subject.page)
            messages.append(message)
            if message.metadata.cacheable:
                self._state.cached_message_hashes.append(message.hash)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in FINISHED:
                return messages


def stream_of(url: str) -> str:
    """Where a server takes connections."""
    return urlsplit(url)._replace(scheme="ws", path="/_stcore/stream").geturl()


async def arrivals(url: str, count: int) -> tuple[list[Reader], list[float]]:
    """So many readers who come at once, page after page in turn; the seconds until each is served."""

    async def arrive(subject: Subject) -> tuple[Reader, float]:
        began = time.perf_counter()
        connection = await connect(
            stream_of(url), subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=60, ping_interval=None
        )
        reader = Reader(connection, url, subject)
        await reader.arrive()
        return reader, time.perf_counter() - began

    served = await asyncio.gather(*(arrive(subject) for subject in itertools.islice(itertools.cycle(MOVED), count)))
    return [reader for reader, _ in served], [seconds for _, seconds in served]


async def moves(readers: Sequence[Reader], seconds: float, rate: float = MOVES_A_SECOND) -> list[float]:
    """Readers in turn who move a control, so many times a second in all; how many milliseconds each waits."""
    waits: list[float] = []

    async def move(reader: Reader) -> None:
        began = time.perf_counter()
        await reader.move()
        waits.append(1000.0 * (time.perf_counter() - began))

    busy: dict[Reader, asyncio.Task[None]] = {}
    for number in range(round(seconds * rate)):
        reader = readers[(7 * number + number // len(readers)) % len(readers)]
        if reader in busy:
            await busy[reader]
        busy[reader] = asyncio.create_task(move(reader))
        await asyncio.sleep(1.0 / rate)
    await asyncio.gather(*busy.values())
    return waits


async def as_fast_as_possible(readers: Sequence[Reader], most: int, minutes: float, process: int) -> list[float]:
    """So many thousands of moves, or those that fit into the time; what the server holds after each, in megabytes.

    As many readers move at once as keep a core busy.
    """
    give_up = time.monotonic() + 60.0 * minutes
    queues = [itertools.cycle(readers[k::4]) for k in range(4)]
    held: list[float] = []

    async def move(own: Iterator[Reader]) -> None:
        for reader in itertools.islice(own, 250):
            await reader.move()

    while len(held) < most and time.monotonic() < give_up:
        await asyncio.gather(*(move(own) for own in queues))
        held.append(resident(process))
    return held


def resident(process: int) -> float:
    """Megabytes that a process holds in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def say(what: str, figures: Sequence[float], unit: str, process: int) -> None:
    p95 = statistics.quantiles(figures, n=20, method="inclusive")[-1]
    print(
        f"{what:<44}{statistics.median(figures):8.1f} {unit} p50{p95:9.1f} {unit} p95"
        f"{max(figures):9.1f} {unit} most{resident(process):7.0f} MB",
        flush=True,
    )


async def hall(url: str, process: int, most: int, minutes: float) -> None:
    print(f"a server that no one has visited: {resident(process):.0f} MB")
    _, first = await arrivals(url, len(MOVED))
    say("first readers, one on each page", first, "s", process)
    readers, seconds = await arrivals(url, 50)
    say("50 arrive at once", seconds, "s", process)
    say("50 readers, ten moves a second", await moves(readers, SECONDS), "ms", process)
    more, seconds = await arrivals(url, 200)
    say("200 arrive at once", seconds, "s", process)
    say("200 readers, ten moves a second", await moves(more, SECONDS), "ms", process)
    before, began = resident(process), time.perf_counter()
    held = await as_fast_as_possible(more, most, minutes, process)
    rate = 1000.0 * len(held) / (time.perf_counter() - began)
    print(f"{len(held)} thousand moves, of {MOVES_OF_AN_HOUR} in an hour, at {rate:.0f} a second")
    print(f"MB before, and after each thousand: {before:.0f} | {' '.join(f'{each:.0f}' for each in held)}")
    if len(held) > WARM + 1:
        slope = statistics.linear_regression(range(len(held) - WARM), held[WARM:]).slope
        print(f"after the first {WARM}: {slope:+.2f} MB a thousand")
    await train_beside(url, more, process)
    print(f"at the end: {resident(process):.0f} MB")


async def train_beside(url: str, readers: Sequence[Reader], process: int) -> None:
    """Three who train, while the others move their controls."""
    trainings = []
    for seed in range(3):
        connection = await connect(
            stream_of(url), subprotocols=[Subprotocol("streamlit")], max_size=None, ping_interval=None
        )
        query = f"{TRAINING.query}&training_seed={seed + 1}"
        reader = Reader(connection, url, Subject("training", query, "", "", [], "spinbutton"))
        await reader.arrive()
        trainings.append(asyncio.create_task(reader.train()))
    await asyncio.sleep(2.0)
    say("200 readers, while three train", await moves(readers, SECONDS), "ms", process)
    print(f"trainings still under way: {sum(not training.done() for training in trainings)}")
    for training in trainings:
        training.cancel()
    await asyncio.gather(*trainings, return_exceptions=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--thousands", type=int, default=2, help="of moves as fast as possible, to see if memory grows")
    parser.add_argument(
        "--hour", dest="thousands", action="store_const", const=MOVES_OF_AN_HOUR, help="moves of an hour"
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="the most that they may take")
    given = parser.parse_args()
    with running_server(free_port()) as server:
        asyncio.run(hall(server.url, server.process.pid, given.thousands, given.minutes))


if __name__ == "__main__":
    main()
