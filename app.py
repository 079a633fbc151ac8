"""The entry of the app: `streamlit run app.py`."""

import os

# Before NumPy is loaded: matrices are small here, and readers use the cores better than one product would.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pages.ui import frame

frame.run()
