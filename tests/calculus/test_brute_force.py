"""A short run of the sweep over random parameters, and that it would see a false claim."""

import dataclasses
import math

import numpy as np
import pytest

from activations import CATALOG, Definition, Properties, properties_of
from activations.calculus.asymptotes import Asymptote
from activations.calculus.bounds import Bound
from activations.calculus.intervals import Interval
from tests.calculus import brute_force
from tests.parametrized import every_definition


@every_definition
def test_claims_hold_for_random_parameters(definition: Definition) -> None:
    generator = np.random.default_rng([11, *definition.name.encode()])
    for _ in range(6 if definition.parameters else 1):
        brute_force.check(brute_force.random_activation(definition, generator), generator)


FALSE: dict[str, tuple[str, dict[str, object]]] = {
    "an end of the image": ("GELU", {"image": (Interval(-0.1, math.inf, has_low=True),)}),
    "an open end that is closed": ("Tanh", {"image": (Interval(-1.0, 1.0, has_low=True),)}),
    "a hole in the image": ("Hardshrink", {"image": (Interval(-math.inf, math.inf),)}),
    "a maximum elsewhere": ("Mish", {"minimum": Bound(-0.30884341301725043, (Interval.point(-1.3),), ())}),
    "too small a slope": ("SiLU", {"lipschitz": Bound(1.0, (), ())}),
    "zeros without their end": ("ReLU", {"zeros": (Interval(-math.inf, 0.0),)}),
    "a unit that cannot die": ("ReLU", {"dead": ()}),
    "a unit that is not saturated": ("Hardtanh", {"saturated": ()}),
    "another direction": ("ELU", {"monotonicity": "non-decreasing"}),
    "another shape": ("Sigmoid", {"convexity": "convex"}),
    "no asymptote": ("Softplus", {"asymptote_right": None}),
    "another asymptote": ("Tanhshrink", {"asymptote_right": Asymptote(1.0, -1.001)}),
}


@pytest.mark.parametrize("case", FALSE)
def test_a_false_claim_would_be_seen(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, claim = FALSE[case]
    activation = CATALOG[name]()

    def lie(_: object) -> Properties:
        return dataclasses.replace(properties_of(activation), **claim)  # type: ignore[arg-type]

    monkeypatch.setattr(brute_force, "properties_of", lie)
    with pytest.raises(AssertionError):
        brute_force.check(activation, np.random.default_rng(3))


def test_false_intervals_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    # The stretch beyond -2.278 where |Mish′| < 0.1125 again is left out.
    monkeypatch.setattr(brute_force, "vanishing_intervals", lambda *_: (Interval(-2.2346, -0.8602),))
    mish = CATALOG["Mish"]()
    x = np.linspace(-5.0, 5.0, 2_000)
    with pytest.raises(AssertionError):
        brute_force._check_vanishing(mish, x, mish.derivative(x), 0.1125)
