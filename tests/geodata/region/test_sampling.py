"""How disruptions are drawn."""

import numpy as np
import pytest

import geodata
from geodata import Change, Scenario


def disruption(name, probability, **more):
    return Scenario(name, probability=probability, changes=(Change(mode=("rail",), close=True),), **more)


def frequencies(draws, *names):
    return [np.mean([name in draw.combine for draw in draws]) for name in names]


def test_draws_have_the_probabilities(danube_region):
    draws = geodata.sample_scenarios(
        [disruption("a", 0.3), disruption("b", 0.05), disruption("c", 0.0)], 20_000, seed=1
    )
    assert frequencies(draws, "a", "b", "c") == pytest.approx([0.3, 0.05, 0.0], abs=0.01)
    both = np.mean([{"a", "b"} <= set(draw.combine) for draw in draws])
    assert both == pytest.approx(0.015, abs=0.005)


def test_draws_are_reproducible_and_do_not_depend_on_company():
    alone = geodata.sample_scenarios([disruption("a", 0.3)], 200, seed=7)
    company = geodata.sample_scenarios([disruption("b", 0.5), disruption("a", 0.3)], 200, seed=7)
    assert ["a" in draw.combine for draw in alone] == ["a" in draw.combine for draw in company]
    assert alone == geodata.sample_scenarios([disruption("a", 0.3)], 200, seed=7)
    assert alone != geodata.sample_scenarios([disruption("a", 0.3)], 200, seed=8)


def test_a_group_depends_by_its_correlation():
    def joint(correlation):
        pair = [disruption(name, 0.2, group="border", correlation=correlation) for name in "ab"]
        draws = geodata.sample_scenarios(pair, 20_000, seed=3)
        assert frequencies(draws, "a", "b") == pytest.approx([0.2, 0.2], abs=0.01)
        return np.mean([len(draw.combine) == 2 for draw in draws])

    assert joint(0.0) == pytest.approx(0.04, abs=0.006)
    assert 0.07 < joint(0.5) < 0.12
    assert joint(1.0) == pytest.approx(0.2, abs=0.01)


def test_what_if_cases_and_combinations_are_not_drawn():
    what_if = Scenario("what-if", changes=(Change(mode=("rail",), close=True),))
    union = Scenario("union", probability=0.9, combine=("a",))
    draws = geodata.sample_scenarios([what_if, union, disruption("a", 1.0)], 5, seed=0)
    assert {draw.combine for draw in draws} == {("a",)}


def test_a_draw_is_a_scenario_like_any_other(danube_region):
    draws = danube_region.sample_scenarios(300, seed=2)
    assert draws[0].name == "draw-0001"
    assert sum(draw.probability for draw in draws) == pytest.approx(1.0)
    hit = next(draw for draw in draws if draw.combine)
    assert danube_region.route("SOF", "BUH", scenario=hit).links != ("sof-buh-road",)


def test_no_draws_is_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        geodata.sample_scenarios([], 0, seed=1)
