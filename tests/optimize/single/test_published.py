"""Published optima of single allocation: USApHMP, USAHLP and CSAHLP, on AP and CAB."""

import pytest

from optimize import solve
from tests.published import published_problem, published_rows, question

MOST_NODES = 25
EVERY = 5
"""`tests/optimize/test_published.py` has all of them, as they are solved where no method is asked for."""


@pytest.mark.parametrize("name", ["USApHMP", "USAHLP", "CSAHLP"])
def test_published_optima_are_proven(name):
    rows = published_rows(name, largest=MOST_NODES)[::EVERY]
    assert rows
    for row in rows:
        solution = solve(published_problem(row), method="single", **question(row))
        assert solution.status == "optimal", row
        assert solution.objective == pytest.approx(row.optimum, rel=2e-7), row
