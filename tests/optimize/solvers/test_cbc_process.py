"""Watching CBC: what it says when it crashes, when it overruns its limit, and how its log is read."""

import stat
import time

import numpy as np
import pytest

from optimize.run import Status, make_limits
from optimize.solvers import cbc_process, solve_model
from tests.optimize.solvers.programs import knapsack


@pytest.fixture
def fake_cbc(tmp_path, monkeypatch):
    def make(script):
        path = tmp_path / "cbc"
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr("optimize.solvers.cbc.cbc_path", lambda: str(path))

    return make


def test_a_crash_of_cbc_is_reported(fake_cbc):
    fake_cbc("echo about to fail; kill -SEGV $$\n")
    report = solve_model(knapsack(), make_limits(solver="cbc"))
    assert (report.status, report.values) == (Status.ERROR, None)
    assert "about to fail" in report.message


def test_cbc_is_killed_when_it_overruns_its_limit(fake_cbc, monkeypatch):
    monkeypatch.setattr(cbc_process, "_LAST_WORDS_S", 0.3)
    fake_cbc("trap '' INT\necho Continuous objective value is -19.5\nwhile true; do sleep 0.05; done\n")
    start = time.perf_counter()
    report = solve_model(knapsack(), make_limits(solver="cbc", time_limit=0.2))
    assert time.perf_counter() - start < 5.0
    assert report.status is Status.NO_SOLUTION
    assert np.isfinite(report.bound)


def test_the_bound_in_cbcs_log_is_not_read_beyond_its_digits():
    log = (
        "Continuous objective value is 123.457\nCbc0010I After 10 nodes, best solution 130, best possible 125.25 (1 s)"
    )
    assert 125.2 < cbc_process._bound(log) < 125.25
    assert cbc_process._bound("Cbc0010I best solution 1e+50, best possible -1e+50") == -np.inf
