"""Compact formulations: one mixed-integer program for the whole problem, solved through `optimize.solvers`.

Each family of models is one module; its docstring states the model as it is coded. `run` chooses the family by the
objective, the allocation and the features of the problem.
"""

from optimize.compact.frame import joint_cost, least_costs
from optimize.compact.method import METHOD, run
from optimize.compact.model_file import write_model

__all__ = ["METHOD", "joint_cost", "least_costs", "run", "write_model"]
