"""Published optima of single allocation: USApHMP, USAHLP and CSAHLP, on AP and CAB."""

import csv

import pytest

from optimize import solve
from optimize.instances import read_cab, read_orlib

MOST_NODES = 25


def published(benchmarks, name):
    with (benchmarks / "known_optima.csv").open() as file:
        return [row for row in csv.DictReader(file) if row["problem"] == name and int(row["n"]) <= MOST_NODES]


def read(benchmarks, row):
    """Instance of a row of the table."""
    n, kind = int(row["n"]), row["class"]
    if row["dataset"] == "CAB":
        fixed = float(kind.removeprefix("f=")) if kind else None
        return read_cab(benchmarks / "cab" / "cab25.csv", n, alpha=float(row["alpha"]), fixed_cost=fixed)
    capacity = kind[1] if row["problem"] == "CSAHLP" else None
    return read_orlib(benchmarks / "ap" / f"AP{n}.txt", fixed_cost=kind[0] if kind else None, capacity=capacity)


@pytest.mark.parametrize("name", ["USApHMP", "USAHLP", "CSAHLP"])
def test_published_optima_are_proven(benchmarks, name):
    rows = published(benchmarks, name)
    assert rows
    for row in rows:
        p = int(row["p"]) if name == "USApHMP" else None
        solution = solve(read(benchmarks, row), p=p, allocation="single", method="single")
        assert solution.status == "optimal", row
        assert solution.objective == pytest.approx(float(row["optimum"]), rel=2e-7), row
