"""Whether one who trains for long makes another wait, over real websockets: `python -m tests.benchmarks.fairness`.

Three train six functions each. Meanwhile a fourth comes again and again for one small network, which is trained on its
arrival, and fifty move controls on all pages.
"""

import argparse
import asyncio
import time
from dataclasses import replace

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.benchmarks.benchmark_app import SIX
from tests.benchmarks.load import TRAINING, Reader, arrivals, moves, say, stream_of
from tests.browser.conftest import free_port, running_server

LONG = f"{SIX}&data=Moons&points=1000&hidden=6&neurons=64&epochs=300&batch=16&training_seed={{}}"
SHORT = "data=Moons&f=Tanh&points=100&hidden=2&neurons=16&epochs=40&training_seed={}"
VISITS = 12


async def opened(url: str, query: str) -> Reader:
    """A reader of the training page, who stays until all is drawn."""
    connection = await connect(
        stream_of(url), subprotocols=[Subprotocol("streamlit")], max_size=None, ping_interval=None
    )
    reader = Reader(connection, url, replace(TRAINING, query=query))
    await reader.arrive()
    return reader


async def short_trainings(url: str, seed: int) -> list[float]:
    """How many seconds each takes, from the arrival of its reader to the results."""
    taken = []
    for number in range(VISITS):
        began = time.perf_counter()
        await opened(url, SHORT.format(seed + number))
        taken.append(time.perf_counter() - began)
    return taken


async def beside(url: str, process: int) -> None:
    movers, _ = await arrivals(url, 50)
    say("fifty move, ten times a second", await moves(movers, 10.0), "ms", process)
    say("a short training, while no one trains", await short_trainings(url, 100), "s", process)
    busy = [await opened(url, LONG.format(seed)) for seed in range(1, 4)]
    trainings = [asyncio.create_task(reader.train()) for reader in busy]
    await asyncio.sleep(2.0)
    say("fifty move, while three train for long", await moves(movers, 10.0), "ms", process)
    say("a short training, while three train for long", await short_trainings(url, 200), "s", process)
    print(f"long trainings still under way: {sum(not training.done() for training in trainings)} of 3")
    for training in trainings:
        training.cancel()
    await asyncio.gather(*trainings, return_exceptions=True)
    say("who trains, or waits, turns to another page", [await left(reader) for reader in busy], "s", process)


async def left(reader: Reader) -> float:
    """How many seconds it takes to be at the curves."""
    began = time.perf_counter()
    await reader.turn_to("curves")
    return time.perf_counter() - began


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "").parse_args()
    with running_server(free_port()) as server:
        asyncio.run(beside(server.url, server.process.pid))


if __name__ == "__main__":
    main()
