"""Published optima of the OR-Library's AP set and of the CAB set, by `solve` as a user calls it."""

import csv

import pytest

from optimize import solve
from optimize.instances import read_cab, read_orlib
from tests.places import BENCHMARKS

TABLE = BENCHMARKS / "known_optima.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())) if TABLE.is_file() else []
PROVEN = [row for row in ROWS if row["status"] == "optimal"]


def read_instance(row):
    """The instance of a row of the table of optima."""
    n, letters = int(row["n"]), row["class"]
    if row["dataset"] == "CAB":
        fixed = float(letters.removeprefix("f=")) if letters.startswith("f=") else None
        return read_cab(BENCHMARKS / "cab" / "cab25.csv", n, alpha=float(row["alpha"]), fixed_cost=fixed)
    factors = {"collection": float(row["chi"]), "transfer": float(row["alpha"]), "distribution": float(row["delta"])}
    return read_orlib(
        BENCHMARKS / "ap" / f"AP{n}.txt",
        fixed_cost=letters[0] if letters else None,
        capacity=letters[1] if row["problem"] == "CSAHLP" else None,
        **factors,
    )


def name_of(row):
    return "-".join([row["problem"], row["dataset"], row["n"], row["p"], row["alpha"], row["class"]])


def test_the_table_of_published_optima_is_there(benchmarks):
    assert len(PROVEN) > 250


@pytest.mark.parametrize("row", PROVEN, ids=[name_of(row) for row in PROVEN])
def test_the_published_optimum_comes_out(row):
    problem = read_instance(row)
    fixed_charge = row["problem"].endswith("HLP")
    solution = solve(
        problem,
        p=None if fixed_charge else int(row["p"]),
        allocation="single" if "SA" in row["problem"] else "multiple",
        objective="center" if row["problem"].endswith("HCP") else "cost",
        time_limit=300,
    )
    assert solution.status == "optimal"
    # the tables are printed to two digits (AP) or more
    assert solution.objective == pytest.approx(float(row["optimum"]), abs=0.006)
    assert solution.bound == pytest.approx(float(row["optimum"]), rel=2e-6, abs=0.006)
