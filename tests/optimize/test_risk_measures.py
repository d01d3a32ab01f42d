"""Risk measures as a user asks for them: every method finds what brute force over hubs and allocations finds."""

from itertools import combinations, product
from types import SimpleNamespace

import numpy as np
import pytest

from optimize import HubProblem, HubSetTable, InputError, ScenarioProblem, solve
from tests.oracles.risk import together

NAMES, CHANCES = ["calm", "wind", "storm", "never"], [0.5, 0.3, 0.2, 0.0]
ASKED = {
    "expected": {},
    "worst_case": {},
    "max_regret": {},
    "relative_regret": {},
    "cvar": {"cvar_level": 0.6},
    "mean_cvar": {"cvar_level": 0.6, "cvar_weight": 0.3},
    "robust_probability": {"radius": 0.2},
    "probability_bounds": {"probability_low": {"calm": 0.2}, "probability_high": [0.7, 0.5, 0.4, 0.1]},
}
IN_ORDER = ASKED | {"probability_bounds": {"probability_low": [0.2, 0, 0, 0], "probability_high": [0.7, 0.5, 0.4, 0.1]}}
EACH = pytest.mark.parametrize("risk", ASKED)


def scenarios(seed=0, n=5, factor=1.0, capacity=None):
    """Costs that are no distances, direct service, pairs without a way, fixed costs, and a price of what is left."""
    rng = np.random.default_rng(seed)
    made = {}
    for name in NAMES:
        cost = factor * rng.uniform(1, 10, (n, n))
        cost[rng.random((n, n)) < 0.1] = np.inf
        direct = np.where(rng.random((n, n)) < 0.3, factor * rng.uniform(2, 30, (n, n)), np.inf)
        made[name] = HubProblem(
            rng.integers(0, 6, (n, n)).astype(float),
            cost,
            transfer=0.5,
            fixed_cost=factor * rng.integers(0, 40, n).astype(float),
            direct_cost=direct,
            unmet_penalty=40.0 * factor,
            candidates=range(1, n),
            labels=[f"place {i}" for i in range(n)],
            capacity=None if capacity is None else np.full(n, capacity),
        )
    return ScenarioProblem(made, CHANCES)


def pair_cost(block, i, j, hubs, others):
    """The cheapest way from a node that uses `hubs` to one that uses `others`, or none of them."""
    ways = [block.direct[i, j], block.unmet_penalty[i, j]]
    for k, m in product(hubs, others):
        between = 0.0 if k == m else block.transfer[k, m]
        ways.append(block.collection[i, k] + between + block.distribution[m, j])
    return min(ways)


def cost_of(scenario, hubs, uses):
    """Cost of a scenario when node i uses the hubs ``uses[i]``."""
    (block,) = scenario.blocks
    flows = ((i, j) for i, j in product(range(block.n), repeat=2) if block.flow[i, j] > 0)
    paths = sum(block.flow[i, j] * pair_cost(block, i, j, uses[i], uses[j]) for i, j in flows)
    return scenario.fixed_cost[list(hubs)].sum() + paths


def brute_force(problem, risk, allocation="multiple", p=2):
    """Every pair of hubs with the scenarios' least costs and the measure of them."""
    node = {int(i): k for k, i in enumerate(problem.candidate_index)}
    found = {}
    for hubs in combinations(range(problem.h), p):
        options = [
            [(node[i],)] if node.get(i) in hubs and allocation == "single" else [(k,) for k in hubs]
            for i in range(problem.n)
        ]
        every = product(*options) if allocation == "single" else [[hubs] * problem.n]
        every = list(every)
        found[hubs] = [min(cost_of(scenario, hubs, uses) for uses in every) for scenario in problem.scenarios]
    own = [min(costs[s] for costs in found.values()) for s in range(len(problem.scenarios))]
    asked = SimpleNamespace(risk=risk, **IN_ORDER[risk])
    chances = [scenario.probability for scenario in problem.scenarios]
    return {hubs: together(costs, chances, asked, own) for hubs, costs in found.items()}


@EACH
@pytest.mark.parametrize(
    ("method", "solver"), [("enumeration", None), ("compact", "HiGHS"), ("compact", "CBC"), ("benders", None)]
)
def test_multiple_allocation(risk, method, solver):
    for seed in range(3):
        problem = scenarios(seed)
        best = min(brute_force(problem, risk).values())
        solution = solve(problem, p=2, risk=risk, method=method, solver=solver, **ASKED[risk])
        assert solution.status == "optimal"
        assert solution.objective == pytest.approx(best, rel=2e-6)
        assert solution.bound == pytest.approx(best, rel=2e-6)


@EACH
@pytest.mark.parametrize("method", ["single", "compact"])
def test_single_allocation(risk, method):
    problem = scenarios(3, n=4)
    best = min(brute_force(problem, risk, "single").values())
    solution = solve(problem, p=2, allocation="single", risk=risk, method=method, **ASKED[risk])
    assert solution.status == "optimal"
    assert solution.objective == pytest.approx(best, rel=2e-6)
    assert solution.bound == pytest.approx(best, rel=2e-6)


@EACH
def test_the_heuristic_and_its_bound(risk):
    problem = scenarios(4)
    best = min(brute_force(problem, risk).values())
    solution = solve(problem, p=2, risk=risk, method="heuristic", **ASKED[risk])
    assert solution.objective == pytest.approx(best)
    assert solution.bound <= best * (1 + 1e-6)


@EACH
def test_the_table_has_the_value_of_every_set(risk):
    problem = scenarios(5)
    table = HubSetTable.build(problem, 2)
    expected = brute_force(problem, risk)
    values = table.objective_values(risk, own_optimum=table.scenario_optimum(p=2), **ASKED[risk])
    for hubs, value in expected.items():
        assert values[table.row_of(hubs)] == pytest.approx(value)
    ranked = table.best(3, p=2, risk=risk, **ASKED[risk])
    assert ranked["value"].tolist() == pytest.approx(sorted(expected.values())[:3])


@EACH
def test_within_capacities_the_table_agrees_with_the_program(risk):
    problem = scenarios(6, n=4, capacity=12.0)
    listed = solve(problem, p=2, risk=risk, method="enumeration", **ASKED[risk])
    program = solve(problem, p=2, risk=risk, method="compact", **ASKED[risk])
    assert listed.objective == pytest.approx(program.objective, rel=2e-6)
    table = HubSetTable.build(problem, 2, capacities=True)
    assert table.best(1, p=2, risk=risk, **ASKED[risk])["value"][0] == pytest.approx(listed.objective)
    free = solve(scenarios(6, n=4), p=2, risk=risk, **ASKED[risk])
    assert risk in ("max_regret", "relative_regret") or listed.objective > free.objective


@pytest.mark.parametrize("risk", [risk for risk in ASKED if "regret" not in risk])
def test_two_hubs_a_node_lie_between_one_and_any(risk):
    problem = scenarios(7, n=4)
    values = [
        solve(problem, p=3, allocation=allocation, risk=risk, method="compact", **ASKED[risk]).objective
        for allocation in ("multiple", 2, "single")
    ]
    assert values[0] <= values[1] * (1 + 1e-9)
    assert values[1] <= values[2] * (1 + 1e-9)


@EACH
def test_one_scenario_is_the_problem_itself(risk):
    alone = scenarios(8).problems["storm"]
    one = ScenarioProblem({"storm": alone})
    asked = ASKED[risk] if risk != "probability_bounds" else {"probability_low": {"storm": 0.3}}
    plain = solve(alone, p=2)
    solution = solve(one, p=2, risk=risk, **asked)
    assert solution.objective == pytest.approx(0.0 if "regret" in risk else plain.objective, abs=1e-6)
    assert "regret" in risk or solution.hubs == plain.hubs


def test_a_plain_problem_takes_every_measure_too():
    alone = scenarios(8).problems["storm"]
    for asked in (
        {"risk": "robust_probability", "radius": 0.4},
        {"risk": "probability_bounds", "probability_low": [0.1]},
    ):
        assert solve(alone, p=2, **asked).objective == pytest.approx(solve(alone, p=2).objective)


@EACH
@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_the_unit_of_costs_changes_no_hubs(risk, factor):
    plain, scaled = (solve(scenarios(9, factor=f), p=2, risk=risk, **ASKED[risk]) for f in (1.0, factor))
    assert scaled.hubs == plain.hubs
    assert scaled.objective == pytest.approx(plain.objective * (1.0 if risk == "relative_regret" else factor))


def best(problem, risk, **asked):
    return solve(problem, p=2, risk=risk, **asked).objective


def test_no_radius_is_the_mean_and_radius_1_the_worst_case_of_every_scenario_of_the_problem():
    problem = scenarios(10)
    assert best(problem, "robust_probability", radius=0.0) == pytest.approx(best(problem, "expected"))
    assert best(problem, "robust_probability", radius=1.0) == pytest.approx(best(problem, "worst_case"))
    values = [best(problem, "robust_probability", radius=r) for r in (0.0, 0.1, 0.3, 0.6, 1.0)]
    assert values == sorted(values)


def test_the_ends_of_mean_cvar_are_the_mean_and_cvar():
    problem = scenarios(11)
    assert best(problem, "mean_cvar", cvar_weight=0.0) == pytest.approx(best(problem, "expected"))
    assert best(problem, "mean_cvar", cvar_weight=1.0, cvar_level=0.6) == pytest.approx(
        best(problem, "cvar", cvar_level=0.6)
    )
    by_weight = [best(problem, "mean_cvar", cvar_weight=w) for w in (0.0, 0.3, 0.7, 1.0)]
    by_level = [best(problem, "mean_cvar", cvar_weight=0.5, cvar_level=level) for level in (0.0, 0.4, 0.8, 0.95)]
    assert by_weight == sorted(by_weight)
    assert by_level == sorted(by_level)


def test_bounds_that_meet_are_the_mean_and_bounds_of_0_and_1_the_worst_case():
    problem = scenarios(12)
    tight = best(problem, "probability_bounds", probability_low=CHANCES, probability_high=CHANCES)
    assert tight == pytest.approx(best(problem, "expected"))
    loose = best(problem, "probability_bounds", probability_low=[0.0] * 4)
    assert loose == pytest.approx(best(problem, "worst_case"))


@pytest.mark.parametrize("method", ["enumeration", "compact", "benders"])
def test_a_scenario_that_bounds_rule_out_may_be_impossible(method):
    problem = scenarios(13)
    lost = HubProblem(np.ones((5, 5)), np.full((5, 5), np.inf), candidates=range(1, 5), labels=problem.labels)
    changed = ScenarioProblem(problem.problems | {"never": lost}, CHANCES)
    high = {"probability_high": {"never": 0.0}}
    expected = best(ScenarioProblem({k: v for k, v in problem.problems.items() if k != "never"}), "worst_case")
    solution = solve(changed, p=2, risk="probability_bounds", method=method, **high)
    assert solution.objective == pytest.approx(expected)
    assert solve(changed, p=2, risk="robust_probability", radius=0.1, method=method).status == "infeasible"


@pytest.mark.parametrize("method", ["enumeration", "compact", "benders"])
def test_no_regret_is_relative_to_an_optimum_of_0(method):
    free = HubProblem(np.ones((3, 3)), np.zeros((3, 3)))
    problem = ScenarioProblem({"dear": HubProblem(np.ones((3, 3)), np.ones((3, 3))), "free": free})
    with pytest.raises(InputError, match="'free' has an optimum of 0"):
        solve(problem, p=1, risk="relative_regret", method=method)
    with pytest.raises(InputError, match="one is 0"):
        HubSetTable.build(problem, 1).best(1, risk="relative_regret")


def test_a_relative_regret_of_covered_flow_is_the_share_that_is_missed():
    """Two places a scenario prefers; one hub covers its own place's 6 of 6 or 8 of 8, and none of the other's."""
    far = np.array([[0.0, 9.0], [9.0, 0.0]])
    at = [HubProblem(np.diag([8.0, 2.0]), far), HubProblem(np.diag([1.0, 5.0]), far)]
    problem = ScenarioProblem(dict(zip("ab", at, strict=True)))
    solution = solve(problem, p=1, objective="covering", threshold=1.0, risk="relative_regret")
    # at 0: 8 of 8 and 1 of 5; at 1: 2 of 8 and 5 of 5
    assert solution.hubs == (1,)
    assert solution.objective == pytest.approx(-0.75)


@pytest.mark.parametrize(
    ("risk", "asked", "said"),
    [
        ("mean_cvar", {}, "needs cvar_weight"),
        ("robust_probability", {"radius": 1.5}, "from 0 to 1"),
        ("probability_bounds", {"probability_high": [0.1] * 4}, "less than 1"),
        ("probability_bounds", {"probability_low": {"gale": 0.5}}, "'gale'"),
        ("expected", {"cvar_weight": 0.5}, "for 'mean_cvar'"),
    ],
)
def test_what_cannot_be_asked_is_refused(risk, asked, said):
    with pytest.raises(InputError, match=said):
        solve(scenarios(), p=2, risk=risk, **asked)
    with pytest.raises(InputError, match=said):
        HubSetTable.build(scenarios(), 1).best(1, risk=risk, **asked)
