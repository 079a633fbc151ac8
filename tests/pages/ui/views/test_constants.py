"""The table of constants, its filters and its ways on."""

import math
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erf

from activations import CATALOG, Normal, moments_of, parse_formula
from activations.constants import CONSTANTS, Constant
from pages.ui import menu
from pages.ui.links import functions_state
from pages.ui.views import constants
from tests.tables import as_frame

ALL = list(CONSTANTS.values())


def test_a_row_compares_with_scipys_quadrature() -> None:
    def squared(z: float) -> float:
        return (z / (1.0 + math.exp(-z))) ** 2 * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)

    exact = math.sqrt(quad(squared, -12.0, 12.0, limit=400)[0])
    row = constants.constants_table(ALL).set_index("constant").loc["EDM2's divisor of SiLU"]
    assert row["computed"] == pytest.approx(exact, rel=1e-9)
    assert row["relative difference"] == pytest.approx(0.596 / exact - 1.0, rel=1e-5)
    assert row["verdict"] == "exact"


def test_the_sentence_on_mlxs_bound_agrees_with_a_search() -> None:
    grid = [k / 1000.0 for k in range(-6000, 6001)]
    errors = [abs(0.5 * x * (1.0 + erf(x / math.sqrt(2.0))) - x / (1.0 + math.exp(-1.702 * x))) for x in grid]
    assert f"is {max(errors):.5f}"[:-1] in constants.verdict_sentence(CONSTANTS["MLX's error of QuickGELU"])


@pytest.mark.parametrize(
    ("verdicts", "words", "count"),
    [
        ([], "", len(ALL)),
        (["broken"], "", 1),
        (["holds", "broken"], "MLX", 2),
        ([], "nfnets γ of celu", 2),
        ([], "NFNETS", 14),
        ([], "x" * 10_000, 0),
        ([], "SELU's λ", 1),
    ],
)
def test_filters(verdicts: list[str], words: str, count: int) -> None:
    assert len(constants.found(verdicts, words)) == count


@pytest.mark.parametrize("verdicts", [["exact"], ["holds"], ["exact", "holds"], ["holds", "close"], []])
def test_the_farthest_off_is_one_that_is_off(verdicts: list[str]) -> None:
    found = constants.found(verdicts, "")
    _, _, farthest = constants.constants_sentence(found).partition(" Farthest off: ")
    off = {
        abs(comparison.relative_difference): constants.verdict_sentence(constant)
        for constant in found
        if (comparison := constants.comparison(constant.name)).verdict not in {"exact", "holds"}
    }
    assert farthest == (off[max(off)] if off else "")


def test_verdicts_count_every_constant_once() -> None:
    assert sum(len(constants.found([verdict], "")) for verdict in constants.VERDICTS) == len(ALL)


@pytest.mark.parametrize("constant", ALL, ids=lambda constant: constant.name)
def test_each_row_leads_to_a_page(constant: Constant) -> None:
    page, label, state = constants.way_to(constant)
    assert page in {entry.file for entry in menu.PAGES}
    (address,) = constants.constants_table([constant])["shown in"]
    assert page == f"pages/{urlsplit(address).path}.py"
    assert set(state) < set(parse_qs(urlsplit(address).query, keep_blank_values=True))
    if constant.about is not None and not page.endswith("curves.py"):
        assert constant.about.name in label


def test_the_ways_on_bear_out_what_is_said() -> None:
    """Where a view shows a number, it is the one of the row."""
    star = constants.way_to(CONSTANTS["StarReLU's scale"])
    assert star.state == functions_state([CATALOG["StarReLU"]()])
    assert moments_of(CATALOG["StarReLU"](), Normal()).deviation == pytest.approx(1.0, abs=1e-4)
    lecun = constants.way_to(CONSTANTS["LeCun's amplitude"])
    assert lecun.state["of"] == "ScaledTanh"
    assert CATALOG["ScaledTanh"]()(lecun.state["point"]) == pytest.approx(1.0, abs=1e-5)


def test_the_precise_form_is_shown_as_it_is() -> None:
    way = constants.way_to(CONSTANTS["MLX's error of its precise form"])
    form = parse_formula(str(way.state["formula"]), "Formula")()
    assert way.state["f"] == ["GELU", "Formula"]
    grid = np.linspace(-6.0, 6.0, 1201)
    gelu = 0.5 * grid * (1.0 + erf(grid / math.sqrt(2.0)))
    computed = constants.comparison("MLX's error of its precise form").computed
    assert np.abs(form(grid) - gelu).max() == pytest.approx(computed, rel=1e-4)


def test_constants_that_are_best_in_one_sense_stand_beside_those_of_others() -> None:
    assert constants._FORMS.keys() <= CONSTANTS.keys()
    grid = np.linspace(-8.0, 8.0, 4001)
    for name in ("QuickGELU's steepness", "MLX's other steepness"):
        fits = constants.fits_table(name)
        assert fits is not None
        table = as_frame(fits)
        errors = (1.0 / (1.0 + np.exp(-1.702 * grid)) - 0.5 * (1.0 + erf(grid / math.sqrt(2.0)))) * grid
        shown = float(str(table.loc["Smallest largest error of GELU", "error with 1.702"]))
        assert shown == pytest.approx(np.abs(errors).max(), rel=1e-3)
        assert (table["error"].astype(float) <= table["error with 1.702"].astype(float)).all()
    assert constants.fits_table("SELU's α") is None


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("Yu et al. 2022, MetaFormer baselines, arXiv 2210.13452", "https://arxiv.org/abs/2210.13452"),
        ("google-deepmind/deepmind-research, nfnets/base.py", "https://github.com/google-deepmind/deepmind-research"),
        ("PyTorch 2.13, torch/nn/init.py", None),
        ("LeCun, Bottou, Orr and Müller 1998, Efficient BackProp", None),
    ],
)
def test_addresses_of_sources(source: str, address: str | None) -> None:
    assert constants.source_address(source) == address


def test_the_ways_on_show_what_the_constant_is_about() -> None:
    state = constants.way_to(CONSTANTS["SiLU's critical bias variance"]).state
    assert state["sigma_b"] ** 2 == pytest.approx(0.5551431707, abs=1e-9)
    assert state["sigma_w"] ** 2 == pytest.approx(1.98800468, abs=1e-8)
    assert constants.way_to(CONSTANTS["MLX's other steepness"]).state["SiLU.beta"] == 1.773
    assert constants.way_to(CONSTANTS["NFNets' γ of glu"]).page == "pages/gates.py"
