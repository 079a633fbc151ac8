"""Before NumPy is loaded, as in app.py: two threads for small matrices would wait for one another."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
