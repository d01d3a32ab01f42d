"""Decisions in sight of what may happen: hubs or links lost, by chance or by attack, and what can be done about it.

The costs of hub sets are exact for multiple allocation, within the capacities of hubs (`optimize.table`).
"""

from optimize.decide.backup import Backup, backup, backup_plan
from optimize.decide.breakpoints import switching_values
from optimize.decide.closures import (
    ClosurePlan,
    FortifiedClosures,
    WorstClosures,
    closures,
    fortify_closures,
    worst_closures,
)
from optimize.decide.failure import FailurePlan, failure
from optimize.decide.fortification import Fortification, fortification
from optimize.decide.information import InformationValue, value_of_information
from optimize.decide.interdiction import Interdiction, interdiction
from optimize.decide.mean import mean_value_problem
from optimize.decide.near import NearOptimal, near_optimal
from optimize.decide.pareto import frontier, undominated
from optimize.decide.periods import MultiPeriodPlan, multi_period
from optimize.decide.recourse import recourse
from optimize.decide.robustness import price_of_robustness
from optimize.decide.sampling import SampleAverage, sample_average
from optimize.decide.switching import switching
from optimize.decide.worth import shapley, shapley_values

__all__ = [
    "Backup",
    "ClosurePlan",
    "FailurePlan",
    "Fortification",
    "FortifiedClosures",
    "InformationValue",
    "Interdiction",
    "MultiPeriodPlan",
    "NearOptimal",
    "SampleAverage",
    "WorstClosures",
    "backup",
    "backup_plan",
    "closures",
    "failure",
    "fortification",
    "fortify_closures",
    "frontier",
    "interdiction",
    "mean_value_problem",
    "multi_period",
    "near_optimal",
    "price_of_robustness",
    "recourse",
    "sample_average",
    "shapley",
    "shapley_values",
    "switching",
    "switching_values",
    "undominated",
    "value_of_information",
    "worst_closures",
]
