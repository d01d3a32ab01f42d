"""Growing linear programs against SciPy, round by round."""

import numpy as np
import pytest
from scipy.optimize import linprog

from optimize.run import Clock, Status
from optimize.solvers import GrowingLP


def random_lp(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(2, 8), rng.integers(1, 8)
    matrix = np.round(rng.random((m, n)) * 5 * (rng.random((m, n)) < 0.7), 2)
    return np.round(rng.random(n) * 9, 2) + 0.1, matrix, np.minimum(matrix.sum(axis=1), 1.0 + rng.random(m)), rng


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("scale", [1.0, 1e-6])
def test_a_growing_lp_agrees_with_scipy_round_by_round(seed, scale):
    cost, matrix, rhs, _ = random_lp(seed)
    lp = GrowingLP(scale=scale)
    lp.add_columns(cost / scale, low=0.0, up=1.0)
    for r in range(len(rhs)):
        lp.add_dense_rows(matrix[r : r + 1], low=rhs[r])
        point = lp.solve()
        expected = linprog(cost / scale, -matrix[: r + 1], -rhs[: r + 1], bounds=(0, 1))
        assert point.status is Status.OPTIMAL
        assert point.objective == pytest.approx(expected.fun, rel=1e-7)
        assert point.bound == point.objective
        # strong duality: rows at their low side, columns at their bounds
        dual = point.duals @ rhs[: r + 1] + np.minimum(point.reduced_costs, 0.0).sum()
        assert dual == pytest.approx(expected.fun, rel=1e-6)
        assert np.allclose(point.activity, matrix[: r + 1] @ point.primal, atol=1e-7)


def test_columns_come_with_entries_in_the_rows_that_are_there():
    lp = GrowingLP()
    lp.add_columns([5.0])
    lp.add_dense_rows([[1.0]], low=2.0)
    assert lp.solve().objective == pytest.approx(10.0)
    cheap = lp.add_columns([1.0], up=1.5, entries=np.array([[1.0]]))
    assert cheap.tolist() == [1]
    assert lp.solve().objective == pytest.approx(0.5 * 5 + 1.5)


def test_bounds_costs_and_right_hand_sides_may_change():
    lp = GrowingLP()
    x = lp.add_columns([1.0, 2.0], up=1.0)
    row = lp.add_dense_rows([[1.0, 1.0]], low=1.0)
    lp.set_bounds(x[0], 0.0, 0.25)
    assert lp.solve().objective == pytest.approx(0.25 + 1.5)
    lp.set_row_bounds(row, 0.5, np.inf)
    assert lp.solve().objective == pytest.approx(0.25 + 0.5)
    lp.set_cost(x, [3.0, 1.0])
    assert lp.solve().objective == pytest.approx(0.5)


def test_the_same_program_is_solved_with_and_without_integers():
    lp = GrowingLP()
    lp.add_columns([-10.0, -13.0, -7.0], up=1.0, integer=True)
    lp.add_dense_rows([[3.0, 4.0, 2.0]], up=6.0)
    relaxed, whole = lp.solve(), lp.solve(mip=True)
    assert relaxed.objective < whole.objective == pytest.approx(-20.0)
    assert whole.duals is None
    assert whole.bound == pytest.approx(-20.0)
    assert lp.solve().objective == pytest.approx(relaxed.objective)
    started = lp.solve(mip=True, start=[0.0, 1.0, np.nan])
    assert started.objective == pytest.approx(-20.0)


def test_a_growing_program_reports_infeasible_and_unbounded():
    lp = GrowingLP()
    x = lp.add_columns([-1.0])
    assert lp.solve().status is Status.UNBOUNDED
    lp.add_dense_rows([[1.0]], up=-1.0)
    point = lp.solve()
    assert (point.status, point.primal, point.bound) == (Status.INFEASIBLE, None, np.inf)
    assert x.tolist() == [0]


def test_an_lp_that_is_cut_short_claims_nothing():
    rng = np.random.default_rng(0)
    lp = GrowingLP()
    lp.add_columns(rng.random(2000), up=1.0)
    lp.add_dense_rows(rng.random((1500, 2000)) * (rng.random((1500, 2000)) < 0.05), low=1.0)
    point = lp.solve(clock=Clock(0.0))
    assert (point.status, point.primal, point.bound) == (Status.NO_SOLUTION, None, -np.inf)
    assert lp.solve(clock=Clock(60.0)).status is Status.OPTIMAL
