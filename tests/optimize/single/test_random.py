"""Exact single allocation against full enumeration, on hundreds of tiny instances that trip methods."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.single import method
from tests.oracles.single import best_single


def random_costs(rng, n):
    cost = rng.random((n, n)) * 10
    kind = rng.integers(4)
    if kind == 0:
        cost = np.round(cost)  # ties and zeros
    elif kind == 1:
        place = rng.random((n, 2)) * 10
        cost = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=-1))
    elif kind == 2:
        cost = (cost + cost.T) / 2
    if rng.random() < 0.8:
        np.fill_diagonal(cost, 0.0)
    if rng.random() < 0.4:
        cost[(rng.random((n, n)) < 0.12) & ~np.eye(n, dtype=bool)] = np.inf
    return cost


def random_block(rng, n, *, outside):
    density = rng.choice([0.3, 0.7, 1.0])
    block = {
        "flow": rng.integers(0, 6, (n, n)) * rng.random((n, n)) * (rng.random((n, n)) < density),
        "cost": random_costs(rng, n),
        "collection": rng.choice([1.0, 3.0]),
        "transfer": rng.choice([0.0, 0.2, 0.75, 1.0]),
        "distribution": rng.choice([1.0, 2.0]),
        "weight": rng.choice([0.5, 1.0, 3.0]),
    }
    if rng.random() < 0.4:
        block["handling_cost"] = rng.random(n)
    if outside and rng.random() < 0.3:
        block["unmet_penalty"] = 5.0 + 30.0 * rng.random()
    if outside and rng.random() < 0.3:
        block["direct_cost"] = np.where(rng.random((n, n)) < 0.5, 25 * rng.random((n, n)), np.inf)
    return block


def random_problem(rng, n, candidates, *, limited, blocks):
    parts = {f"class {b}": random_block(rng, n, outside=not limited) for b in range(blocks)}
    shared = {"candidates": candidates}
    if rng.random() < 0.6:
        shared["fixed_cost"] = rng.random(n) * rng.choice([5.0, 60.0])
    if limited:
        total = sum(part["flow"].sum() for part in parts.values())
        shared["capacity"] = np.where(rng.random(n) < 0.2, np.inf, total * (0.15 + 0.7 * rng.random(n)))
    return HubProblem.from_blocks(parts, **shared)


def random_case(seed, *, scenarios=1, limited=False):
    """Make a problem, a range of numbers of hubs, and open and closed hubs (positions)."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 6 if limited else 7))
    h = int(rng.integers(2, min(n, 5) + 1))
    candidates = sorted(rng.choice(n, h, replace=False).tolist())
    blocks = 1 if limited and scenarios > 1 else int(rng.integers(1, 3))
    made = [random_problem(rng, n, candidates, limited=limited, blocks=blocks) for _ in range(scenarios)]
    p_min = int(rng.integers(1, h + 1))
    p_max = int(rng.integers(p_min, h + 1)) if rng.random() < 0.5 else p_min
    opened = [0] if rng.random() < 0.2 and h > 1 else []
    closed = [h - 1] if rng.random() < 0.2 and h > p_max else []
    problem = made[0]
    if scenarios > 1:
        chances = rng.dirichlet(np.ones(scenarios))
        if rng.random() < 0.2:
            chances[0] = 0.0
        names = [f"scenario {s}" for s in range(scenarios)]
        problem = ScenarioProblem(dict(zip(names, made, strict=True)), list(chances / chances.sum()))
    return problem, p_min, p_max, opened, closed


def assert_agrees(problem, p_min, p_max, opened, closed, risk="expected"):
    expected = best_single(problem, range(p_min, p_max + 1), risk, 0.6, opened, closed)
    solution = solve(
        problem,
        p_min=p_min,
        p_max=p_max,
        allocation="single",
        method="single",
        risk=risk,
        cvar_level=0.6,
        open_hubs=[problem.candidates[k] for k in opened],
        closed_hubs=[problem.candidates[k] for k in closed],
    )
    if not np.isfinite(expected):
        assert solution.status == "infeasible"
        return
    assert solution.status == "optimal"
    assert solution.objective == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert solution.bound <= expected + 1e-9 * abs(expected) + 1e-9


@pytest.mark.parametrize("hundred", range(3))
def test_one_scenario(hundred):
    for seed in range(100 * hundred, 100 * hundred + 100):
        assert_agrees(*random_case(seed))


def test_capacities():
    for seed in range(1000, 1150):
        assert_agrees(*random_case(seed, limited=True))


@pytest.mark.parametrize("risk", ["expected", "worst_case", "cvar", "max_regret"])
def test_scenarios(risk):
    for seed in range(2000, 2040):
        assert_agrees(*random_case(seed, scenarios=3), risk)


@pytest.mark.parametrize("risk", ["expected", "worst_case"])
def test_scenarios_with_capacities(risk):
    for seed in range(3000, 3020):
        assert_agrees(*random_case(seed, scenarios=2, limited=True), risk)


@pytest.mark.parametrize("risk", ["expected", "worst_case", "cvar", "max_regret"])
def test_hubs_fixed_by_multiple_allocation_lose_no_solution(risk, monkeypatch):
    monkeypatch.setattr(method, "_WORTH_ELIMINATING", 0.0)
    for seed in range(4000, 4015):
        assert_agrees(*random_case(seed, scenarios=1 if risk == "expected" else 2), risk)
