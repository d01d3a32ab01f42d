"""Published optima of the OR-Library's AP set and of the CAB set, by `solve` as a user calls it."""

import pytest

from optimize import solve
from tests.published import ROWS, published_problem, question


def name_of(row):
    return f"{row.problem}-{row.instance}-{row.p}-{row.alpha:g}-{row.fixed_cost:g}"


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_the_published_optimum_comes_out(row):
    solution = solve(published_problem(row), time_limit=300, **question(row))
    assert solution.status == "optimal"
    # the tables are printed to two digits (AP) or more
    assert solution.objective == pytest.approx(row.optimum, abs=0.006)
    assert solution.bound == pytest.approx(row.optimum, rel=2e-6, abs=0.006)
