"""What `solve` lets a method claim: no optimum without its bound, and no cost but the evaluator's."""

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, InputError, solve
from optimize.methods.outcome import _fault
from optimize.run import Status
from tests.oracles.doubles import pretend
from tests.oracles.small import costs, one


@pytest.mark.parametrize(
    ("short", "gap", "status"),
    [
        (0.0, 1e-6, "optimal"),
        (0.5e-6, 1e-6, "optimal"),
        (2e-6, 1e-6, "feasible"),
        (0.1, 1e-6, "feasible"),
        (0.1, 0.2, "optimal"),
        (0.3, 0.2, "feasible"),
    ],
)
def test_an_optimum_is_claimed_within_the_gap_alone(monkeypatch, short, gap, status):
    """A method says "optimal" with a bound that is `short` of its cost, as a part of it."""
    best = float(costs(one()).min())
    pretend(monkeypatch, "enumeration", lambda found, *_: replace(found, bound=best * (1 - short)))
    solution = solve(one(), p=2, method="enumeration", gap=gap)
    assert solution.status == status
    assert solution.gap == pytest.approx(short, abs=1e-12)


@pytest.mark.parametrize(("short", "status"), [(0.5e-6, "optimal"), (1e-3, "feasible")])
def test_a_bound_that_meets_the_cost_makes_an_optimum(monkeypatch, short, status):
    best = float(costs(one()).min())

    def modest(found, *_):
        return replace(found, status=Status.FEASIBLE, bound=best * (1 - short))

    pretend(monkeypatch, "enumeration", modest)
    assert solve(one(), p=2, method="enumeration").status == status


def test_the_objective_is_the_evaluator_s_whatever_the_method_says(monkeypatch):
    """A method hands over the dearest hubs with the bound of the best: the gap is theirs."""
    cost = costs(one())[:, 0]
    worst = list(combinations(range(5), 2))[int(cost.argmax())]
    pretend(monkeypatch, "enumeration", lambda found, *_: replace(found, design=replace(found.design, hubs=worst)))
    solution = solve(one(), p=2, method="enumeration")
    assert solution.objective == pytest.approx(cost.max())
    assert solution.bound == pytest.approx(cost.min())
    assert solution.gap == pytest.approx(1 - cost.min() / cost.max())
    assert solution.status == "feasible"


def test_a_bound_above_the_cost_is_a_fault(monkeypatch):
    pretend(monkeypatch, "enumeration", lambda found, *_: replace(found, bound=2 * found.bound))
    with pytest.raises(RuntimeError, match="fault of silkhub"):
        solve(one(), p=2, method="enumeration")


def test_a_solver_s_rounding_is_no_fault_where_nearly_all_flow_costs_nothing(monkeypatch):
    """Hub 1 serves all for nothing; a bound of 1 is nothing beside the billions that the other hub costs."""
    free = HubProblem(np.full((2, 2), 1e9), [[1.0, 1.0], [0.0, 0.0]], collection_cost=[[2.0, 0.0], [2.0, 0.0]])
    for bound, told in [(1.0, "optimal"), (1e6, "fault")]:
        pretend(monkeypatch, "enumeration", lambda found, *_, bound=bound: replace(found, bound=bound))
        if told == "fault":
            with pytest.raises(RuntimeError, match="fault of silkhub"):
                solve(free, p=1, method="enumeration")
        else:
            found = solve(free, p=1, method="enumeration")
            assert (found.hubs, found.objective, found.bound, found.status) == ((1,), 0.0, 0.0, told)


def test_costs_are_not_negative_though_nothing_was_found(monkeypatch):
    nothing = {"status": Status.NO_SOLUTION, "design": None, "bound": -math.inf}
    for name in ("compact", "heuristic"):
        pretend(monkeypatch, name, lambda found, *_: replace(found, **nothing))
    # links are beyond the quick bound
    found = solve(one(), p=2, hub_links=1, method="compact")
    assert (found.status, found.bound) == ("no_solution", 0.0)


def test_an_answer_that_cannot_be_is_refused_where_flows_are_beyond_a_capacity_by_too_many_digits():
    flow = np.array([[1.0, 1.0], [1e9, 1.0]])
    problem = HubProblem(flow, np.ones((2, 2)), capacity=[0.0, 1.0])
    assert isinstance(_fault(problem.replace(capacity=2e3), "odd"), RuntimeError)
    refusal = _fault(problem, "odd")
    assert isinstance(refusal, InputError)
    assert "a flow is 1e+09 times a capacity" in str(refusal)
