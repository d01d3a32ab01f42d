"""`HubProblem`: what users pass, as arrays over nodes and candidates; and every fault by name."""

import numpy as np
import pandas as pd
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve

COST = np.array([[0.0, 1, 2], [1, 0, 1], [2, 1, 0]])


def test_legs_are_cost_times_factor():
    block = HubProblem(np.ones((3, 3)), COST, collection=3, transfer=0.75, distribution=2).blocks[0]
    assert np.array_equal(block.collection, 3 * COST)
    assert np.array_equal(block.transfer, 0.75 * COST)
    assert np.array_equal(block.distribution, 2 * COST)


def test_no_way_stays_no_way_with_a_factor_of_zero():
    cost = COST.copy()
    cost[0, 2] = np.inf
    assert HubProblem(np.ones((3, 3)), cost, transfer=0.0).blocks[0].transfer[0, 2] == np.inf


def test_labels_come_from_a_frame_and_other_frames_are_put_in_its_order():
    names = ["ala", "tas", "fru"]
    flow = pd.DataFrame(np.arange(9.0).reshape(3, 3), index=names, columns=names)
    cost = pd.DataFrame(COST, index=names, columns=names).loc[["fru", "ala", "tas"], ["tas", "fru", "ala"]]
    problem = HubProblem(flow, cost)
    assert problem.labels == ("ala", "tas", "fru")
    assert np.array_equal(problem.blocks[0].collection, COST)


def test_candidates_are_labels_or_indices_and_come_in_node_order():
    assert HubProblem(np.ones((3, 3)), COST, labels=["a", "b", "c"], candidates=["c", "a"]).candidates == ("a", "c")
    assert HubProblem(np.ones((3, 3)), COST, labels=["a", "b", "c"], candidates=[2]).candidates == ("c",)
    assert HubProblem(np.ones((3, 3)), COST, candidates=[True, False, True]).candidates == (0, 2)


def test_node_vectors_may_be_mappings():
    problem = HubProblem(np.ones((3, 3)), COST, labels=["a", "b", "c"], fixed_cost={"b": 7}, capacity={"a": 5})
    assert problem.fixed_cost.tolist() == [0, 7, 0]
    assert problem.capacity.tolist() == [5, np.inf, np.inf]


def test_all_faults_are_reported_at_once():
    flow = np.ones((3, 3))
    flow[0, 1] = -1
    flow[2, 2] = np.nan
    with pytest.raises(InputError) as error:
        HubProblem(flow, np.ones((2, 2)), labels=["a", "b", "c"], candidates=["d"], fixed_cost=[1, 2])
    text = str(error.value)
    assert "negative at a -> b" in text
    assert "NaN at c -> c" in text
    assert "shape (2, 2)" in text
    assert "'d' is not a node" in text
    assert "fixed_cost has shape (2,)" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"flow": np.ones((2, 3)), "cost": COST}, "square"),
        ({"flow": np.ones((3, 3))}, "neither `cost`"),
        ({"flow": np.ones((3, 3)), "cost": COST, "labels": ["a", "a", "b"]}, "more than once"),
        ({"flow": np.ones((3, 3)), "cost": COST, "transfer": -1}, "`transfer` is -1"),
        ({"flow": np.ones((3, 3)), "cost": COST, "candidates": []}, "`candidates` is empty"),
        ({"flow": [["x"] * 3] * 3, "cost": COST}, "does not hold numbers"),
        ({"flow": np.full((3, 3), np.inf), "cost": COST}, "has to be finite"),
        ({"flow": np.ones((3, 3)), "cost": COST, "capacity_on": "hub"}, "throughput"),
    ],
)
def test_an_unusable_argument_is_named(arguments, message):
    with pytest.raises(InputError, match=message):
        HubProblem(**arguments)


def test_a_misspelt_candidate_gets_a_suggestion():
    with pytest.raises(InputError, match="did you mean 'almaty'"):
        HubProblem(np.ones((3, 3)), COST, labels=["almaty", "tashkent", "osh"], candidates=["almati"])


def test_numbers_too_large_to_multiply_are_refused():
    with pytest.raises(InputError, match="larger unit"):
        HubProblem(np.full((3, 3), 1e200), COST)


def test_whole_numbers_may_come_as_text():
    assert HubProblem(np.ones((3, 3)), COST, candidates=["0", "2"]).candidates == (0, 2)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: HubProblem(np.ones((3, 3)), COST, discount=[(1,)]), "piece"),
        (lambda: HubProblem(np.ones((3, 3)), COST, candidates=3), "`candidates` is 3"),
        (lambda: HubProblem.from_blocks({"x": 3}), "block 'x' is a int"),
        (lambda: HubProblem.from_blocks({"x": {"flow": np.ones((3, 3)), "cost": COST, "weight": None}}), "`weight`"),
        (lambda: ScenarioProblem({"a": 3}), "scenario 'a' is a int"),
        (lambda: ScenarioProblem([HubProblem(np.ones((3, 3)), COST)]), "mapping"),
        (lambda: ScenarioProblem({"a": HubProblem(np.ones((3, 3)), COST)}, {"a": "much"}), "have to be numbers"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_named(build, message):
    with pytest.raises(InputError, match=message):
        build()


def test_hub_numbers_follow_the_candidates_whatever_their_order():
    """Candidates d and b: everything that is given for all nodes is taken at theirs, in the order of the nodes."""
    rng = np.random.default_rng(0)
    cost, links = rng.random((4, 4)), rng.random((4, 4))
    problem = HubProblem(
        np.ones((4, 4)), cost, labels=list("abcd"), candidates=["d", "b"], fixed_cost=[1, 2, 3, 4],
        capacity=[5, 6, 7, 8], handling_cost=[0.1, 0.2, 0.3, 0.4], link_cost=links,
    )  # fmt: skip
    (block,) = problem.blocks
    at = [1, 3]
    assert problem.candidates == ("b", "d")
    assert problem.fixed_cost.tolist() == [2, 4]
    assert problem.capacity.tolist() == [6, 8]
    assert block.handling.tolist() == [0.2, 0.4]
    assert np.array_equal(problem.link_cost, links[np.ix_(at, at)])
    assert np.array_equal(block.collection, cost[:, at])
    assert np.array_equal(block.distribution, cost[at])
    assert block.transfer[0, 1] == cost[1, 3]
    assert block.transfer[0, 0] == 0.0


def test_a_leg_s_own_matrix_is_not_multiplied():
    block = HubProblem(np.ones((3, 3)), COST, transfer=0.5, transfer_cost=4 * COST, collection=3.0).blocks[0]
    assert np.array_equal(block.transfer, 4 * COST)
    assert np.array_equal(block.collection, 3 * COST)


def test_a_unit_of_each_class_takes_its_own_part_of_a_capacity():
    """10 t of bulk at 20 t a container and 6 t of parcels at 3 t: half a container and two, of the two and a half."""
    cost = np.array([[0.0, 1.0], [1.0, 0.0]])
    bulk, parcels = (np.array([[0.0, tonnes], [0.0, 0.0]]) for tonnes in (10.0, 6.0))
    common = {"candidates": [0], "capacity": 2.5}
    classes = {
        "bulk": {"flow": bulk, "cost": cost, "capacity_use": 1 / 20},
        "parcels": {"flow": parcels, "cost": cost, "capacity_use": 1 / 3},
    }
    fits = HubProblem.from_blocks(classes, **common)
    assert solve(fits, p=1, method="compact").objective == 16.0
    assert solve(fits.replace(capacity=2.4), p=1, method="compact").status == "infeasible"
    assert solve(HubProblem.from_blocks(classes, **common).replace(capacity_use=1.0), p=1).status == "infeasible"


def test_a_capacity_use_is_a_number_of_at_least_0():
    block = {"flow": np.ones((2, 2)), "cost": np.ones((2, 2)), "capacity_use": -1.0}
    with pytest.raises(InputError, match="capacity_use"):
        HubProblem.from_blocks({"one": block})
