"""The expected radius and its CVaR: by hand, and every part of the model against enumeration."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.compact.center import run
from optimize.run import Limits, make_request
from tests.oracles.checks import solved
from tests.oracles.random_cases import random_case


def row(closed=False, **rest):
    """Five places in a row; closed: the way between the third and the fourth costs ten more."""
    place = np.arange(5.0)
    cost = np.abs(place[:, None] - place)
    across = (place[:, None] < 2.5) != (place < 2.5)
    return HubProblem(np.ones((5, 5)), cost + 10.0 * across * closed, transfer=0.5, **rest)


@pytest.mark.parametrize(
    ("risk", "level", "value"),
    [
        # one hub at place 2: 4 if open; if closed its way to 4 and 3 and back costs 10 + 2 and 10 + 1
        ("expected", 0.9, 0.75 * 4.0 + 0.25 * 23.0),
        ("cvar", 0.75, 23.0),
        ("cvar", 0.5, 0.5 * 23.0 + 0.5 * 4.0),
    ],
)
@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_one_hub_in_the_middle(risk, level, value, allocation):
    problem = ScenarioProblem({"open": row(candidates=[2]), "closed": row(closed=True, candidates=[2])}, [0.75, 0.25])
    single = {"multiple": 0.0, "single": 1.0}[allocation]
    # with single allocation the way of 4 to itself and back counts: 24, with a closed way
    value += single * {"expected": 0.25, "cvar": 0.5 if level == 0.5 else 1.0}[risk]
    found, _ = solved(problem, p=1, objective="center", risk=risk, cvar_level=level, allocation=allocation)
    assert found == pytest.approx(value)


@pytest.mark.parametrize("risk", ["expected", "cvar"])
@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
def test_every_part_of_the_model_agrees_with_enumeration(allocation, outside, risk):
    for seed in range(8):
        case = random_case(seed, scenarios=2, objective="center", allocation=allocation, outside=outside, risk=risk)
        found, _ = solved(case.problem, **case.arguments())
        assert found == pytest.approx(case.optimum(), rel=1e-6, abs=1e-6)


def test_no_hubs_that_reach_everybody_are_infeasible():
    cost = np.where(np.eye(3, dtype=bool), 0.0, np.inf)
    cost[0, 1] = cost[1, 0] = cost[1, 2] = cost[2, 1] = 1.0
    one = HubProblem(np.ones((3, 3)), cost)
    problem = ScenarioProblem({"a": one, "b": one})
    asked = {"p": 1, "closed_hubs": [1], "objective": "center", "allocation": "single"}
    assert run(problem, make_request(problem, **asked), Limits()).status == "infeasible"


def test_a_hub_that_stays_closed_adds_nothing_to_the_radius():
    """Collection is far and distribution near: 10 from everywhere to the other hub, nothing from there on."""
    collect = np.array([[0.0, 10.0, 10.0], [10.0, 0.0, 10.0], [10.0, 10.0, 0.0]])
    between = np.full((3, 3), 5.0)
    for legs in ((collect, np.zeros((3, 3))), (np.zeros((3, 3)), collect)):
        one = HubProblem(
            np.ones((3, 3)),
            collection_cost=legs[0],
            transfer_cost=between,
            distribution_cost=legs[1],
            candidates=[0, 1],
        )
        problem = ScenarioProblem({"a": one, "b": one}, [0.5, 0.5])
        asked = {"p": 1, "objective": "center", "allocation": "single"}
        assert solved(problem, **asked)[0] == pytest.approx(10.0)
