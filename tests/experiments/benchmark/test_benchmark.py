"""The benchmark program: what it runs, how it goes on after a stop, what its summary says."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from experiments.benchmark import benchmark
from experiments.benchmark.benchmark import run_benchmark
from experiments.benchmark.plots import growth, performance_profile, profile_times
from experiments.benchmark.suites import SUITES, WAYS, Case, find_data, suite
from experiments.benchmark.summary import markdown, summarise
from tests.places import BENCHMARKS


@pytest.fixture
def console(tmp_path):
    with (tmp_path / "console.txt").open("w") as file:
        yield Console(file=file)


@pytest.fixture
def runs():
    """Two cases; the compact model does not finish the second one."""
    rows = [
        ("a", "compact HiGHS", "optimal", 10.0, 10.0, 4.0),
        ("a", "benders", "optimal", 10.0, 10.0, 0.5),
        ("b", "compact HiGHS", "feasible", 21.0, 15.0, 60.0),
        ("b", "benders", "optimal", 20.0, 20.0, 2.0),
        ("b", "compact CBC", "ended", math.nan, math.nan, 90.0),
    ]
    table = pd.DataFrame(rows, columns=["case", "way", "status", "objective", "bound", "seconds"])
    constants = {"repeat": 0, "time_limit": 60.0, "family": "nodes", "allocation": "multiple", "used": "x"}
    numbers = {"gap": 0.0, "cpu_seconds": 1.0, "peak_mb": 200.0, "nodes": 1, "cuts": np.nan}
    return table.assign(**constants, **numbers, size=table["case"].map({"a": 10, "b": 20}))


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


def test_a_second_call_runs_only_what_is_missing(tmp_path, console, monkeypatch):
    asked = []

    def pretend(case, way, data, time_limit):
        asked.append((case.name, way.name))
        return {"status": "optimal", "objective": 1.0, "bound": 1.0, "gap": 0.0, "seconds": 0.1}

    monkeypatch.setattr(benchmark, "run_one", pretend)
    settings = {"out": tmp_path, "time_limit": 5, "console": console}
    run_benchmark("smoke", ways=["benders"], **settings)
    first = len(asked)
    run_benchmark("smoke", ways=["benders", "auto"], **settings)
    assert {way for _, way in asked[first:]} == {"auto"}
    again = len(asked)
    run_benchmark("smoke", ways=["auto"], resume=False, **settings)
    assert len(asked) > again


def test_a_run_that_fails_is_an_outcome(tmp_path):
    case = Case("broken", "nodes", "random_euclidean", {"n": 4, "seed": 0}, {"p": 9})
    outcome = benchmark.run_one(case, WAYS[2], None, 5.0)
    assert outcome["status"] == "error"
    assert "there are only 4 candidate hubs" in outcome["message"]


def test_ratios_are_least_where_the_compact_model_did_not_finish(runs):
    table = summarise(runs, 60.0).set_index(["case", "way"])
    assert table.loc[("a", "benders"), "ratio"] == pytest.approx(8)
    assert not table.loc[("a", "benders"), "ratio_is_least"]
    assert table.loc[("b", "benders"), "ratio"] == pytest.approx(30)
    assert table.loc[("b", "benders"), "ratio_is_least"]
    # a way that was ended counts as one that took all the time there was
    assert table.loc[("b", "compact CBC"), "seconds"] == 60
    assert table["agrees"].all()


def test_ways_that_disagree_are_named(runs):
    runs.loc[1, "objective"] = 11.0
    table = summarise(runs, 60.0)
    assert not table.loc[table["case"] == "a", "agrees"].any()
    assert "Ways disagree on: a" in markdown(table, 60.0)
    runs.loc[3, "bound"] = 22.0
    assert "Ways disagree on: a, b" in markdown(summarise(runs, 60.0), 60.0)


def test_the_markdown_table_marks_ratios_that_are_lower_bounds(runs):
    text = markdown(summarise(runs, 60.0), 60.0)
    assert "| b | benders | optimal | 2.00 | 1.00 |" in text
    assert "≥ 30" in text


def test_profiles_count_only_proofs(runs):
    times = profile_times(summarise(runs, 60.0))
    assert list(times.columns) == ["compact HiGHS", "benders"]
    assert np.isinf(times.loc["b", "compact HiGHS"])
    _, axis = plt.subplots()
    performance_profile(summarise(runs, 60.0), 60.0, ax=axis)
    heights = {line.get_label(): line.get_ydata()[-1] for line in axis.get_lines()}
    assert heights == {"compact HiGHS": 0.5, "benders": 1.0}
    growth(summarise(runs, 60.0), 60.0, ax=axis)
    plt.close("all")


def test_suites_have_cases_of_every_family():
    for name in SUITES:
        cases = suite(name, None)
        assert {"nodes", "scenarios", "kinds"} == {case.family for case in cases}
        assert len({case.name for case in cases}) == len(cases)
        assert any(case.request.get("allocation") == "single" for case in cases)
    with pytest.raises(ValueError, match="use one of smoke, small"):
        suite("huge", None)


def test_unknown_ways_and_folders_are_refused(tmp_path, console):
    with pytest.raises(ValueError, match="ways 'magic' are not known"):
        run_benchmark("smoke", out=tmp_path, ways=["magic"], console=console)
    with pytest.raises(FileNotFoundError, match="no such folder of published instances"):
        find_data(tmp_path / "nowhere")


def test_published_cases_need_their_folder():
    data = BENCHMARKS
    if not data.is_dir():
        pytest.skip("the hub-location benchmarks are not here")
    cases = [case for case in suite("small", data) if case.family == "published"]
    assert {case.problem(data).n for case in cases} == {10, 20}
    with pytest.raises(ValueError, match="give it"):
        cases[0].problem(None)
