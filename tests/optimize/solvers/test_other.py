"""Any other solver goes by PuLP's common interface."""

import pulp
import pytest

from optimize.run import Clock, Limits, Status
from optimize.solvers.other import solve_other
from optimize.solvers.pulp_model import to_pulp
from tests.optimize.solvers.programs import knapsack

# CBC by PuLP's own command stands for any solver that PuLP reaches
NAME = next((name for name in ("PULP_CBC_CMD", "COIN_CMD") if name in pulp.listSolvers(onlyAvailable=True)), None)


@pytest.mark.filterwarnings("ignore:PULP_CBC_CMD:DeprecationWarning")
@pytest.mark.skipif(NAME is None, reason="PuLP reaches no command-line solver here")
def test_a_solver_that_pulp_reaches_solves_and_claims_no_more_than_its_gap():
    arrays = knapsack().arrays()
    prob, variables = to_pulp("knapsack", arrays, -1.0, Clock())
    outcome = solve_other(NAME, prob, variables, Limits(gap=0.01))
    assert outcome.status is Status.OPTIMAL
    assert outcome.values.round().tolist() == [0, 1, 1]
    assert -20.0 * 1.01 <= outcome.bound <= -20.0
