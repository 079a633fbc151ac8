import streamlit as st
from pages.ui import controls, frame

frame.require_frame()
st.write("page")
st.page_link("pages/curves.py", label="go", query_params={"f": ["ELU","SiLU"], "ELU.alpha": "1.7", "x": ["-3","4"]})
