"""Cells of a map against the region with both numbers, solved by itself; which levers can be on one."""

import pytest

from experiments.turning.levers import list_levers
from experiments.turning.maps import map_levers
from optimize import InputError, solve

DWELL, FIXED = "crossings.dwell_h[link=gate-south]", "hubs.fixed_usd_per_year[place=NOR]"


def test_cells_are_won_by_who_wins_when_both_numbers_are_set(unsure_study, tipped):
    assert len(tipped.map) == 4
    levers = tipped.switches.levers
    for cell in tipped.map.to_dict("records"):
        world = unsure_study.region
        for key in ("a", "b"):
            world = levers[cell[key]].world(world, cell[f"{key}_value"])
        problem = world.scenario_problem(list(unsure_study.scenarios), candidates=list(unsure_study.candidates))
        cost = {
            hub: solve(problem, p=2, open_hubs=["GAT", hub], risk="expected").objective for hub in ("NOR", "SOU", "MID")
        }
        first, second = sorted(cost.values())[:2]
        assert cost[cell["hub"]] == first
        assert cell["lead_usd"] == pytest.approx(second - first, abs=1.0)


@pytest.fixture(scope="module")
def levers(unsure_study):
    return {lever.id: lever for lever in list_levers(unsure_study)}


def test_the_first_two_without_inputs_in_common_are_taken(levers):
    order = ["probability[base]", "hubs BBB", FIXED, DWELL, "country[AAA]"]
    assert map_levers(levers, order, None) == ["hubs BBB", DWELL]
    assert map_levers(levers, order[:1], None) == []


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ([DWELL], "name two"),
        ([DWELL, "nothing"], "'nothing' is no input"),
        ([DWELL, "probability[base]"], "per_year"),
        (["hubs BBB", FIXED], "the same inputs"),
    ],
)
def test_others_are_refused(levers, names, why):
    with pytest.raises(InputError, match=why):
        map_levers(levers, list(levers), names)
