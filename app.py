"""The entry of the app: `streamlit run app.py`."""

from pages.ui import frame

frame.run()
