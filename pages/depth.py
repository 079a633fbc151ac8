"""What becomes of a signal on its way through many layers, and of the gradient on its way back?"""

from pages.ui import controls, draw, frame, functions, kept
from pages.ui.declarations import Choice, Control, Number, OneOf, Seed, Whole
from pages.ui.guide.lessons import DEPTH_PRESETS
from pages.ui.places import known
from pages.ui.views import correlations, depth, layers, phase, units
from pages.ui.views.depth import OWN

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from activations import critical_weight_variance
from activations.networks.growth import profile_of
from activations.networks.initialization import INITIALIZATIONS, weight_variance_of
from activations.networks.propagation import MAX_LAYERS, MAX_WIDTH

SHOW = OneOf("depth", "Show", ("Layers", "Units", "Phases", "Correlations"))
INITIALIZATION = Choice(
    "init",
    "Weights",
    (*INITIALIZATIONS, OWN),
    help="Weights are normal with variance σ²/width. He: σ² = 2. Xavier and LeCun: σ² = 1; the two agree where all "
    "layers are equally wide. The forward and backward gains keep E f² and E f′² of each function. Each its own: what "
    "was published for the function, or else its forward gain.",
    renamed={"Own σ_w": OWN},
)
SIGMA_W = Number("sigma_w", "σ of the weights", 1.0, low=0.01, high=10.0, step=0.1, digits=4)
SIGMA_B = Number("sigma_b", "σ of the biases", 0.0, low=0.0, high=2.0, step=0.05)
NETWORK: Mapping[str, Control[Any]] = {
    "layers": Whole("layers", "Layers", 20, low=1, high=MAX_LAYERS),
    "width": Whole("width", "Units in a layer", 256, low=16, high=MAX_WIDTH, step=16),
    "correlation": Number("correlation", "Correlation of two inputs", 0.5, low=0.0, high=0.99, step=0.1, digits=2),
    "seed": Seed("depth_seed"),
}
LAYER = Whole("layer", "In layer", 10, low=1, high=MAX_LAYERS)
FUNCTION = Choice("phase", "Function")
UNITS_OF = Choice("depth_units_of", "Units of")

frame.require_frame()
chosen = functions.chosen_activations()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    view = controls.get(SHOW)
    initialization = controls.get(INITIALIZATION)
    own_variance = controls.get(SIGMA_W) ** 2 if initialization == OWN else None
    sigma_b = controls.get(SIGMA_B)
followed = [activation for activation in chosen if known(profile_of, activation)]
if len(followed) < len(chosen):
    chart_column.info(depth.not_followed_sentence([each.name for each in chosen if each not in followed]))
wanted = {
    activation: weight_variance_of(activation, initialization) if own_variance is None else own_variance
    for activation in followed
}
variances = {activation: variance for activation, variance in wanted.items() if math.isfinite(variance)}
if len(variances) < len(wanted):
    chart_column.info(depth.left_out_sentence([each.name for each in wanted if each not in variances], initialization))

match view:
    case _ if not variances:
        pass

    case "Layers":
        with control_column:
            network = controls.get_each(NETWORK)
            signals = kept.signals_of(variances, sigma_b**2, network)
        count = network["layers"]
        with chart_column:
            draw.chart(layers.depth_picture(signals, count), "depth", partial(layers.layer_table, signals, count))
            controls.presets(DEPTH_PRESETS, keep=SHOW)
            st.caption(layers.legend(signals, count))
            draw.paragraphs(map(depth.verdict, signals))
        draw.wide_table(depth.signal_table(signals))
        st.caption(depth.symbols("z", "dead", "saturated for good", "q*", "χ₁", "slope of the variance map", "c*", "ξ"))

    case "Units":
        with control_column:
            shown = controls.pick(UNITS_OF, {activation.name: activation for activation in variances})
            layer = controls.get(LAYER)
            network = controls.get_each(NETWORK)
            signals = kept.signals_of(variances, sigma_b**2, network)
        count = network["layers"]
        layer = min(layer, count)
        signal = next(each for each in signals if each.activation == shown)
        with chart_column:
            zoomed = layers.unit_picture_of(signal, layer, tuple(each.name for each in signals))
            draw.charts({f"{signal.name} in layer {layer}": zoomed}, columns=1)
            if not isinstance(zoomed, str):
                st.text(zoomed.alt)
            controls.presets(DEPTH_PRESETS, keep=SHOW)
            st.caption(units.EXPLANATION)
        st.header("Histograms of activations", anchor=False)
        drawn = dict.fromkeys((1, layer, count))
        draw.charts({f"Layer {at}": layers.histogram_picture(signals, at) for at in drawn}, columns=len(drawn))

    case "Correlations":
        every = {
            activation: kept.theory_of(activation, layers=1, weight_variance=variance, bias_variance=sigma_b**2)
            for activation, variance in variances.items()
        }
        curves = correlations.map_curves(every, variances, sigma_b**2)
        maps = correlations.map_picture(every, curves)
        with chart_column:
            draw.chart(maps, "correlations", correlations.map_table(curves))
            st.text(maps.alt)
            st.caption(depth.symbols("c*"))

    case _:
        with control_column:
            activation = controls.pick(FUNCTION, {each.name: each for each in phase.with_edge_first(list(variances))})
        name, variance, bias_variance = activation.name, variances[activation], sigma_b**2
        sigma_w = math.sqrt(variance)
        tables = phase.diagram_tables(activation, sigma_w, sigma_b, kept.phase_map)
        theory = kept.theory_of(activation, layers=1, weight_variance=variance, bias_variance=bias_variance)
        sentence = phase.phase_sentence(name, sigma_w, sigma_b, theory.settled, theory.correlation)
        with chart_column:
            draw.chart(phase.phase_picture(name, tables, sentence), "phases", partial(phase.diagram_table, tables))
            controls.presets(DEPTH_PRESETS, keep=SHOW)
        st.text(sentence)
        critical = critical_weight_variance(activation, bias_variance=bias_variance)
        st.text(phase.critical_sentence(name, sigma_b, critical))
        st.caption(depth.symbols("q*", "χ₁", "c*", "ξ"))

draw.next_pages(
    ("pages/gains.py", "The gains of all functions"),
    ("pages/activation_means.py", "What mean does one layer pass on?"),
    ("pages/curves.py", "See these functions and their derivatives"),
)
