"""Whatever the model, flows, legs and costs by leg add up to the objective."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve

PLACE = np.array([0.0, 1.0, 3.0, 6.0, 7.0])
COST = np.abs(PLACE[:, None] - PLACE)
FLOW = np.array([[0, 3, 0, 8, 2], [1, 0, 2, 0, 5], [4, 0, 1, 1, 0], [0, 6, 0, 0, 2], [7, 0, 3, 1, 0.0]])
PLAIN = {"flow": FLOW, "cost": COST}
LEGS = {**PLAIN, "transfer": 0.5, "handling_cost": [0.1, 0.2, 0.4, 0.8, 1.6]}
PRICE = 1.0 + COST.T @ COST / 100
LOST = np.where(COST == 6, np.inf, COST)
CLASSES = {"bulk": {**LEGS, "weight": 0.5}, "parcels": {**LEGS, "flow": FLOW.T, "weight": 3.0}}

MODELS = {
    "multiple": (HubProblem(**LEGS), {"p": 2}),
    "single": (HubProblem(**LEGS), {"p": 2, "allocation": "single"}),
    "two hubs a node": (HubProblem(**LEGS), {"p": 3, "allocation": 2}),
    "fixed cost": (HubProblem(**LEGS, fixed_cost=[3.0, 4.0, 5.0, 6.0, 7.0]), {}),
    "direct": (HubProblem(**LEGS, direct_cost=2.0 * COST), {"p": 1}),
    "unmet": (HubProblem(**{**LEGS, "cost": LOST}, unmet_penalty=9.0), {"p": 1}),
    "capacity": (HubProblem(**LEGS, capacity=[20.0] * 5, unmet_penalty=9.0), {"p": 2}),
    "classes": (HubProblem.from_blocks(CLASSES, fixed_cost=[1.0] * 5), {"p": 2}),
    "a class without flow": (HubProblem.from_blocks({"bulk": LEGS, "none": {**LEGS, "flow": 0 * FLOW}}), {"p": 2}),
    "a class without weight": (
        HubProblem.from_blocks({"bulk": LEGS, "free": {**LEGS, "cost": LOST, "weight": 0.0}}), {"p": 2},
    ),
    "scenarios": (
        ScenarioProblem({"dry": HubProblem(**LEGS), "flood": HubProblem.from_blocks(CLASSES, fixed_cost=[2.0] * 5)}),
        {"p": 2, "risk": "worst_case"},
    ),
    "links with a price": (HubProblem(**LEGS, link_cost=PRICE, fixed_cost=[1.0] * 5), {"p": 4}),
    "links by number": (HubProblem(**LEGS), {"p": 4, "hub_links": 3}),
    "links of single allocation": (HubProblem(**LEGS, link_cost=PRICE), {"p": 4, "allocation": "single"}),
    "discount": (HubProblem(**PLAIN, handling_cost=0.3, discount=[(0.0, 1.0), (5.0, 0.4)]), {"p": 3}),
    "discount of single allocation": (
        HubProblem(**PLAIN, fixed_cost=[2.0] * 5, discount=[(0.0, 1.0), (4.0, 0.2)]), {"p": 2, "allocation": "single"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=MODELS)
def solution(request):
    problem, asked = MODELS[request.param]
    found = solve(problem, **asked)
    assert found.status == "optimal"
    return found


def weights(solution):
    return {(s.name, b.name): b.weight for s in solution.problem.scenarios for b in s.blocks}


def test_costs_by_leg_add_up_to_each_scenarios_cost(solution):
    total = solution.cost_by_leg.sum(axis=1).groupby(level="scenario", sort=False).sum()
    assert total.to_dict() == pytest.approx(solution.scenario_cost.to_dict())
    assert total.max() == pytest.approx(solution.objective)  # of one scenario, or the worst


def test_flows_and_fixed_costs_add_up_to_each_scenarios_cost(solution):
    of_flow = solution.flows.groupby(["scenario", "block"])["cost"].sum()
    fixed = solution.cost_by_leg["fixed"].groupby(level="scenario").sum()
    for name, cost in solution.scenario_cost.items():
        moved = [w * of_flow.get(key, 0.0) for key, w in weights(solution).items() if key[0] == name and w > 0]
        assert sum(moved) + fixed[name] == pytest.approx(cost)


def test_legs_and_handling_add_up_to_the_flows(solution):
    of_flow = solution.flows.groupby(["scenario", "block"])["cost"].sum()
    of_legs = solution.legs.groupby(["scenario", "block"])["cost"].sum()
    for key, weight in weights(solution).items():
        if weight > 0:
            handling = solution.cost_by_leg.loc[key, "handling"] / weight
            assert of_legs.get(key, 0.0) + handling == pytest.approx(of_flow.get(key, 0.0))


def test_all_flow_is_in_the_tables(solution):
    assert solution.flows["flow"].sum() == pytest.approx(
        sum(b.flow.sum() for s in solution.problem.scenarios for b in s.blocks)
    )
    by_leg = solution.legs.groupby("leg")["flow"].sum()
    assert by_leg["collection"] == pytest.approx(by_leg["distribution"])
    assert solution.throughput["collected"].sum() == pytest.approx(by_leg["collection"])
    entered = by_leg["collection"] + by_leg.get("transfer", 0.0)
    assert solution.throughput["throughput"].sum() == pytest.approx(entered)


def test_links_have_a_row_of_their_own_and_transfers_ride_on_them():
    problem = HubProblem(
        np.array([[0, 0, 5.0], [0, 0, 0], [5, 0, 0]]),
        np.array([[0, 1, 10.0], [1, 0, 1], [10, 1, 0]]),
        transfer=0.1,
        handling_cost=0.25,
        link_cost=np.array([[0, 0.1, 10], [0.1, 0, 0.3], [10, 0.3, 0.0]]),
        labels=list("abc"),
    )
    solution = solve(problem, p=3)
    # both ways over b: 10 units on two links at 0.1, handled at three hubs each; links a-b and b-c
    assert solution.objective == pytest.approx(2.0 + 30 * 0.25 + 0.4)
    costs = solution.cost_by_leg
    assert costs.loc[("base", "links"), "fixed"] == pytest.approx(0.4)
    assert costs.loc[("base", "flow"), "transfer"] == pytest.approx(2.0)
    assert costs.loc[("base", "flow"), "handling"] == pytest.approx(7.5)
    rides = solution.legs[solution.legs["leg"] == "transfer"]
    assert sorted(zip(rides["from"], rides["to"], rides["flow"], strict=True)) == [
        ("a", "b", 5.0),
        ("b", "a", 5.0),
        ("b", "c", 5.0),
        ("c", "b", 5.0),
    ]
    assert solution.throughput.set_index("hub")["throughput"].to_dict() == {"a": 10.0, "b": 10.0, "c": 10.0}
    assert solution.flows["unit_cost"].tolist() == pytest.approx([0.95, 0.95])


def test_without_priced_links_there_is_no_row_for_them():
    assert "links" not in solve(HubProblem(**LEGS), p=2).cost_by_leg.index.get_level_values("block")
    assert "links" not in solve(HubProblem(**LEGS), p=3, hub_links=2).cost_by_leg.index.get_level_values("block")


def test_a_class_without_weight_that_cannot_be_served_costs_nothing():
    lost = {"flow": FLOW, "cost": np.where(np.eye(5, dtype=bool), 0.0, np.inf), "weight": 0.0}
    problem = HubProblem.from_blocks({"bulk": LEGS, "lost": lost})
    solution = solve(problem, p=2, objective="covering", threshold=4.0)
    assert np.isinf(solution.flows["cost"].sum())
    assert solution.cost_by_leg.loc["base", "lost"].tolist() == [0.0] * len(solution.cost_by_leg.columns)
    assert np.isfinite(solution.cost_by_leg.to_numpy()).all()
