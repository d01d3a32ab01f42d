"""What a hub-location problem is: blocks of flow and leg costs, hub costs, scenarios; checked once, then frozen."""

from optimize.problem.block import Block, FloatArray, IntArray
from optimize.problem.problem import HubProblem, Scenario
from optimize.problem.scenario import Problem, ScenarioProblem, is_capacitated
from optimize.problem.validation import find_label

__all__ = [
    "Block",
    "FloatArray",
    "HubProblem",
    "IntArray",
    "Problem",
    "Scenario",
    "ScenarioProblem",
    "find_label",
    "is_capacitated",
]
