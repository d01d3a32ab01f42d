"""`method="enumeration"`: the best of the sets that are asked for, and no other."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from tests.oracles import enumeration as oracle


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(2)
    return HubProblem(rng.random((5, 5)), 1 + rng.random((5, 5)), transfer=0.4, fixed_cost=rng.random(5) * 9)


@pytest.mark.parametrize(
    "asked",
    [{"p": 3}, {"p_min": 2, "p_max": 4}, {}, {"p": 2, "open_hubs": [4]}, {"p_min": 3, "closed_hubs": [0]}],
)
def test_the_number_of_hubs_is_kept(problem, asked):
    """A hub costs more than it saves, so that fewer would always be better."""
    low = asked.get("p", asked.get("p_min", 1))
    high = asked.get("p", asked.get("p_max", 5 - len(asked.get("closed_hubs", ()))))
    value, hubs = oracle.optimum(
        problem, range(low, high + 1), opened=asked.get("open_hubs", ()), closed=asked.get("closed_hubs", ())
    )
    solution = solve(problem, method="enumeration", **asked)
    assert solution.objective == pytest.approx(value)
    assert solution.hubs == hubs


def test_a_scenario_of_no_probability_need_not_have_a_way():
    lost = HubProblem(np.ones((2, 2)), np.where(np.eye(2, dtype=bool), 0.0, np.inf))
    both = ScenarioProblem({"base": HubProblem(np.ones((2, 2)), 1.0 - np.eye(2)), "lost": lost}, [1.0, 0.0])
    assert solve(both, p=1, method="enumeration").objective == pytest.approx(4.0)
    assert solve(both, p=1, method="enumeration", risk="worst_case").status == "infeasible"
