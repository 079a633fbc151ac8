"""What a server holds once its caches are full of the largest results: `python -m tests.benchmarks.memory`.

Each kind of link is followed until its cache has had to let results go: minutes, most of them in deep networks.
"""

import argparse
from urllib.parse import quote

from deploy.visit import visit
from tests.benchmarks.benchmark_app import SIX
from tests.benchmarks.load import resident
from tests.browser.conftest import free_port, running_server

MOST_MEGABYTES = 700.0

# Page, query with the number of the visit, and how many visits fill what is kept of it.
HOSTILE = (
    ("activation_means", SIX + "&units=5000&repeats=2000&seed={}", 14),
    ("depth", SIX + "&layers=100&width=1024&depth_seed={}", 8),
    ("depth", "depth=Phases&f=Tanh&sigma_b=0.{:03}", 20),
    ("gates", "gates=Surface&gate_window=-20&gate_window={}", 20),
    ("gates", "gates=Moments&gate_seed={}", 40),
    ("gates", "gates=Blocks&gate_blocks=64&gate_width=256&gate_seed={}", 40),
    ("reference", "of=Formula&formula=" + quote("tanh(x + {}) * sigmoid(x)"), 300),
    ("precision", "formula_of=Formula&formula=" + quote("tanh(x + {}) * sigmoid(x)"), 70),
    ("catalogue", "own=true&formula=" + quote("tanh(x + {}) * sigmoid(x)"), 70),
    ("training", "data=Moons&f=ReLU&points=60&hidden=6&neurons=64&epochs=1&training_seed={}", 310),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--share", type=float, default=1.0, help="of the visits, for a shorter run")
    share = parser.parse_args().share
    with running_server(free_port()) as server:
        for page, query, visits in HOSTILE:
            for number in range(1, round(share * visits) + 1):
                visit(server.url, page, query.format(number))
            print(f"{page:<18}{query[:60]:<62}{resident(server.process.pid):6.0f} MB", flush=True)
        assert resident(server.process.pid) < MOST_MEGABYTES


if __name__ == "__main__":
    main()
