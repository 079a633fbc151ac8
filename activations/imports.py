"""The imports that a piece of code needs in order to run as it is pasted."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_IMPORTS: Mapping[str, str] = MappingProxyType(
    {
        "math": "import math",
        "jax": "import jax",
        "jnp": "import jax.numpy as jnp",
        "keras": "import keras",
        "np": "import numpy as np",
        "torch": "import torch",
        "make_node": "from onnx.helper import make_node",
        "special": "from scipy import special",
    }
)


def with_imports(code: str) -> str:
    """The code below the lines that import what it uses: one empty line below these, two above a function."""
    # Not behind a dot: jax.scipy.special needs no SciPy.
    imports = [line for word, line in _IMPORTS.items() if re.search(rf"(?<![.\w]){word}[.(]", code)]
    gap = ["", ""] if code.startswith("def ") else [""]
    return "\n".join([*imports, *gap, code] if imports else [code])
