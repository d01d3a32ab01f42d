"""Hub location: arrays in, a solution out.

Nodes are labels and distances are cost matrices; no model or method uses coordinates. They enter only when a finished
solution is drawn: `HubSolution.to_geo` takes the places of the nodes from the caller (`optimize.solution.geometry`).
"""

from optimize.errors import InputError
from optimize.evaluate import evaluate_hubs
from optimize.many import solve_many
from optimize.problem import Block, HubProblem, ScenarioProblem
from optimize.solution import HubSolution
from optimize.solve import solve
from optimize.table import Freight, HubSetTable, PooledProblem, PooledScenario

__all__ = [
    "Block",
    "Freight",
    "HubProblem",
    "HubSetTable",
    "HubSolution",
    "InputError",
    "PooledProblem",
    "PooledScenario",
    "ScenarioProblem",
    "evaluate_hubs",
    "solve",
    "solve_many",
]
