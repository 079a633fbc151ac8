"""What all pages have in common, as Streamlit runs them."""

import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOG, FAMILIES
from activations.formulas.expression import LETTERS
from pages.ui import menu, naming
from pages.ui.declarations import Choice, Control, Guess, Magnitude, Number, OneOf, Seed, Several, Span, Switch, Whole
from pages.ui.formulas import INITIAL, TEXTS
from pages.ui.guide.lessons import DEPTH_PRESETS, LESSONS, SUM_PRESETS, TRAINING_PRESETS, Lesson
from pages.ui.links import Query, State, as_link, as_query, parameter_key
from pages.ui.views.depth import OWN
from tests.pages.visiting import comparable, followed, opened, share_link, shown, views_of

every_page = pytest.mark.parametrize("entry", menu.PAGES, ids=lambda entry: entry.file)


def assert_whole(app: AppTest, entry: menu.PageEntry) -> None:
    assert not app.exception
    assert not app.error
    assert app.title[0].value.partition(":")[0] == entry.title


@every_page
def test_a_page_opens_framed_and_leaves_nothing_in_the_log(
    entry: menu.PageEntry, caplog: pytest.LogCaptureFixture
) -> None:
    app = opened(entry.file)
    assert_whole(app, entry)
    assert [block.language for block in app.code][:2] == ["plaintext"] * 2
    from_pages = [record for record in caplog.records if record.threadName != "MainThread"]  # which is that of the test
    assert [record.getMessage() for record in from_pages if record.levelno >= logging.WARNING] == []


def test_an_exact_value_moves_its_slider() -> None:
    app = opened("pages/curves.py", {"f": ["ELU"]})
    app.session_state["exact values"] = True
    app.run()
    app.number_input(key="exact ELU.alpha").set_value(1.6732632).run()
    assert app.slider(key="ELU.alpha").value == 1.6732632


def test_functions_are_chosen_from_their_families_too() -> None:
    app = opened("pages/curves.py", {"f": ["ELU", "Tanh"]})
    app.session_state["families"] = True
    app.run()
    boxes = {box.label: box for box in app.checkbox}
    catalogued = [definition.name for members in FAMILIES.values() for definition in members]
    assert [*boxes] == [*TEXTS, *catalogued]
    assert [name for name, box in boxes.items() if box.value] == ["Tanh", "ELU"]
    boxes["GELU"].check().run()
    assert app.multiselect(key="f").value == ["ELU", "Tanh", "GELU"]
    boxes["Tanh"].uncheck().run()
    assert app.multiselect(key="f").value == ["ELU", "GELU"]
    for name in ("Mish", "Sigmoid", "Erf", "Arctan", "Sin"):
        boxes[name].check().run()
    assert app.multiselect(key="f").value == ["ELU", "GELU", "Mish", "Sigmoid", "Erf", "Arctan"]
    assert not app.error


def test_the_choice_follows_the_reader_to_other_pages() -> None:
    app = opened("pages/curves.py", {"f": ["GELU", "ELU"], "ELU.alpha": "1.7", "x": ["-3", "8"]})
    followed(app, "pages/sigmoid_sum.py")
    followed(app, "pages/activation_means.py")
    assert app.multiselect(key="f").value == ["GELU", "ELU"]
    assert app.slider(key="ELU.alpha").value == 1.7
    followed(app, "pages/curves.py")
    assert app.slider(key="x").value == (-3.0, 8.0)


def test_no_function_is_an_invitation_to_choose() -> None:
    app = opened("pages/curves.py")
    app.multiselect(key="f").set_value([]).run()
    assert not app.error
    assert "Choose one" in app.info[0].value
    app.button[0].click().run()
    assert app.multiselect(key="f").value == ["Sigmoid", "ELU"]


def moved(control: Control[Any]) -> Any:
    """A value of a control that it has not at first."""
    match control:
        case Number() | Magnitude() | Whole():
            return control.high if control.default == control.low else control.low
        case Seed():
            return control.default + 6
        case Span():
            return (control.low, control.high)
        case Switch():
            return True
        case Guess() | Several():
            return control.options[-1]
    raise AssertionError(f"no value is known for {control}")


def with_all_moved(page: str) -> Iterator[AppTest]:
    """A page on which everything is set, in each of its views, and once more with its switches on."""
    shared = {"f": ["ELU", "Softplus", "Sigmoid"], "of": "ELU", "ELU.alpha": 2.5, "Softplus.beta": 3.0}
    for view in views_of(page):
        own = {key: view.controls[key] for key in view.keys & view.controls.keys()}
        values = {key: moved(control) for key, control in own.items() if not isinstance(control, OneOf | Choice)}
        switches = {key for key in values if isinstance(own[key], Switch)}
        if not values:
            continue
        for hidden in (switches, set()) if switches else (set(),):
            query = {**as_query({**shared, **values}), **view.choices}
            yield opened(page, {key: value for key, value in query.items() if key not in hidden})


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title)
def test_a_lesson_opens_the_same_view_whatever_was_set_before(lesson: Lesson) -> None:
    fresh = opened(lesson.page, as_link(lesson.state))
    assert not fresh.error
    link = comparable(share_link(fresh))
    named = comparable(as_link(lesson.state))
    assert {key: link.get(key) for key in named} == named
    for app in with_all_moved(lesson.page):
        assert comparable(share_link(app)) != link
        followed(app, "pages/home.py")
        assert comparable(share_link(followed(app, lesson.page, as_link(lesson.state)))) == link


PRESETS = [
    pytest.param(page, label, state, id=f"{page} {label}")
    for page, states in (
        ("pages/sigmoid_sum.py", SUM_PRESETS),
        ("pages/depth.py", DEPTH_PRESETS),
        ("pages/training.py", TRAINING_PRESETS),
    )
    for label, state in states.items()
]


@pytest.mark.parametrize(("file", "label", "state"), PRESETS)
def test_a_preset_puts_every_control_back_but_those_that_it_names(file: str, label: str, state: State) -> None:
    link = comparable(share_link(opened(file, as_link(state))))
    for app in with_all_moved(file):
        (preset,) = (button for button in app.button if button.label == label)
        preset.click().run()
        assert not app.error
        reached = comparable(share_link(app))
        if reached.get("depth") == link.get("depth"):
            assert reached == link
        else:  # the depth page keeps its view, of which the other controls agree
            for key in reached.keys() & link.keys() - {"depth"}:
                assert reached[key] == link[key]


def test_what_a_preset_leaves_undrawn_is_put_back_too() -> None:
    app = opened("pages/training.py", {"data": "Moons", "points": "60", "noise": "0.4", "hidden": "2", "epochs": "2"})
    app.selectbox(key="data").set_value("Digits").run()
    (preset,) = (button for button in app.button if button.label == "Spirals")
    preset.click().run()
    assert app.number_input(key="points").value == 500.0
    assert app.number_input(key="noise").value == 0.05


def test_a_preset_wins_over_a_link_to_what_is_not_drawn_yet() -> None:
    for label, sigma_w in (("Tanh at σ = 5/3", 5.0 / 3.0), ("SELU at σ = 1", 1.0)):
        app = opened("pages/depth.py", {"init": "He", "sigma_w": "3.0", "lesson": "sigmoid_layers"})
        (preset,) = (button for button in app.button if button.label == label)
        preset.click().run()
        app.selectbox(key="init").set_value(OWN).run()
        assert app.number_input(key="sigma_w").value == sigma_w
        assert app.query_params["lesson"] == "sigmoid_layers"


@every_page
def test_a_share_link_restores_itself(entry: menu.PageEntry) -> None:
    for view in views_of(entry.file):
        link = share_link(
            opened(entry.file, {**view.choices, "f": ["LeakyReLU", "Tanh"], "LeakyReLU.negative_slope": "0.2345"})
        )
        assert share_link(opened(entry.file, link)) == link


def test_each_control_has_one_declaration() -> None:
    pages_of: Counter[str] = Counter()
    for entry in menu.PAGES:
        controls_of_page: dict[str, Control[Any]] = {}
        for view in views_of(entry.file):
            for key, control in view.controls.items():
                declared = control.among(()) if isinstance(control, Choice) else control
                assert controls_of_page.setdefault(key, declared) == declared
        pages_of.update(controls_of_page.keys())
    assert pages_of
    assert set(pages_of.values()) == {1}


@pytest.mark.parametrize(
    ("file", "query"),
    [
        ("pages/reference.py", {"of": "GELU", "derivatives": "In NumPy, for these parameters", "codes": "PyTorch"}),
        ("pages/gains.py", {"initializers": "JAX"}),
        ("pages/gates.py", {"gates": "Code", "gate_code": "Keras"}),
        ("pages/precision.py", {"forms": "As code"}),
    ],
)
def test_a_link_tells_which_code_is_open(file: str, query: Query) -> None:
    from_link = opened(file, query)
    assert {key: share_link(from_link)[key] for key in query} == {key: [value] for key, value in query.items()}
    assert [block.value for block in from_link.code] != [block.value for block in opened(file).code]
    unknown = opened(file, {**query, **dict.fromkeys(set(query) - {"of", "gates"}, "nonsense")})
    assert not unknown.error
    assert "nonsense" not in str(share_link(unknown))


@every_page
def test_a_link_carries_what_is_declared_and_the_functions(entry: menu.PageEntry) -> None:
    shared = {"f", "of", *(f"{name}.{p.name}" for name in CATALOG for p in CATALOG[name].parameters), *INITIAL}
    shared |= {parameter_key(name, letter) for name in TEXTS for letter in LETTERS}
    for view in views_of(entry.file):
        assert view.keys <= view.controls.keys() | shared
        for key in view.keys & view.controls.keys():
            control = view.controls[key]
            if key not in view.choices:
                assert control.checked(control.initial) is not None


HOSTILE_VALUES: tuple[list[str], ...] = (
    ["nan"],
    ["inf"],
    ["-inf"],
    ["1e308"],
    [""],
    ["<script>alert(1)</script>[x](javascript:alert(1))"],
    ["9", "-9"],
    ["4", "4"],
    ["ReLU", "ReLU", "nonsense", "ELU"],
    ["1"] * 10_000,
    ["\x00", "%00", "💥"],
)


@every_page
@pytest.mark.parametrize("first", range(0, len(HOSTILE_VALUES), 3))
def test_a_hostile_link_neither_raises_nor_shows_through(entry: menu.PageEntry, first: int) -> None:
    views = views_of(entry.file)
    keys = sorted({"f", "unknown", "v", *(key for view in views for key in view.keys)})
    hostile: Query = {key: HOSTILE_VALUES[(first + k) % len(HOSTILE_VALUES)] for k, key in enumerate(keys)}
    opening = [{**hostile, **view.choices, "f": ["ELU", "ReLU"]} for view in views if view.choices]
    for query in (hostile, *opening):
        app = opened(entry.file, query)
        assert_whole(app, entry)
        assert "script" not in shown(app)


@pytest.mark.parametrize(
    ("file", "query"),
    [
        ("reference", {"of": "Sigmoid", "Sigmoid.offset": "1e-200"}),
        ("reference", {"of": "Sigmoid", "Sigmoid.offset": "5e-324"}),
        ("curves", {"f": "SiLU", "SiLU.beta": "1e-17"}),
        ("curves", {"f": "SiLU", "SiLU.beta": "1e-17", "eps": "1e-6"}),
        ("depth", {"f": "GELU", "sigma_b": "1e-100"}),
        ("depth", {"f": "ELU", "init": "LeCun", "sigma_b": "1e-24"}),
        ("depth", {"f": "Tanh", "depth": "Phases", "sigma_b": "1e-100"}),
    ],
)
def test_a_tiny_number_in_a_link_is_taken(file: str, query: Query) -> None:
    app = opened(f"pages/{file}.py", query)
    assert not app.error
    assert not app.exception


def test_a_choice_is_cut_to_six_known_functions() -> None:
    app = opened("pages/curves.py", {"f": [*CATALOG, "nonsense", *CATALOG]})
    assert not app.error
    assert len(share_link(app)["f"]) <= naming.MOST_FUNCTIONS
