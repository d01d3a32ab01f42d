"""Which solvers there are, and how one that is not there is spoken of."""

import pytest

from optimize import InputError
from optimize.run import make_limits
from optimize.solvers import available_solvers, backends, solve_model
from optimize.solvers.backends import check_solver
from tests.optimize.solvers.programs import knapsack


def test_names_of_solvers_are_read_in_any_case():
    assert check_solver(None) == check_solver("highs") == check_solver("HIGHS") == "HiGHS"


@pytest.mark.parametrize("name", ["GUROBI_CMD", "no such solver"])
def test_a_missing_solver_is_named_with_what_there_is(name):
    with pytest.raises(InputError, match=r"is not available here: use one of HiGHS"):
        solve_model(knapsack(), make_limits(solver=name))


def test_highs_comes_first_among_the_solvers_that_are_there():
    names = available_solvers()
    assert names[0] == "HiGHS"
    assert len(set(names)) == len(names)


def test_a_program_that_takes_longer_to_build_than_there_is_time_is_not_begun(monkeypatch):
    monkeypatch.setattr(backends, "_BUILD_S", 1e9)
    assert solve_model(knapsack(), make_limits(time_limit=60.0)).status == "no_solution"
    assert solve_model(knapsack(), make_limits()).objective == 20.0
