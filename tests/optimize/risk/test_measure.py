"""Every measure is its definition, whatever the costs; properties that all of them share."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.risk import MEASURES, Expected, MaxRegret, RelativeRegret, make_measure
from optimize.risk.measure import as_float
from tests.oracles.risk import RISKS, counts, parameters, together

SEEDS = st.integers(0, 10_000)
EACH = pytest.mark.parametrize("risk", RISKS)


def drawn(risk, seed, count):
    """A measure with random parameters, and what the oracle needs to know of it."""
    rng = np.random.default_rng(seed)
    given_parameters = parameters(risk, rng, count)
    chances = rng.dirichlet(np.ones(count))
    if count > 2:
        chances = np.append(chances[:-1] / chances[:-1].sum(), 0.0)
    measure = make_measure(risk, given_parameters, [f"s{s}" for s in range(count)], [])
    return rng, measure, chances, SimpleNamespace(risk=risk, **given_parameters)


def test_all_measures_are_known_by_name():
    assert sorted(MEASURES) == sorted(RISKS)


@EACH
@given(seed=SEEDS, count=st.integers(1, 5))
def test_the_value_is_the_definition(risk, seed, count):
    rng, measure, chances, asked = drawn(risk, seed, count)
    costs, own = rng.random((3, count)) * 10, rng.random(count) * 10 + 0.1
    values = measure.value(costs, chances, own)
    for value, row in zip(values, costs, strict=True):
        assert value == pytest.approx(together(row.tolist(), chances.tolist(), asked, own.tolist()), abs=1e-9)


@EACH
def test_the_scenarios_that_count_are_those_that_can_make_a_difference(risk):
    for seed in range(20):
        _, measure, chances, asked = drawn(risk, seed, 4)
        assert measure.envelope(chances).counted.tolist() == counts(chances.tolist(), asked)


@EACH
@given(seed=SEEDS)
def test_what_costs_more_in_every_scenario_is_no_better(risk, seed):
    rng, measure, chances, _ = drawn(risk, seed, 4)
    costs, own = rng.random(4), np.full(4, 0.5)
    more = costs + rng.random(4)
    assert measure.value(costs, chances, own) <= measure.value(more, chances, own) + 1e-12


@EACH
@given(seed=SEEDS, factor=st.sampled_from([1e-6, 0.5, 3.0, 1e9]))
def test_the_unit_of_the_costs_is_that_of_the_value(risk, seed, factor):
    rng, measure, chances, _ = drawn(risk, seed, 4)
    costs, own = rng.random(4), rng.random(4) + 0.1
    scaled = measure.value(factor * costs, chances, factor * own)
    unit = 1.0 if risk == "relative_regret" else factor
    assert scaled == pytest.approx(unit * measure.value(costs, chances, own), rel=1e-9, abs=1e-9 * unit)


@EACH
def test_one_scenario_has_its_own_cost(risk):
    _, measure, _, _ = drawn(risk, 5, 1)
    expected = {"max_regret": 4.0, "relative_regret": 2.0}.get(risk, 6.0)
    assert float(measure.value(np.array([6.0]), np.ones(1), np.array([2.0]))) == pytest.approx(expected)


@pytest.mark.parametrize("measure", [MaxRegret(), RelativeRegret()])
def test_regret_needs_something_to_regret(measure):
    with pytest.raises(ValueError, match="own optimum"):
        measure.value(np.array([1.0]), np.array([1.0]))


def test_where_less_is_worse_the_relative_regret_is_a_share_of_the_size():
    # covered flow as a cost: 6 of 10 that could have been, and 3 of 4
    excess = RelativeRegret().weighed(np.array([-6.0, -3.0]), np.array([-10.0, -4.0]))
    assert excess == pytest.approx([0.4, 0.25])


def test_a_measure_says_what_it_was_asked_for():
    assert Expected().plain() == {"risk": "expected"}
    measure = make_measure("mean_cvar", {"cvar_level": 0.5, "cvar_weight": 0.25}, ["a"], [])
    assert measure.plain() == {"risk": "mean_cvar", "cvar_level": 0.5, "cvar_weight": 0.25}


def test_whole_numbers_beyond_all_others_are_infinite():
    assert as_float(10**400) == np.inf
    assert as_float(3) == 3.0
