"""The reader's own data, as Streamlit runs the page."""

import io
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOG, moments_of
from activations.random_inputs.empirical import Empirical
from pages.ui.reading import EXAMPLE
from pages.ui.wording import number_text
from tests.pages.visiting import followed, opened, share_link, shown


def sent(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return app.run()


def array_file(numbers: object) -> bytes:
    file = io.BytesIO()
    np.save(file, np.asarray(numbers))
    return file.getvalue()


NUMBERS = np.random.default_rng(4).exponential(size=500) - 0.5


def test_it_opens_with_the_example() -> None:
    app = opened("pages/data.py", {"f": ["ELU", "ReLU"]})
    assert not app.error
    z = np.load(EXAMPLE).astype(np.float64)
    assert f"{z.size:,} numbers" in shown(app)
    table = app.dataframe[0].value
    assert table.loc["ReLU", "mean out"] == number_text(np.maximum(z, 0.0).mean())
    assert table.loc["ReLU", "dead"] == f"{number_text(100.0 * np.mean(z <= 0.0), 3)}%"


def test_a_file_is_shown_and_is_still_there_after_a_visit_to_another_page() -> None:
    app = sent(opened("pages/data.py", {"f": ["Tanh"]}), "z.npy", array_file(NUMBERS))
    assert not app.error
    mean = number_text(np.tanh(NUMBERS).mean())
    assert app.dataframe[0].value.loc["Tanh", "mean out"] == mean
    followed(app, "pages/activation_means.py")
    assert not app.error
    followed(app, "pages/data.py")
    assert app.dataframe[0].value.loc["Tanh", "mean out"] == mean
    assert "On show: z.npy" in shown(app)
    (back,) = (button for button in app.button if button.label == "Use the example")
    back.click().run()
    assert "500 numbers" not in shown(app)
    assert f"{np.load(EXAMPLE).size:,} numbers" in shown(app)


def estimate(app: AppTest, name: str) -> Any:
    return app.table[0].value.loc[name]


def test_means_are_of_inputs_drawn_from_the_file() -> None:
    app = sent(opened("pages/data.py", {"f": ["ELU"]}), "<b>z</b>.npy", array_file(NUMBERS))
    followed(app, "pages/activation_means.py", {"f": ["ELU"], "inputs": "Data"})
    assert not app.error
    exact = moments_of(CATALOG["ELU"](), Empirical(NUMBERS))
    assert estimate(app, "ELU")["exact mean"] == number_text(exact.mean, 6)
    assert estimate(app, "ELU")["standard deviation"] == number_text(exact.deviation, 6)
    assert abs(float(estimate(app, "ELU")["standard errors apart"].replace("−", "-"))) < 5.0
    assert "from the 500 numbers of <b>z</b>.npy, which a link does not carry" in shown(app)
    assert "z.npy" not in app.code[0].value
    assert share_link(app)["inputs"] == ["Data"]


def test_a_link_to_means_over_a_file_shows_others_the_example_and_says_so() -> None:
    app = opened("pages/activation_means.py", {"f": ["ELU"], "inputs": "Data", "column": "<b>"})
    assert not app.error
    example = Empirical(np.load(EXAMPLE))
    assert estimate(app, "ELU")["exact mean"] == number_text(moments_of(CATALOG["ELU"](), example).mean, 6)
    assert f"from the {example.numbers.size:,} numbers of the example, since a link carries no file" in shown(app)


def test_means_follow_another_file_and_another_column() -> None:
    rows = "\n".join(f"{value};{2.0 * value}" for value in NUMBERS)
    app = sent(opened("pages/data.py", {"f": ["ReLU"]}), "two.csv", f"one;two\n{rows}".encode())
    for column, factor in (("one", 1.0), ("two", 2.0), ("one", 1.0)):
        followed(app, "pages/data.py")
        app.selectbox(key="column").set_value(column).run()
        followed(app, "pages/activation_means.py", {"f": ["ReLU"], "inputs": "Data"})
        assert f"{column} in two.csv" in shown(app)
        assert estimate(app, "ReLU")["exact mean"] == number_text(np.maximum(factor * NUMBERS, 0.0).mean(), 6)
    followed(app, "pages/data.py")
    sent(app, "z.npy", array_file(NUMBERS + 1.0))
    followed(app, "pages/activation_means.py", {"f": ["ReLU"], "inputs": "Data"})
    assert estimate(app, "ReLU")["exact mean"] == number_text(np.maximum(NUMBERS + 1.0, 0.0).mean(), 6)


def test_a_column_that_cannot_be_read_leaves_a_sentence_on_the_page_of_means() -> None:
    app = sent(opened("pages/data.py", {"f": ["ReLU"]}), "z.npy", array_file(np.ones(50)))
    followed(app, "pages/activation_means.py", {"f": ["ReLU"], "inputs": "Data"})
    assert not app.exception
    assert not app.error
    (warning,) = app.warning
    assert "All numbers are equal" in warning.value.replace("\\", "")


def test_a_column_is_chosen_by_its_name() -> None:
    rows = "\n".join(f"{k};{str(value).replace('.', ',')};x" for k, value in enumerate(NUMBERS))
    app = sent(opened("pages/data.py", {"f": ["ReLU"]}), "spreadsheet.csv", f"number;z in V;text\n{rows}".encode())
    assert app.selectbox(key="column").options == ["number", "z in V"]
    app.selectbox(key="column").set_value("z in V").run()
    assert app.dataframe[0].value.loc["ReLU", "mean out"] == number_text(np.maximum(NUMBERS, 0.0).mean())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("<b>.npy", b"\x80\x04."),
        ("z.csv", b"<script>alert(1)</script>\n[x](javascript:alert(1))"),
        ("z.npy", array_file(np.ones(5))),
        ("z.npy", array_file(np.full(50, np.nan))),
    ],
)
def test_a_bad_file_leaves_a_sentence_and_the_example(name: str, content: bytes) -> None:
    app = sent(opened("pages/data.py"), name, content)
    assert not app.exception
    (error,) = app.warning
    assert "script" not in error.value
    assert "allowed" in error.value.lower() or "must" in error.value or "needed" in error.value


def test_a_refused_file_leaves_the_example_by_its_name() -> None:
    app = sent(opened("pages/data.py"), "z.npy", b"cos")
    (error,) = app.warning
    assert error.value.replace("\\", "").endswith("The example is shown instead.")
    assert f"{np.load(EXAMPLE).size:,} numbers" in shown(app)
    assert "your numbers" not in shown(app) + "".join(caption.value for caption in app.caption)
    assert "E f′² over the numbers of the example: " in shown(app)
    followed(app, "pages/activation_means.py", {"inputs": "Data"})
    assert "of the example, since your file cannot be read" in shown(app)


def test_the_page_says_how_it_read_commas() -> None:
    column = "\n".join(f"{value:.3f}".replace(".", ",") for value in NUMBERS)
    app = sent(opened("pages/data.py"), "z.csv", column.encode())
    assert not app.warning
    assert "500 numbers" in shown(app)
    assert any("1,5 is 1.5" in caption.value for caption in app.caption)


def test_a_file_that_is_taken_out_of_the_uploader_is_gone() -> None:
    app = sent(opened("pages/data.py"), "z.npy", array_file(NUMBERS))
    assert "500 numbers" in shown(app)
    app.file_uploader[0].set_value([])
    app.run()
    assert "500 numbers" not in shown(app)
    assert f"{np.load(EXAMPLE).size:,} numbers" in shown(app)


def test_a_link_does_not_carry_the_file_and_the_page_says_so() -> None:
    app = sent(opened("pages/data.py"), "z.npy", array_file(NUMBERS))
    assert "z.npy" not in app.code[0].value
    assert any("does not carry it" in caption.value for caption in app.caption)


EXACT = "A link to exactly this view:"
WITHOUT_FILE = "A link to this view of the example, since no link carries your file:"


def test_the_share_link_promises_the_view_of_a_file_to_no_one() -> None:
    def promised() -> list[str]:
        return [each.value for each in app.markdown if each.value in {EXACT, WITHOUT_FILE}]

    app = opened("pages/data.py")
    assert promised() == [EXACT]
    sent(app, "z.npy", array_file(NUMBERS))
    assert promised() == [WITHOUT_FILE]
    followed(app, "pages/activation_means.py", {"inputs": "Data"})
    assert promised() == [WITHOUT_FILE]
    followed(app, "pages/curves.py")
    assert promised() == [EXACT]


def test_numbers_are_kept_for_one_reader_only() -> None:
    sent(opened("pages/data.py", {"f": ["Tanh"]}), "z.npy", array_file(NUMBERS))
    assert "500 numbers" not in shown(opened("pages/data.py", {"f": ["Tanh"]}))


def test_parameters_count() -> None:
    tables = [
        sent(opened("pages/data.py", {"f": ["ELU"], "ELU.alpha": alpha}), "z.npy", array_file(NUMBERS))
        .dataframe[0]
        .value
        for alpha in ("1", "2")
    ]
    assert [table.loc["ELU", "mean out"] for table in tables] == [
        number_text(CATALOG["ELU"](alpha=alpha)(NUMBERS).mean()) for alpha in (1.0, 2.0)
    ]
