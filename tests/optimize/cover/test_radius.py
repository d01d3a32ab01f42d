"""Radii: what counts, how large it is, and which values it may have."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.cover.radius import case_radius, center_cases, greedy_hubs, levels_between, pair_costs, unreachable
from optimize.risk import Expected, WorstCase
from optimize.run import Clock, make_request
from tests.oracles import enumeration as oracle
from tests.oracles.random_cases import every_path, random_case


def cases_of(problem, **asked):
    return center_cases(problem, make_request(problem, objective="center", **asked))


def test_pair_costs_are_those_of_the_cheapest_paths_or_of_each_node_s_hub():
    for seed in range(6):
        problem = random_case(seed).problem
        for block in problem.blocks:
            for hubs in combinations(range(problem.h), 2):
                assert pair_costs(block, np.array(hubs)) == pytest.approx(every_path(block, hubs))
                hub_of = np.random.default_rng(seed).choice(hubs, block.n)
                found = pair_costs(block, np.array(hubs), hub_of)
                for i, j in np.ndindex(found.shape):
                    over = oracle.path_cost(block, i, j, hub_of[i], hub_of[j])
                    assert found[i, j] == pytest.approx(min(over, oracle.outside(block, i, j)))


@pytest.mark.parametrize(("allocation", "itself"), [("multiple", False), ("single", True), (2, False)])
def test_a_way_to_oneself_counts_under_single_allocation_alone(allocation, itself):
    problem = HubProblem(np.zeros((3, 3)), np.ones((3, 3)))
    (case,) = cases_of(problem, p_max=3, allocation=allocation)
    assert np.diag(case.needed).tolist() == [itself] * 3
    assert case.needed[~np.eye(3, dtype=bool)].all()


def test_a_regret_takes_the_scenario_s_own_optimum_off():
    place = np.arange(4.0)
    one = HubProblem(np.ones((4, 4)), np.abs(place[:, None] - place), transfer=0.5)
    problem = ScenarioProblem({"a": one, "b": one}, [1.0, 0.0])
    request = make_request(problem, p=1, objective="center", risk="max_regret")
    first, second = center_cases(problem, replace(request, own_optimum=(1.0, 2.5)))
    # over the hub at 1 the dearest pair is 2 and 3
    assert case_radius(first, np.array([1])) == 3.0 - 1.0
    assert case_radius(second, np.array([1])) == 3.0 - 2.5
    assert len(center_cases(problem, replace(request, measure=WorstCase()))) == 2
    assert len(center_cases(problem, replace(request, measure=Expected()))) == 1
    assert [c.shift for c in center_cases(problem, replace(request, measure=WorstCase(), own_optimum=(1.0, 2.5)))] == [
        0,
        0,
    ]


def test_a_relative_regret_divides_by_the_scenario_s_own_optimum():
    place = np.arange(4.0)
    one = HubProblem(np.ones((4, 4)), np.abs(place[:, None] - place), transfer=0.5)
    problem = ScenarioProblem({"a": one, "b": one}, [1.0, 0.0])
    request = make_request(problem, p=1, objective="center", risk="relative_regret")
    first, second = center_cases(problem, replace(request, own_optimum=(1.0, 2.5)))
    assert case_radius(first, np.array([1])) == 2.0
    assert case_radius(second, np.array([1])) == pytest.approx(0.2)
    assert second.limit(0.2) == pytest.approx(3.0)


@pytest.mark.parametrize("shift", [0.0, 3.0])
def test_every_radius_that_hubs_can_have_is_a_level(shift):
    for seed in range(6):
        problem = random_case(seed, objective="center").problem
        cases = [replace(case, shift=shift) for case in cases_of(problem, p=1)]
        alive = np.ones(problem.h, dtype=bool)
        everything = [s for p in range(1, problem.h + 1) for s in combinations(range(problem.h), p)]
        radii = [max(case_radius(case, np.array(s)) for case in cases) for s in everything]
        low, high = min(radii), max(radii)
        levels = levels_between(cases, alive, low, high)
        assert (np.diff(levels) > 0).all()
        assert levels[0] >= low - 1e-12
        assert levels[-1] <= high + 1e-12
        assert all(np.abs(levels - radius).min() < 1e-9 for radius in radii)


def test_a_pair_that_no_hub_joins_is_named():
    cost = np.ones((3, 3))
    cost[:, 2] = np.inf
    problem = HubProblem(np.zeros((3, 3)), cost, labels=list("abc"), candidates=["a", "b"])
    cases = cases_of(problem, p=1)
    assert "'a' cannot reach 'c'" in unreachable(problem, cases, np.ones(2, dtype=bool))
    assert "2 such pairs" in unreachable(problem, cases, np.ones(2, dtype=bool))
    capped = HubProblem(np.zeros((3, 3)), cost, unmet_penalty=5.0)
    assert unreachable(capped, cases_of(capped, p=1), np.ones(3, dtype=bool)) == ""


def test_greedy_hubs_are_admissible_and_their_radius_is_theirs():
    problem = random_case(4, n=6, h=5, objective="center").problem
    first, last = problem.candidates[0], problem.candidates[-1]
    request = make_request(problem, p_min=1, p_max=3, objective="center", open_hubs=[last], closed_hubs=[first])
    cases = center_cases(problem, request)
    alive = np.arange(problem.h) != 0

    def value(hubs):
        return max(case_radius(case, hubs) for case in cases)

    hubs, radius = greedy_hubs(cases, alive, request, value, Clock())
    assert request.allows(hubs.tolist())
    assert radius == value(hubs)
