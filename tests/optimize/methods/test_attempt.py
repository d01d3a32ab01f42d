"""A heuristic beside a program that may be too large: the better hubs and the better bound come back."""

from dataclasses import replace

import pytest

from optimize import HubProblem, solve
from optimize.run import Status
from tests.oracles.doubles import pretend
from tests.oracles.small import costs, one


def covering():
    """The same places, and how much flow two hubs can cover within 1.9."""
    return one(), {"p": 2, "objective": "max_covering", "threshold": 1.9, "method": "compact", "time_limit": 60.0}


@pytest.mark.parametrize(("ours", "theirs", "bound"), [(0.5, 0.9, 0.9), (0.9, 0.5, 0.9)])
def test_of_two_bounds_the_higher_one_counts(monkeypatch, ours, theirs, bound):
    best = float(costs(one()).min())
    nothing = {"status": Status.NO_SOLUTION, "design": None}
    pretend(monkeypatch, "compact", lambda found, *_: replace(found, bound=ours * best, **nothing))
    pretend(monkeypatch, "heuristic", lambda found, *_: replace(found, bound=theirs * best))
    solution = solve(one(), p=2, method="compact", time_limit=60.0)
    assert solution.bound == pytest.approx(bound * best)
    assert solution.objective == pytest.approx(best)
    assert solution.status == "feasible"


@pytest.mark.parametrize(("ours", "theirs", "bound"), [(1.5, 1.2, 1.2), (1.2, 1.5, 1.2)])
def test_where_more_is_better_the_lower_bound_counts(monkeypatch, ours, theirs, bound):
    problem, asked = covering()
    best = solve(problem, **asked).objective
    nothing = {"status": Status.NO_SOLUTION, "design": None}
    pretend(monkeypatch, "compact", lambda found, *_: replace(found, bound=ours * best, **nothing))
    pretend(monkeypatch, "heuristic", lambda found, *_: replace(found, bound=theirs * best))
    assert solve(problem, **asked).bound == pytest.approx(bound * best)


def test_hubs_are_handed_back_whatever_the_time():
    problem = HubProblem(one().blocks[0].flow, one().blocks[0].collection, transfer=0.4)
    for method in ("compact", "benders"):
        solution = solve(problem, p=2, method=method, time_limit=1e-3)
        assert len(solution.hubs) == 2
        assert solution.bound <= solution.objective
