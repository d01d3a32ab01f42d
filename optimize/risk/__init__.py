"""Risk measures: one number from the costs of all scenarios, each measure a value in one file."""

from optimize.risk.ambiguity import ProbabilityBounds, RobustProbability
from optimize.risk.asked import MEASURES, make_measure, measure_of
from optimize.risk.cvar import Cvar, MeanCvar
from optimize.risk.envelope import Envelope, Part, envelope
from optimize.risk.expected import Expected
from optimize.risk.measure import RiskMeasure
from optimize.risk.worst_case import MaxRegret, RelativeRegret, WorstCase

__all__ = [
    "MEASURES",
    "Cvar",
    "Envelope",
    "Expected",
    "MaxRegret",
    "MeanCvar",
    "Part",
    "ProbabilityBounds",
    "RelativeRegret",
    "RiskMeasure",
    "RobustProbability",
    "WorstCase",
    "envelope",
    "make_measure",
    "measure_of",
]
