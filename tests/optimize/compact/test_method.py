"""Compact models of the sum objective: published optima, full enumeration, two solvers, two formulations."""

import numpy as np
import pytest

from optimize import HubProblem, solve
from optimize.instances import load
from optimize.run.request import make_request
from optimize.solvers import available_solvers
from tests.conftest import nasty_problem
from tests.fuzz import fuzz_compact
from tests.oracles import compact as oracle
from tests.oracles.checks import solved

SOLVERS = tuple(name for name in ("HiGHS", "CBC") if name in available_solvers())


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_enumeration_and_both_solvers_agree_on_nasty_instances(first):
    """CBC, which is a process of its own for each case, has its turn on every fourth."""
    wrong = {
        seed: fuzz_compact.check(seed, SOLVERS if seed % 4 == 0 else ("HiGHS",))[0] for seed in range(first, first + 20)
    }
    assert not {seed: what for seed, what in wrong.items() if what}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
def test_every_allocation_agrees_with_enumeration_on_larger_nasty_instances(seed, allocation):
    problem = nasty_problem(seed, n=6 if allocation == "multiple" else 4, unmet_penalty=40.0)
    request = make_request(problem, p=2, allocation=allocation)
    value, _ = solved(problem, p=2, allocation=allocation)
    assert value == pytest.approx(oracle.optimum(problem, request), rel=1e-6, abs=1e-9)


# ------------------------------------------------------------------------------------------------ published optima

SMALL = [
    *[(f"AP{n}", "multiple", p, value) for n, p, value in ((10, 3, 131581.7870), (20, 3, 148048.2990))],
    *[(f"AP{n}", "single", p, value) for n, p, value in ((10, 3, 136008.1260), (20, 2, 172816.6900))],
    ("AP10", "multiple", 5, 86028.8843),
    ("AP10", "single", 5, 91105.3707),
    ("AP20", "multiple", 5, 118934.9740),
]


@pytest.mark.parametrize(("name", "allocation", "p", "optimum"), SMALL)
def test_published_median_optima(name, allocation, p, optimum):
    problem = load(name)
    value, _ = solved(problem, p=p, allocation=allocation)
    assert value == pytest.approx(optimum, abs=0.006)


@pytest.mark.parametrize(
    ("n", "letters", "optimum"),
    [(10, "LL", 224250.05), (10, "LT", 250992.26), (10, "TL", 263399.94), (10, "TT", 263399.94)],
)
def test_published_capacitated_single_allocation_optima(n, letters, optimum):
    problem = load(f"AP{n}{letters}")
    value, _ = solved(problem, allocation="single")
    assert value == pytest.approx(optimum, abs=0.006)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize(("allocation", "optimum"), [("multiple", 787.259634), ("single", 791.934331)])
def test_published_fixed_charge_optima(solver, allocation, optimum):
    problem = load("CAB10", alpha=0.2, fixed_cost=100.0)
    value, result = solved(problem, allocation=allocation, solver=solver)
    assert value == pytest.approx(optimum, abs=1e-4)
    assert result.info["solver"] == solver


@pytest.mark.parametrize("scale", [1e-6, 1e9])
@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_the_size_of_the_numbers_does_not_matter(scale, allocation):
    plain = nasty_problem(4, n=6)
    (block,) = plain.blocks
    scaled = nasty_problem(4, n=6, flow=block.flow * scale, fixed_cost=None)
    plain = nasty_problem(4, n=6, fixed_cost=None)
    value, _ = solved(plain, p=2, allocation=allocation)
    assert solved(scaled, p=2, allocation=allocation)[0] == pytest.approx(value * scale, rel=2e-6)


def test_a_time_limit_leaves_a_solution_and_a_bound():
    rng = np.random.default_rng(0)
    places = rng.random((22, 2)) * 100
    cost = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    problem = HubProblem(rng.random((22, 22)) * 1e6, cost, collection=3.0, transfer=0.75, distribution=2.0)
    for limit in (0.01, 1.0):
        solution = solve(problem, p=4, method="compact", time_limit=limit)
        assert len(solution.hubs) == 4
        assert 0.0 <= solution.bound <= solution.objective


def test_a_forced_hub_is_in_and_a_banned_one_out():
    problem = nasty_problem(9, n=6, candidates=None)
    for allocation in ("multiple", "single", 2):
        _, result = solved(problem, p=3, allocation=allocation, open_hubs=[4], closed_hubs=[1, 2])
        assert 4 in result.design.hubs
        assert not {1, 2} & set(result.design.hubs)
