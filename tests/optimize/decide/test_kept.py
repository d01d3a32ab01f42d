"""Flows that keep their paths: priced by plain loops, and turned away where there is no room."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from optimize import HubProblem
from optimize.decide.kept import complete, kept_cost, usual_paths
from optimize.rules import DIRECT, UNMET, Routing
from tests.oracles import recourse as oracle

HUBS = (0, 2, 3)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), lost=st.sets(st.sampled_from(HUBS)))
def test_pairs_keep_their_paths_in_another_world_or_go_outside(seed, lost):
    before, after = (HubProblem(**oracle.smooth_problem(seed + 10**7 * world)) for world in (0, 1))
    expected = oracle.kept(before.blocks[0], after.blocks[0], [HUBS] * 5, lost)
    assert kept_cost(usual_paths(before, HUBS), after, lost) == pytest.approx(expected)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), short=st.floats(0.1, 0.9))
def test_a_hub_without_room_turns_away_those_that_have_the_cheapest_other_way(seed, short):
    given = oracle.smooth_problem(seed, unmet_penalty=60.0)
    before, after = HubProblem(**given), HubProblem(**given | {"capacity": short * given["flow"].sum() / 3})
    block, room, total, at_hub = after.blocks[0], after.capacity, 0.0, {k: [] for k in HUBS}
    for i, j in product(range(5), repeat=2):
        way = oracle.usual(before.blocks[0], i, j, HUBS, HUBS)
        cost = oracle.options(block, i, j, HUBS, HUBS)[way]
        total += block.flow[i, j] * cost
        if not isinstance(way, str):
            at_hub[way[0]].append((oracle.outside(block, i, j) - cost, block.flow[i, j]))
    for k, paths in at_hub.items():
        over = sum(flow for _, flow in paths) - room[k]
        for more, flow in sorted(paths):  # a path is the cheapest way, so that none goes outside for nothing
            total += more * min(flow, max(over, 0.0))
            over -= flow
    assert kept_cost(usual_paths(before, HUBS), after, ()) == pytest.approx(total)


def used(way, on):
    """Hubs whose room a way takes."""
    return set() if isinstance(way, str) else set(way) if on == "throughput" else {way[0]}


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), on=st.sampled_from(["collection", "throughput"]), served=st.booleans())
def test_in_another_world_full_hubs_turn_away_what_a_linear_program_says(seed, on, served):
    room = np.random.default_rng(seed).uniform(2, 25, 5)
    given = {"unmet_penalty": None if served else 60.0}
    before = HubProblem(**oracle.smooth_problem(seed, **given))
    after = HubProblem(**oracle.smooth_problem(seed + 10**7, **given, capacity=room, capacity_on=on))
    block, total, rows = after.blocks[0], 0.0, []
    for i, j in zip(*np.nonzero(block.flow), strict=True):
        way = oracle.usual(before.blocks[0], i, j, HUBS, HUBS)
        outside = oracle.outside(block, i, j)
        cost = oracle.options(block, i, j, HUBS, HUBS).get(way, np.inf)
        total += block.flow[i, j] * (cost if cost < np.inf else outside)
        if cost < np.inf:
            rows.append((used(way, on), block.flow[i, j], outside - cost))
    load = {k: sum(flow for hubs, flow, _ in rows if k in hubs) for k in HUBS}
    full = [k for k in HUBS if load[k] > room[k]]
    if full and total < np.inf:
        program = linprog(
            [more if more < np.inf else 0.0 for _, _, more in rows],
            A_ub=[[-1.0 if k in hubs else 0.0 for hubs, _, _ in rows] for k in full],
            b_ub=[room[k] - load[k] for k in full],
            bounds=[(0, flow if more < np.inf and hubs & set(full) else 0) for hubs, flow, more in rows],
        )
        total += program.fun if program.status == 0 else np.inf
    assert kept_cost(usual_paths(before, HUBS), after, ()) == pytest.approx(total, rel=1e-6)


def test_flow_between_two_hubs_takes_room_at_both():
    # one flow of 10 over both hubs, whose second takes 4; the price of leaving 6 unserved is 50 each
    cost = np.array([[0, 1, 9, 9], [1, 0, 1, 9], [9, 1, 0, 1], [9, 9, 1, 0.0]])
    flow = np.zeros((4, 4))
    flow[0, 3] = 10.0
    given = {"flow": flow, "cost": cost, "unmet_penalty": 50.0, "capacity_on": "throughput"}
    paths = usual_paths(HubProblem(**given), (1, 2))
    assert kept_cost(paths, HubProblem(**given), ()) == pytest.approx(30)
    narrow = HubProblem(**given, capacity=[np.inf, np.inf, 4.0, np.inf])
    assert kept_cost(paths, narrow, ()) == pytest.approx(4 * 3 + 6 * 50)
    assert kept_cost(paths, HubProblem(**given | {"capacity_on": "collection"}, capacity=narrow.capacity), ()) == 30


def test_flow_that_has_no_other_way_and_no_room_costs_infinity():
    given = {"flow": np.ones((3, 3)), "cost": np.ones((3, 3))}
    paths = usual_paths(HubProblem(**given), (0, 1))
    assert kept_cost(paths, HubProblem(**given, capacity=0.5), ()) == np.inf
    assert kept_cost(paths, HubProblem(**given), [0]) == np.inf


def test_a_class_of_no_weight_costs_nothing_even_without_a_way():
    blocks = {"one": {"flow": np.ones((2, 2)), "cost": np.ones((2, 2))}}
    blocks["two"] = {"flow": np.ones((2, 2)), "cost": np.full((2, 2), np.inf), "weight": 0.0}
    problem = HubProblem.from_blocks(blocks)
    assert kept_cost(usual_paths(problem, (0, 1)), problem, ()) == pytest.approx(8.0)


def test_what_went_outside_before_stays_there_as_it_did():
    given = {"flow": np.ones((1, 1)), "cost": np.full((1, 1), 9.0), "unmet_penalty": 5.0, "direct_cost": [[4.0]]}
    paths = usual_paths(HubProblem(**given), (0,))
    assert paths[0].first.tolist() == [DIRECT]
    assert kept_cost(paths, HubProblem(**given | {"direct_cost": [[7.0]]}), ()) == 7.0
    assert kept_cost(paths, HubProblem(**given | {"direct_cost": None}), ()) == 5.0


def test_pairs_without_a_path_get_the_cheapest_one():
    block = HubProblem(np.ones((2, 2)), np.array([[0, 3], [3, 0.0]]), unmet_penalty=2.0).blocks[0]
    part = Routing(np.array([0]), np.array([0]), np.array([1]), np.array([1]), np.array([1.0]))
    whole = complete(block, (0, 1), part)
    ends = zip(whole.origin, whole.destination, strict=True)
    found = dict(zip(ends, zip(whole.first, whole.last, strict=True), strict=True))
    assert found == {(0, 0): (1, 1), (0, 1): (UNMET, UNMET), (1, 0): (UNMET, UNMET), (1, 1): (1, 1)}


def test_usual_paths_keep_to_capacities():
    problem = HubProblem(np.full((2, 2), 2.0), np.array([[0, 3], [3, 0.0]]), unmet_penalty=9.0, capacity=[1.0, np.inf])
    (paths,) = usual_paths(problem, (0, 1))
    taken = sum(
        problem.blocks[0].flow[i, j] * share
        for i, j, first, share in zip(paths.origin, paths.destination, paths.first, paths.share, strict=True)
        if first == 0
    )
    assert taken <= 1 + 1e-9
