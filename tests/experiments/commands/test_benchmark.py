"""``silkhub benchmark``: the summary on the screen, and the exit status."""

from dataclasses import replace

import pytest

from experiments.benchmark import benchmark
from experiments.files import results_folder
from experiments.runs import run_cases

OPTIMAL = {"status": "optimal", "objective": 1.0, "bound": 1.0, "gap": 0.0, "seconds": 0.1}
OUTCOMES = {}
"""What pretended runs come to, by way."""


def pretend(shared, case, rng):
    outcome = OUTCOMES.get(case["way"], OPTIMAL)
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


@pytest.fixture
def outcomes(monkeypatch):
    """Let runs be pretended in this process."""

    def here(plan, folder, *, limit_s, **how):
        return run_cases(replace(plan, evaluate=pretend, fresh=False), folder, **how)

    monkeypatch.setattr(benchmark, "run_cases", here)
    monkeypatch.setattr(benchmark, "warm", lambda: None)
    OUTCOMES.clear()
    return OUTCOMES


def test_the_summary_is_printed(call, tmp_path, outcomes):
    status, out, _ = call("benchmark", "smoke", "--ways", "benders,auto", "--out", tmp_path, "--time-limit", "5")
    assert status == 0
    assert "| Euclidean 6, p=3, multiple | benders | optimal |" in out
    assert f"Written to {tmp_path}" in out


def test_runs_that_failed_are_counted_in_the_exit_status(call, tmp_path, outcomes):
    outcomes["auto"] = FileNotFoundError("ap/APdata200")
    status, out, err = call("benchmark", "smoke", "--ways", "benders,auto", "--out", tmp_path, "--time-limit", "5")
    assert status == 1
    assert "| Euclidean 6, p=3, multiple | benders | optimal |" in out
    assert "runs failed, the first being Euclidean 6, p=3, multiple by auto: FileNotFoundError: ap/APdata200" in err


def test_ways_that_disagree_have_an_exit_status_of_their_own(call, tmp_path, outcomes):
    outcomes["auto"] = {**OPTIMAL, "objective": 2.0, "bound": 2.0}
    status, out, err = call("benchmark", "smoke", "--ways", "benders,auto", "--out", tmp_path, "--time-limit", "5")
    assert status == 3
    assert "Ways disagree on" in out
    assert "ways disagree on" in err


def test_interrupted_it_says_how_to_go_on(call, tmp_path, outcomes):
    outcomes["benders"] = KeyboardInterrupt()
    status, out, err = call("benchmark", "smoke", "--out", tmp_path)
    assert status == 130
    assert "--resume" in out
    assert err == "\nsilkhub: interrupted\n"


def test_a_folder_in_use_or_none_at_all_is_refused_before_the_work(call, tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.benchmark.run_suite", lambda *_, **__: pytest.fail("it worked"))
    with results_folder(tmp_path):
        status, _, err = call("benchmark", "smoke", "--out", tmp_path)
    assert status == 2
    assert "another run of silkhub" in err
    (tmp_path / "file").write_text("")
    assert call("benchmark", "smoke", "--out", tmp_path / "file")[0] == 2
