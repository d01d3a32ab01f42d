"""Exact hub location: arrays in, a solution out. This package knows no geography."""

from optimize.errors import InputError
from optimize.evaluate import evaluate_hubs
from optimize.problem import Block, HubProblem, ScenarioProblem
from optimize.solution import HubSolution
from optimize.solve import solve
from optimize.table import HubSetTable

__all__ = [
    "Block",
    "HubProblem",
    "HubSetTable",
    "HubSolution",
    "InputError",
    "ScenarioProblem",
    "evaluate_hubs",
    "solve",
]
