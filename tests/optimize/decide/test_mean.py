"""The mean-value problem, entry by entry."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.decide import mean_value_problem
from tests.conftest import nasty_problem, nasty_scenarios

N = 3
COST = np.array([[0, 2, 6], [2, 0, 4], [6, 4, 0.0]])


def two(first, second, chance=(0.75, 0.25)):
    return ScenarioProblem({"calm": first, "storm": second}, dict(zip(("calm", "storm"), chance, strict=True)))


def test_every_number_is_its_mean():
    arguments = {"labels": "abc", "candidates": ["c", "a"]}
    calm = HubProblem(
        np.ones((N, N)), COST, transfer=0.5, handling_cost=1.0, fixed_cost=[4, 0, 8], capacity=[10, 1, 20],
        direct_cost=COST, unmet_penalty=10.0, **arguments,
    )  # fmt: skip
    storm = HubProblem(
        5 * np.ones((N, N)), 3 * COST, transfer=1.0, handling_cost=3.0, fixed_cost=[8, 0, 0], capacity=[2, 1, np.inf],
        direct_cost=2 * COST, unmet_penalty=50.0, **arguments,
    )  # fmt: skip
    mean = mean_value_problem(two(calm, storm))
    block = mean.blocks[0]
    assert mean.candidates == ("a", "c")
    assert block.flow == pytest.approx(2 * np.ones((N, N)))
    assert block.collection == pytest.approx(1.5 * COST[:, [0, 2]])
    assert block.distribution == pytest.approx(1.5 * COST[[0, 2]])
    assert block.transfer[0, 1] == pytest.approx(0.75 * 0.5 * 6 + 0.25 * 3 * 6)
    assert block.handling == pytest.approx([1.5, 1.5])
    assert block.direct == pytest.approx(1.25 * COST)
    assert block.unmet_penalty == pytest.approx(20.0 * np.ones((N, N)))
    assert mean.fixed_cost == pytest.approx([5.0, 6.0])
    assert mean.capacity == pytest.approx([8.0, np.inf])
    assert mean.replace(transfer_cost=np.zeros((N, N))).blocks[0].transfer.sum() == 0  # a problem like any other


def test_a_way_that_is_closed_at_times_costs_what_it_costs_when_it_is_open():
    gone = np.where(COST == 6, np.inf, 2 * COST)
    block = mean_value_problem(two(HubProblem(np.ones((N, N)), COST), HubProblem(np.ones((N, N)), gone))).blocks[0]
    assert block.collection[0, 2] == 6.0
    assert block.collection[0, 1] == pytest.approx(0.75 * 2 + 0.25 * 4)
    never = np.where(COST == 6, np.inf, COST)
    block = mean_value_problem(two(HubProblem(np.ones((N, N)), never), HubProblem(np.ones((N, N)), gone))).blocks[0]
    assert block.collection[0, 2] == np.inf


def test_service_that_only_some_scenarios_offer_costs_what_it_costs_there():
    flow = np.ones((N, N))
    block = mean_value_problem(two(HubProblem(flow, COST), HubProblem(flow, COST, direct_cost=7 * flow))).blocks[0]
    assert block.direct == pytest.approx(7 * flow)
    assert block.unmet_penalty is None


def test_a_scenario_without_probability_does_not_count():
    calm, never = HubProblem(np.ones((N, N)), COST), HubProblem(9 * np.ones((N, N)), 9 * COST)
    block = mean_value_problem(two(calm, never, (1.0, 0.0))).blocks[0]
    assert block.flow.tolist() == calm.blocks[0].flow.tolist()
    assert block.collection.tolist() == COST.tolist()


def test_a_class_that_a_scenario_lacks_has_no_flow_there():
    legs = {"flow": np.ones((N, N)), "cost": COST}
    one = HubProblem.from_blocks({"bulk": legs})
    both = HubProblem.from_blocks({"bulk": legs, "parcels": {**legs, "flow": 8 * np.ones((N, N)), "cost": 2 * COST}})
    bulk, parcels = mean_value_problem(two(one, both)).blocks
    assert bulk.flow[0, 1] == 1.0
    assert parcels.flow[0, 1] == 2.0
    assert parcels.collection[0, 1] == 4.0


def test_flows_are_averaged_with_their_weights():
    legs = {"flow": np.ones((N, N)), "cost": COST}
    light, heavy = (HubProblem.from_blocks({"x": {**legs, "weight": w, "flow": f * legs["flow"]}})
                    for w, f in ((1.0, 2.0), (4.0, 3.0)))  # fmt: skip
    block = mean_value_problem(two(light, heavy)).blocks[0]
    assert block.weight * block.flow[0, 1] == pytest.approx(0.75 * 1 * 2 + 0.25 * 4 * 3)


@pytest.mark.parametrize("seed", range(6))
def test_one_scenario_is_its_own_mean(seed):
    problem = nasty_problem(seed)
    assert solve(mean_value_problem(problem), p=2).objective == pytest.approx(solve(problem, p=2).objective)


def test_a_mean_has_the_nodes_and_candidates_of_the_scenarios():
    scenarios = nasty_scenarios(2)
    mean = mean_value_problem(scenarios)
    assert (mean.labels, mean.candidates) == (scenarios.labels, scenarios.candidates)
