"""Simulated years of disruptions."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

import geodata
from geodata import Scenario
from geodata.scenarios import share_of_time


def disruption(name, per_year=None, days=None, recovery=None, **more):
    if per_year is not None:
        more["probability"] = share_of_time(per_year, days, recovery or 0.0)
        more["per_year"] = (per_year,) * 3
    return Scenario(name, duration_days=days, recovery_days=recovery, **more)


def shares(years, *names):
    """Share of the time in which all of some scenarios are in force, year by year."""
    return np.array([sum(share for state, share in year.items() if set(names) <= set(state)) for year in years])


def assert_near(found, expected):
    """Within four standard errors of the mean over the years."""
    error = max(found.std() / np.sqrt(len(found)), 1e-4)
    assert found.mean() == pytest.approx(expected, abs=4 * error)


@pytest.mark.parametrize(
    ("per_year", "days", "recovery"),
    [(0.2, 10, 14), (3.0, 4, 5), (12.0, 20, 0), (0.03, 730, 180), (0.15, 365, 180)],
)
def test_a_disruption_is_in_force_for_its_share_of_the_time(per_year, days, recovery):
    years = geodata.sample_years([disruption("a", per_year, days, recovery)], 3000, seed=1)
    assert_near(shares(years, "a"), per_year * (days + recovery / 2) / 365)


def test_the_shares_of_a_year_add_up():
    items = [disruption("a", 6.0, 10), disruption("b", 2.0, 40), disruption("c", 0.1, 400)]
    for year in geodata.sample_years(items, 50, seed=2):
        assert sum(year.values()) == pytest.approx(1.0)
        assert all(share > 0 for share in year.values())
        assert all(list(state) == sorted(state) for state in year)  # in the order of the scenarios


def test_disruptions_without_a_group_overlap_by_chance():
    items = [disruption("a", 6.0, 15), disruption("b", 2.0, 60)]
    years = geodata.sample_years(items, 3000, seed=3)
    assert_near(shares(years, "a", "b"), (6 * 15 / 365) * (2 * 60 / 365))


def test_disruptions_of_a_group_overlap_as_joint_draws_do():
    """At a moment both are in force when two normal numbers of correlation 0.6 are below their quantiles."""
    items = [disruption(name, 3.0, days, group="g", correlation=0.6) for name, days in (("a", 20), ("b", 30))]
    years = geodata.sample_years(items, 4000, seed=4)
    p, q = 60 / 365, 90 / 365
    assert_near(shares(years, "a"), p)
    assert_near(shares(years, "b"), q)
    both = multivariate_normal.cdf([norm.ppf(p), norm.ppf(q)], cov=[[1, 0.6], [0.6, 1]])
    assert_near(shares(years, "a", "b"), both)


def test_at_correlation_1_a_group_is_in_force_for_whole_years():
    items = [disruption(name, 3.0, 30, group="g", correlation=1.0) for name in "ab"]
    years = geodata.sample_years(items, 2000, seed=5)
    assert {state for year in years for state in year} == {(), ("a", "b")}
    assert {len(year) for year in years} == {1}
    assert_near(shares(years, "a"), 90 / 365)


def test_it_begins_as_often_as_it_says():
    """Occurrences of a tenth of a day hardly overlap the ends of a year: the share counts them."""
    years = geodata.sample_years([disruption("a", 5.0, 0.1)], 2000, seed=6)
    begun = shares(years, "a") * 365 / 0.1
    assert_near(begun, 5.0)
    assert begun.var() == pytest.approx(5.0, rel=0.15)  # as in a Poisson process


def test_what_has_no_duration_is_in_force_for_a_year_or_not_at_all():
    years = geodata.sample_years([Scenario("a", probability=0.3)], 3000, seed=7)
    assert {tuple(year.values()) for year in years} == {(1.0,)}
    assert_near(shares(years, "a"), 0.3)


def test_what_is_always_or_never_in_force_is_so():
    items = [disruption("a", probability=1.0, days=30), disruption("b", probability=0.0, days=30)]
    assert geodata.sample_years(items, 3, seed=8) == [{("a",): 1.0}] * 3


def test_what_if_cases_and_combinations_are_not_drawn():
    items = [Scenario("what-if"), Scenario("union", probability=0.9, combine=("a",))]
    assert geodata.sample_years(items, 2, seed=0) == [{(): 1.0}] * 2


def test_years_are_reproducible_and_do_not_depend_on_company():
    one, other = disruption("a", 2.0, 30), disruption("b", 3.0, 20)
    alone = geodata.sample_years([one], 20, seed=9)
    assert alone == geodata.sample_years([one], 30, seed=9)[:20]
    assert alone != geodata.sample_years([one], 20, seed=10)
    company = geodata.sample_years([other, one], 20, seed=9)
    assert shares(company, "a") == pytest.approx(shares(alone, "a"))


def test_a_region_draws_years_as_its_numbers_have_it(central_asia):
    often = central_asia.with_inputs({"scenarios.per_year[scenario=khorgos-closed]": 0.5})
    years = often.sample_years(1500, 1, ["khorgos-closed"])
    assert_near(shares(years, "khorgos-closed"), 0.5 * 17 / 365)
    assert central_asia.sample_years(2, 1, "red-sea") == central_asia.sample_years(2, 1, ["red-sea"])


def test_no_years_are_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        geodata.sample_years([], 0, seed=1)
