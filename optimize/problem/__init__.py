"""Hub-location problems: blocks of flow and leg costs, hub costs, scenarios; checked once, then frozen."""

from optimize.problem.block import Block, BoolArray, FloatArray, IntArray, Scenario
from optimize.problem.geometry import points_at
from optimize.problem.naming import few, find_label, find_labels
from optimize.problem.problem import HubProblem
from optimize.problem.scenario import Problem, ScenarioProblem, checked_probabilities, is_capacitated
from optimize.problem.validation import LARGEST
from optimize.problem.variants import (
    among,
    one_scenario,
    unlinked,
    with_blocks,
    with_fields,
    without_capacity,
    without_direct,
    without_penalties,
    without_weightless_gaps,
)

__all__ = [
    "LARGEST",
    "Block",
    "BoolArray",
    "FloatArray",
    "HubProblem",
    "IntArray",
    "Problem",
    "Scenario",
    "ScenarioProblem",
    "among",
    "checked_probabilities",
    "few",
    "find_label",
    "find_labels",
    "is_capacitated",
    "one_scenario",
    "points_at",
    "unlinked",
    "with_blocks",
    "with_fields",
    "without_capacity",
    "without_direct",
    "without_penalties",
    "without_weightless_gaps",
]
