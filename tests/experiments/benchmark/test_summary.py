"""Medians, ratios and agreement of made-up outcomes."""

import math

import pandas as pd
import pytest

from experiments.benchmark.summary import markdown, summarise, write_summary


def test_ratios_are_least_where_the_compact_model_did_not_finish(runs):
    table = summarise(runs, 60.0).set_index(["case", "way"])
    assert table.loc[("a", "benders"), "ratio"] == pytest.approx(8)
    assert not table.loc[("a", "benders"), "ratio_is_least"]
    assert table.loc[("b", "benders"), "ratio"] == pytest.approx(30)
    assert table.loc[("b", "benders"), "ratio_is_least"]
    # a way that was ended counts as one that took all the time there was
    assert table.loc[("b", "compact CBC"), "seconds"] == 60
    assert table["agrees"].all()


def test_repeats_count_by_their_median(runs):
    slow, fast = runs.assign(seconds=runs["seconds"] * 3, repeat=1), runs.assign(seconds=runs["seconds"] * 2, repeat=2)
    table = summarise(pd.concat([runs, slow, fast]), 60.0).set_index(["case", "way"])
    assert table.loc[("a", "benders"), "seconds"] == 1.0
    assert len(table) == 5


def test_nothing_that_ran_is_an_empty_summary():
    assert summarise(pd.DataFrame(), 60.0).empty


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ((1, "objective", 11.0), ["a"]),  # two proven optima
        ((1, "objective", 10.0 * (1 + 2e-5)), ["a"]),
        ((1, "objective", 10.0 * (1 + 0.5e-5)), []),
        ((3, "bound", 22.0), ["b"]),  # a bound above a solution
        ((2, "objective", 25.0), []),  # not proven
        ((4, "objective", 20.0), []),
    ],
)
def test_ways_that_disagree_are_named(runs, change, wrong):
    row, column, value = change
    runs.loc[row, column] = value
    table = summarise(runs, 60.0)
    assert sorted(set(table.loc[~table["agrees"].astype(bool), "case"])) == wrong
    assert (f"Ways disagree on: {', '.join(wrong)}." in markdown(table, 60.0)) == bool(wrong)


@pytest.mark.parametrize(("bound", "wrong"), [(21.0, False), (19.0, True)])
def test_where_the_most_is_sought_a_bound_is_above(runs, bound, wrong):
    most = runs[runs["case"] == "b"].assign(sense=-1, objective=[19.5, 20.0, math.nan], bound=[bound, 20.0, math.nan])
    assert summarise(most, 60.0)["agrees"].tolist() == [not wrong] * 3


def test_the_markdown_table_marks_ratios_that_are_lower_bounds(runs):
    lines = markdown(summarise(runs, 60.0), 60.0).splitlines()
    assert lines[0].startswith("Time limit 60 s a run.")
    assert lines[4:] == [
        "| a | compact HiGHS | optimal | 4.00 | 1.00 | 0 | 1 |  | 200 | 1 |",
        "| a | benders | optimal | 0.50 | 1.00 | 0 | 1 |  | 200 | 8 |",
        "| b | compact HiGHS | feasible | 60.00 | 1.00 | 0 | 1 |  | 200 |  |",
        "| b | benders | optimal | 2.00 | 1.00 | 0 | 1 |  | 200 | ≥ 30 |",
        "| b | compact CBC | ended | 60.00 | 1.00 | 0 | 1 |  | 200 |  |",
    ]


def test_a_proven_optimum_other_than_the_published_one_is_named(runs):
    near, far = runs.assign(optimum=10.004), runs.assign(optimum=10.02)
    agree = [summarise(table, 60.0).set_index("case")["agrees"].groupby(level=0).all() for table in (near, far)]
    assert [bool(table["a"]) for table in agree] == [True, False]


def test_a_published_record_stands_beside_what_was_proven(runs):
    runs["record_s"] = runs["case"].map({"a": 30.0})
    lines = markdown(summarise(runs, 60.0), 60.0).splitlines()
    assert lines[2].endswith("| ratio | record, s | record / this |")
    assert lines[5].endswith("| 8 | 30 | 60 |")
    assert lines[7].endswith("| ≥ 30 |  |  |")


def test_the_method_that_auto_chose_is_named(runs):
    runs.loc[1, ["way", "used"]] = ["auto", "enumeration"]
    runs.loc[3, "gap"] = 0.00012
    text = markdown(summarise(runs, 60.0), 60.0)
    assert "| a | auto (enumeration) |" in text
    assert "1.2e-04" in text
    assert "(x)" not in text


def test_files_are_written(runs, tmp_path):
    write_summary(runs, tmp_path, 60.0)
    assert len(pd.read_csv(tmp_path / "summary.csv")) == 5
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").endswith("|\n")
    assert (tmp_path / "growth_nodes.png").stat().st_size > 5000


def test_no_ratio_is_shown_without_the_compact_model(runs):
    alone = runs[runs["way"] == "benders"]
    table = summarise(alone, 60.0)
    assert all(math.isnan(ratio) for ratio in table["ratio"])
    assert "| 200 |  |" in markdown(table, 60.0)
