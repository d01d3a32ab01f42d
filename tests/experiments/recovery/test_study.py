"""Areas by a formula written out by hand, and what is refused."""

import pytest

from experiments import resilience
from experiments.question import Study
from experiments.recovery.study import courses_of
from optimize import InputError


def test_areas_are_those_of_the_formula(followed):
    for row in followed.areas.itertuples():
        fixed, reroute, backup = row.fixed_usd_per_day, row.reroute_usd_per_day, row.backup_usd_per_day
        assert row.extra_usd == pytest.approx(7 * fixed + 13 * reroute + 10 * backup + 10 * backup / 2)
        assert row.peak_usd_per_day == max(fixed, reroute, backup)
        assert row.days_to_normal == 40


def test_days_add_up_to_the_areas(followed):
    summed = followed.days.groupby("hub")["extra_usd_per_day"].sum()
    wanted = followed.areas.set_index("hub")["extra_usd"]
    assert summed[wanted.index].to_numpy() == pytest.approx(wanted.to_numpy())


def test_before_and_after_a_day_costs_what_it_usually_does(followed):
    usual = followed.areas.set_index("hub")["usual_usd_per_day"]
    outside = followed.days[(followed.days["day"] < 0) | (followed.days["day"] >= 40)]
    assert len(outside) == 3 * 10
    assert outside["cost_usd_per_day"].to_numpy() == pytest.approx(usual[outside["hub"]].to_numpy())
    assert outside["service_share"].to_numpy() == pytest.approx(1.0)


def test_what_is_not_carried_is_what_service_lacks(followed):
    demand = followed.study.region.problem("base").total_flow / 365
    for row in followed.areas.itertuples():
        share = followed.days.loc[followed.days["hub"] == row.hub, "service_share"]
        assert row.lost_t == pytest.approx(((1 - share) * demand).sum())
        assert row.lost_t > 0


def test_ranks_begin_with_the_hub_that_suffers_least(followed):
    by_rank = followed.areas.sort_values("rank")
    assert by_rank["extra_usd"].is_monotonic_increasing
    assert sorted(by_rank["rank"]) == [1, 2, 3]


def test_expected_costs_are_areas_as_often_as_they_come(followed):
    hubs = followed.hubs.set_index("hub")
    for row in followed.areas.itertuples():
        assert hubs.loc[row.hub, "expected_usd_per_year"] == pytest.approx(0.5 * row.extra_usd)


def test_scenarios_without_a_duration_are_left_out_or_refused(followed, tiny):
    assert list(followed.courses) == ["west-cut"]
    with pytest.raises(InputError, match="no duration_days in the scenarios slow-south"):
        resilience(str(tiny), scenarios=["slow-south"])
    with pytest.raises(InputError, match="no scenario that was asked for is a disruption"):
        resilience(str(tiny), scenarios=["base"])


def test_days_may_be_given(tiny):
    study = Study.of(str(tiny), scenarios=["base", "slow-south"])
    (course,) = courses_of(study, (3.0, 2.0, 1.0, 2.0), strict=True).values()
    assert (course.duration_days, course.recovery_days) == (3.0, 2.0)


def test_the_incumbent_is_watched(followed, tiny):
    least = followed.areas.sort_values("usual_usd_per_day")["hub"].iloc[0]
    assert followed.watched == least
    found = resilience(str(tiny), scenarios=["west-cut"], duration_days=5, incumbent="NOR")
    assert found.watched == "NOR"
    assert found.courses["west-cut"].recovery_days == 0.0
