"""Exact hub location: arrays in, a solution out. This package knows no geography."""

from optimize.block import Block
from optimize.errors import InputError
from optimize.problem import HubProblem
from optimize.scenario import ScenarioProblem

__all__ = ["Block", "HubProblem", "InputError", "ScenarioProblem"]
