"""Which function lets a deep network learn, and how fast?"""

from pages.ui import controls, draw, frame, functions, kept, settings, training_status
from pages.ui.declarations import Choice, Whole
from pages.ui.guide.lessons import TRAINING_PRESETS
from pages.ui.views import regions, training, training_layers, units
from pages.ui.views.depth import left_out_sentence

import streamlit as st

from activations.networks.training import MAX_EPOCHS, MAX_LAYERS

EPOCH = Whole("gradients", "After epoch", 1, low=0, high=MAX_EPOCHS)
UNITS_OF, LAYER = Choice("units_of", "Units of"), Whole("units_layer", "In layer", 1, low=1, high=MAX_LAYERS)

frame.require_frame()
chosen = functions.chosen_activations()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    words = training_status.place_for_words()
    controls.get_each(settings.of_data(controls.get(settings.DATA)))
    controls.get_each(settings.NETWORK)
    controls.get_each(settings.of_optimizer(controls.get(settings.OPTIMIZER)))
    controls.get(settings.SEEDS)
    with draw.more_controls():
        controls.get_each(settings.DETAILS)
planned, seeds = settings.experiment_of(controls.linked_values()), settings.seeds_of(controls.linked_values())
trained = [activation for activation in chosen if planned.has_weights_for(activation)]
if len(trained) < len(chosen):
    left_out = [activation.name for activation in chosen if activation not in trained]
    chart_column.info(left_out_sentence(left_out, planned.initialization))

if trained:
    picture, presets = chart_column.empty(), chart_column.container()
    status = training_status.status_of(trained, planned, seeds, picture, words)
    with chart_column:
        status.show()

    layers = st.container()

    st.header("From a layer to its units", anchor=False)
    function_place, layer_place, _ = st.columns([1, 1, 2])
    with function_place:
        activation = controls.pick(UNITS_OF, {each.name: each for each in trained})
    with layer_place:
        layer = min(controls.get(LAYER), planned.layers)
    zoomed = status.with_network(activation)
    stages = units.pictures_of(zoomed, layer, tuple(each.name for each in trained), kept.stage_pictures)
    draw.charts(stages, columns=2, subject=f"{activation.name} in layer {layer}")
    draw.paragraphs(units.sentences(stages))
    st.caption(units.EXPLANATION)
    draw.downloads(units.downloads(zoomed, layer, stages))

    networks = [status.with_network(each) for each in trained] if status.dataset.features == 2 else []
    if networks:
        st.header("Decision regions", anchor=False)
        draw.charts(
            {run.name: regions.region_picture(run, status.dataset) for run in networks}, columns=3, subject="Plane"
        )

    def draw_layers() -> None:
        st.header("Layer by layer", anchor=False)
        with st.columns(3)[1]:
            moments = training.moments(status.runs, controls.get(EPOCH))
        idle = training_layers.idle_kinds(status.runs)
        draw.charts(training_layers.layer_pictures(status.runs, moments, idle), columns=3, subject="Layers")
        if idle:
            st.caption(training_layers.DEFINITIONS)

    with layers:
        frame.part(draw_layers, alone=not status.pending([zoomed, *networks]))
    with presets:
        controls.presets(TRAINING_PRESETS)

draw.next_pages(
    ("pages/depth.py", "What becomes of gradients before training"),
    ("pages/activation_means.py", "Why does a mean away from zero matter?"),
)
if trained:
    status.train([zoomed, *networks])
