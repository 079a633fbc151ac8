"""What the page of constants says, as Streamlit runs it."""

import pytest

from activations.constants import CONSTANTS
from pages.ui.links import Query, as_link
from pages.ui.views import constants
from tests.pages.visiting import comparable, followed, opened, share_link, shown


def test_the_table_has_all_constants_until_it_is_filtered() -> None:
    app = opened("pages/constants.py")
    assert app.dataframe[0].value["constant"].tolist() == list(CONSTANTS)
    assert "SiLU's critical bias variance, printed as 0.055514317" in shown(app)
    assert "90% too small" in shown(app)


def test_a_link_restores_filter_and_constant() -> None:
    query: Query = {"verdict": ["off", "broken"], "words": "gelu", "constant": "MLX's error of QuickGELU"}
    app = opened("pages/constants.py", query)
    assert not app.error
    assert app.dataframe[0].value["constant"].tolist() == ["MLX's error of QuickGELU"]
    assert "is 0.02033487221: the bound is broken." in shown(app)
    assert {key: share_link(app)[key] for key in query} == {
        "verdict": ["off", "broken"],
        "words": ["gelu"],
        "constant": ["MLX's error of QuickGELU"],
    }


@pytest.mark.parametrize("name", ["GELU's cubic term", "QuickGELU's steepness", "SELU's α"])
def test_the_best_constants_in_other_senses_are_shown(name: str) -> None:
    tables = opened("pages/constants.py", {"constant": name}).table
    fits = constants.fits_table(name)
    assert len(tables) == (1 if fits is None else 2)
    assert fits is None or fits.columns["best"][1] in tables[1].value.to_string()


def test_words_that_stand_nowhere_leave_a_sentence() -> None:
    app = opened("pages/constants.py", {"words": "nonsense"})
    assert not app.dataframe
    assert app.info[0].value == constants.NONE


@pytest.mark.parametrize(
    "name",
    [
        "SiLU's critical bias variance",
        "MLX's other steepness",
        "MLX's error of its precise form",
        "StarReLU's bias",
        "SELU's α",
        "LeCun's amplitude",
        "NFNets' γ of glu",
        "He's gain of ReLU",
    ],
)
def test_the_way_on_opens_the_view_that_shows_it(name: str) -> None:
    page, _, state = constants.way_to(CONSTANTS[name])
    app = opened("pages/constants.py")
    followed(app, page, as_link(state))
    assert not app.error
    link, named = comparable(share_link(app)), comparable(as_link(state))
    assert {key: link.get(key) for key in named} == named


def test_the_phase_diagram_shows_the_true_critical_point_of_silu() -> None:
    _, _, state = constants.way_to(CONSTANTS["SiLU's critical bias variance"])
    app = opened("pages/depth.py", as_link(state))
    assert "σ = 1.41 for the weights and σ = 0.7451 for the biases" in shown(app)
