"""What is it, what is true of it, who calls it what?"""

from pages.ui import controls, draw, frame, functions, kept, places, vectors
from pages.ui.chosen import curve_of
from pages.ui.declarations import Magnitude, Place, Span, Switch
from pages.ui.embedding import is_embedded, is_without_controls
from pages.ui.links import function_state, functions_state
from pages.ui.saving import Spaced
from pages.ui.views import curves, properties, vanishing
from pages.ui.wording import number_text

from functools import partial

import streamlit as st

from activations import properties_of, relatives_of, vanishing_intervals
from activations.formulas.derivatives import derivative_formulas
from activations.formulas.formula import FormulaDefinition
from activations.libraries.named_settings import NAMED_SETTINGS
from activations.libraries.uses import USES

X_RANGE = Span("window", "x range", (-6.0, 6.0), low=-20.0, high=20.0, step=0.5)
EPSILON = Magnitude(
    "saturation", "ε: gradient vanishes below", 0.01, low=1e-6, high=1.0, help="Marks where |f′(x)| < ε"
)
POINT = Place("point", "Values at x", 1.0, low=-1000.0, high=1000.0, step=0.5, digits=4, view=X_RANGE.default)
NEAREST = Switch("nearest", "Look for the nearest")
FORMULAS, IN_NUMPY, NAMES = "Formulas", "In NumPy, for these parameters", "Names"
RELATIVES = 3

frame.require_frame()
activation = functions.chosen_activation()
name, own = activation.name, isinstance(activation.definition, FormulaDefinition)

chart_column, control_column = draw.chart_and_controls()
with control_column:
    low, high = controls.get(X_RANGE)
    point = controls.get(POINT.within(low, high))
    epsilon = controls.get(EPSILON)
curve = curve_of(activation)
drawing = curves.drawing_of((curve,), low, high, fitted=True)
intervals = places.known(vanishing_intervals, activation, epsilon)
known = places.known(properties_of, activation)
sentence = properties.reference_sentence(name, known)
with functions.beside_choice():
    # Not `st.latex`, above which stands an empty line: three cases would move the chart too far down.
    st.markdown(rf"$\displaystyle\small {activation.definition.formula}$", text_alignment="center")
with chart_column:
    picture = vanishing.vanishing_picture(drawing, {name: intervals}, epsilon, sentence, *curves.here(point))
    draw.chart(picture, name, Spaced(partial(curves.even_table, drawing.curves, low, high)))
    st.caption(activation.definition.reference)

draw.table(curves.values_at(curve, point), digits=15)
kink = curves.kink_sentence([activation], point)
if kink:
    st.caption(kink)

if own:
    st.text(properties.accuracy_sentence(kept.error_seen(activation)))
else:
    st.caption(f"**Who uses it**: {USES[name].text} [Source]({USES[name].source})")

st.header("Properties", anchor=False)
st.caption("Computed from the function and its two derivatives, on the whole line and for these parameters.")
draw.table(properties.property_table(known, intervals, epsilon))

st.header("Derivatives", anchor=False)
tabs = draw.open_tabs((FORMULAS, IN_NUMPY), key="derivatives")
if FORMULAS in tabs:
    for formula in filter(None, derivative_formulas(activation.definition)):
        tabs[FORMULAS].latex(formula)
if IN_NUMPY in tabs:
    code = kept.derivative_code(activation) or properties.TOO_LONG
    tabs[IN_NUMPY].code(code, language="python", wrap_lines=True)
if activation.breakpoints:
    st.caption("These derivatives hold away from breakpoints.")

st.header("As code" if own else "In libraries", anchor=False)
languages = properties.languages_of(activation)
for label, tab in draw.open_tabs([*languages] if own else [NAMES, *languages], key="codes").items():
    with tab:
        if label in languages:
            st.code(kept.code(activation, languages[label]), language="python", wrap_lines=True)
        else:
            draw.table(properties.library_table(activation))
            draw.paragraphs(filter(None, (properties.library_notes(activation), properties.onnx_sentence(name))))

if not (own or is_embedded() or is_without_controls()):
    st.header("Test vectors", anchor=False)
    st.text(vectors.HOW_TO)
    draw.vectors(name)

settings = NAMED_SETTINGS.get(name, ())
if settings and not is_embedded():
    st.header("Settings with names", anchor=False)
    with st.container(horizontal=True):
        for setting in settings:
            draw.way_on("pages/reference.py", setting.name, function_state(setting.activation), icon=":material/tune:")
    st.caption("Sources: " + ", ".join(f"[{setting.name}]({setting.source})" for setting in settings))

equal = kept.equal_up_to_scale(activation)
if equal:
    st.header("Equal up to scale", anchor=False)
    st.caption(
        "Found numerically, for these parameters, and verified at random points; coefficients are shown to six digits."
    )
    st.text("\n".join(f"{name}(x) = {match.text}" for match in equal))
else:
    st.header("Already invented?" if own else "Nearest up to scale", anchor=False)
    none = "No function" if own else "No other function"
    st.text(f"{none} of the catalogue equals {name} up to scales, shifts and a straight line added.")
    # It takes as long as all the rest, which a reader who moves a parameter would wait for.
    nearest = kept.nearest(activation) if own or controls.get(NEAREST) else None
    if nearest:
        st.text(properties.nearest_sentence(name, nearest))
        st.text(f"{name}(x) ≈ {nearest.match.text}")
        st.caption(properties.NEAREST)

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
