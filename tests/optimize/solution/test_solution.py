"""What a solution tells: hubs in order, tables that add up, who uses what, the map."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, evaluate_hubs, solve


def test_hubs_are_labels_in_node_order(solution):
    assert list(solution.hubs) == sorted(solution.hubs)
    assert set(solution.hubs) <= set("acdf")


def test_the_tables_add_up_to_the_objective(solution):
    assert solution.flows["cost"].sum() + solution.cost_by_leg["fixed"].sum() == pytest.approx(solution.objective)
    assert solution.cost_by_leg.to_numpy().sum() == pytest.approx(solution.objective)
    assert solution.flows["flow"].sum() == pytest.approx(solution.problem.total_flow)
    by_leg = solution.legs.groupby("leg")["flow"].sum()
    assert by_leg["collection"] == pytest.approx(by_leg["distribution"])
    assert solution.throughput["collected"].sum() == pytest.approx(by_leg["collection"])


def test_unmet_demand_is_priced_and_reported():
    cost = np.full((3, 3), np.inf)
    np.fill_diagonal(cost, 0.0)
    cost[0, 1] = cost[1, 0] = 1.0
    problem = HubProblem(np.ones((3, 3)), cost, unmet_penalty=100.0, labels=["a", "b", "c"], candidates=["a"])
    solution = solve(problem, p=1)
    assert solution.status == "optimal"
    # a-b both ways cost 1, b-b 2, a-a 0; everything to and from c is unmet
    assert solution.objective == pytest.approx(4 + 5 * 100)
    assert solution.unmet["flow"].sum() == 5
    assert evaluate_hubs(problem, ["a"])["unmet_flow"].tolist() == [5]
    assert "unmet" in solution.summary()


def test_a_solution_goes_on_the_map(solution):
    import geopandas as gpd
    from shapely.geometry import Point

    places = gpd.GeoSeries({name: Point(i, i) for i, name in enumerate("abcdef")}, crs=4326)
    layers = solution.to_geo(places)
    assert set(layers["hubs"]["hub"]) == set(solution.hubs)
    assert layers["legs"].geom_type.eq("LineString").all()
    assert layers["legs"].crs == places.crs


def test_classes_come_apart_in_the_allocation():
    block = {"flow": np.ones((3, 3)), "cost": np.ones((3, 3)) - np.eye(3)}
    solution = solve(HubProblem.from_blocks({"bulk": block, "parcels": block}), p=1)
    assert set(solution.allocation.index.get_level_values("block")) == {"bulk", "parcels"}


def full_hub(**rest):
    """Ten units from a to b; the cheap hub c takes six, the dear one d the rest."""
    cost = np.array([[0.0, 9.0, 1.0, 3.0], [9.0, 0.0, 1.0, 3.0], [1.0, 1.0, 0.0, 9.0], [3.0, 3.0, 9.0, 0.0]])
    flow = np.zeros((4, 4))
    flow[0, 1] = 10.0
    return HubProblem(flow, cost, labels=list("abcd"), candidates=["c", "d"], **rest)


@pytest.mark.parametrize(("room", "hub"), [([0, 0, 6, 100], "c"), ([0, 0, 4, 100], "d")])
def test_of_a_split_flow_the_larger_share_is_shown(room, hub):
    solution = solve(full_hub(capacity=room), p=2)
    assert sorted(solution.flows["flow"]) == [4.0, 6.0]
    assert solution.allocation.loc[("a", "b")].tolist() == [hub, hub]
    collected = solution.throughput.set_index("hub")["collected"]
    assert collected[hub] == pytest.approx(6.0)


def test_weights_count_in_the_cost_and_not_in_the_flows():
    legs = {"flow": np.ones((2, 2)), "cost": np.array([[0.0, 3.0], [3.0, 0.0]])}
    problem = HubProblem.from_blocks({"light": legs, "heavy": {**legs, "weight": 4.0}}, candidates=[0], fixed_cost=5.0)
    solution = solve(problem, p=1)
    # 0 -> 1 and 1 -> 0 cost 3 each, 1 -> 1 goes there and back
    cost = solution.cost_by_leg.sum(axis=1)
    assert cost["base", "light"] == pytest.approx(12.0)
    assert cost["base", "heavy"] == pytest.approx(48.0)
    assert solution.objective == pytest.approx(65.0)
    assert solution.flows.groupby("block")["cost"].sum().tolist() == [12.0, 12.0]


def test_direct_service_is_not_unmet_demand():
    direct = np.full((4, 4), np.inf)
    direct[0, 1] = 1.5
    solution = solve(full_hub(direct_cost=direct), p=1)
    assert solution.allocation.loc[("a", "b")].tolist() == ["direct", "direct"]
    assert solution.unmet.empty
    assert evaluate_hubs(full_hub(direct_cost=direct), ["c"])["direct_flow"].tolist() == [10.0]


def test_scenarios_come_apart_in_every_table():
    closed = np.array([[0.0, 9.0, np.inf, 3.0], [9.0, 0.0, np.inf, 3.0], [1.0, 1.0, 0.0, 9.0], [3.0, 3.0, 9.0, 0.0]])
    flow = np.zeros((4, 4))
    flow[0, 1] = 10.0
    one = HubProblem(flow, closed, labels=list("abcd"), candidates=["c", "d"])
    solution = solve(ScenarioProblem({"open": full_hub(), "closed": one}, [0.5, 0.5]), p=2)
    assert solution.allocation.loc[("open", "a", "b"), "first_hub"] == "c"
    assert solution.allocation.loc[("closed", "a", "b"), "first_hub"] == "d"
    assert solution.scenario_cost.to_dict() == {"open": 20.0, "closed": 60.0}
    assert solution.objective == pytest.approx(40.0)
    assert "closed" in solution.summary()


def test_who_uses_which_hub_in_single_allocation():
    place = np.array([0.0, 1.0, 9.0, 10.0])
    cost = np.abs(place[:, None] - place)
    problem = HubProblem(np.ones((4, 4)), cost, labels=list("wxyz"), candidates=["w", "z"])
    solution = solve(problem, p=2, allocation="single")
    assert solution.allocation.to_dict() == {"w": "w", "x": "w", "y": "z", "z": "z"}


def test_there_is_nothing_to_look_at_without_a_solution():
    solution = solve(HubProblem(np.ones((2, 2)), np.where(np.eye(2, dtype=bool), 0.0, np.inf)), p=1)
    with pytest.raises(ValueError, match="infeasible"):
        _ = solution.flows


def test_names_that_would_read_as_several_stand_in_quotes():
    problem = HubProblem(np.ones((3, 3)), 1.0 - np.eye(3), labels=["Paris, Texas", 'the "Gate"', "plain"])
    assert 'hubs        "Paris, Texas", "the ""Gate""", plain\n' in solve(problem, p=3).summary()
