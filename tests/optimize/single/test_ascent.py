"""The ascent: its bounds rise, and stay below every solution."""

from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import solve
from optimize.instances import random_nonmetric
from optimize.run import Limits, make_request
from optimize.single import ascent as module
from optimize.single import build_model
from optimize.single.ascent import Ascent
from optimize.single.heuristic import Incumbent
from optimize.single.search import Search


@given(st.integers(0, 2**16))
@settings(max_examples=15, deadline=None)
def test_every_bound_of_the_ascent_is_below_every_solution(seed):
    rng = np.random.default_rng(seed)
    problem = random_nonmetric(8, seed=seed)
    request = make_request(problem, p=2, allocation="single")
    model = build_model(problem, [1.0])
    best = solve(problem, p=2, allocation="single", method="single").objective
    known = Incumbent((), np.zeros((1, 8), dtype=np.int64), best * (1 + rng.random()))
    search = Search(model, request, Limits(), known)
    ascent = Ascent(search._root(), 2, 2, search.cutoff)
    ascent.diffuse(3, 2)
    bounds = [ascent.step[0], *(ascent.run(5) for _ in range(6))]
    assert max(bounds) <= best * (1 + 1e-9)
    assert bounds == sorted(bounds)


def bounds_with(threads):
    """Bounds of an ascent with so many threads."""
    problem = random_nonmetric(8, seed=5)
    model = build_model(problem, [1.0])
    nothing = Incumbent((), np.zeros((1, 8), dtype=np.int64), np.inf)
    search = Search(model, make_request(problem, p=2, allocation="single"), Limits(), nothing)
    ascent = Ascent(search._root(), 2, 2, search.cutoff, threads)
    return [ascent.run(5) for _ in range(4)]


@pytest.fixture
def started(monkeypatch):
    """Threads that are started while the work is worth them, however little it is."""
    threads, start = [], Thread.start

    def noted(thread):
        threads.append(thread)
        start(thread)

    monkeypatch.setattr(Thread, "start", noted)
    monkeypatch.setattr(module, "_WORK_FOR_THREADS", 0.0)
    return threads


def test_one_thread_is_the_caller_s_own(started):
    bounds_with(1)
    assert started == []


def test_the_caller_is_one_of_several_threads_and_bounds_are_the_same(started):
    bounds = bounds_with(2)
    assert len(started) == 4  # a second one in each of the four runs
    assert bounds == pytest.approx(bounds_with(1))
