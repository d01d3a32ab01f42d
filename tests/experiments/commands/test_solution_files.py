"""Files of a solution: checked before the work, by their suffixes; what solvers print stays off the results."""

import os
from pathlib import Path

import numpy as np
import pytest

from experiments.commands.solution_files import SolutionFiles, pool_lines, solution_facts, solvers_apart
from optimize import HubProblem, solve

PROBLEM = HubProblem(np.ones((3, 3)), np.array([[0.0, 3, 9], [3, 0, 4], [9, 4, 0]]), labels=["A", "B", "C"])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"flows": Path("x.txt")}, "--flows is x.txt: its name has to end in .csv"),
        ({"allocation": Path("x")}, "--allocation-out is x"),
        ({"model": Path("x.json")}, "--write-model is x.json: its name has to end in .lp"),
        ({"solution": Path("x.json"), "flows": Path("./x.json")}, "name one file"),
    ],
)
def test_names_that_cannot_be_are_said(given, words):
    (fault,) = SolutionFiles(**given).faults()
    assert words in fault


def test_names_are_fine_in_any_case():
    files = SolutionFiles(Path("x.json"), Path("f.CSV"), Path("a.parquet"), Path("m.mps.gz"))
    assert files.faults() == []


def test_a_pool_is_told_and_written_beside_its_best(tmp_path):
    solution = solve(PROBLEM, p=1, k_best=3)
    written = SolutionFiles(solution=tmp_path / "x.json").write(solution)
    assert [path.name for path in written] == ["x.json", "x-2.json", "x-3.json"]
    assert all(path.is_file() for path in written)
    facts = solution_facts(solution)
    assert [tuple(one["hubs"]) for one in facts["pool"]] == [one.hubs for one in solution.pool]
    assert facts["unmet"] == 0.0
    assert "pool" not in solution_facts(solve(PROBLEM, p=1))
    assert [line.split()[1:3] for line in pool_lines(solution)] == [
        [str(rank), f"{one.objective:,.6g}"] for rank, one in enumerate(solution.pool, 1)
    ]


def test_without_a_solution_there_are_no_tables(tmp_path):
    nothing = solve(HubProblem(np.ones((2, 2)), np.full((2, 2), np.inf)), p=1)
    assert SolutionFiles(flows=tmp_path / "f.csv", allocation=tmp_path / "a.csv").write(nothing) == []
    assert solution_facts(nothing)["hubs"] == ()


def test_what_is_printed_past_python_goes_to_standard_error(capfd):
    with solvers_apart():
        os.write(1, b"a banner\n")
        print("a greeting")
    print("a result")
    out, err = capfd.readouterr()
    assert out == "a result\n"
    assert "a banner" in err
    assert "a greeting" in err
