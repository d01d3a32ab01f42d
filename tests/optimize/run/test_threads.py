"""The number of threads: what is asked for, else the processors that this process may use."""

import os

import pytest

from optimize.run import thread_count


@pytest.mark.parametrize("asked", [1, 3])
def test_what_is_asked_for_counts(asked):
    assert thread_count(asked) == asked


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not tell")
def test_otherwise_the_processors_that_may_be_used(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5, 7})
    assert thread_count(None) == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set())
    assert thread_count(None) == 1
