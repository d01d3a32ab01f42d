"""The prepared view of a block: handling in the legs, weights in the flows, nodes and candidates left out."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.kernels import prepare, prepare_scenarios


@pytest.fixture
def block():
    legs = {
        "flow": np.array([[0.0, 2.0, 0.0], [0.0, 0.0, 0.0], [0.0, 3.0, 0.0]]),
        "cost": np.array([[0.0, 4.0, 6.0], [4.0, 0.0, 8.0], [6.0, 8.0, 0.0]]),
        "transfer": 0.5,
        "handling_cost": [10.0, 20.0, 30.0],
        "weight": 2.0,
        "unmet_penalty": 50.0,
        "direct_cost": np.array([[9.0, 60.0, 9.0]] * 3),
    }
    return HubProblem.from_blocks({"b": legs}, candidates=[0, 2]).blocks[0]


def test_handling_is_paid_at_the_first_hub_and_at_another_second_one(block):
    view = prepare(block)
    assert view.a.tolist() == [[10.0, 36.0], [14.0, 38.0], [16.0, 30.0]]
    assert view.t.tolist() == [[0.0, 33.0], [13.0, 0.0]]
    assert view.e.tolist() == [[0.0, 4.0, 6.0], [6.0, 8.0, 0.0]]


def test_flows_are_weighted_and_the_cheaper_outside_option_counts(block):
    view = prepare(block)
    assert view.weight.tolist() == [[0.0, 4.0, 0.0], [0.0, 0.0, 0.0], [0.0, 6.0, 0.0]]
    assert view.outside.tolist() == [[9.0, 50.0, 9.0]] * 3
    (other,) = HubProblem(np.ones((2, 2)), np.ones((2, 2))).blocks
    assert np.isinf(prepare(other).outside).all()


def test_every_array_is_contiguous_whatever_the_candidates(block):
    for view in (prepare(block), prepare(block).restricted(np.array([1])), prepare(block).compressed()):
        assert all(array.flags.c_contiguous for array in view)


def test_nodes_without_flow_are_left_out_and_pairs_without_flow_cost_nothing(block):
    view = prepare(block).compressed()
    assert view.weight.tolist() == [[4.0], [6.0]]
    assert view.outside.tolist() == [[50.0], [50.0]]
    assert view.a.tolist() == [[10.0, 36.0], [16.0, 30.0]]
    assert view.e.tolist() == [[4.0], [8.0]]
    flow = np.array([[1.0, 0.0], [1.0, 1.0]])
    (full,) = HubProblem(flow, np.ones((2, 2))).blocks
    assert prepare(full).compressed().outside.tolist() == [[np.inf, 0.0], [np.inf, np.inf]]


def test_nodes_can_stand_in_another_order(block):
    view = prepare(block).arranged(np.array([2, 0, 1]))
    assert view.a.tolist() == [[16.0, 30.0], [10.0, 36.0], [14.0, 38.0]]
    assert view.e.tolist() == [[6.0, 0.0, 4.0], [0.0, 6.0, 8.0]]
    assert view.weight.tolist() == [[0.0, 0.0, 6.0], [0.0, 0.0, 4.0], [0.0, 0.0, 0.0]]
    assert view.outside.tolist() == [[9.0, 9.0, 50.0]] * 3
    assert view.t.tolist() == [[0.0, 33.0], [13.0, 0.0]]


def test_candidates_and_origins_can_be_left_out(block):
    view = prepare(block)
    one = view.restricted(np.array([1]))
    assert one.a.tolist() == [[36.0], [38.0], [30.0]]
    assert one.t.tolist() == [[0.0]]
    assert one.e.tolist() == [[6.0, 8.0, 0.0]]
    last = view.origins(2, 3)
    assert last.a.tolist() == [[16.0, 30.0]]
    assert last.weight.tolist() == [[0.0, 6.0, 0.0]]
    assert last.outside.tolist() == [[9.0, 50.0, 9.0]]
    assert last.e is view.e


def test_blocks_that_scenarios_share_are_prepared_once():
    one, other = (HubProblem(np.full((2, 2), x), np.ones((2, 2))) for x in (1.0, 2.0))
    scenarios = ScenarioProblem({"a": one, "b": one, "c": other}).scenarios
    views = prepare_scenarios(scenarios)
    assert views[0][0] is views[1][0]
    assert [of_scenario[0].weight[0, 0] for of_scenario in views] == [1.0, 1.0, 2.0]
