"""Mixed-integer programs as arrays, and the only code that speaks to solvers."""

from optimize.solvers.backends import check_solver
from optimize.solvers.growing import GrowingLP
from optimize.solvers.milp import Model, OutOfTimeError
from optimize.solvers.rows import ABSENT, add_below, add_sums_below
from optimize.solvers.solve_model import SolverReport, solve_model

__all__ = [
    "ABSENT",
    "GrowingLP",
    "Model",
    "OutOfTimeError",
    "SolverReport",
    "add_below",
    "add_sums_below",
    "check_solver",
    "solve_model",
]
