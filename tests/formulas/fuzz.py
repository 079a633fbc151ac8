"""Random texts, of the language and beside it: `python -m tests.formulas.fuzz 20000` tells time and memory."""

import random
import resource
import sys
import time
from collections.abc import Iterator

import numpy as np

from activations import FormulaError, parse_formula
from activations.activation import Activation
from activations.formulas.functions import CONSTANTS, FUNCTIONS, OF_CATALOG

_UNARY = [*(name for name, each in FUNCTIONS.items() if not each.hidden), *OF_CATALOG, "abs", "sign", "sqrt"]
_ODD = "xabc0123456789.+-*/^()<>=!,; eEπΦ_'\"[]{}:@#%&|~\\\n\t\0\ud800xхα𝐱²½٣–∞"
ALLOWED = 0.05  # seconds
_POINTS = np.linspace(-20.0, 20.0, 2_000)


def expression(random_: random.Random, depth: int) -> str:
    """A text of the language, more or less."""
    kind = random_.random() if depth else 0.0
    if kind < 0.25:
        leaves = ["x", "x", "x", "x", "a", "b", *CONSTANTS, str(random_.randint(0, 9)), f"{random_.uniform(0, 9):.3g}"]
        return random_.choice([*leaves, "1e12", "1e-9", "0"])
    inner = [expression(random_, depth - 1) for _ in range(3)]
    if kind < 0.6:
        return f"({inner[0]}{random_.choice(['+', '-', '*', '/', '^', '**', ' - ', '*'])}{inner[1]})"
    if kind < 0.85:
        name = random_.choice(_UNARY)
        known = [each.name for each in OF_CATALOG[name].parameters] if name in OF_CATALOG else []
        given = f", {random_.choice(known)}={random_.choice(['0.5', '2', 'a', '-1'])}" if known and kind > 0.75 else ""
        return f"{name}({inner[0]}{given})"
    if kind < 0.95:
        return f"{random_.choice(['max', 'min'])}({inner[0]}, {inner[1]})"
    sign = random_.choice(["<", "<=", ">", ">=", "==", "!="])
    return f"where({inner[0]} {sign} {inner[1]}{random_.choice(['', ' and x > 0', ' or not x < 1'])}, {inner[2]}, x)"


def mutated(random_: random.Random, text: str) -> str:
    """The text with a few of its characters changed."""
    letters = list(text)
    for _ in range(random_.randint(1, 4)):
        place = random_.randrange(len(letters) + 1)
        letters[place : place + random_.randint(0, 3)] = random_.choices(_ODD, k=random_.randint(0, 2))
    return "".join(letters)


def texts(count: int, seed: int) -> Iterator[str]:
    random_ = random.Random(seed)
    for _ in range(count):
        text = expression(random_, random_.randint(1, 6))
        if random_.random() < 0.2:
            text = "+-*/"[random_.randrange(4)].join([text] * random_.randint(2, 30))
        yield (mutated(random_, text) if random_.random() < 0.4 else text)[: random_.choice([200, 200, 200, 400])]


def parsed(text: str) -> Activation | None:
    """The function, or None if the text is refused; nothing else may happen."""
    try:
        return parse_formula(text)()
    except FormulaError as error:
        refused = error
    assert str(refused)
    assert refused.position is None or 0 <= refused.position <= len(text)
    return None


def main(count: int, seed: int = 1) -> None:
    slowest, slowest_curve, accepted, memory = (0.0, ""), (0.0, ""), 0, 0
    for number, text in enumerate(texts(count, seed)):
        start = time.process_time()
        activation = parsed(text)
        seconds = time.process_time() - start
        slowest = max(slowest, (seconds, text))
        if seconds > ALLOWED:
            print(f"read in {1e3 * seconds:.1f} ms: {text!r}")
        if activation is not None:
            accepted += 1
            for curve in (activation, activation.derivative, activation.second_derivative):
                start = time.process_time()
                curve(_POINTS)
                slowest_curve = max(slowest_curve, (time.process_time() - start, text))
        if number == count // 10:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    print(f"{accepted} of {count} accepted; after the first tenth the memory grew by {grown} kB")
    for what, (seconds, text) in (("read", slowest), ("evaluated at 2,000 points", slowest_curve)):
        print(f"slowest {what}: {1e3 * seconds:.1f} ms, {text!r}")


if __name__ == "__main__":
    main(int(sys.argv[1]), *map(int, sys.argv[2:]))
