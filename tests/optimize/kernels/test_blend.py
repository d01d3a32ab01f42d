"""Blends of few solutions: against linear programs of a solver and inverses of a library."""

import numpy as np
import pytest
from scipy.optimize import linprog

from optimize.kernels.blend import invert, mix, new_blend, reduced_cost


def blend_of(rng, count, m, *, whole=False):
    blend = new_blend(count, m, m)
    blend.cost[:] = rng.integers(0, 9, count) if whole else rng.random(count)
    blend.use[:] = rng.integers(0, 2, (count, m)) if whole else rng.random((count, m))
    blend.room[:m] = rng.integers(0, 2, m) * 0.5 if whole else rng.random(m)
    blend.overload[:] = 100.0
    blend.basis[m] = 0
    for k in range(m):
        blend.basis[k] = -1 - k if blend.use[0, k] <= blend.room[k] else -1 - m - k
    return blend


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("count", "m"), [(1, 1), (3, 1), (8, 2), (30, 4), (40, 7)])
def test_the_best_blend_is_that_of_a_linear_program(count, m, whole):
    for seed in range(10):
        blend = blend_of(np.random.default_rng(seed), count, m, whole=whole)
        assert mix(blend, count)
        cost = np.concatenate([blend.cost, np.zeros(m), blend.overload])
        rows = np.hstack([blend.use.T, np.eye(m), -np.eye(m)])
        rows = np.vstack([rows, np.concatenate([np.ones(count), np.zeros(2 * m)])])
        expected = linprog(cost, A_eq=rows, b_eq=blend.room).fun
        codes = np.where(blend.basis >= 0, blend.basis, count - 1 - blend.basis)
        assert cost[codes] @ blend.share == pytest.approx(expected, abs=1e-9)
        assert blend.dual @ blend.room == pytest.approx(expected, abs=1e-9)
        assert rows[:, codes] @ blend.share == pytest.approx(blend.room)
        assert min(reduced_cost(blend, code) for code in range(-2 * m, count)) > -1e-9


def test_solutions_that_are_nearly_alike_are_blended_exactly():
    blend = new_blend(2, 1, 1)
    blend.cost[:] = [1.0, 1.0 + 2e-9]
    blend.use[:, 0] = [0.5 + 1e-9, 0.5 - 1e-9]
    blend.room[0] = 0.5
    blend.overload[0] = 1e3
    blend.basis[:] = [-2, 0]
    assert mix(blend, 2)
    assert blend.share @ blend.use[blend.basis, 0] == pytest.approx(0.5, abs=1e-15)
    assert -blend.dual[0] == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_inverses(n):
    square = np.random.default_rng(n).normal(size=(n, n))
    square[0, 0] = 0.0 if n > 1 else 2.0
    inverse, expected = np.empty((n, n)), np.linalg.inv(square)
    assert invert(square.copy(), inverse)
    assert inverse == pytest.approx(expected)


def test_a_matrix_without_an_inverse_says_so():
    assert not invert(np.ones((2, 2)), np.empty((2, 2)))
