"""Watching CBC: what it says when it crashes, when it overruns its limit, and how its log is read."""

import shutil
import stat
import time
from pathlib import Path

import numpy as np
import pytest

from optimize.run import Limits, Status, make_limits
from optimize.solvers import available_solvers, cbc_process, solve_model
from optimize.solvers.cbc import cbc_path
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


@pytest.mark.skipif("CBC" not in available_solvers(), reason="CBC is not installed: pip install 'pulp[cbc]'")
def test_preprocessing_does_not_cut_off_the_optimum(tmp_path):
    # with its preprocessing, CBC 2.10.3 calls 26285 optimal; HiGHS and CBC without it find 8776
    program = shutil.copy(Path(__file__).with_name("preprocessing.mps"), tmp_path / "model.mps")
    found = cbc_process.run_cbc(str(cbc_path()), Path(program), 16, Limits())
    assert found.status is Status.OPTIMAL
    assert found.bound == pytest.approx(8776.12298802)
