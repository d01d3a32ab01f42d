"""Kernels of single allocation: pairs and loads."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.single import build_model
from optimize.single.kernels import (
    hub_loads,
    pair_cost,
    pair_table,
    total_overload,
)
from tests.oracles.random_cases import random_case


@pytest.mark.parametrize("outside", [True, False])
def test_the_table_of_a_pair_is_its_cost_at_every_two_hubs(outside):
    for seed in range(6):
        problem = random_case(seed, outside=outside).problem
        model = build_model(problem, [1.0])
        table = np.empty((problem.h, problem.h))
        for i in range(problem.n):
            for j in range(problem.n):
                if i == j or not model.general:
                    continue
                pair_table(model, 0, i, j, table)
                for k in range(problem.h):
                    for m in range(problem.h):
                        assert table[k, m] == pytest.approx(pair_cost(model, 0, i, j, k, m))
                        assert table[k, m] == pytest.approx(pair_cost(model, 0, j, i, m, k))


def test_loads_are_counted_by_scenario_and_what_is_over_is_summed():
    flow = np.array([[0.0, 3.0], [5.0, 0.0]])
    one = HubProblem(flow, 1.0 - np.eye(2), capacity=[6.0, 4.0])
    other = HubProblem(flow, 1.0 - np.eye(2), capacity=[9.0, 9.0])
    model = build_model(ScenarioProblem({"a": one, "b": other}), [0.5, 0.5])
    all_at_first = np.zeros((2, 2), dtype=np.int64)
    assert hub_loads(model, all_at_first).tolist() == [[8.0, 0.0], [8.0, 0.0]]
    assert total_overload(model, all_at_first) == pytest.approx(2.0, rel=1e-6)
    assert total_overload(model, np.array([[0, 1], [0, 1]])) == pytest.approx(1.0, rel=1e-6)
