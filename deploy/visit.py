"""Visits each page once, so that no reader is the first: `python deploy/visit.py http://127.0.0.1:8501`.

Packages are loaded then, charts built and checked, and the network trained whose units the training page shows.
"""

import sys
import time
from pathlib import Path

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

# By their addresses; that of the home page is empty.
PAGES = tuple(sorted(path.stem.removeprefix("home") for path in (Path(__file__).parents[1] / "pages").glob("*.py")))

_SECONDS_TO_START, _SECONDS_TO_DRAW = 60.0, 120.0


def visit(url: str, page: str, query: str = "") -> None:
    """Open a page of the server there, and stay until it is drawn; RuntimeError if it cannot be."""
    wish = BackMsg().rerun_script
    wish.page_name, wish.query_string = page, query
    wish.context_info.url = f"{url}/{page}"
    with connected(url) as connection:
        connection.send(BackMsg(rerun_script=wish).SerializeToString())
        drawn = False
        while not drawn:
            message = ForwardMsg.FromString(connection.recv(timeout=_SECONDS_TO_DRAW, decode=False))
            raise_failure(message, page or "home")
            drawn = message.WhichOneof("type") == "script_finished" and (
                message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            )


def raise_failure(message: ForwardMsg, page: str) -> None:
    """Raise RuntimeError if the message says that the page could not be drawn."""
    element = message.delta.new_element
    if element.HasField("exception") or element.alert.format == Alert.ERROR:
        raise RuntimeError(f"{page}: {element.exception.message or element.alert.body}")


def connected(url: str) -> ClientConnection:
    """A reader's connection to a server, which may still be starting."""
    stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    give_up = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            return connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None)
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    for each in PAGES:
        visit(sys.argv[1].rstrip("/"), each)
