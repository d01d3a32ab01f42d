"""Three levels of recourse: each as plain loops say, and each no dearer than the one before."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, ScenarioProblem, decide
from tests.conftest import nasty_scenarios
from tests.oracles import enumeration
from tests.oracles import recourse as oracle


def by_level(frame):
    return frame.set_index("level")["cost"]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), lost=st.sets(st.sampled_from([0, 2])), sunk=st.booleans())
def test_in_another_world_every_level_costs_what_plain_loops_say(seed, lost, sunk):
    before, after = (HubProblem(**oracle.smooth_problem(seed + 10**7 * world)) for world in (0, 1))
    frame = decide.recourse(before, [0, 2, 3], lost, scenarios={"other": after}, sunk=sunk)
    left = [k for k in (0, 2, 3) if k not in lost]
    more = after.fixed_cost[list(lost)].sum() if sunk else 0.0
    reroute = enumeration.scenario_costs(after, left)[0]
    backed = {k: enumeration.scenario_costs(after, [*left, k])[0] for k in (1, 4)}
    fixed = oracle.kept(before.blocks[0], after.blocks[0], [(0, 2, 3)] * 5, lost) + after.fixed_cost[left].sum()
    assert frame["level"].tolist() == ["fixed", "reroute", "backup"]
    assert frame["cost"].tolist() == pytest.approx(
        [fixed + more, reroute + more, min(reroute, *backed.values()) + more]
    )
    assert frame["cost_before"].tolist() == pytest.approx([enumeration.scenario_costs(before, (0, 2, 3))[0]] * 3)
    best = min(backed, key=backed.get)
    assert frame["backup"].tolist() == [None, None, best if backed[best] < reroute else None]
    assert frame["hubs"].iloc[1] == tuple(left)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_single_allocation_that_cannot_be_changed_keeps_each_node_at_its_hub(seed):
    problem = HubProblem(**oracle.smooth_problem(seed, n=4))
    block, nodes = problem.blocks[0], problem.candidate_index
    hubs, left = (0, 2, 3), (0, 3)
    # node 1 alone can choose, the others are hubs
    usual = min(([(0,), (a,), (2,), (3,)] for a in hubs), key=lambda hubs_of: enumeration.block_cost(block, hubs_of))
    costs = by_level(decide.recourse(problem, hubs, 2, allocation="single"))
    fixed = oracle.kept(block, block, usual, {2}) + problem.fixed_cost[[0, 3]].sum()
    again = enumeration.best_allocation_cost(block, left, "single", nodes) + problem.fixed_cost[[0, 3]].sum()
    backed = enumeration.best_allocation_cost(block, (0, 1, 3), "single", nodes) + problem.fixed_cost[[0, 1, 3]].sum()
    assert costs.tolist() == pytest.approx([fixed, again, min(again, backed)], rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), lost=st.sets(st.integers(0, 2), min_size=1), limited=st.booleans())
def test_costs_fall_from_level_to_level_in_every_scenario(seed, lost, limited):
    problem = nasty_scenarios(seed)
    if limited:
        problem = problem.replace(capacity=np.random.default_rng(seed).integers(1, 30, 5).astype(float))
    names = problem.candidates
    frame = decide.recourse(problem, names[:3], [names[k] for k in lost])
    assert frame["scenario"].unique().tolist() == [s.name for s in problem.scenarios]
    for _, rows in frame.groupby("scenario"):
        fixed, reroute, backup = rows["cost"]
        assert fixed >= reroute * (1 - 1e-9)
        assert reroute >= backup
        assert (rows["cost"] - rows["cost_before"]).tolist() == pytest.approx(rows["extra_cost"].tolist())
    assert frame.groupby("level")["probability"].sum().tolist() == pytest.approx([1, 1, 1])


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6), allocation=st.sampled_from(["single", 2]))
def test_costs_fall_from_level_to_level_under_other_allocations_within_capacities(seed, allocation):
    given = oracle.smooth_problem(seed, n=4, unmet_penalty=50.0)
    problem = HubProblem(**given, capacity=given["flow"].sum())
    changed = HubProblem(**given | {"flow": given["flow"].T}, capacity=given["flow"].sum() / 2)
    fixed, reroute, backup = decide.recourse(problem, [0, 1, 2], 0, scenarios=changed, allocation=allocation)["cost"]
    assert fixed >= reroute >= backup


def test_flow_that_is_left_without_a_way_costs_infinity_until_a_backup_has_one():
    cost = np.array([[0, 1, np.inf], [1, 0, 1], [np.inf, 1, 0.0]])
    frame = decide.recourse(HubProblem(np.ones((3, 3)), cost, labels=list("abc")), ["b"], "b")
    assert frame["cost"].tolist() == [np.inf, np.inf, np.inf]
    cost[0, 2] = cost[2, 0] = 5.0
    frame = decide.recourse(HubProblem(np.ones((3, 3)), cost, labels=list("abc")), ["b"], "b")
    # hub a: ways to it and from it cost 0, 1 and 5, each for three partners
    assert frame["cost"].tolist() == [np.inf, np.inf, 36.0]
    assert frame["backup"].tolist() == [None, None, "a"]
    assert frame["hubs"].tolist() == [(), (), ("a",)]


def test_what_cannot_be_asked_is_refused():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    worlds = ScenarioProblem({"a": problem, "b": problem})
    with pytest.raises(InputError, match="nothing is disturbed"):
        decide.recourse(problem, [0, 1])
    with pytest.raises(InputError, match="2 is not among the open hubs"):
        decide.recourse(problem, [0, 1], 2)
    with pytest.raises(InputError, match="has scenarios of its own"):
        decide.recourse(worlds, [0, 1], scenarios=worlds)
    with pytest.raises(InputError, match="other nodes or candidates"):
        decide.recourse(problem, [0, 1], scenarios={"x": problem.replace(candidates=[0, 1])})
    with pytest.raises(InputError, match="allocation is 'some'"):
        decide.recourse(problem, [0, 1], 1, allocation="some")
    with pytest.raises(InputError, match="hubs is empty"):
        decide.recourse(problem, [], scenarios=problem)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), lost=st.sets(st.sampled_from([0, 2])))
def test_unserved_flow_is_what_plain_loops_leave_behind(seed, lost):
    given = [oracle.smooth_problem(seed + 10**7 * world, unmet_penalty=25.0) for world in (0, 1)]
    before, after = (HubProblem(**one) for one in given)
    frame = decide.recourse(before, [0, 2, 3], lost, scenarios=after, unmet=True).set_index("level")

    def behind(problem, hubs):
        block, total = problem.blocks[0], 0.0
        for i, j in np.ndindex(block.flow.shape):
            way = oracle.usual(block, i, j, hubs, hubs)
            total += block.flow[i, j] if way == "unmet" else 0.0
        return total

    left = [k for k in (0, 2, 3) if k not in lost]
    kept, block = 0.0, after.blocks[0]
    for i, j in np.ndindex(block.flow.shape):
        way = oracle.usual(before.blocks[0], i, j, (0, 2, 3), (0, 2, 3))
        there = oracle.options(block, i, j, (0, 2, 3), (0, 2, 3)).get(way, np.inf) < np.inf
        if not there or (not isinstance(way, str) and set(way) & lost):
            way = oracle.usual(block, i, j, [], [])
        kept += block.flow[i, j] if way == "unmet" else 0.0
    assert frame["unmet_before"].tolist() == pytest.approx([behind(before, (0, 2, 3))] * 3)
    assert frame.loc["fixed", "unmet"] == pytest.approx(kept)
    assert frame.loc["reroute", "unmet"] == pytest.approx(behind(after, left))
    backup = frame.loc["backup", "backup"]
    opened = left if backup is None else sorted([*left, backup])
    assert frame.loc["backup", "unmet"] == pytest.approx(behind(after, opened))


def test_hubs_without_room_leave_flow_behind():
    cost = np.array([[0.0, 1.0], [1.0, 0.0]])
    problem = HubProblem(np.array([[0.0, 10.0], [0.0, 0.0]]), cost, candidates=[0], unmet_penalty=5.0)
    after = problem.replace(capacity=4.0)
    assert decide.recourse(problem, [0], scenarios=after, unmet=True)["unmet"].tolist() == pytest.approx([6.0] * 3)
    lost = decide.recourse(problem, [0], 0, unmet=True)
    assert lost["unmet"].tolist() == [10.0] * 3
    with pytest.raises(InputError, match="under multiple allocation alone"):
        decide.recourse(problem, [0], 0, unmet=True, allocation="single")
