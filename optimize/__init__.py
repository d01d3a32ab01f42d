"""Hub location: arrays in, a solution out.

Nodes are labels and distances are cost matrices; no model or method uses coordinates. They enter only when a finished
solution is drawn: `HubSolution.to_geo` takes the places of the nodes from the caller (`optimize.solution.geometry`).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from optimize.errors import InputError
from optimize.evaluate import evaluate_hubs
from optimize.many import solve_many
from optimize.problem import Block, HubProblem, ScenarioProblem
from optimize.solution import HubSolution
from optimize.solve import solve
from optimize.table import Freight, HubSetTable, PooledProblem, PooledScenario

if TYPE_CHECKING:
    from optimize import decide as decide
    from optimize import instances as instances

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


def __getattr__(name: str) -> Any:
    """Load `decide` and `instances` when they are asked for: not everybody needs them."""
    if name in ("decide", "instances"):
        return import_module(f"optimize.{name}")
    msg = f"module 'optimize' has no attribute {name!r}"
    raise AttributeError(msg)
