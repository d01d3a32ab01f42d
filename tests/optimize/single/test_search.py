"""The search: how much better a solution has to be to be looked for, and bounds that say so."""

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest

from optimize import HubProblem, solve
from optimize.instances import random_euclidean, random_nonmetric
from optimize.run import Limits, make_request
from optimize.single import build_model, search
from optimize.single.cover import OPEN, UNDECIDED
from optimize.single.heuristic import Incumbent
from optimize.single.search import Search
from optimize.single.subproblem import shrunk
from tests.optimize.single.test_random import random_case
from tests.oracles.clock import ShortClock
from tests.oracles.single import best_single


@pytest.fixture(scope="module")
def problem():
    return random_nonmetric(8, seed=5)


@pytest.mark.parametrize("gap", [0.0, 1e-9, 1e-6, 0.01, 0.3])
def test_what_is_not_looked_for_is_within_the_gap(problem, gap):
    model = build_model(problem, [1.0])
    request = make_request(problem, p=2, allocation="single")
    known = Incumbent((0, 1), np.zeros((1, 8), dtype=np.int64), 0.5 * model.ceiling)
    begun = Search(model, request, Limits(gap=gap), known)
    assert begun.cutoff <= known.value
    assert known.value - begun.cutoff <= (gap + 1e-10) * known.value


@pytest.mark.parametrize("gap", [1e-6, 0.05, 0.3])
def test_the_gap_asked_for_is_the_gap_that_is_proven(problem, gap):
    best = solve(problem, p=3, allocation="single", method="single").objective
    solution = solve(problem, p=3, allocation="single", method="single", gap=gap)
    assert solution.status == "optimal"
    assert solution.gap <= gap
    assert solution.bound <= best * (1 + 1e-9)
    assert solution.objective <= best * (1 + gap) * (1 + 1e-9)


class NoHelp(Search):
    """Finds nothing but by branching to the end."""

    def _round(self, part):
        pass


def searched(seed, looks, *, limited):
    """Search from a poor solution whose number of hubs is a guess; returns what it ends with and the optimum."""
    problem, p_min, p_max, opened, closed = random_case(seed, limited=limited)
    best = best_single(problem, range(p_min, p_max + 1), "expected", 0.6, opened, closed)
    rng = np.random.default_rng(seed)
    request = make_request(
        problem,
        p_min=p_min,
        p_max=p_max,
        allocation="single",
        open_hubs=[problem.candidates[k] for k in opened],
        closed_hubs=[problem.candidates[k] for k in closed],
    )
    model = build_model(problem, [1.0])
    hubs = tuple(range(int(rng.integers(p_min, p_max + 1))))
    value = 1.0 + best * (1.0 + rng.random()) if np.isfinite(best) else model.ceiling
    known = Incumbent(hubs, np.zeros(model.demand.shape, dtype=np.int64), value)
    search = NoHelp(model, request, Limits(clock=ShortClock(looks)), known)
    return search, search.run(), best


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("hundred", range(2))
def test_branching_alone_finds_the_optimum_in_parts_by_the_number_of_hubs(limited, hundred):
    for seed in range(6000 + 100 * hundred, 6060 + 100 * hundred):
        search, bound, best = searched(seed, 10**9, limited=limited)
        assert search.finished
        if np.isfinite(best):
            assert search.incumbent.value == pytest.approx(best, rel=1e-6, abs=1e-6)
        assert bound <= best + 1e-9 * abs(best) if np.isfinite(best) else bound >= search.model.ceiling


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("looks", [1, 2, 5, 12])
def test_bounds_hold_whenever_the_clock_stops(limited, looks):
    for seed in range(6200, 6240):
        _, bound, best = searched(seed, looks, limited=limited)
        assert bound <= best + 1e-9 * abs(best) if np.isfinite(best) else True


@pytest.mark.parametrize("seed", range(8))
def test_every_hub_set_of_a_part_is_in_exactly_one_of_those_it_falls_into(problem, seed):
    rng = np.random.default_rng(seed)
    model = build_model(problem, [1.0])
    nothing = Incumbent((), np.zeros((1, 8), dtype=np.int64), np.inf)
    search = Search(model, make_request(problem, p=2, allocation="single"), Limits(), nothing)
    state = rng.choice([OPEN, UNDECIDED, UNDECIDED], 8)
    state[0] = UNDECIDED
    part = replace(search._root(), state=state, usage=np.where(state == OPEN, 1.0, rng.random(8) ** 3))
    children = [shrunk(child) for child in search._branch(part)]
    assert 2 <= len(children) < 10
    for hubs in chain.from_iterable(combinations(range(8), size) for size in range(9)):
        if not set(np.flatnonzero(state == OPEN)) <= set(hubs):
            continue
        homes = [c for c in children if set(c.hubs[c.state == OPEN]) <= set(hubs) <= set(c.hubs)]
        assert len(homes) == 1
        assert homes[0].ok[:, :, np.isin(homes[0].hubs, hubs)].all()


def test_a_region_is_of_hubs_close_together():
    """By hand: hubs on a line; the most used one is 4, and with 3 and 5 beside it usage comes to 0.9."""
    place = np.arange(8.0)
    problem = HubProblem(np.ones((8, 8)), np.abs(place[:, None] - place))
    nothing = Incumbent((), np.zeros((1, 8), dtype=np.int64), np.inf)
    request = make_request(problem, p=2, allocation="single")
    search = Search(build_model(problem, [1.0]), request, Limits(), nothing)
    usage = np.array([0.45, 0.0, 0.05, 0.2, 0.5, 0.3, 0.05, 0.45])
    children = [shrunk(child) for child in search._branch(replace(search._root(), usage=usage))]
    assert [c.hubs[c.state == OPEN].tolist() for c in children] == [[], [3], [5], [4]]
    assert children[0].hubs.tolist() == [0, 1, 2, 6, 7]


@pytest.mark.parametrize(("penalty", "looks"), [(None, True), (60.0, False)])
def test_no_look_at_all_pairs_is_begun_that_outlasts_the_clock(monkeypatch, penalty, looks):
    monkeypatch.setattr(search, "_S_A_GENERAL_PAIR", 1e6)
    problem = random_euclidean(12, seed=4).replace(unmet_penalty=penalty)
    found = solve(problem, p=3, allocation="single", method="single", time_limit=20)
    assert (found.info["nodes"] > 0) == looks
    assert found.status == ("optimal" if looks else "feasible")
    assert found.bound <= solve(problem, p=3, allocation="single", method="compact").objective * (1 + 1e-6)
