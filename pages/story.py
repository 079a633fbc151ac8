"""From the sigmoid to the ELU: a story of nine questions."""

import streamlit as st

from activations.initialization import weight_variance
from pages.ui import controls, draw, frame, race
from pages.ui.charts import curves, difference, means, sigmoid_sum, story, training
from pages.ui.chosen import Difference
from pages.ui.lessons import POST_SUM
from pages.ui.telling import STEPS

EPOCHS = 10
RACERS = ("Sigmoid", "Tanh", "ReLU", "ELU")

frame.require_frame()

number = controls.step("Step", "step", len(STEPS))
step = STEPS[number - 1]
st.header(f"{number}. {step.title}", anchor=False)
guess = controls.guess(step.question, f"guess{number}", step.options)

if guess is None:
    st.caption("Choose an answer to see what is computed.")
else:
    st.markdown("**Right.**" if guess == step.answer else f"**It is: {step.answer}.**")
    chart_column, control_column = draw.chart_and_controls()
    match number:
        case 1:
            drawing = curves.drawing([story.function("Identity")], -10.0, 10.0, fitted=True)
            sentence = story.line_sentence()
            scene = curves.plain_chart(drawing)
        case 2:
            with control_column:
                offset = controls.number("Offset", "story_offset", default=2.0, low=-8.0, high=8.0, step=0.5)
            drawing = curves.drawing([story.function("Sigmoid", offset=offset)], -10.0, 10.0, fitted=True)
            sentence = story.offset_sentence(offset)
            scene = curves.plain_chart(drawing)
        case 3:
            with control_column:
                epsilon = controls.magnitude("ε", "story_eps", default=0.01, low=1e-6, high=0.25)
            sigmoid = [story.function("Sigmoid")]
            drawing = curves.drawing(sigmoid, -10.0, 10.0, fitted=True)
            sentence = story.slope_sentence(epsilon)
            scene = curves.vanishing_chart(drawing, curves.vanishing(sigmoid, epsilon), epsilon, -10.0, 10.0)
        case 4:
            with control_column:
                count = controls.whole("Sigmoids", "story_n", default=10, low=1, high=100)
            total = story.spread_sum(count)
            sentence = story.spread_sentence(total)
            scene = sigmoid_sum.sum_drawing(total, sigmoid_sum.sum_table(total, -10.0, 20.0), -10.0, 20.0)
        case 5:
            with control_column:
                divisor = controls.number(
                    "Divide by", "story_divisor", default=10.0, low=1.0, high=100.0, step=0.1, digits=3
                )
            total = sigmoid_sum.SigmoidSum(100, POST_SUM["spacing"], POST_SUM["first"], divisor)
            low, high = POST_SUM["span"]
            errors = sigmoid_sum.largest_errors(total, low, high)
            sentence = story.softplus_sentence(total, *errors[sigmoid_sum.SOFTPLUS], high)
            scene = sigmoid_sum.sum_drawing(total, sigmoid_sum.sum_table(total, low, high), low, high)
        case 6:
            with control_column:
                beta = controls.number("Softplus β", "story_beta", default=1.0, low=0.1, high=10.0, step=0.5)
            pair = Difference(story.function("Softplus", beta=beta), story.function("ReLU"))
            drawing = curves.drawing([pair], -6.0, 6.0, fitted=True)
            sentence = story.relu_sentence(beta, *difference.largest_differences(pair, -6.0, 6.0)[pair.name])
            scene = difference.difference_chart(pair.name, pair.titles, drawing.units), drawing.panel_tables
        case 7:
            with control_column:
                centre = controls.number("Mean of the inputs", "story_mean", default=0.0, low=-5.0, high=5.0, step=0.1)
            table = story.mean_table([story.function(name) for name in ("Sigmoid", "Softplus", "ReLU", "ELU")], centre)
            sentence = story.mean_sentence(table, centre)
            scene = means.grid_mean_chart(tuple(table["function"])), {"means": table}
        case 8:
            with control_column:
                alpha = controls.number("ELU α", "story_alpha", default=1.0, low=0.0, high=3.0, step=0.1, digits=7)
                centre = controls.number("Mean of the inputs", "story_mean", default=0.0, low=-5.0, high=5.0, step=0.1)
            both = [story.function("ReLU"), story.function("ELU", alpha=alpha)]
            drawing = curves.drawing(both, -6.0, 6.0, fitted=True)
            sentence = story.elu_sentence(alpha, centre)
            scene = curves.plain_chart(drawing)
        case _:
            runners = [
                race.runner(each, weight_variance("He", each.activation), race.Experiment(epochs=EPOCHS))
                for each in map(story.function, RACERS)
            ]
            progress = chart_column.empty()
            for share in race.train_all(runners):
                progress.progress(share, "Four networks learn to read digits …")
            progress.empty()
            sentence = story.race_sentence(runners)
            scene = training.training_chart(RACERS), training.panel_tables(training.epoch_table(runners), RACERS)
    with chart_column:
        draw.chart(*scene, alt=sentence)
    st.text(sentence)
    st.write(step.telling)
    st.caption(f"Source: {step.source}")

with st.container(horizontal=True):
    if number > 1:
        st.button("Back", on_click=controls.set_values, args=({"step": number - 1},))
    if number < len(STEPS):
        st.button("Next", type="primary", on_click=controls.set_values, args=({"step": number + 1},))

draw.next_pages((step.page, step.label, step.state))
