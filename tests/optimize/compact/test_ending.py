"""From a solver's report to a result: whose words are told."""

import numpy as np
import pytest

from optimize.compact.ending import method_result
from optimize.run import Design, Status
from optimize.solvers import Model, solve_model


def report(limit):
    """Make a report of one column that has to be at least 2, with room up to `limit`."""
    model = Model("test")
    x = model.add_variables(1, up=limit, integer=True, cost=3.0)
    model.add_rows(0, x, 1.0, ">=", [2.0])
    return solve_model(model)


def test_a_design_comes_with_bound_and_numbers():
    result = method_result(report(5.0), Design((0,)), "not told", rows=7)
    assert result.status is Status.OPTIMAL
    assert result.bound == pytest.approx(6.0)
    assert result.explanation == ""
    assert result.info["rows"] == 7
    assert result.info["solver"] == "HiGHS"


def test_why_nothing_is_possible_is_told():
    result = method_result(report(1.0), None, "too few hubs")
    assert result.status is Status.INFEASIBLE
    assert result.explanation == "too few hubs"
    assert result.bound == np.inf
    assert method_result(report(1.0), None).explanation
