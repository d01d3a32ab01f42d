"""Multicommodity flow in a network with arc capacities; no hubs are involved."""

from optimize.flows.commodities import Columns, MulticommodityFlow, MulticommodityProblem
from optimize.flows.multicommodity import solve_multicommodity
from optimize.flows.route_pool import RoutePool
from optimize.flows.route_search import RouteSearch, surcharge_of

__all__ = [
    "Columns",
    "MulticommodityFlow",
    "MulticommodityProblem",
    "RoutePool",
    "RouteSearch",
    "solve_multicommodity",
    "surcharge_of",
]
