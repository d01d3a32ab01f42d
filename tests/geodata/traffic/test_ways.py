"""Ways of legs: links against a walk of every pair by networkx, costs against those that the model charged."""

import numpy as np
import pytest

from geodata.traffic import LEGS, PARTS, ClassWays, class_paths, sent
from optimize.rules import path_costs
from optimize.table import Router, route_within_room
from tests.geodata.traffic.walks import count

CANDIDATES = ["BUD", "BEG", "BUH"]
DESIGNS = [["BUD"], ["BEG"], ["BUH"], ["BUD", "BEG"], ["BUD", "BEG", "BUH"], []]


def made(region, scenario="base", trunk=(), **changes):
    state = region.state(scenario)
    problem = region.problem(scenario, CANDIDATES, trunk=trunk).replace(**changes)
    return state, problem, lambda cls: ClassWays.of(state, problem, cls, trunk)


def positions(problem, hubs):
    return sorted(problem.candidates.index(hub) for hub in hubs)


def moved(state, problem, ways, cls, designs):
    router = Router.of(problem)
    paths = [class_paths(problem, router.routes(positions(problem, hubs))) for hubs in designs]
    tonnes = sent(state, problem, [each[cls] for each in paths])
    return tonnes, ways(cls).moved(tonnes)


CASES = {
    "free": ({}, "base", ()),
    "little room": ({"capacity": {"BUD": 1e6, "BEG": 7e5, "BUH": 2e6}}, "base", ()),
    "a bridge is closed": ({}, "danube-bridge-closed", ()),
    "trunk by road": ({}, "base", ("road",)),
}


@pytest.mark.parametrize("cls", ["containers", "parcels"])
@pytest.mark.parametrize("case", CASES)
def test_links_carry_what_a_walk_of_every_pair_counts(busy, case, cls):
    changes, scenario, trunk = CASES[case]
    state, problem, ways = made(busy, scenario, trunk, **changes)
    _, found = moved(state, problem, ways, cls, DESIGNS)
    loads = found.loads()
    for d, hubs in enumerate(DESIGNS):
        expected = count(state, problem, route_within_room(problem, positions(problem, hubs))[0], cls, trunk)
        assert sum(expected.values()) > 0
        for (part, link), tonnes in expected.items():
            assert loads[LEGS.index(part), link, d] == pytest.approx(tonnes, rel=1e-9), (hubs, part, link)
        assert loads[:, :, d].sum() == pytest.approx(sum(expected.values()), rel=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_parts_add_up_to_what_the_model_charged(busy, case):
    changes, scenario, trunk = CASES[case]
    state, problem, ways = made(busy, scenario, trunk, **changes)
    for cls in ("containers", "parcels"):
        tonnes, found = moved(state, problem, ways, cls, DESIGNS)
        usd = found.cost().sum(axis=1) + state.unmet_usd_per_t(cls) * tonnes.unmet.sum(axis=(0, 1))
        for d, hubs in enumerate(DESIGNS):
            charged = 0.0
            routings = route_within_room(problem, positions(problem, hubs))[0]
            for block, each in zip(problem.blocks, routings, strict=True):
                if problem.metadata["class_of_block"][block.name] == cls:
                    unit = path_costs(block, each.origin, each.destination, each.first, each.last)
                    charged += float((each.share * block.flow[each.origin, each.destination] * unit).sum())
            assert usd[d] == pytest.approx(charged, rel=1e-11)


def test_every_kind_of_leg_is_there(busy):
    """The cases above would say little of trains between hubs, if there were none."""
    state, problem, ways = made(busy)
    tonnes, found = moved(state, problem, ways, "containers", DESIGNS)
    mine, all_open = ways("containers"), DESIGNS.index(CANDIDATES)
    assert all(getattr(tonnes, leg).sum() > 0 for leg in ("collection", "transfer", "distribution", "direct", "full"))
    assert (mine.by_ride & (tonnes.transfer[:, :, all_open] > 0)).any()
    assert (mine.boards & (tonnes.full[:, :, all_open] > 0)).any()
    assert tonnes.held.sum() > 0
    assert (found.cost().sum(axis=0) > 0).all(), dict(zip(PARTS, found.cost().sum(axis=0), strict=True))


def test_tonnes_balance_at_every_place(busy):
    """What a leg brings into a place by links less what it takes out is what ends there less what starts."""
    state, problem, ways = made(busy)
    links = state.model.links
    tonnes, found = moved(state, problem, ways, "containers", [CANDIDATES])
    nodes, hubs = ways("containers").nodes, ways("containers").hub_places
    for leg, starts, ends in (("collection", nodes, hubs), ("transfer", hubs, hubs), ("distribution", hubs, nodes)):
        load, sent_t = found.loads()[LEGS.index(leg), :, 0], getattr(tonnes, leg)[:, :, 0]
        net = np.bincount(links.head, load, len(links.places)) - np.bincount(links.tail, load, len(links.places))
        expected = np.zeros(len(links.places))
        np.add.at(expected, ends, sent_t.sum(axis=0))
        np.subtract.at(expected, starts, sent_t.sum(axis=1))
        assert net == pytest.approx(expected, abs=1e-6)


def test_two_runs_give_the_same(busy):
    runs = []
    for _ in range(2):
        state, problem, ways = made(busy)
        runs.append(moved(state, problem, ways, "parcels", DESIGNS)[1])
    assert (runs[0].loads() == runs[1].loads()).all()
    assert (runs[0].cost() == runs[1].cost()).all()
