"""What exactly is this function, what is true of it, and what do libraries call it?"""

from functools import partial

import streamlit as st

from activations import properties_of, relatives_of, vanishing_intervals
from activations.libraries import LANGUAGES, snippet
from activations.libraries.named_settings import NAMED_SETTINGS
from activations.libraries.uses import USES
from activations.random_inputs.equivalents import equals_up_to_scale
from pages.ui import controls, draw, frame, places
from pages.ui.chosen import BY_VALUE, curve_of
from pages.ui.declarations import Magnitude, Place, Span
from pages.ui.embedding import is_embedded
from pages.ui.links import function_state, functions_state
from pages.ui.views import curves, properties, vanishing
from pages.ui.wording import number_text

X_RANGE = Span("window", "x range", (-6.0, 6.0), low=-20.0, high=20.0, step=0.5)
EPSILON = Magnitude(
    "saturation", "ε: gradient vanishes below", 0.01, low=1e-6, high=1.0, help="Marks where |f′(x)| < ε"
)
POINT = Place("point", "Values at x", 1.0, low=-1000.0, high=1000.0, step=0.5, digits=4, view=X_RANGE.default)
RELATIVES = 3

equal_up_to_scale = st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=BY_VALUE)(equals_up_to_scale)

frame.require_frame()
activation = controls.chosen_activation()
name = activation.name

chart_column, control_column = draw.chart_and_controls()
with control_column:
    low, high = controls.get(X_RANGE)
    point = controls.get(POINT.within(low, high))
    epsilon = controls.get(EPSILON)
shown = (curve_of(activation),)
drawing = curves.drawing_of(shown, low, high, fitted=True)
intervals = places.known(vanishing_intervals, activation, epsilon)
known = places.known(properties_of, activation)
sentence = properties.reference_sentence(name, known)
with chart_column:
    st.latex(activation.definition.formula)
    st.caption(activation.definition.reference)
    picture = vanishing.vanishing_picture(drawing, {name: intervals}, epsilon, sentence, *curves.here(point))
    draw.chart(picture, name, partial(curves.even_table, drawing.curves, low, high))

draw.table(curves.value_table(shown, point).map(lambda value: number_text(value, 12)))
kink = curves.kink_sentence([activation], point)
if kink:
    st.caption(kink)

use = USES[name]
st.caption(f"**Who uses it**: {use.text} [Source]({use.source})")

st.header("Properties", anchor=False)
st.caption("Computed from the function and its two derivatives, on the whole line and for these parameters.")
draw.table(properties.property_table(known, intervals, epsilon))

st.header("In libraries", anchor=False)
draw.table(properties.library_table(activation))
for language, tab in zip(LANGUAGES, st.tabs(LANGUAGES), strict=True):
    code = snippet(activation, language)
    tab.code(code or f"# {language} has no such function", language="python", wrap_lines=True)

settings = NAMED_SETTINGS[name]
if settings and not is_embedded():
    st.header("Settings with names", anchor=False)
    with st.container(horizontal=True):
        for setting in settings:
            draw.way_on("pages/reference.py", setting.name, function_state(setting.activation), icon=":material/tune:")
    st.caption("Sources: " + ", ".join(f"[{setting.name}]({setting.source})" for setting in settings))

equal = [match for match in equal_up_to_scale(activation) if match.activation.name != name]
if equal:
    st.header("Equal up to scale", anchor=False)
    st.caption(
        "Found by computing, for these parameters, and verified at random points; coefficients are shown to six digits."
    )
    st.code("\n".join(f"{name}(x) = {match.text}" for match in equal), language=None, wrap_lines=True)

if not is_embedded():
    st.header("Near relatives", anchor=False)
    st.caption("By root mean square difference on standard normal inputs; the relatives have their defaults.")
    with st.container(horizontal=True):
        for other, distance in relatives_of(activation)[:RELATIVES]:
            difference = functions_state([activation, other], show="Difference", fit=True)
            label = f"{other.name}, {number_text(distance, 3)} apart"
            draw.way_on("pages/curves.py", label, difference, icon=":material/difference:")

here = functions_state([activation])
draw.next_pages(
    ("pages/curves.py", f"{name} among others", here),
    ("pages/activation_means.py", f"The means that {name} passes on", here),
    ("pages/depth.py", f"{name} in a deep network", here),
    ("pages/gains.py", f"The gains of {name}", here),
    ("pages/training.py", f"{name} in training", here),
    ("pages/catalogue.py", "All functions by their properties"),
)
