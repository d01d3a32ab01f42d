"""The search ends by itself where values hardly differ, or not at all: what is rounding is no progress."""

import warnings

import numpy as np
import pytest

from optimize import HubProblem, solve
from tests.oracles.enumeration import optimum

RNG = np.random.default_rng(1)
POINTS = RNG.random((4, 2))[[0, 0, 1, 1, 2, 2]]
COST = np.hypot(*(POINTS[:, None] - POINTS).T)
"""Three places with two nodes each: hubs that are exchanged within a place change nothing."""
FLOW = RNG.random((6, 6))
LINE = np.abs(np.arange(5.0)[:, None] - np.arange(5.0))
NOTHING = np.zeros((5, 5))

CASES = {
    "coincident": (HubProblem(FLOW, COST, transfer=0.5), {"p_max": 3}),
    "a large penalty": (HubProblem(FLOW, COST, transfer=0.5, unmet_penalty=1e6), {"p_max": 3}),
    "a huge penalty": (HubProblem(FLOW, COST, transfer=0.5, unmet_penalty=1e9), {"p": 1}),
    "small costs and large flows": (HubProblem(FLOW * 1e8, COST * 5e-8, transfer=0.5), {"p_max": 3}),
    "an optimum of 0": (HubProblem(FLOW, COST, transfer=0.0), {"p": 3}),
    "flows of 1e-250": (HubProblem(FLOW * 1e-250, COST, transfer=0.5), {"p": 2}),
    "all ties": (HubProblem(np.ones((5, 5)), 1.0 - np.eye(5)), {"p": 2}),
    "no flow": (HubProblem(NOTHING, LINE), {"p": 2}),
    "no costs": (HubProblem(np.ones((5, 5)), NOTHING), {"p": 2}),
    "flows of all sizes": (HubProblem(FLOW * 10.0 ** RNG.integers(-12, 12, (6, 6)), COST, transfer=0.5), {"p": 2}),
}


@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
@pytest.mark.parametrize("name", CASES)
def test_it_ends_with_the_optimum(name, allocation):
    problem, asked = CASES[name]
    if "p_max" in asked and allocation != "multiple":
        asked = {"p": asked["p_max"]}
    sizes = [asked["p"]] if "p" in asked else range(1, asked["p_max"] + 1)
    best, _ = optimum(
        problem, sizes, "multiple" if isinstance(allocation, int) and sizes[-1] <= allocation else allocation
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = solve(problem, method="heuristic", allocation=allocation, time_limit=60.0, **asked)
    assert found.seconds < 30.0
    assert found.objective == pytest.approx(best, rel=1e-9, abs=1e-12 * best)
    assert found.bound <= best * (1 + 1e-9)


@pytest.mark.parametrize(
    ("objective", "capacity", "value"), [("cost", None, 0.0), ("cost", 3.0, 0.0), ("center", None, 4.0)]
)
def test_without_flow_there_is_nothing_to_warn_of(objective, capacity, value):
    problem = HubProblem(NOTHING, LINE, capacity=capacity)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for allocation in ("multiple", "single"):
            found = solve(problem, p=1, objective=objective, allocation=allocation, method="heuristic", time_limit=60.0)
            # the middle of the line is 2 from either end: the centre counts pairs without flow
            assert found.objective == value
