"""Through many layers, what becomes of the signal, and of the gradient on its way back?"""

import math

import streamlit as st

from activations.depth import critical_weight_variance, fixed_point
from activations.initialization import INITIALIZATIONS, weight_variance
from activations.propagation import MAX_LAYERS, MAX_WIDTH
from pages.ui import controls, draw, frame
from pages.ui.charts import depth, layers, phase
from pages.ui.chosen import BY_VALUE
from pages.ui.lessons import DEPTH_SCENARIOS

OWN = "Own σ_w"


signal_of = st.cache_data(max_entries=32, hash_funcs=BY_VALUE, show_spinner="Sending signals through the network …")(
    depth.signal
)
diagram_tables = st.cache_data(max_entries=16, hash_funcs=BY_VALUE, show_spinner=False)(phase.diagram_tables)

frame.require_frame()
chosen = controls.chosen_functions()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    view = controls.one_of("Show", "depth", ("Layers", "Phases"))
    initialization = controls.choice(
        "Weights",
        "init",
        (*INITIALIZATIONS, OWN),
        help="Weights are normal with variance σ_w²/width. He: σ_w² = 2. Xavier and LeCun: 1, being the same "
        "where layers have one width. The exact gains keep E f² or E f′² of each function.",
    )
    own = 1.0
    if initialization == OWN:
        own = controls.number("σ_w", "sigma_w", default=1.0, low=0.01, high=10.0, step=0.1, digits=4)
    sigma_b = controls.number("σ_b of the biases", "sigma_b", default=0.0, low=0.0, high=2.0, step=0.05)
variances = {
    function.name: own**2
    if initialization == OWN
    else weight_variance(initialization, function.activation, **function.parameters)
    for function in chosen
}

match view:
    case "Layers":
        with control_column:
            count = controls.whole("Layers", "layers", default=20, low=1, high=MAX_LAYERS)
            width = controls.whole("Units in a layer", "width", default=256, low=16, high=MAX_WIDTH, step=16)
            seed = controls.seed("Seed", "depth_seed")
            layer = controls.whole("Histograms at layer", "layer", default=10, low=1, high=MAX_LAYERS)
        signals = [
            signal_of(
                function,
                layers=count,
                width=width,
                weight_variance=variances[function.name],
                bias_variance=sigma_b**2,
                seed=seed,
            )
            for function in chosen
        ]
        names = tuple(signal.name for signal in signals)
        table = layers.layer_table(signals, count)
        sentences = [depth.verdict(signal) for signal in signals]
        with control_column:
            draw.download(table, "depth.csv")
        with chart_column:
            draw.chart(layers.depth_chart(names), layers.panel_tables(table, names), alt=" ".join(sentences))
            controls.presets(DEPTH_SCENARIOS)
        st.caption(
            "Lines: theory for layers of infinite width. Points: the simulated network. Inputs are standard normal."
        )
        for sentence in sentences:
            st.text(sentence)
        st.dataframe(depth.figures_table(signals))
        st.header("Histograms of activations", anchor=False)
        shown = dict.fromkeys((1, min(layer, count), count))
        for at, column in zip(shown, st.columns(len(shown)), strict=True):
            reached, bins = layers.histogram_tables(signals, at)
            column.caption(f"Layer {at}")
            with column:
                if reached:
                    draw.chart(layers.histogram_chart(reached, names), bins, alt=layers.histogram_summary(signals, at))
                else:
                    st.text("No signal came so far.")

    case _:
        with control_column:
            functions = {function.name: function for function in chosen}
            function = functions[controls.choice("Function", "phase", list(functions))]
        sigma_w = math.sqrt(variances[function.name])
        tables = diagram_tables(function, sigma_w, sigma_b)
        settled = fixed_point(
            function.activation,
            weight_variance=sigma_w**2,
            bias_variance=sigma_b**2,
            **function.parameters,
        )
        sentence = phase.phase_sentence(function.name, sigma_w, sigma_b, settled)
        with control_column:
            draw.download(tables["cells"], "phases.csv")
        with chart_column:
            draw.chart(phase.phase_chart(), tables, alt=sentence)
            controls.presets(DEPTH_SCENARIOS)
        st.text(sentence)
        critical = critical_weight_variance(function.activation, bias_variance=sigma_b**2, **function.parameters)
        st.text(phase.critical_sentence(function.name, sigma_b, critical))

draw.next_pages(
    ("pages/gains.py", "The gains of all functions"),
    ("pages/activation_means.py", "What mean does one layer pass on?"),
    ("pages/curves.py", "See these functions and their derivatives"),
)
