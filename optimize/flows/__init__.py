"""Multicommodity flow in a network with arc capacities; no hubs are involved."""

from optimize.flows.commodities import MulticommodityFlow, MulticommodityProblem
from optimize.flows.multicommodity import solve_multicommodity

__all__ = [
    "MulticommodityFlow",
    "MulticommodityProblem",
    "solve_multicommodity",
]
