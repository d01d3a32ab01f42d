"""CBC is found where it is, and solves a file of our program."""

import shutil

import pytest

from optimize.run import Clock, Limits, Status
from optimize.solvers import available_solvers
from optimize.solvers.cbc import cbc_path, solve_cbc
from optimize.solvers.pulp_model import to_pulp
from tests.optimize.solvers.programs import knapsack

needs_cbc = pytest.mark.skipif("CBC" not in available_solvers(), reason="CBC is not installed: pip install 'pulp[cbc]'")


@needs_cbc
def test_its_executable_is_a_program():
    assert shutil.which(cbc_path()) is not None


@needs_cbc
def test_values_come_back_in_the_order_of_our_columns():
    arrays = knapsack().arrays()
    prob, _ = to_pulp("knapsack", arrays, -1.0, Clock())
    outcome = solve_cbc(prob, arrays, Limits(), None)
    assert outcome.status is Status.OPTIMAL
    assert outcome.values.round().tolist() == [0, 1, 1]
    assert -20.01 <= outcome.bound <= -20.0
