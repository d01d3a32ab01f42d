"""How much memory a run may take, and what is said where that is not enough."""

import math
from pathlib import Path

import numpy as np
import pytest

from optimize import HubProblem, InputError, solve
from optimize.run import free_memory, memory, memory_fault, need_memory
from optimize.solvers import Model

POINTS = np.random.default_rng(0).random((6, 2))
PROBLEM = HubProblem(np.ones((6, 6)), np.hypot(*(POINTS[:, None] - POINTS).T), transfer=0.5)


@pytest.fixture
def little(monkeypatch):
    """A machine with a thousand bytes."""
    monkeypatch.setattr(memory, "free_memory", lambda: 1e3)
    monkeypatch.setattr(memory, "_SMALL", 0.0)


def test_a_machine_has_some_memory_and_not_all():
    assert free_memory() > 0.0
    assert memory_fault(1.0) == ""


def test_a_fault_says_what_is_needed_and_what_is_there(little):
    assert memory_fault(2.5e10) == "it would take about 25 GB of memory, and 1e-06 GB are free"
    assert memory_fault(999.0) == ""
    with pytest.raises(MemoryError, match="the table is too large: it would take about 25 GB"):
        need_memory(2.5e10, "the table")


def test_what_is_small_is_not_asked_about(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: 0.0)
    need_memory(1e6, "nothing much")


def test_the_container_and_the_process_may_have_less_than_the_machine(monkeypatch):
    files = {
        "/proc/meminfo": "MemTotal: 99 kB\nMemAvailable:  4000 kB\n",
        "/sys/fs/cgroup/memory.max": "3000000\n",
        "/sys/fs/cgroup/memory.stat": "anon 1000000\nfile 500000\n",
    }
    monkeypatch.setattr(memory, "_of_process", lambda: math.inf)
    monkeypatch.setattr(Path, "read_text", lambda self: files[self.as_posix()])
    assert free_memory() == 2e6
    files["/sys/fs/cgroup/memory.max"] = "max\n"
    assert free_memory() == 4000 * 1024


def test_auto_takes_no_method_that_does_not_fit(little):
    asked = {"p": 2, "allocation": "single"}
    with pytest.raises(InputError, match=r"'single' cannot do this: it would take .* use 'heuristic'"):
        solve(PROBLEM, method="single", **asked)
    assert solve(PROBLEM, **asked).method != "single"


def test_a_program_that_does_not_fit_is_not_built(little):
    model = Model()
    model.add_variables(1)
    with pytest.raises(MemoryError, match="the program is too large"):
        model.add_variables(10**12)


def test_a_heuristic_takes_the_place_of_a_program_that_does_not_fit(little):
    found = solve(PROBLEM, p=2, allocation="single", method="compact")
    assert len(found.hubs) == 2
    assert 0.0 < found.bound <= found.objective
    assert "the program is too large" in found.explanation


def test_a_bound_from_above_is_none_where_nothing_was_done(little):
    found = solve(PROBLEM, p=2, objective="max_covering", threshold=0.3, method="compact")
    # 36 units of flow in all
    assert found.objective <= found.bound <= 36.0
