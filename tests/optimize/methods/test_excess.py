"""Costs that stand for "never": the answer is that of ordinary costs, or what cannot be avoided is paid in full."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve
from optimize.methods.excess import without_excess
from optimize.run import make_request
from optimize.solvers import available_solvers
from tests.oracles import compact as oracle

SOLVERS = [name for name in ("HiGHS", "CBC") if name in available_solvers()]
HUGE = [1e6, 1e9, 1e12, 1e15]


def random_problem(seed, **more):
    rng = np.random.default_rng(seed)
    flow, cost = rng.random((5, 5)), rng.random((5, 5))
    return HubProblem(flow, cost, transfer=0.5, capacity=flow.sum() * 0.55, **more)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("penalty", HUGE)
def test_a_penalty_that_nobody_has_to_pay_changes_nothing(penalty, solver):
    plain = random_problem(0)
    expected = oracle.optimum(plain, make_request(plain, p=2))
    found = solve(random_problem(0, unmet_penalty=penalty), p=2, solver=solver)
    assert found.status == "optimal"
    assert found.objective == pytest.approx(expected, rel=1e-6)
    assert found.bound <= expected * (1 + 1e-6)


@pytest.mark.parametrize("outside", ["unmet_penalty", "direct_cost"])
@pytest.mark.parametrize("huge", HUGE)
def test_what_has_to_be_paid_is_paid_in_full(huge, outside):
    # one hub takes 4 of 6 units, at cost 1 each; 2 units stay outside
    price = huge if outside == "unmet_penalty" else np.full((2, 2), huge)
    problem = HubProblem(np.array([[0.0, 3], [3, 0]]), 1.0 - np.eye(2), capacity=4.0, **{outside: price})
    found = solve(problem, p=1)
    assert found.status == "optimal"
    assert found.objective == pytest.approx(2 * huge + 4, rel=1e-9)
    assert found.bound <= found.objective


@pytest.mark.parametrize("method", ["enumeration", "benders", "compact", "heuristic"])
@pytest.mark.parametrize("huge", HUGE)
def test_a_hub_that_costs_a_fortune_stays_closed(method, huge):
    # a is the middle, and too dear: over b, the way from a costs 1, and that from c 2
    flow = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]])
    cost = np.array([[0.0, 1, 1], [1, 0, 2], [1, 2, 0]])
    problem = HubProblem(flow, cost, labels=["a", "b", "c"], fixed_cost=[huge, 0.5, 3.0])
    found = solve(problem, p=1, method=method)
    assert found.hubs == ("b",)
    assert found.objective == pytest.approx(0.5 + 1 + 2)
    assert found.bound <= 3.5 * (1 + 1e-9)


def test_a_road_that_costs_a_fortune_is_taken_if_there_is_no_other():
    # node c hangs on a road of 1e12: one unit of its flow goes over it, and one unit elsewhere costs 1
    cost = np.array([[0.0, 1, 1e12], [1, 0, 1e12], [1e12, 1e12, 0]])
    flow = np.array([[0.0, 1, 0], [0, 0, 1], [0, 0, 0]])
    found = solve(HubProblem(flow, cost, candidates=[0, 1]), p=2)
    assert found.status == "optimal"
    assert found.objective == pytest.approx(1e12 + 1, rel=1e-12)


def test_the_dearest_pair_is_told_as_it_is():
    cost = np.array([[0.0, 1, 1e12], [1, 0, 1e12], [1e12, 1e12, 0]])
    found = solve(HubProblem(np.ones((3, 3)), cost, candidates=[0, 1]), p=1, objective="center")
    assert found.status == "optimal"
    # c to the other node over the hub; pairs of a node with itself do not count
    assert found.objective == pytest.approx(1e12 + 1, rel=1e-12)


@pytest.mark.parametrize("risk", ["expected", "worst_case", "max_regret"])
def test_a_penalty_in_one_scenario_leaves_the_others_as_they_are(risk):
    states = {"plain": random_problem(1), "penalty": random_problem(2, unmet_penalty=1e13)}
    plain = ScenarioProblem({"plain": random_problem(1), "penalty": random_problem(2)})
    expected = oracle.optimum(plain, make_request(plain, p=2, risk=risk))
    found = solve(ScenarioProblem(states), p=2, risk=risk)
    assert found.objective == pytest.approx(expected, rel=1e-5, abs=1e-7)
    assert found.bound <= expected * (1 + 1e-6) + 1e-9


def test_a_regret_is_not_negative():
    flow = np.array([[0.0, 3], [3, 0]])
    states = {
        name: HubProblem(flow, (1.0 - np.eye(2)) * size, capacity=4.0, unmet_penalty=1e12 / 3)
        for name, size in (("a", 1.0), ("b", 1.7))
    }
    assert solve(ScenarioProblem(states), p=1, risk="max_regret").objective >= 0.0


def test_ordinary_costs_are_left_alone():
    problem = random_problem(0, unmet_penalty=1e4)
    assert without_excess(problem, make_request(problem, p=2)) is problem


def test_only_what_is_far_beyond_the_usual_is_cut_and_infinity_stays():
    cost = np.array([[0.0, 1, np.inf], [1, 0, 1], [1, 1, 0]])
    problem = HubProblem(np.ones((3, 3)), cost, unmet_penalty=1e12)
    lower = without_excess(problem, make_request(problem, p=1)).blocks[0]
    assert (lower.collection == problem.blocks[0].collection).all()
    assert 1e4 < lower.unmet_penalty.min() == lower.unmet_penalty.max() < 1e7


def test_covering_counts_no_costs():
    problem = random_problem(0, unmet_penalty=1e12)
    request = make_request(problem, p=2, objective="max_covering", threshold=1.0)
    assert without_excess(problem, request) is problem


@pytest.mark.parametrize(("flow_unit", "cost_unit"), [(1e-160, 1e-160), (1e-200, 1e-200), (5e-324, 1.0)])
def test_units_in_which_costs_have_no_digits_are_refused(flow_unit, cost_unit):
    problem = HubProblem(np.ones((3, 3)) * flow_unit, (1.0 - np.eye(3)) * cost_unit)
    with pytest.raises(InputError, match="another unit"):
        solve(problem, p=1)


@pytest.mark.parametrize("method", ["enumeration", "benders", "compact", "heuristic"])
@pytest.mark.parametrize(("flow_unit", "cost_unit"), [(1e-280, 1.0), (1.0, 1e-280), (1e80, 1e80), (1e-140, 1e-140)])
def test_units_far_from_one_change_nothing(method, flow_unit, cost_unit):
    # over the middle of three in a row, the 2 pairs to either side cost 1 each way, the ends 2 each way
    line = np.array([[0.0, 1, 2], [1, 0, 1], [2, 1, 0]])
    found = solve(HubProblem(np.ones((3, 3)) * flow_unit, line * cost_unit), p=1, method=method)
    assert found.hubs == (1,)
    # and with themselves, the ends cost 2 each
    assert found.objective / flow_unit / cost_unit == pytest.approx(4 * 1 + 2 * 2 + 2 * 2)
    assert found.bound <= found.objective
