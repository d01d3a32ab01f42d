"""The arrays of single allocation: linear and joint costs from the legs, and a ceiling above every solution."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.single import build_model
from optimize.single.kernels import block_costs, pair_cost
from optimize.single.model import HUGE, capped, restricted
from tests.oracles.random_cases import TWISTS, random_case
from tests.oracles.single import allocation_cost


def allocations(problem, rng, count=6):
    for _ in range(count):
        yield rng.integers(problem.h, size=problem.n)


@pytest.mark.parametrize("twist", TWISTS)
def test_an_allocation_costs_what_its_legs_do(twist):
    rng = np.random.default_rng(0)
    for seed in range(4):
        problem = random_case(seed, twists=[twist]).problem
        model = build_model(problem, [1.0])
        for hub_of in allocations(problem, rng):
            costs = block_costs(model, np.tile(hub_of, (len(problem.blocks), 1)))
            expected = [allocation_cost(block, hub_of) for block in problem.blocks]
            assert costs == pytest.approx(expected)
            assert sum(expected) < model.ceiling


def test_a_self_flow_takes_its_outside_option_where_that_is_cheaper():
    flow = np.diag([2.0, 3.0])
    problem = HubProblem(flow, np.full((2, 2), 4.0), direct_cost=np.array([[1.0, 9.0], [9.0, 50.0]]))
    model = build_model(problem, [1.0])
    # there and back over a hub costs 8 a unit
    assert model.unary[0].tolist() == [[2.0, 2.0], [24.0, 24.0]]


def test_scenarios_come_with_their_weights_and_those_without_are_left_out():
    one = HubProblem(np.ones((2, 2)), np.ones((2, 2)), fixed_cost=[10.0, 20.0])
    problem = ScenarioProblem({"a": one, "b": one, "c": one}, [0.5, 0.0, 0.5])
    model = build_model(problem, [0.25, 0.0, 0.5])
    assert model.flow[:, 0, 1].tolist() == [0.25, 0.5]
    assert model.fixed.tolist() == [7.5, 15.0]
    assert model.group.tolist() == [0, 2]


def test_no_way_costs_the_ceiling_and_no_more():
    cost = np.array([[0.0, 1.0, np.inf], [1.0, 0.0, 1.0], [np.inf, 1.0, 0.0]])
    model = build_model(HubProblem(np.ones((3, 3)), cost), [1.0])
    assert model.ceiling < HUGE
    assert model.unary[0, 0, 2] == model.ceiling
    assert capped(model, 5.0).unary.max() == 5.0
    assert pair_cost(capped(model, 5.0), 0, 0, 1, 0, 2) <= 5.0


def test_fewer_hubs_keep_their_costs_and_numbers():
    problem = random_case(3, outside=False).problem
    model = build_model(problem, [1.0])
    small = restricted(model, np.array([problem.h - 1]))
    assert small.unary[0, :, 0].tolist() == model.unary[0, :, -1].tolist()
    assert small.own.tolist() == [problem.candidate_index[-1]]


def test_messages_of_pairs_with_more_flow_move_further():
    """By hand: joint flows of 16, 1 and 0 move at 1, 1/8 and 0."""
    flow = np.array([[9.0, 10.0, 0.5], [6.0, 0.0, 0.0], [0.5, 0.0, 0.0]])
    model = build_model(HubProblem(flow, np.ones((3, 3))), [1.0])
    assert model.pace[0].tolist() == [[0.0, 1.0, 0.125], [1.0, 0.0, 0.0], [0.125, 0.0, 0.0]]


def test_without_any_flow_no_messages_move():
    model = build_model(HubProblem(np.zeros((2, 2)), np.ones((2, 2))), [1.0])
    assert not model.pace.any()
