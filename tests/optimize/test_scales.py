"""The unit in which costs and flows are given changes no answer: every model and method in many units."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve

RNG = np.random.default_rng(11)
N = 6
POINTS = RNG.random((N, 2))
COST = np.hypot(*(POINTS[:, None] - POINTS).T)
FLOW = RNG.random((N, N))

LINKS = 0.2 * (1.0 - np.eye(N))

# what is asked, by a name; what the problem has beside flows and costs, in units of flow, of cost or of both
CASES = {
    "enumeration": ({"p": 2, "method": "enumeration"}, {}),
    "benders": ({"p": 2, "method": "benders"}, {}),
    "compact": ({"p": 2, "method": "compact"}, {}),
    "fixed costs": ({"method": "benders"}, {"fixed_cost": ("both", np.arange(1.0, N + 1))}),
    "direct": ({"p": 2, "method": "compact"}, {"direct_cost": ("cost", 0.9 * COST)}),
    "penalty": ({"p": 1, "method": "compact"}, {"unmet_penalty": ("cost", 0.6)}),
    "capacities": ({"p": 2, "method": "compact"}, {"capacity": ("flow", 0.55 * FLOW.sum())}),
    "single": ({"p": 2, "allocation": "single", "method": "single"}, {}),
    "single compact": ({"p": 2, "allocation": "single", "method": "compact"}, {}),
    "single, capacities": (
        {"p": 2, "allocation": "single", "method": "single"},
        {"capacity": ("flow", 0.6 * FLOW.sum())},
    ),
    "r": ({"p": 3, "allocation": 2, "method": "compact"}, {}),
    "links": ({"method": "compact"}, {"link_cost": ("both", LINKS), "fixed_cost": ("both", np.full(N, 0.7))}),
    "hub links": ({"p": 3, "hub_links": 2, "method": "compact"}, {}),
    "center": ({"p": 2, "objective": "center", "method": "center"}, {}),
    "center compact": ({"p": 2, "objective": "center", "method": "compact"}, {}),
    "center heuristic": ({"p": 2, "objective": "center", "method": "heuristic"}, {}),
    "heuristic": ({"p": 2, "method": "heuristic"}, {}),
    "heuristic, single": ({"p": 2, "allocation": "single", "method": "heuristic"}, {}),
    "heuristic, capacities": ({"p": 2, "method": "heuristic"}, {"capacity": ("flow", 0.55 * FLOW.sum())}),
}


def solved(name, flow_unit, cost_unit):
    asked, more = CASES[name]
    units = {"flow": flow_unit, "cost": cost_unit, "both": flow_unit * cost_unit}
    given = {key: value * units[unit] for key, (unit, value) in more.items()}
    return solve(HubProblem(FLOW * flow_unit, COST * cost_unit, transfer=0.6, **given), **asked)


@pytest.mark.parametrize("units", [(1e-9, 1e9), (1e9, 1e9), (1e-9, 1e-9), (1e-60, 1.0), (1.0, 1e60)])
@pytest.mark.parametrize("name", CASES)
def test_the_same_hubs_in_every_unit(name, units):
    flow_unit, cost_unit = units
    reference, scaled = solved(name, 1.0, 1.0), solved(name, flow_unit, cost_unit)
    unit = cost_unit if "center" in name else cost_unit * flow_unit
    assert scaled.hubs == reference.hubs
    assert scaled.objective == pytest.approx(reference.objective * unit, rel=1e-6)
    assert scaled.status == reference.status
    assert scaled.bound <= scaled.objective


@pytest.mark.parametrize("unit", [1e-10, 1.0, 1e10])
def test_covering_knows_no_absolute_distance(unit):
    apart = (1.0 - np.eye(3)) * 9.0 * unit
    problem = HubProblem(np.ones((3, 3)), apart)
    # over one hub every pair costs 9 or more, and over its two own hubs 9 with the transfer
    assert solve(problem, objective="set_covering", threshold=5.0 * unit).status == "infeasible"
    assert len(solve(problem, objective="set_covering", threshold=9.0 * unit).hubs) == 3
    assert len(solve(problem, objective="set_covering", threshold=18.0 * unit).hubs) == 1


def test_a_least_cost_of_zero_does_not_hide_the_scale():
    """With all hubs open and free transfer nothing costs anything: the optimum of two hubs is far from that."""
    rng = np.random.default_rng(0)

    def state():
        points = rng.random((5, 2))
        flow = rng.random((5, 5)) * 1e9
        np.fill_diagonal(flow, 0.0)
        return HubProblem(flow, np.hypot(*(points[:, None] - points).T), transfer=0.0)

    problem = ScenarioProblem({"a": state(), "b": state()})
    for risk in ("expected", "worst_case", "max_regret"):
        listed = solve(problem, p=2, risk=risk, method="enumeration")
        compact = solve(problem, p=2, risk=risk, method="compact")
        assert compact.status == "optimal"
        assert compact.objective == pytest.approx(listed.objective, rel=1e-6)


def test_the_centre_ends_without_a_gap():
    for seed in range(10):
        cost = np.random.default_rng(seed).random((8, 8))
        found = solve(HubProblem(np.ones((8, 8)), cost), p=3, objective="center", gap=0.0, method="center")
        listed = solve(HubProblem(np.ones((8, 8)), cost), p=3, objective="center", method="enumeration")
        assert found.status == "optimal"
        assert found.objective == pytest.approx(listed.objective, rel=1e-9)


@pytest.mark.parametrize("gap", [0.05, 0.2])
def test_a_coarse_gap_does_not_make_regrets_smaller_than_they_are(gap):
    for seed in range(8):
        rng = np.random.default_rng(seed)
        points = rng.random((4, 2))
        cost = np.hypot(*(points[:, None] - points).T)
        states = {
            name: HubProblem(
                rng.random((4, 4)),
                cost * rng.uniform(0.6, 1.6, (4, 4)),
                transfer=0.6,
                fixed_cost=rng.random(4),
                link_cost=0.05 * np.ones((4, 4)),
            )
            for name in "ab"
        }
        problem = ScenarioProblem(states)
        coarse = solve(problem, risk="max_regret", gap=gap)
        exact = solve(problem, risk="max_regret")
        assert coarse.bound <= exact.objective * (1 + 1e-6) + 1e-9
        assert coarse.objective >= exact.objective * (1 - 1e-6) - 1e-9
