"""r-allocation: between single and multiple allocation."""

import numpy as np
import pytest

from optimize import HubProblem, solve
from optimize.instances import load
from tests.oracles.checks import solved


def test_r_allocation_lies_between_single_and_multiple_allocation():
    problem = load("AP10")
    values = [solved(problem, p=3, allocation=r)[0] for r in ("multiple", 2, "single")]
    assert values == sorted(values)
    assert values[0] < values[-1]


def star(n=4):
    """Every place has a hub of its own, and flow to each of the others; transfer is dear."""
    cost = np.full((n, n), 10.0) - 10.0 * np.eye(n)
    return HubProblem(np.ones((n, n)) - np.eye(n), cost, transfer=5.0)


@pytest.mark.parametrize(("r", "cost"), [("multiple", 12 * 10.0), (3, 120.0), ("single", 12 * 50.0)])
def test_a_node_uses_at_most_r_hubs(r, cost):
    """With all hubs open: over one's own hub to the other costs 50, over the hub of either end 10."""
    solution = solve(star(), p=4, allocation=r, method="compact")
    assert solution.objective == pytest.approx(cost)
    if isinstance(r, int):
        for assigned in solution.design.assigned[0]:
            assert (assigned.sum(axis=1) <= r).all()
            assert assigned[np.arange(4), np.arange(4)].all()
