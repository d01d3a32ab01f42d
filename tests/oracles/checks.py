"""Runs of a method, held against the independent evaluator."""

import pytest

from optimize.compact import run
from optimize.evaluate import evaluate
from optimize.run import Limits, Status, make_request


def solved(problem, method=run, solver=None, **asked):
    """Run a method and price its design independently; the bound has to be on the right side."""
    request = make_request(problem, **asked)
    result = method(problem, request, Limits(solver=solver))
    assert result.status is Status.OPTIMAL
    evaluation = evaluate(problem, result.design, request)
    assert evaluation.faults == ()
    assert result.bound <= evaluation.objective * (1 + 1e-9)
    assert result.bound == pytest.approx(evaluation.objective, rel=3e-6, abs=1e-9)
    return evaluation.objective, result
