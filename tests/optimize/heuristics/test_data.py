"""Problems as the searches see them: a price on every pair, and what a pair counts for each objective."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.heuristics.data import SearchBlock, SearchData
from optimize.run import make_request

COST = np.array([[0.0, 2.0, np.inf], [2.0, 0.0, 3.0], [np.inf, 3.0, 0.0]])


def block_of(problem, **asked):
    return SearchBlock.of(problem.blocks[0], make_request(problem, **asked))


def test_a_pair_without_a_way_is_dearer_than_every_path():
    block = block_of(HubProblem(np.ones((3, 3)), COST, unmet_penalty=None), p=1)
    # collection, transfer and distribution cost at most 3 each
    assert block.dear > 9.0
    assert (block.view.outside == block.dear).all()
    assert block.missed(np.array([[block.dear]])).all()
    assert not block.missed(np.array([[9.0]])).any()


def test_an_outside_option_is_a_price_and_infinite_ones_are_none():
    direct = np.array([[np.inf, 100.0, np.inf]] * 3)
    block = block_of(HubProblem(np.ones((3, 3)), COST, direct_cost=direct), p=1)
    assert block.dear > 100.0
    assert block.view.outside[0].tolist() == [block.dear, 100.0, block.dear]
    assert block.has_outside


@pytest.mark.parametrize(
    ("asked", "weight", "limit"),
    [
        ({"p": 1}, 6.0, np.inf),
        ({"p": 1, "objective": "center"}, 1.0, np.inf),
        ({"p": 1, "objective": "max_covering", "threshold": 4.0}, 6.0, 4.0),
        ({"objective": "set_covering", "threshold": 4.0}, 1.0, 4.0),
    ],
)
def test_what_a_pair_counts_for_each_objective(asked, weight, limit):
    problem = HubProblem.from_blocks({"b": {"flow": np.full((3, 3), 3.0), "cost": COST, "weight": 2.0}})
    block = block_of(problem, **asked)
    assert block.view.weight[0, 1] == weight
    assert block.view.weight[1, 1] == (0.0 if asked.get("objective") == "center" else weight)
    assert block.limit == pytest.approx(limit)
    assert block.required == (asked.get("objective") != "max_covering")


def test_blocks_that_scenarios_share_are_prepared_once():
    one = HubProblem(np.ones((3, 3)), COST)
    both = ScenarioProblem({"a": one, "b": one})
    data = SearchData.of(both, make_request(both, p=1))
    assert data.blocks[0][0] is data.blocks[1][0]


def test_in_set_covering_a_missed_pair_outweighs_all_hubs():
    problem = HubProblem(np.ones((3, 3)), COST, fixed_cost=[10.0, 20.0, 30.0])
    data = SearchData.of(problem, make_request(problem, objective="set_covering", threshold=4.0))
    assert data.blocks[0][0].view.weight.min() > 60.0
    free = HubProblem(np.ones((3, 3)), COST)
    data = SearchData.of(free, make_request(free, objective="set_covering", threshold=4.0))
    assert data.fixed.tolist() == [[1.0, 1.0, 1.0]]


def test_fixed_costs_do_not_count_for_the_centre():
    problem = HubProblem(np.ones((3, 3)), COST, fixed_cost=[10.0, 20.0, 30.0])
    assert not SearchData.of(problem, make_request(problem, p=1, objective="center")).fixed.any()


def test_fewer_hubs_keep_their_legs():
    block = block_of(HubProblem(np.ones((3, 3)), COST), p=1).restricted(np.array([2, 0]))
    assert block.view.a.tolist() == COST[:, [2, 0]].tolist()
    assert block.view.t.tolist() == COST[np.ix_([2, 0], [2, 0])].tolist()
    assert block.view.e.tolist() == COST[[2, 0]].tolist()
