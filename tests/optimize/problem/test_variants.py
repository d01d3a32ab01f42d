"""Variants of a problem: one thing taken out, everything else as it was."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.problem import among, one_scenario, unlinked, without_capacity, without_direct, without_penalties
from optimize.problem.variants import without_weightless_gaps

COST = np.array([[0.0, 1.0, 9.0, 2.0], [1.0, 0.0, np.inf, 3.0], [8.0, 2.0, 0.0, 4.0], [5.0, 6.0, 7.0, 0.0]])


def problem(**rest):
    return HubProblem(
        np.arange(16.0).reshape(4, 4), COST, labels=list("abcd"), transfer=0.5, unmet_penalty=30.0, **rest
    )


def test_what_is_taken_out_is_out_and_the_rest_stays():
    whole = problem(direct_cost=COST + 1.0, capacity=[1, 2, 3, 4], fixed_cost=[4, 3, 2, 1])
    assert without_direct(whole).blocks[0].direct is None
    assert (without_direct(whole).blocks[0].outside == 30.0).all()
    assert without_capacity(whole).capacity is None
    assert not without_capacity(whole).scenarios[0].is_limited
    bare = without_penalties(whole)
    assert bare.blocks[0].unmet_penalty is None
    assert np.array_equal(bare.blocks[0].outside, COST + 1.0)
    for changed in (without_direct(whole), without_capacity(whole), bare):
        assert changed.fixed_cost.tolist() == [4, 3, 2, 1]
        assert np.array_equal(changed.blocks[0].collection, COST)
    assert whole.blocks[0].direct is not None


def test_all_hubs_are_linked_in_every_scenario_without_a_discount():
    dear, cheap = problem(link_cost=COST), problem(discount=[(0.0, 1.0), (5.0, 0.5)], fixed_cost=[4, 3, 2, 1])
    assert unlinked(dear).link_cost is None
    assert dear.link_cost is not None
    assert unlinked(ScenarioProblem({"x": dear})).link_cost is None
    assert unlinked(cheap).discount is None
    assert unlinked(cheap).fixed_cost.tolist() == [4, 3, 2, 1]


def test_one_scenario_is_certain_and_keeps_its_name():
    both = ScenarioProblem({"x": problem(), "y": problem(fixed_cost=[9, 9, 9, 9])}, [0.9, 0.1])
    alone = one_scenario(both, 1)
    assert [(s.name, s.probability) for s in alone.scenarios] == [("y", 1.0)]
    assert alone.scenarios[0].fixed_cost.tolist() == [9, 9, 9, 9]
    assert one_scenario(problem(), 0).labels == ("a", "b", "c", "d")


def test_a_class_of_no_weight_has_a_way_everywhere_and_the_others_keep_their_gaps():
    legs = {"flow": np.ones((4, 4)), "cost": COST}
    mixed = HubProblem.from_blocks({"counts": legs, "not": {**legs, "weight": 0.0}})
    counted, weightless = without_weightless_gaps(mixed).blocks
    assert np.isinf(counted.collection[1, 2])
    assert np.isfinite(weightless.collection).all()
    assert weightless.collection[2, 0] == 8.0
    assert weightless.flow.sum() == 16.0
    assert without_weightless_gaps(problem()).blocks[0].collection[1, 2] == np.inf


def test_some_of_the_nodes_are_a_problem_of_their_own():
    whole = problem(fixed_cost=[4, 3, 2, 1])
    part = among(whole, ["b", "d"], ["d"])
    assert part.labels == ("b", "d")
    assert part.candidates == ("d",)
    assert part.fixed_cost.tolist() == [1]
    assert part.blocks[0].flow.tolist() == [[5.0, 7.0], [13.0, 15.0]]
    assert part.blocks[0].collection.tolist() == [[3.0], [0.0]]
    # over the hub at d: b -> d 3, d -> b 6, b -> b 9
    assert solve(part, p=1).objective == pytest.approx(1 + 7 * 3 + 13 * 6 + 5 * 9)


def test_candidates_of_a_part_come_in_the_order_of_its_nodes():
    part = among(problem(fixed_cost=[4, 3, 2, 1]), ["d", "b", "a"], ["a", "d"])
    assert part.candidates == ("d", "a")
    assert part.fixed_cost.tolist() == [1, 4]
    assert part.candidate_index.tolist() == [0, 2]
