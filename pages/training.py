"""Which function lets a deep network learn, and how fast?"""

from functools import partial

import streamlit as st

from activations.networks.training import MAX_EPOCHS, MAX_LAYERS
from pages.ui import controls, draw, frame, settings, training_status
from pages.ui.chosen import BY_VALUE
from pages.ui.declarations import Choice, Whole
from pages.ui.guide.lessons import TRAINING_PRESETS
from pages.ui.runs import unfinished
from pages.ui.views import regions, training, training_layers, units, verdicts, waiting
from pages.ui.views.past import Wanted

EPOCH = Whole("gradients", "After epoch", 1, low=0, high=MAX_EPOCHS)
UNITS_OF, LAYER = Choice("units_of", "Units of"), Whole("units_layer", "In layer", 1, low=1, high=MAX_LAYERS)

stage_pictures = st.cache_data(max_entries=64, hash_funcs=BY_VALUE, show_spinner=False)(units.stage_pictures)

frame.require_frame()
chosen = {activation.name: activation for activation in controls.chosen_activations()}

chart_column, control_column = draw.chart_and_controls()
with control_column:
    status = st.container(height=130, border=False)
    controls.get_each(settings.of_data(controls.get(settings.DATA)))
    controls.get_each(settings.NETWORK)
    controls.get_each(settings.of_optimizer(controls.get(settings.OPTIMIZER)))
    controls.get(settings.SEEDS)
    with st.expander("More"):
        controls.get_each(settings.DETAILS)
picture, presets = chart_column.empty(), chart_column.container()

planned, seeds = settings.experiment_of(controls.linked_values()), settings.seeds_of(controls.linked_values())
wanted, dataset, kept = Wanted(tuple(chosen.values()), planned, seeds), planned.dataset, training_status.shared_runs()
trained = {name: kept.of(activation, planned, seeds) for name, activation in chosen.items()}
missing = unfinished(trained)
course = partial(training.course_picture, trained, dataset.classes, training_status.seen_before(wanted).lines)

if training.begun(trained):
    with picture.container():
        draw.chart(course())
else:
    picture.info(waiting.waiting_sentence(missing) if missing else "There is nothing to draw.")
for sentence in verdicts.verdicts(trained, dataset.classes):
    st.text(sentence)
if not missing:
    with status:
        draw.download(training.epoch_table(trained), "training.csv")
    training_status.remember(wanted, partial(training.line_table, trained))

st.header("Layer by layer", anchor=False)
with st.columns(3)[1]:
    moments = training.moments(trained, controls.get(EPOCH))
draw.charts(training_layers.layer_pictures(trained, moments), columns=3)
st.caption(training_layers.DEFINITIONS)

st.header("From a layer to its units", anchor=False)
function_place, layer_place, _ = st.columns([1, 1, 2])
with function_place:
    activation = controls.pick(UNITS_OF, chosen)
with layer_place:
    layer = min(controls.get(LAYER), planned.layers)
with presets:
    controls.presets(TRAINING_PRESETS)
zoomed = kept.with_network(activation, planned)
stages = units.pictures_of(zoomed, layer, tuple(chosen), stage_pictures)
draw.charts(stages, columns=2)
for stage in stages.values():
    if not isinstance(stage, str):
        st.text(stage.alt)
st.caption(units.EXPLANATION)
with st.container(horizontal=True):
    for title, z in units.downloads(zoomed, layer).items():
        if not isinstance(stages[title], str):
            draw.download_array(z, f"z {title.lower()} (.npy)", f"{activation.name} layer {layer} {title.lower()}.npy")

networks = {name: kept.with_network(each, planned) for name, each in chosen.items()} if dataset.features == 2 else {}
if networks:
    st.header("Decision regions", anchor=False)
    draw.charts({name: regions.region_picture(run, dataset) for name, run in networks.items()}, columns=3)

draw.next_pages(
    ("pages/depth.py", "What becomes of gradients before training"),
    ("pages/activation_means.py", "Why does a mean away from zero matter?"),
)
training_status.show(status, picture, course, wanted=wanted, missing=missing, networks=[zoomed, *networks.values()])
