"""Every method against enumeration, on random cases with twists: values, bounds, and that nothing is thrown away.

Which method is for what is stated here, not asked of the package: a method that refuses what it is for fails.
"""

from dataclasses import replace

import numpy as np
import pytest

from optimize import solve
from optimize.errors import InputError
from optimize.methods import method as named
from optimize.methods import refusal
from optimize.run import make_request
from tests.oracles.random_cases import TWISTS, random_case
from tests.oracles.risk import LARGEST, RISKS

COVERINGS = ("set_covering", "max_covering")
EXACT = {
    ("cost", "multiple"): ("enumeration", "benders", "compact"),
    ("cost", "single"): ("single", "compact"),
    ("cost", 2): ("ordered", "compact"),
    ("center", "multiple"): ("enumeration", "center", "compact"),
    ("center", "single"): ("center", "compact"),
    ("center", 2): ("compact",),
    **{(objective, a): ("covering", "compact") for objective in COVERINGS for a in ("multiple", "single")},
    **{(objective, 2): ("compact",) for objective in COVERINGS},
}
ALLOCATIONS = ("multiple", "single", 2)


def check(case, method, name=""):
    """Solve by a method and hold value, bound and status against the enumerated optimum."""
    expected = case.optimum()
    where = f"{name} {method} {case.asked}"
    if expected == np.inf:
        with pytest.raises(InputError, match="optimum of 0"):
            solve(case.problem, method=method, **case.arguments())
        return
    solution = solve(case.problem, method=method, **case.arguments())
    if expected is None:
        assert solution.status in ("infeasible", "no_solution"), where
        assert method == "heuristic" or solution.status == "infeasible", where
        assert solution.explanation, where
        return
    slack = 2e-6 * max(abs(expected), 1e-2 * case.size())
    sign = -1.0 if case.asked.objective.name == "max_covering" else 1.0
    assert sign * solution.bound <= sign * expected + slack, where
    assert sign * solution.bound <= sign * solution.objective, where
    if method == "heuristic":
        assert sign * solution.objective >= sign * expected - slack, where
        return
    assert solution.status == "optimal", where
    assert solution.objective == pytest.approx(expected, abs=slack), where
    assert solution.bound == pytest.approx(expected, abs=slack), where


def methods(case):
    exact = EXACT[case.asked.objective.name, case.asked.allocation]
    if case.asked.objective.name == "center" and case.asked.risk not in LARGEST:
        return [method for method in exact if method != "center"]
    if case.asked.objective.name in COVERINGS:
        request = make_request(case.problem, **case.arguments())
        return [way for way in exact if not refusal(named(way), case.problem, request)]
    return exact


@pytest.mark.parametrize("allocation", ALLOCATIONS)
@pytest.mark.parametrize("twist", TWISTS)
def test_costs(twist, allocation):
    for seed in range(6):
        case = random_case(seed, twists=[twist], allocation=allocation)
        for method in methods(case):
            check(case, method, f"{twist} {seed}")


@pytest.mark.parametrize("allocation", ALLOCATIONS)
@pytest.mark.parametrize("risk", RISKS)
def test_costs_over_scenarios(risk, allocation):
    for seed in range(100, 108):
        case = random_case(seed, scenarios=2, allocation=allocation, risk=risk)
        for method in methods(case):
            check(case, method, f"{seed}")


@pytest.mark.parametrize("allocation", ALLOCATIONS)
@pytest.mark.parametrize("objective", ["center", "set_covering", "max_covering"])
def test_other_objectives(objective, allocation):
    for seed in range(200, 212):
        case = random_case(seed, scenarios=1 + seed % 2, allocation=allocation, objective=objective)
        for method in methods(case):
            check(case, method, f"{seed}")


@pytest.mark.parametrize("allocation", ALLOCATIONS)
def test_capacities(allocation):
    for seed in range(300, 316):
        case = random_case(seed, scenarios=1 + (seed % 4 == 0), n=3, allocation=allocation, capacities=True)
        for method in {"multiple": ("compact", "enumeration", "ordered"), 2: ("compact", "ordered")}.get(
            allocation, ("compact",)
        ):
            check(case, method, f"{seed}")


def test_capacities_of_the_single_allocation_search():
    for seed in range(320, 340):
        case = random_case(seed, n=3, allocation="single", capacities=True, outside=False)
        if case.problem.capacity_on == "collection":
            check(case, "single", f"{seed}")


@pytest.mark.parametrize("allocation", ALLOCATIONS)
def test_priced_links(allocation):
    for seed in range(400, 412):
        case = random_case(seed, scenarios=1 + (seed % 4 == 0), allocation=allocation, links=True)
        check(case, "compact", f"{seed}")


@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_flow_dependent_discounts(allocation):
    for seed in range(500, 510):
        case = random_case(seed, n=3, h=2, scenarios=1 + (seed % 4 == 0), allocation=allocation, discount=True)
        check(case, "compact", f"{seed}")


@pytest.mark.parametrize("allocation", ALLOCATIONS)
@pytest.mark.parametrize("objective", ["cost", "center", "set_covering", "max_covering"])
def test_the_heuristic_is_bounded_by_the_optimum_on_both_sides(objective, allocation):
    for seed in range(600, 604):
        case = random_case(seed, scenarios=1 + seed % 2, allocation=allocation, objective=objective)
        check(case, "heuristic", f"{seed}")


def served(block):
    """The same block without its outside options."""
    return replace(block, unmet_penalty=None, direct=None)


def test_the_cases_have_what_they_are_for():
    """A generator that draws nothing of what it promises would leave every test above green."""
    lost = [random_case(s, twists=["penalties win"]).problem.blocks[0] for s in range(20)]
    assert (
        sum(bool((b.unmet_penalty < (b.collection + b.distribution.T).min(axis=1)[:, None]).any()) for b in lost) > 10
    )
    uneven = random_case(1, twists=["one-sided outside"]).problem.blocks[0]
    assert np.array_equal(uneven.collection, uneven.distribution.T)
    assert not np.array_equal(uneven.outside, uneven.outside.T)
    never = random_case(1, scenarios=2, twists=["impossible"], risk="expected").problem
    assert never.scenarios[2].probability == 0.0
    assert any(b.weight == 0 for b in random_case(1, twists=["weightless"]).problem.blocks)
    fixed = random_case(2, scenarios=2, twists=["dear here, cheap there"]).problem.scenarios
    assert not np.array_equal(fixed[0].fixed_cost, fixed[1].fixed_cost)
    alone = random_case(3, twists=["lone node"]).problem.blocks[0]
    assert min((alone.out_flow > 0).sum(), (alone.in_flow > 0).sum()) == 1
