"""Two hubs by minimum cuts: against enumeration, and whatever the clock does."""

from itertools import product

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.run import make_request
from optimize.single import build_model, method
from optimize.single.two_hubs import best_pair, hub_pairs, price_pairs, takes_pairs
from tests.oracles.clock import ShortClock
from tests.oracles.single import best_single


def tied_problem(seed, *, blocks=1):
    """A small problem with ties, asymmetric costs without triangle inequality, and some flow that is nothing."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 7))
    candidates = sorted(rng.choice(n, int(rng.integers(2, n + 1)), replace=False).tolist())
    parts = {}
    for b in range(blocks):
        cost = rng.integers(0, 6, (n, n)) * rng.choice([1.0, rng.random()])
        # both directions alike, or not; own legs that cost nothing, or that cost something
        cost = cost + cost.T if rng.random() < 0.3 else cost
        if rng.random() < 0.8:
            np.fill_diagonal(cost, 0.0)
        factors = {"collection": rng.choice([0.5, 1, 3]), "transfer": rng.choice([0.2, 0.75, 1, 4])}
        flow = rng.integers(0, 4, (n, n)).astype(float)
        parts[f"class {b}"] = {"flow": flow, "cost": cost, "handling_cost": rng.integers(0, 2, n) * 1.0, **factors}
    return HubProblem.from_blocks(parts, candidates=candidates, fixed_cost=rng.integers(0, 9, n) * 1.0)


def cost_at(problem, hubs):
    """Least cost with these hubs, from the legs."""
    return best_single(problem, [len(hubs)], opened=hubs)


def arrays(model):
    joint = model.flow + model.flow.transpose(0, 2, 1)
    return joint, model.flow.sum(axis=2) - model.flow.sum(axis=1), np.empty(model.demand.shape, dtype=np.int64)


@pytest.mark.parametrize("blocks", [1, 2])
@pytest.mark.parametrize("seed", range(25))
def test_every_pair_costs_what_enumeration_finds(seed, blocks):
    problem = tied_problem(seed, blocks=blocks)
    model = build_model(problem, [1.0])
    joint, surplus, best = arrays(model)
    for pair in hub_pairs(np.zeros(problem.h, dtype=bool), 1, 2):
        cost, bound = np.empty(1), np.empty(1)
        price_pairs(model, joint, surplus, pair[None], np.inf, True, cost, best)
        price_pairs(model, joint, surplus, pair[None], np.inf, False, bound, best)
        expected = cost_at(problem, tuple(sorted(set(pair.tolist()))))
        assert cost[0] == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert bound[0] <= expected + 1e-9


@pytest.mark.parametrize("seed", range(25))
def test_a_pair_that_is_dropped_costs_no_less_than_its_bound_and_the_cutoff(seed):
    problem = tied_problem(100 + seed)
    model = build_model(problem, [1.0])
    joint, surplus, best = arrays(model)
    pairs = hub_pairs(np.zeros(problem.h, dtype=bool), 1, 2)
    costs = [cost_at(problem, tuple(sorted(set(pair.tolist())))) for pair in pairs]
    for cutoff in np.quantile(costs, [0.0, 0.3, 0.8]):
        bound = np.empty(len(pairs))
        place = price_pairs(model, joint, surplus, pairs, cutoff, True, bound, best)
        assert (bound <= np.array(costs) + 1e-9).all()
        assert (bound >= np.minimum(costs, min([cutoff, *costs])) - 1e-9).all()
        if place >= 0:
            assert costs[place] == pytest.approx(min(costs), rel=1e-9, abs=1e-9)
            assert costs[place] < cutoff + 1e-9


@pytest.mark.parametrize("numbers", [(1, 1), (1, 2), (2, 2)])
@pytest.mark.parametrize("seed", range(12))
def test_problems_of_two_hubs_agree_with_enumeration(seed, numbers):
    problem = tied_problem(200 + seed, blocks=1 + seed % 2)
    expected = best_single(problem, range(numbers[0], numbers[1] + 1))
    solution = solve(problem, p_min=numbers[0], p_max=numbers[1], allocation="single", method="single")
    assert solution.status == "optimal"
    assert solution.objective == pytest.approx(expected, rel=1e-7, abs=1e-7)
    assert solution.bound <= expected + 1e-9


@pytest.mark.parametrize("risk", ["expected", "worst_case", "max_regret"])
def test_risks_of_two_hubs_agree_with_enumeration(risk):
    for seed in range(300, 306):
        one, other = tied_problem(seed), tied_problem(seed, blocks=2)
        problem = ScenarioProblem({"one": one, "other": other}, [0.3, 0.7])
        solution = solve(problem, p=2, allocation="single", method="single", risk=risk)
        assert solution.objective == pytest.approx(best_single(problem, [2], risk), rel=1e-6, abs=1e-6)


def test_pairs_are_those_with_the_open_hubs():
    assert hub_pairs(np.array([False, False, True]), 1, 2).tolist() == [[0, 2], [1, 2], [2, 2]]
    assert hub_pairs(np.array([True, False, True]), 1, 2).tolist() == [[0, 2]]
    assert hub_pairs(np.zeros(3, dtype=bool), 1, 1).tolist() == [[0, 0], [1, 1], [2, 2]]


@pytest.mark.parametrize("looks", range(12))
def test_the_bound_holds_whenever_the_clock_stops(looks, monkeypatch):
    monkeypatch.setattr("optimize.single.two_hubs._WORK", 0.0)
    for seed in range(400, 410):
        problem = tied_problem(seed)
        pairs = hub_pairs(np.zeros(problem.h, dtype=bool), 1, 2)
        told = []
        hubs, hub_of, bound = best_pair(build_model(problem, [1.0]), pairs, np.inf, ShortClock(looks), told.append)
        least = best_single(problem, [1, 2])
        assert bound <= least + 1e-9
        assert max(told, default=-np.inf) <= least + 1e-9
        if hubs:
            assert cost_at(problem, hubs) >= least - 1e-9
            assert set(hub_of.ravel().tolist()) <= set(hubs)


def test_a_line_of_equal_cells_by_hand():
    place = np.arange(3.0)
    flow = np.ones((3, 3)) - np.eye(3)
    problem = HubProblem(flow, np.abs(place[:, None] - place), transfer=0.5)
    # hubs at 0 and 1: client 2 at 1 sends 2 and receives 2 at 1 each; flows 0-1 and 0-2 cross both ways at 0.5
    assert solve(problem, p=2, allocation="single").objective == pytest.approx(4 * 1 + 4 * 0.5)


def test_outside_options_and_more_hubs_are_not_for_it():
    flow, cost = np.ones((4, 4)), np.ones((4, 4)) - np.eye(4)
    plain = build_model(HubProblem(flow, cost), [1.0])
    assert takes_pairs(plain, 2)
    assert not takes_pairs(plain, 3)
    assert not takes_pairs(build_model(HubProblem(flow, cost, direct_cost=cost), [1.0]), 2)
    assert not takes_pairs(build_model(HubProblem(flow, cost, capacity=9.0), [1.0]), 2)


def test_two_hubs_take_little_memory():
    problem = HubProblem(np.ones((40, 40)), np.ones((40, 40)) - np.eye(40))
    sizes = [method.memory(problem, make_request(problem, p=p, allocation="single")) for p in (2, 3)]
    assert 10 * sizes[0] < sizes[1]


def test_all_allocations_of_a_cut_with_many_ties():
    """Four clients in a square, two hubs beside: every allocation enumerated here, in its own words."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        flow = rng.integers(0, 2, (6, 6)).astype(float)
        cost = rng.integers(1, 3, (6, 6)).astype(float)
        np.fill_diagonal(cost, 0.0)
        problem = HubProblem(flow, cost, candidates=[0, 1], transfer=0.5)
        least = np.inf
        for some in product((0, 1), repeat=4):
            at = (0, 1, *some)
            legs = [cost[i, at[i]] + 0.5 * cost[at[i], at[j]] + cost[at[j], j] for i in range(6) for j in range(6)]
            least = min(least, float(np.dot(legs, flow.ravel())))
        assert solve(problem, p=2, allocation="single").objective == pytest.approx(least, rel=1e-7, abs=1e-7)
