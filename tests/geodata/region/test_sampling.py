"""How disruptions are drawn."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

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


def test_two_of_a_group_hold_together_as_often_as_the_normal_distribution_says():
    """Both latent numbers, of correlation 0.5, below the 20% quantile: the bivariate normal distribution."""
    pair = [disruption(name, 0.2, group="border", correlation=0.5) for name in "ab"]
    draws = geodata.sample_scenarios(pair, 40_000, seed=5)
    quantile = norm.ppf(0.2)
    expected = multivariate_normal.cdf([quantile, quantile], cov=[[1, 0.5], [0.5, 1]])
    assert np.mean([len(draw.combine) == 2 for draw in draws]) == pytest.approx(expected, abs=0.006)


def test_groups_do_not_depend_on_each_other_nor_do_scenarios_without_a_group():
    def joint(first, second):
        pair = [disruption("a", 0.3, group=first, correlation=0.9), disruption("b", 0.3, group=second, correlation=0.9)]
        draws = geodata.sample_scenarios(pair, 20_000, seed=4)
        return np.mean([len(draw.combine) == 2 for draw in draws])

    assert joint("x", "y") == pytest.approx(0.09, abs=0.01)
    assert joint("", "") == pytest.approx(0.09, abs=0.01)
    assert joint("x", "x") > 0.2


def test_a_draw_has_all_that_its_parts_do_and_one_share_of_the_probability():
    part = Scenario(
        "a",
        title="Flood",
        probability=1.0,
        changes=(Change(mode=("rail",), close=True),),
        demand=(geodata.DemandChange(2.0),),
        parameters=(geodata.ParameterChange("terminal_h", factor=2.0),),
    )
    other = Scenario("b", probability=1.0, demand=(geodata.DemandChange(3.0),))
    (one, two) = geodata.sample_scenarios([part, other], 2, seed=1)
    assert (one.name, two.name) == ("draw-0001", "draw-0002")
    assert one.probability == two.probability == 0.5
    assert one.combine == ("a", "b")
    assert one.changes == part.changes
    assert one.demand == part.demand + other.demand
    assert one.parameters == part.parameters


def test_many_draws_have_names_of_one_length():
    draws = geodata.sample_scenarios([disruption("a", 0.5)], 12_345, seed=1)
    assert (draws[0].name, draws[-1].name) == ("draw-00001", "draw-12345")
    assert draws[0].probability == pytest.approx(1 / 12_345)


def test_services_that_parts_change_are_changed_together(edit):
    """Seven trains a week, halved by one disruption and by another, are 1.75 a week: 168 / (2 x 1.75) hours of wait."""
    edit.services({"stops": "BUD;BUH", "departures_per_week": 7, "t_per_departure": 1000})
    for name in ("strike", "snow"):
        edit.scenario(name, 'probability = 1\n[[service]]\nservices = ["line"]\ndepartures = 0.5\n')
    region = edit.region()
    [draw] = region.sample_scenarios(1, seed=1)
    assert set(draw.combine) == {"strike", "snow"}
    room = region.state(draw).model.timetable.changed(region.state(draw).services, region.model.links.places)
    assert room.departures_per_week.tolist() == [1.75, 1.75]
    assert room.capacity_t.tolist() == pytest.approx([1.75 * 365 / 7 * 1000] * 2)
    edit.scenario("stopped", 'probability = 1\n[[service]]\nservices = ["line"]\nclose = true\n')
    [draw] = edit.region().sample_scenarios(1, seed=1)
    state = edit.region().state(draw)
    assert not state.model.timetable.changed(state.services, region.model.links.places).class_ok.any()
