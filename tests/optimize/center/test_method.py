"""The tree search for the p-hub centre: against enumeration, the compact model and published optima."""

from itertools import combinations

import numpy as np
import pytest

from optimize import solve
from optimize.center.method import refuses, run
from optimize.compact.center import run as run_compact
from optimize.evaluate.evaluation import evaluate
from optimize.instances import load
from optimize.problem.problem import HubProblem
from optimize.run import Limits, make_limits
from optimize.run.request import make_request
from tests.oracles import families
from tests.oracles.families import check_optimal, nasty_case
from tests.oracles.random_cases import every_path


@pytest.mark.parametrize("start", range(0, 200, 40))
def test_the_search_equals_enumeration(start):
    for seed in range(start, start + 40):
        problem, request = nasty_case(seed, "center", r_allocation=False, nodes=4 + seed % 2, several=seed % 3 == 0)
        if not refuses(problem, request):
            check_optimal(run, problem, request, families.center(problem, request))


@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_the_search_equals_the_compact_model_on_larger_non_metric_costs(allocation):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        cost = rng.uniform(0, 10, (12, 12))
        problem = HubProblem(np.ones((12, 12)), cost, transfer=0.5, candidates=range(0, 12, 2 - seed % 2))
        request = make_request(problem, p=3, objective="center", allocation=allocation)
        searched, compact = run(problem, request, Limits()), run_compact(problem, request, Limits())
        assert searched.bound == pytest.approx(compact.bound, rel=2e-6)


# from the OR-library's CAB data; the published optima of USApHCP and UMApHCP
CAB_OPTIMA = [
    ("single", 25, 2, 0.2, 2131.198),
    ("single", 25, 3, 0.6, 2340.2543),
    ("single", 25, 4, 0.6, 2182.491),
    ("single", 25, 4, 1.0, 2726.2805),
    ("multiple", 25, 4, 0.2, 1619.4827),
    ("multiple", 25, 3, 0.6, 2243.7697),
    ("multiple", 20, 5, 0.2, 1164.1905),
]


@pytest.mark.parametrize(("allocation", "n", "p", "alpha", "optimum"), CAB_OPTIMA)
def test_published_cab_centres(allocation, n, p, alpha, optimum):
    problem = load("CAB", n, alpha=alpha)
    request = make_request(problem, p=p, objective="center", allocation=allocation)
    result = run(problem, request, Limits())
    assert evaluate(problem, result.design, request).objective == pytest.approx(optimum, abs=1e-3)
    assert result.bound == pytest.approx(optimum, rel=1e-6)


def test_a_time_limit_keeps_a_design_and_a_valid_bound():
    problem = load("CAB25", alpha=0.2)
    request = make_request(problem, p=4, objective="center", allocation="single")
    proven = run(problem, request, Limits())
    stopped = run(problem, request, make_limits(time_limit=1e-6))
    assert stopped.status == "feasible"
    assert stopped.design is not None
    assert stopped.bound <= proven.bound * (1 + 1e-6)


def test_what_the_search_cannot_do_is_said():
    problem = HubProblem(np.ones((4, 4)), np.ones((4, 4)))
    assert "objective" in refuses(problem, make_request(problem, p=1))
    assert "allocation" in refuses(problem, make_request(problem, p=3, allocation=2, objective="center"))
    assert refuses(problem, make_request(problem, p=1, objective="center")) == ""


@pytest.mark.parametrize("how", ["stopped at once", "coarse gap"])
def test_a_bound_is_not_the_radius_of_hubs_that_are_not_the_best(how, monkeypatch):
    """The first hubs of some of these are not the best; the bound has to stay below the best radius all the same."""
    monkeypatch.setattr("optimize.center.method._FIRST_S", 0.0)
    worse = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        problem = HubProblem(np.ones((9, 9)), rng.random((9, 9)), transfer=0.6)
        apart = ~np.eye(9, dtype=bool)
        radii = {s: every_path(problem.blocks[0], s)[apart].max() for s in combinations(range(9), 3)}
        best = min(radii.values())
        limits = {"progress": ctrl_c} if how == "stopped at once" else {"gap": 0.3}
        solution = solve(problem, p=3, objective="center", method="center", **limits)
        assert solution.objective == pytest.approx(radii[solution.hubs])
        assert solution.bound <= best * (1 + 1e-9)
        worse += solution.objective > best * (1 + 1e-9)
    assert worse


def ctrl_c(_report):
    raise KeyboardInterrupt
