"""Decisions in sight of what may happen: hubs or links lost, by chance or by attack, and what can be done about it.

The costs of hub sets are exact for multiple allocation, within the capacities of hubs (`optimize.table`).
"""

from optimize.decide.fortification import Fortification, fortification
from optimize.decide.interdiction import Interdiction, interdiction
from optimize.decide.periods import MultiPeriodPlan, multi_period

__all__ = [
    "Fortification",
    "Interdiction",
    "MultiPeriodPlan",
    "fortification",
    "interdiction",
    "multi_period",
]
