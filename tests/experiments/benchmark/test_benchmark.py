"""The benchmark program: what it runs, how it goes on after a stop, and what becomes of runs that fail."""

import os
import time
from dataclasses import replace

import pandas as pd
import pytest
from rich.console import Console

from experiments.benchmark import benchmark
from experiments.benchmark.benchmark import plan_of, run_benchmark, run_suite
from experiments.benchmark.cases import WAYS, Case
from experiments.benchmark.suites import suite
from experiments.runs import run_cases

OPTIMAL = {"status": "optimal", "objective": 1.0, "bound": 1.0, "gap": 0.0, "seconds": 0.1}


@pytest.fixture
def console(tmp_path):
    with (tmp_path / "console.txt").open("w") as file:
        yield Console(file=file)


def test_a_smoke_run_leaves_tables_and_plots_and_all_ways_agree(tmp_path, console, monkeypatch):
    monkeypatch.setattr(benchmark, "suite", lambda name, data: suite(name, data)[:1])
    table = run_benchmark(
        "smoke", out=tmp_path, time_limit=30, ways=["benders", "enumeration"], console=console, data=None
    )
    assert set(table["status"]) == {"optimal"}
    for name in ("runs.csv", "summary.csv", "summary.md", "profile_multiple.png", "growth_nodes.png"):
        assert (tmp_path / name).stat().st_size > 0
    summary = pd.read_csv(tmp_path / "summary.csv")
    assert summary["agrees"].all()
    assert (summary["peak_mb"] > 10).all()


ASKED = []
"""Problem and way of runs that are only pretended."""


def pretend(shared, case, rng):
    ASKED.append((case["problem"], case["way"]))
    if case["way"] == "heuristic":
        raise FileNotFoundError("ap/APdata200")
    return OPTIMAL


@pytest.fixture
def pretended(monkeypatch):
    """Let runs be pretended in this process, and tell what was asked for."""

    def here(plan, folder, *, limit_s, **how):
        return run_cases(replace(plan, evaluate=pretend, fresh=False), folder, **how)

    monkeypatch.setattr(benchmark, "run_cases", here)
    monkeypatch.setattr(benchmark, "warm", lambda: None)
    ASKED.clear()
    return ASKED


def test_a_second_call_runs_only_what_is_missing(tmp_path, console, pretended):
    settings = {"out": tmp_path, "time_limit": 5, "console": console}
    run_benchmark("smoke", ways=["benders"], **settings)
    first = len(pretended)
    table = run_benchmark("smoke", ways=["benders", "auto"], **settings)
    assert {way for _, way in pretended[first:]} == {"auto"}
    assert set(table["way"]) == {"benders", "auto"}
    again = len(pretended)
    run_benchmark("smoke", ways=["auto"], resume=False, **settings)
    assert len(pretended) > again
    again = len(pretended)
    run_benchmark("smoke", ways=["auto"], **{**settings, "time_limit": 6})
    assert len(pretended) > again  # another limit is another question


def test_runs_that_failed_are_rows_and_tried_again(tmp_path, console, pretended):
    for _ in range(2):
        table = run_suite("smoke", ways=["benders", "heuristic"], out=tmp_path, time_limit=5, console=console)
        assert dict(zip(table["way"], table["status"], strict=True)) == {"benders": "optimal", "heuristic": "error"}
        assert set(table["message"].dropna()) == {"FileNotFoundError: ap/APdata200"}
        assert pd.read_csv(tmp_path / "runs.csv")["case"].tolist() == table["case"].tolist()
    failed = [run for run in pretended if run[1] == "heuristic"]
    assert len(failed) == 2 * len(set(failed))
    assert len(pretended) - len(failed) == len(set(pretended)) - len(set(failed))


def test_the_whole_suite_is_repeated_and_ways_run_only_where_they_can(tmp_path, console, pretended):
    run_benchmark("smoke", ways=["benders", "single"], out=tmp_path, time_limit=5, repeats=2, console=console)
    half = len(pretended) // 2
    assert pretended[:half] == pretended[half:]
    single = {case.name for case in suite("smoke", None) if case.request.get("allocation") == "single"}
    assert {case for case, way in pretended if way == "single"} == single
    assert not single & {case for case, way in pretended if way == "benders"}


def troubled(shared, case, rng):
    if case["problem"] == "dies":
        os._exit(3)
    time.sleep(60 if case["problem"] == "late" else 0)
    return OPTIMAL


def test_a_run_that_dies_or_is_late_is_a_row(tmp_path, console, monkeypatch):
    cases = [Case(name, "nodes", "random_euclidean", {}, {}) for name in ("dies", "late", "well")]
    plan = replace(plan_of(cases, WAYS[:1], None, 1.0, 1), evaluate=troubled)
    monkeypatch.setattr(benchmark, "plan_of", lambda *_: plan)
    monkeypatch.setattr(benchmark, "_GRACE_S", 0.0)
    monkeypatch.setattr(benchmark, "warm", lambda: None)
    table = run_suite("smoke", out=tmp_path, time_limit=1.0, console=console)
    assert table["case"].tolist() == ["dies", "late", "well"]
    assert table["status"].tolist() == ["crashed", "ended", "optimal"]
    assert "exit status 3" in table["message"][0]
    assert "longer than 1.5 s" in table["message"][1]


def test_unknown_ways_are_refused(tmp_path, console):
    with pytest.raises(ValueError, match="ways 'magic' are not known"):
        run_benchmark("smoke", out=tmp_path, ways=["magic"], console=console)


def test_only_the_cases_that_are_named_are_run(tmp_path, pretended, console):
    settings = {"out": tmp_path, "time_limit": 5, "ways": ["benders"], "console": console}
    table = run_suite("smoke", only=["clustered", "Euclidean 6"], **settings)
    assert set(table["case"]) == {"clustered 8, p=4", "Euclidean 6, p=3, multiple"}
    with pytest.raises(ValueError, match="has 'AP300' in its name"):
        run_suite("smoke", only=["AP300"], **settings)
