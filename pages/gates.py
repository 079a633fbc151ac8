"""What do gated units do to their two inputs, and which of them does a model run?"""

from pages.ui import controls, draw, frame, kept
from pages.ui.declarations import Choice, Number, OneOf, Place, Seed, Span, Switch, Whole, gate_slider
from pages.ui.links import function_state, functions_state
from pages.ui.views import gate_blocks, gate_code, gate_maps, gate_moments, gate_slices, gates, properties

from functools import partial

import streamlit as st

from activations.gates import GATE_LANGUAGES, GATES, check_code, gated_size
from activations.gates.blocks import MAX_BLOCKS

SHOW = OneOf("gates", "Show", ("Surface", "Partial derivatives", "Moments", "Blocks", "Size", "Code"))
UNIT = Choice("gate", "Gated unit, or an activation as the gate", tuple(gates.UNITS))
WINDOW = Span("gate_window", "Range of g and u", (-6.0, 6.0), low=-20.0, high=20.0, step=0.5)
G = Place("gate_g", "g of the slice", 1.0, low=-100.0, high=100.0, step=0.5, digits=4, view=WINDOW.default)
U = Place("gate_u", "u of the slice", 1.0, low=-100.0, high=100.0, step=0.5, digits=4, view=WINDOW.default)
CORRELATION = Number("gate_correlation", "Correlation of g and u", 0.0, low=-1.0, high=1.0, step=0.1)
SEED = Seed("gate_seed")
BLOCKS = Whole("gate_blocks", "Blocks", 8, low=1, high=MAX_BLOCKS)
WIDTH = Whole("gate_width", "Features", 128, low=16, high=256, step=16)
OUT = OneOf("gate_out", "σ² of the last matrix", gate_blocks.OUT)
RESIDUAL = Switch("gate_residual", "Residual", help="h + W y(…) in place of W y(…)")
D_MODEL = Whole("d_model", "Features d_model", 4096, low=1, high=1_000_000)
D_FF = Whole("d_ff", "Hidden size d_ff of the plain unit", 16_384, low=1, high=10_000_000)
MULTIPLE = Whole("multiple", "Multiple to round up to", 256, low=1, high=100_000)
IMPLEMENTATION = Choice("implementation", "Implementation", tuple(gate_code.IMPLEMENTATIONS))

frame.require_frame()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    view = controls.get(SHOW)
    unit = controls.pick(UNIT, gates.UNITS)
    gate = unit(**controls.get_each({each.name: gate_slider(unit, each) for each in unit.parameters}))

match view:
    case "Surface" | "Partial derivatives":
        with control_column:
            low, high = controls.get(WINDOW)
            at = controls.get(G.within(low, high)), controls.get(U.within(low, high))
        partials = view == "Partial derivatives"
        tables = kept.gate_map_tables(gate, low, high, partials=partials)
        sentence = gate_maps.sentence_of(gate, low, high, at, partials=partials)
        with chart_column:
            pictures = gate_maps.pictures_of(gate, low, high, at, tables, sentence=sentence)
            for (symbol, picture), place in zip(pictures.items(), draw.side_by_side(*[1] * len(tables)), strict=True):
                with place:
                    draw.chart(picture, symbol, partial(gate_maps.numbers_of, tables[symbol], symbol))
            st.text(sentence)
            if gate_maps.is_averaged(gate, low, high):
                st.caption("The gate goes up and down too fast for the map, which shows its mean over g.")
            draw.chart(gate_slices.slices(gate, low, high, at, partials=partials), "slices", last=False)
        draw.table(gates.point_table(gate, *at))

    case "Moments":
        with control_column:
            correlation, seed = controls.get(CORRELATION), controls.get(SEED)
        known = kept.gate_moments_known(gate, correlation, seed)
        sentence = gate_moments.moment_sentence(gate, correlation, known)
        table = kept.gate_moments_by_correlation(gate)
        with chart_column:
            draw.chart(gate_moments.moment_picture(gate, correlation, known, table, sentence), "moments", table)
            st.text(sentence)
        draw.wide_table(gate_moments.moment_table(gate, known))
        draw.wide_table(gate_moments.gain_table(gate, known))

    case "Blocks":
        with control_column:
            residual, out = controls.get(RESIDUAL), controls.get(OUT)
            count, width, seed = controls.get(BLOCKS), controls.get(WIDTH), controls.get(SEED)
        both = kept.gate_signals(gate, blocks=count, width=width, out=out, residual=residual, seed=seed)
        sentence = gate_blocks.block_sentence(both, count, residual=residual)
        with chart_column:
            numbers = partial(gate_blocks.block_table, both, count)
            draw.chart(gate_blocks.block_picture(both, count, sentence), "blocks", numbers)
            st.text(sentence)
            st.caption(gate_blocks.CAPTION)

    case "Size":
        with control_column:
            d_model, d_ff, multiple = controls.get(D_MODEL), controls.get(D_FF), controls.get(MULTIPLE)
        size = gated_size(d_model, d_ff, multiple=multiple)
        with chart_column:
            st.text(gates.size_sentence(d_ff, multiple, size))
            draw.table(gates.size_table(d_model, d_ff, size))

    case _:
        with chart_column:
            st.text(gate_code.implementation_sentence(gate))
            for language, tab in draw.open_tabs(GATE_LANGUAGES, key="gate_code").items():
                tab.code(gate_code.code_of(gate, language), language="python", wrap_lines=True)
        if gate.name in GATES and (tested := properties.onnx_sentence(gate.name)):
            st.text(tested)
        st.header("Check yours", anchor=False)
        st.caption("Ten inputs, exact in every format from bfloat16 on, with the outputs to twelve digits.")
        st.code(check_code(gate), language="python", wrap_lines=True)
        draw.table(gate_code.check_table(gate))
        st.header("Where implementations differ", anchor=False)
        table = gate_code.implementation_table()
        draw.wide_table(table, off_paper=("limit", "α", "added to u", "source"), placeholder="–")
        draw.download(lambda: table, "implementations")
        chosen = controls.pick(IMPLEMENTATION, gate_code.IMPLEMENTATIONS)
        st.code(chosen.code, language="python", wrap_lines=True)
        st.text(gate_code.implementation_note(chosen))

with control_column:
    settings = {label: {SHOW.key: view, **state} for label, state in gates.settings(UNIT.key).items()}
    controls.presets(settings, caption="As models run them")

with chart_column:
    st.latex(gate.definition.formula)
    st.caption(f"g: the input of the gate; u: what the gate scales. {gates.setting_text(gate)}")

plain = gates.plain_of(gate)
draw.next_pages(
    ("pages/reference.py", f"All about {plain.name}", function_state(plain)),
    ("pages/gains.py", f"The gains of {plain.name}", functions_state([plain])),
    ("pages/constants.py", "Numbers that people copy into code"),
)
