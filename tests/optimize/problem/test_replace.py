"""Changed copies of a problem equal the problem made anew."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.problem import among, one_scenario, without_capacity, without_direct

RNG = np.random.default_rng(0)
FLOW, COST, OTHER = RNG.random((5, 5)), RNG.random((5, 5)), RNG.random((5, 5)) + 1.0
ARGUMENTS = {
    "flow": FLOW,
    "cost": COST,
    "collection": 3.0,
    "transfer": 0.5,
    "distribution": 2.0,
    "fixed_cost": np.arange(5.0),
    "capacity": np.full(5, 9.0),
    "handling_cost": 0.25,
    "direct_cost": OTHER,
    "unmet_penalty": 50.0,
    "candidates": [0, 2, 3],
    "labels": list("abcde"),
    "capacity_on": "throughput",
}


def same(one, other):
    """Whether two problems are made of the same numbers."""
    assert (one.labels, one.candidates, one.capacity_on, one.discount) == (
        other.labels,
        other.candidates,
        other.capacity_on,
        other.discount,
    )
    for name in ("fixed_cost", "capacity", "link_cost"):
        np.testing.assert_equal(getattr(one, name), getattr(other, name))
    assert [b.name for b in one.blocks] == [b.name for b in other.blocks]
    for ours, theirs in zip(one.blocks, other.blocks, strict=True):
        for name in ("flow", "collection", "transfer", "distribution", "handling", "direct", "unmet_penalty", "weight"):
            np.testing.assert_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)


@pytest.mark.parametrize(
    "change",
    [
        {"transfer": 0.1},
        {"collection": 1.0, "distribution": 1.0},
        {"cost": OTHER},
        {"flow": OTHER},
        {"capacity": None},
        {"capacity": {"a": 3.0}},
        {"fixed_cost": [9.0, 0, 0, 0, 1.0]},
        {"handling_cost": None},
        {"direct_cost": None},
        {"unmet_penalty": None},
        {"candidates": ["a", "b", "c", "d", "e"]},
        {"transfer_cost": OTHER},
        {"capacity_on": "collection"},
        {"discount": [(0.0, 1.0), (2.0, 0.5)], "transfer": 1.0},
        {"link_cost": OTHER},
    ],
)
def test_a_changed_copy_equals_the_problem_made_anew(change):
    problem = HubProblem(**ARGUMENTS)
    same(problem.replace(**change), HubProblem(**{**ARGUMENTS, **change}))
    same(problem, HubProblem(**ARGUMENTS))


def test_the_last_word_on_a_leg_counts():
    own = HubProblem(**ARGUMENTS).replace(transfer_cost=OTHER)
    same(own.replace(transfer=0.3), HubProblem(**{**ARGUMENTS, "transfer": 0.3}))
    same(own.replace(cost=OTHER), HubProblem(**{**ARGUMENTS, "cost": OTHER}))


def test_one_block_can_be_changed_alone():
    legs = {"flow": FLOW, "cost": COST}
    problem = HubProblem.from_blocks({"bulk": legs, "parcels": {**legs, "weight": 2.0}})
    changed = problem.replace(blocks={"bulk": {"transfer": 0.5}}, handling_cost=1.0)
    expected = {
        "bulk": {**legs, "transfer": 0.5, "handling_cost": 1.0},
        "parcels": {**legs, "weight": 2.0, "handling_cost": 1.0},
    }
    same(changed, HubProblem.from_blocks(expected))


def test_every_scenario_is_changed():
    problem = ScenarioProblem(
        {"a": HubProblem(FLOW, COST), "b": HubProblem(FLOW, OTHER)}, probability={"a": 0.25, "b": 0.75}
    )
    changed = problem.replace(transfer=0.5)
    same(changed.problems["b"], HubProblem(FLOW, OTHER, transfer=0.5))
    assert changed.probability == {"a": 0.25, "b": 0.75}
    assert problem.replace(probability=[1.0, 0.0]).probability == {"a": 1.0, "b": 0.0}


def test_what_cannot_be_changed_is_named():
    with pytest.raises(InputError, match="speed"):
        HubProblem(FLOW, COST).replace(speed=3)
    with pytest.raises(InputError, match="transfer_cost"):
        HubProblem(FLOW, collection_cost=COST, transfer_cost=COST, distribution_cost=COST).replace(transfer=0.5)
    with pytest.raises(InputError, match="'rail'"):
        HubProblem(FLOW, COST).replace(blocks={"rail": {"weight": 2.0}})
    with pytest.raises(InputError, match="capacity"):
        HubProblem(FLOW, COST).replace(capacity=-1.0)


def test_variants_take_something_out_and_share_the_rest():
    problem = HubProblem(**ARGUMENTS)
    same(without_direct(problem), HubProblem(**{**ARGUMENTS, "direct_cost": None}))
    same(without_capacity(problem), HubProblem(**{**ARGUMENTS, "capacity": None}))
    part = among(problem, ["d", "a"], ["a"])
    rows = np.ix_([3, 0], [3, 0])
    direct = ARGUMENTS["direct_cost"][rows]
    expected = {
        **ARGUMENTS,
        "flow": FLOW[rows],
        "cost": COST[rows],
        "direct_cost": direct,
        "labels": ["d", "a"],
        "candidates": ["a"],
        "fixed_cost": [3.0, 0.0],
        "capacity": [9.0, 9.0],
    }
    same(part, HubProblem(**expected))
    both = ScenarioProblem({"a": problem, "b": without_direct(problem)})
    same(one_scenario(both, 1).problems["b"], without_direct(problem))


def test_arrays_of_a_problem_cannot_be_written_to():
    block = HubProblem(**ARGUMENTS).blocks[0]
    for name in ("flow", "collection", "transfer", "distribution", "handling", "direct", "unmet_penalty"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(block, name)[...] = 0.0


@pytest.mark.parametrize("names", [list("vwxyz"), [4, 3, 2, 1, 0], [10, 20, 30, 40, 50]])
def test_candidates_stay_the_same_nodes_under_new_labels(names):
    problem = HubProblem(FLOW, COST, labels=[1, 2, 3, 4, 5], candidates=[4, 5], fixed_cost=[1, 2, 3, 4, 5])
    renamed = problem.replace(labels=names)
    assert renamed.candidates == (names[3], names[4])
    assert renamed.fixed_cost.tolist() == [4, 5]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"transfr": 3}, "no argument `transfr`; did you mean `transfer`"),
        ({"alpha": 0.4}, "no argument `alpha`; did you mean `transfer`"),
        ({"colour": 3}, "no argument `colour`; known are blocks, candidates"),
        ({"blocks": 3}, "a mapping of changes for each block"),
        ({"blocks": {"flow": 3}}, "a mapping of changes for each block"),
        ({"labels": ["a", "b"]}, "has shape"),
    ],
)
def test_what_cannot_be_changed_is_said(changes, words):
    with pytest.raises(InputError, match=words):
        HubProblem(FLOW, COST).replace(**changes)
