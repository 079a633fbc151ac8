"""What the page of precision says, as Streamlit runs it."""

import numpy as np
import pytest

from activations.precision import FORMATS, SUBJECTS
from pages.ui.links import Query
from tests.pages.visiting import code_in, opened, share_link, shown


def test_the_post_s_softplus_is_infinite_in_float16_where_its_exponential_is() -> None:
    app = opened("pages/precision.py")
    assert not app.error
    with np.errstate(over="ignore"):
        x = np.arange(10.0, 12.0, 2.0**-7).astype(np.float16)
        first = float(x[np.isinf(np.exp(x))].min())
    assert f"Softplus in float16, textbook: infinite or undefined from {first:.2f} on; 0 from" in shown(app)


def test_the_table_has_every_format_and_form() -> None:
    table = opened("pages/precision.py", {"formula_of": "GELU"}).dataframe[0].value
    assert list(dict.fromkeys(table.index)) == list(FORMATS)
    assert table["form"].tolist() == ["textbook", "with erfc", "stable"] * len(FORMATS)


@pytest.mark.parametrize("name", SUBJECTS)
@pytest.mark.parametrize("order", ["f", "f′"])
def test_each_form_stands_there_to_be_copied(name: str, order: str) -> None:
    app = opened("pages/precision.py", {"formula_of": name, "order": order, "format": "float8_e5m2"})
    assert not app.error
    subject = SUBJECTS[name]
    forms = (subject.derivative if order == "f′" else subject.function).forms
    assert all(form.why in shown(app) for form in forms)
    assert {form.code for form in forms} <= set(code_in(app, "forms", "As code"))


def test_a_link_restores_the_view() -> None:
    query: Query = {"formula_of": "Mish", "order": "f′", "format": "bfloat16", "range": "By powers of ten"}
    app = opened("pages/precision.py", query)
    assert {key: share_link(app)[key] for key in query} == {key: [value] for key, value in query.items()}
    assert "Mish′ in bfloat16" in shown(app)
