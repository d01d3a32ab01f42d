"""How often disruptions begin: at the low and high of the region, and drawn in between."""

import numpy as np
import pytest
from scipy.stats import kstest, triang

import geodata
from geodata import Scenario
from geodata.values import Choice, chosen_frequency

CLOSED = '[[change]]\nlinks = ["sof-buh-road"]\nclose = true\n'
RARE = f"per_year_low = 0.1\nper_year = 0.5\nper_year_high = 2\nduration_days = 30\nrecovery_days = 20\n{CLOSED}"
DAYS = 30 + 20 / 2
"""Of one occurrence, the recovery counting half."""


@pytest.fixture
def region(edit):
    edit.scenario("rare", RARE)
    edit.scenario("usual", f"probability = 0.2\n{CLOSED}")
    return edit.region()


@pytest.mark.parametrize(("level", "per_year"), [("low", 0.1), ("central", 0.5), ("high", 2.0)])
def test_a_level_holds_for_frequencies_too(region, level, per_year):
    chosen = geodata.load_region(region.data.folder, level=level)
    assert chosen.scenario("rare").probability == pytest.approx(per_year * DAYS / 365)
    assert chosen.scenario("rare").per_year == (0.1, 0.5, 2.0)
    assert chosen.scenario("usual").probability == 0.2


def test_a_sampled_region_has_a_frequency_of_its_own_from_the_triangle(region):
    shares = [region.sample_parameters(seed).scenario("rare").probability for seed in range(400)]
    per_year = np.array(shares) * 365 / DAYS
    low, mode, high = 0.1, 0.5, 2.0
    assert kstest(per_year, triang((mode - low) / (high - low), low, high - low).cdf).pvalue > 0.01
    assert region.sample_parameters(3).scenario("usual").probability == 0.2
    assert region.sample_parameters(3).scenario("rare") == region.sample_parameters(3).scenario("rare")


def test_the_draw_of_a_scenario_does_not_depend_on_its_company(region, edit):
    before = region.sample_parameters(5).scenario("rare").probability
    edit.scenario("another", RARE)
    sampled = edit.region().sample_parameters(5)
    assert sampled.scenario("rare").probability == before
    assert sampled.scenario("another").probability != before


def test_weights_follow_the_draw(region):
    sampled = region.sample_parameters(5)
    share = sampled.scenario("rare").probability
    weights = geodata.scenario_probabilities([sampled.scenario(name) for name in ("base", "rare")])
    assert weights["rare"] == pytest.approx(share)


def test_joint_draws_of_a_sampled_region_have_its_own_frequency(region):
    sampled = region.sample_parameters(5)
    share = sampled.scenario("rare").probability
    assert abs(share - region.scenario("rare").probability) > 0.02
    draws = sampled.sample_scenarios(20_000, seed=1)
    assert np.mean(["rare" in draw.combine for draw in draws]) == pytest.approx(share, abs=0.01)


def test_what_comes_all_the_time_is_never_in_force_for_more_than_all_of_it():
    often = Scenario("often", per_year=(1.0, 2.0, 3.0), duration_days=100.0, recovery_days=200.0)
    assert chosen_frequency(often, Choice("high")).probability == 1.0


def test_a_probability_may_have_a_low_and_a_high(edit):
    edit.scenario("odd", f"probability_low = 0.1\nprobability = 0.2\nprobability_high = 0.6\n{CLOSED}")
    region = edit.region()
    for level, share in (("low", 0.1), ("central", 0.2), ("high", 0.6)):
        assert edit.region(level=level).scenario("odd").probability == share
    drawn = [region.sample_parameters(seed).scenario("odd").probability for seed in range(400)]
    assert kstest(drawn, triang(0.2, 0.1, 0.5).cdf).pvalue > 0.01
    name = "scenarios.probability[scenario=odd]"
    assert region.with_inputs({name: 0.45}).scenario("odd").probability == 0.45
    with pytest.raises(ValueError, match="not from 0 to 1"):
        region.with_inputs({name: 1.2})
    draws = region.sample_inputs(3, 1)
    assert [item.scenario("odd").probability for item in draws] == draws.frame()[name].tolist()
