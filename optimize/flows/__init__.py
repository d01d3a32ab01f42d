"""Multicommodity flow in a network with capacities; there are no hubs in it."""

from optimize.flows.commodities import MulticommodityFlow, MulticommodityProblem
from optimize.flows.multicommodity import solve_multicommodity

__all__ = [
    "MulticommodityFlow",
    "MulticommodityProblem",
    "solve_multicommodity",
]
