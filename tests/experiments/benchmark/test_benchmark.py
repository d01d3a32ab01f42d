"""The benchmark program: what it runs, how it goes on after a stop, and what becomes of runs that fail."""

import pandas as pd
import pytest
from rich.console import Console

from experiments.benchmark import benchmark
from experiments.benchmark.benchmark import run_benchmark
from experiments.benchmark.suites import WAYS, Case, suite


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


@pytest.fixture
def pretended(monkeypatch):
    """Runs that are only pretended, and what was asked for."""
    asked = []

    def pretend(case, way, data, time_limit):
        asked.append((case.name, way.name))
        status = "error" if way.name == "heuristic" else "optimal"
        return {"status": status, "objective": 1.0, "bound": 1.0, "gap": 0.0, "seconds": 0.1}

    monkeypatch.setattr(benchmark, "run_one", pretend)
    return asked


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


def test_runs_that_failed_are_tried_again(tmp_path, console, pretended):
    for _ in range(2):
        run_benchmark("smoke", ways=["heuristic"], out=tmp_path, time_limit=5, console=console)
    assert len(pretended) == 2 * len(set(pretended))


def test_the_whole_suite_is_repeated_and_ways_run_only_where_they_can(tmp_path, console, pretended):
    run_benchmark("smoke", ways=["benders", "single"], out=tmp_path, time_limit=5, repeats=2, console=console)
    half = len(pretended) // 2
    assert pretended[:half] == pretended[half:]
    single = {case.name for case in suite("smoke", None) if case.request.get("allocation") == "single"}
    assert {case for case, way in pretended if way == "single"} == single
    assert not single & {case for case, way in pretended if way == "benders"}


def test_a_run_that_fails_is_an_outcome():
    case = Case("broken", "nodes", "random_euclidean", {"n": 4, "seed": 0}, {"p": 9})
    outcome = benchmark.run_one(case, WAYS[2], None, 5.0)
    assert outcome["status"] == "error"
    assert "there are only 4 candidate hubs" in outcome["message"]


def test_a_folder_of_instances_may_be_named_from_where_one_is(tmp_path, console, monkeypatch):
    """Runs are processes in another working directory."""
    (tmp_path / "published").mkdir()
    monkeypatch.chdir(tmp_path)
    seen = []
    monkeypatch.setattr(benchmark, "run_process", lambda task, _: seen.append(task["data"]) or {"status": "error"})
    run_benchmark("smoke", out="out", ways=["benders"], data="published", console=console)
    assert set(seen) == {str(tmp_path / "published")}


def test_outcomes_are_whole_after_every_run(tmp_path, console, monkeypatch):
    """A kill at the third run leaves two whole rows, and they are not run again."""
    outcomes = iter([{"status": "optimal"}, {"status": "optimal"}])
    monkeypatch.setattr(benchmark, "run_one", lambda *_: next(outcomes))
    with pytest.raises(StopIteration):
        run_benchmark("smoke", ways=["benders"], out=tmp_path, time_limit=5, console=console)
    assert len(pd.read_csv(tmp_path / "runs.csv")) == 2
    text = (tmp_path / "runs.csv").read_text()
    (tmp_path / "runs.csv").write_text(text[:-5])
    more = []
    monkeypatch.setattr(benchmark, "run_one", lambda case, *_: more.append(case.name) or {"status": "optimal"})
    table = run_benchmark("smoke", ways=["benders"], out=tmp_path, time_limit=5, console=console)
    assert len(more) == len(table) - 1
    console.file.flush()
    assert "runs.csv was damaged: 1 outcome lost, to be run again" in (tmp_path / "console.txt").read_text()


def test_unknown_ways_are_refused(tmp_path, console):
    with pytest.raises(ValueError, match="ways 'magic' are not known"):
        run_benchmark("smoke", out=tmp_path, ways=["magic"], console=console)
