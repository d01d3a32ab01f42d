"""The search proves its hub set by itself: near-ties are told apart, whatever the local search hands to it."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.benders import method, search
from optimize.run import OutOfTimeError
from optimize.search import LocalSearch
from tests.oracles.random_cases import every_path

HUBS = 3


def near_ties(seed, n=8):
    """Hub sets that all cost the same to within a tenth of a percent, yet none exactly as much as another."""
    rng = np.random.default_rng(seed)
    return HubProblem(rng.random((n, n)), 1.0 + 5e-4 * rng.random((n, n)), transfer=0.5)


def listed(problems):
    """Cost of every set of three hubs in each problem, by comparing all paths."""
    sets = list(combinations(range(problems[0].h), HUBS))
    return sets, np.array([[(p.blocks[0].flow * every_path(p.blocks[0], s)).sum() for p in problems] for s in sets])


@pytest.fixture
def unhelped(monkeypatch):
    """Take the local search away: the search begins with the hubs given here, and nothing improves them for it."""
    monkeypatch.setattr(LocalSearch, "descend", lambda _, state: state)

    def begin_with(hubs):
        def start(instance, _domain, _limits, workers):
            return instance.hub_sets(workers).price(hubs)

        monkeypatch.setattr(method, "_start", start)

    return begin_with


@pytest.fixture(params=["lists hub sets", "branches"])
def way(request, monkeypatch):
    """Both ways to the end: a list of the hub sets that are left, and branching."""
    if request.param == "branches":
        for limit, value in (("_FEW_SETS", 2), ("_WORTH_ROUNDS", 0.0), ("_WORTH_ROUNDS_LAST", 0.0)):
            monkeypatch.setattr(search, limit, value)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("seed", range(4))
def test_a_hub_set_that_is_better_by_a_hair_is_found(seed, unhelped):
    problem = near_ties(seed)
    sets, cost = listed([problem])
    order = np.argsort(cost[:, 0])
    best = float(cost[order[0], 0])
    for place in (1, len(sets) // 2, -1):
        start = order[place]
        assert best < cost[start, 0] < best * 1.001
        unhelped(sets[start])
        solution = solve(problem, p=HUBS, method="benders")
        assert solution.status == "optimal"
        assert solution.objective == pytest.approx(best, rel=1e-9)
        assert solution.hubs == sets[order[0]]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("risk", ["expected", "worst_case", "cvar"])
def test_near_ties_over_scenarios_are_told_apart(risk, unhelped):
    problems = [near_ties(seed) for seed in (10, 11)]
    sets, cost = listed(problems)
    # a CVaR of one half over two equal chances is the worst case
    value = cost.mean(axis=1) if risk == "expected" else cost.max(axis=1)
    unhelped(sets[int(value.argmax())])
    scenarios = ScenarioProblem({"a": problems[0], "b": problems[1]})
    solution = solve(scenarios, p=HUBS, method="benders", risk=risk, cvar_level=0.5)
    assert solution.objective == pytest.approx(value.min(), rel=1e-9)


@pytest.mark.usefixtures("way")
def test_a_coarse_gap_may_keep_the_start_but_says_how_far_the_best_may_be(unhelped):
    problem = near_ties(20)
    sets, cost = listed([problem])
    unhelped(sets[int(cost[:, 0].argmax())])
    solution = solve(problem, p=HUBS, method="benders", gap=0.2)
    assert solution.status == "optimal"
    assert solution.gap <= 0.2
    assert solution.bound <= cost.min() <= solution.objective


def test_a_search_that_is_stopped_has_the_least_bound_of_all_branches(monkeypatch):
    """The branch at hand has come to 95 %, another one still waits at 90 % of the incumbent."""

    def explore(self, domain, *, root):
        if root:
            return [(0.5 * self.objective, domain), (0.9 * self.objective, domain)]
        self._current = 0.95 * self.objective
        raise OutOfTimeError

    monkeypatch.setattr(search.Search, "_explore", explore)
    solution = solve(near_ties(30), p=HUBS, method="benders")
    assert solution.status == "feasible"
    assert solution.bound == pytest.approx(0.9 * solution.objective)
