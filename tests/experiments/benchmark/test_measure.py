"""One run: what it tells of a solve."""

import numpy as np
import pytest

from experiments.benchmark import measure
from experiments.benchmark.cases import Case
from experiments.benchmark.measure import Suite, measure_run, peak_mb
from optimize import solve

SIX = Case("six", "nodes", "random_euclidean", {"n": 6, "seed": 1}, {"p": 2})


def test_a_run_is_measured():
    shared = Suite({"six": SIX}, {"all": {"method": "enumeration"}}, None, 1)
    outcome = measure_run(shared, {"problem": "six", "way": "all", "time_limit": 10.0}, np.random.default_rng())
    assert (outcome["status"], outcome["gap"], outcome["used"]) == ("optimal", 0.0, "enumeration")
    assert outcome["objective"] == pytest.approx(outcome["bound"])
    assert len(outcome["hubs"].split()) == 2
    assert 0 <= outcome["seconds"] < 10


def test_a_run_that_is_interrupted_is_no_measurement(monkeypatch):
    def pressed(problem, **asked):
        # not while it warms up
        return solve(problem, **asked, progress=press_ctrl_c if "time_limit" in asked else None)

    def press_ctrl_c(_record):
        raise KeyboardInterrupt

    monkeypatch.setattr(measure, "solve", pressed)
    shared = Suite({"six": SIX}, {"all": {"method": "enumeration"}}, None, 1)
    with pytest.raises(KeyboardInterrupt):
        measure_run(shared, {"problem": "six", "way": "all", "time_limit": 10.0}, np.random.default_rng())


@pytest.mark.parametrize(("seconds", "status"), [(9.0, "optimal"), (11.0, "feasible")])
def test_a_proof_after_the_compact_model_has_had_its_time_is_not_its_own(monkeypatch, seconds, status):
    times = iter([100.0, 100.0 + seconds])
    monkeypatch.setattr(measure, "now", lambda: next(times))
    shared = Suite({"six": SIX}, {"compact": {"method": "compact"}}, None, 1)
    outcome = measure_run(shared, {"problem": "six", "way": "compact", "time_limit": 10.0}, np.random.default_rng())
    assert outcome["status"] == status
    assert np.isnan(outcome["bound"]) == np.isnan(outcome["gap"]) == (status == "feasible")


def test_the_peak_of_memory_stays_when_what_was_needed_is_given_back():
    before = peak_mb()
    assert before > 10
    np.ones(50_000_000).sum()  # 400 MB
    assert peak_mb() >= max(before, 400)
