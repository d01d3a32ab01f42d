"""Mixed-integer programs as arrays, and the only code that calls solvers."""

from optimize.solvers.backends import available_solvers, check_solver
from optimize.solvers.growing import GrowingLP, LpPoint
from optimize.solvers.milp import Model, objective_scale
from optimize.solvers.program_file import check_program_file, write_program
from optimize.solvers.rows import ABSENT, add_below, add_sums_below
from optimize.solvers.solve_model import SolverReport, solve_model

__all__ = [
    "ABSENT",
    "GrowingLP",
    "LpPoint",
    "Model",
    "SolverReport",
    "add_below",
    "add_sums_below",
    "available_solvers",
    "check_program_file",
    "check_solver",
    "objective_scale",
    "solve_model",
    "write_program",
]
