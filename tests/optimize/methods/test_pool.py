"""The best k hub sets are those of an enumeration, in its order, by every method; bounds hold for what is left."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve
from tests.oracles.enumeration import best_allocation_cost, risk_value, scenario_costs

NAMES = tuple("abcdef")


def problem_of(seed, n=5, **more):
    rng = np.random.default_rng(seed)
    return HubProblem(rng.uniform(0, 5, (n, n)), rng.uniform(1, 10, (n, n)), transfer=0.5, labels=NAMES[:n], **more)


def listed(problem, sizes, allocation="multiple", risk="expected"):
    """Hub sets with their costs, cheapest first."""
    probability = [scenario.probability for scenario in problem.scenarios]
    sets = [hubs for size in sizes for hubs in combinations(range(problem.h), size)]
    cost = {hubs: risk_value(scenario_costs(problem, hubs, allocation), probability, risk) for hubs in sets}
    order = sorted(sets, key=cost.__getitem__)
    return [tuple(problem.candidates[k] for k in hubs) for hubs in order], [cost[hubs] for hubs in order]


def check(found, hubs, costs, number):
    assert [each.hubs for each in found.pool] == hubs[:number]
    assert [each.objective for each in found.pool] == pytest.approx(costs[:number])
    assert [str(each.status) for each in found.pool] == ["optimal"] * min(number, len(hubs))
    assert all(each.bound <= each.objective for each in found.pool)
    assert found.hubs == hubs[0]


@pytest.mark.parametrize("method", ["enumeration", "compact", "benders"])
def test_a_number_of_hubs_is_given(method):
    problem = problem_of(1)
    check(solve(problem, p=2, method=method, k_best=4), *listed(problem, [2]), 4)


@pytest.mark.parametrize("method", ["enumeration", "benders"])
def test_the_number_of_hubs_is_free(method):
    problem = problem_of(2, fixed_cost=np.linspace(20, 60, 5))
    check(solve(problem, method=method, k_best=7), *listed(problem, range(1, 6)), 7)


@pytest.mark.parametrize("method", ["single", "compact"])
def test_single_allocation(method):
    problem = problem_of(3, n=4)
    check(solve(problem, p=2, allocation="single", method=method, k_best=3), *listed(problem, [2], "single"), 3)


def test_within_capacities_the_order_is_that_of_each_set_solved_alone():
    problem = problem_of(4, n=4)
    sent = np.asarray(problem.scenarios[0].blocks[0].flow).sum()
    tight = problem.replace(capacity=np.full(4, 0.65 * sent))
    alone = []
    for hubs in combinations(NAMES[:4], 2):
        closed = [each for each in NAMES[:4] if each not in hubs]
        found = solve(tight, p=2, closed_hubs=closed, method="compact", solver="CBC")
        alone.append((found.objective, hubs))
    alone.sort()
    for method in ("enumeration", "compact"):
        pool = solve(tight, p=2, method=method, k_best=6).pool
        assert [each.objective for each in pool] == pytest.approx([cost for cost, _ in alone], rel=1e-5)


@pytest.mark.parametrize("method", ["enumeration", "benders"])
def test_hubs_that_are_open_or_closed_stay_so_and_the_pool_ends_with_the_sets(method):
    problem = problem_of(5)
    hubs, costs = listed(problem, [2])
    kept = [(each, cost) for each, cost in zip(hubs, costs, strict=True) if "b" in each and "d" not in each]
    found = solve(problem, p=2, method=method, open_hubs=["b"], closed_hubs=["d"], k_best=10)
    check(found, [each for each, _ in kept], [cost for _, cost in kept], 10)


@pytest.mark.parametrize("risk", ["worst_case", "expected"])
def test_scenarios(risk):
    scenarios = ScenarioProblem({"x": problem_of(6, n=4), "y": problem_of(7, n=4)}, {"x": 0.6, "y": 0.4})
    for method in ("enumeration", "benders"):
        check(solve(scenarios, p=2, risk=risk, method=method, k_best=3), *listed(scenarios, [2], risk=risk), 3)


def test_regrets_are_against_the_optima_of_all_hub_sets():
    scenarios = ScenarioProblem({"x": problem_of(8, n=4), "y": problem_of(9, n=4)})
    cost = np.array([scenario_costs(scenarios, hubs) for hubs in combinations(range(4), 2)])
    regret = np.sort((cost - cost.min(axis=0)).max(axis=1))
    for method in ("enumeration", "benders"):
        pool = solve(scenarios, p=2, risk="max_regret", method=method, k_best=4).pool
        assert [each.objective for each in pool] == pytest.approx(regret[:4])


def test_flow_covered_is_ranked_from_the_most():
    problem = problem_of(10, n=4)
    block = problem.scenarios[0].blocks[0]
    covered = {}
    for hubs in combinations(range(4), 2):
        covered[hubs] = sum(
            block.flow[i, j]
            for i in range(4)
            for j in range(4)
            if min(
                block.collection[i, k] + (block.transfer[k, m] if k != m else 0.0) + block.distribution[m, j]
                for k in hubs
                for m in hubs
            )
            <= 8.0
        )
    pool = solve(problem, p=2, objective="max_covering", threshold=8.0, k_best=3).pool
    assert [each.objective for each in pool] == pytest.approx(sorted(covered.values(), reverse=True)[:3])


def test_out_of_time_there_are_fewer_and_the_bound_holds():
    problem = problem_of(11)
    least = min(best_allocation_cost(problem.scenarios[0].blocks[0], hubs, "multiple", None)
                for hubs in combinations(range(5), 2))  # fmt: skip
    found = solve(problem, p=2, method="benders", k_best=5, time_limit=1e-9)
    assert 1 <= len(found.pool) <= 5
    assert found.pool[0].bound <= least


def test_a_start_is_in_the_pool_where_it_belongs():
    problem = problem_of(12)
    hubs, costs = listed(problem, [2])
    check(solve(problem, p=2, method="benders", k_best=3, start=hubs[4]), hubs, costs, 3)


def test_without_k_best_there_is_no_pool_and_a_problem_without_solution_has_one_answer():
    assert solve(problem_of(13), p=2).pool == ()
    nothing = solve(HubProblem(np.ones((2, 2)), np.full((2, 2), np.inf)), p=1, k_best=3)
    assert nothing.status == "infeasible"
    assert len(nothing.pool) == 1


@pytest.mark.parametrize("wrong", [0, -1, 1.5, "three", True, float("nan")])
def test_a_number_that_is_none_is_refused(wrong):
    with pytest.raises(InputError, match="k_best"):
        solve(problem_of(14), p=2, k_best=wrong)
