"""The number of threads: what is asked for, else the processors that this process may use; and no more than that."""

import os
import threading

import numpy as np
import pytest

from optimize import HubProblem, HubSetTable, solve
from optimize.run import ONE_THREAD, Workers, one_thread, thread_count


@pytest.mark.parametrize("asked", [1, 3])
def test_what_is_asked_for_counts(asked):
    assert thread_count(asked) == asked


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not tell")
def test_otherwise_the_processors_that_may_be_used(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5, 7})
    assert thread_count(None) == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set())
    assert thread_count(None) == 1


@pytest.mark.parametrize(("given", "found"), [("2", 2), ("0", 3), ("many", 3), ("", 3)])
def test_the_environment_may_say_how_many(monkeypatch, given, found):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    monkeypatch.setenv("SILKHUB_THREADS", given)
    assert thread_count(None) == found
    assert thread_count(5) == 5


@pytest.mark.parametrize("everywhere", [False, True])
def test_one_thread_holds_within_the_block(monkeypatch, everywhere):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("SILKHUB_THREADS", raising=False)
    with one_thread(everywhere=everywhere):
        assert thread_count(None) == 1
        assert os.environ["OMP_NUM_THREADS"] == ("1" if everywhere else "7")
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "SILKHUB_THREADS" not in os.environ
    assert set(ONE_THREAD.values()) == {"1"}


@pytest.mark.parametrize("threads", [1, 2])
def test_work_is_done_in_order_whoever_does_it(threads):
    with Workers(threads) as workers:
        assert list(workers.map(lambda x, y: x * y, range(5), range(5))) == [0, 1, 4, 9, 16]
        assert workers.threads == threads


def test_an_error_in_the_work_reaches_whoever_asked_for_it():
    with Workers(2) as workers, pytest.raises(ZeroDivisionError):
        list(workers.map(lambda x: 1 / x, [1, 0]))


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("benders", {"p": 2}),
        ("single", {"p": 2, "allocation": "single"}),
        ("heuristic", {"p": 2}),
        ("heuristic", {"p": 2, "allocation": "single"}),
        ("enumeration", {"p": 2}),
        ("center", {"p": 2, "objective": "center"}),
    ],
)
def test_one_thread_is_the_callers_own(method, asked, monkeypatch):
    rng = np.random.default_rng(0)
    problem = HubProblem(rng.random((8, 8)), rng.random((8, 8)), transfer=0.5)
    begun = []
    start = threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", lambda thread: begun.append(thread) or start(thread))
    assert solve(problem, method=method, threads=1, **asked).status in ("optimal", "feasible")
    assert begun == []


def test_a_table_of_one_thread_opens_no_other(monkeypatch):
    monkeypatch.setattr(threading.Thread, "start", lambda thread: pytest.fail("a second thread"))
    assert len(HubSetTable.build(HubProblem(np.ones((3, 3)), np.ones((3, 3))), 2, threads=1)) == 7
