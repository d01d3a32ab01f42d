"""The table of all hub sets in all scenarios: exact costs, without a solver."""

from optimize.table.build import MEMORY_LIMIT_BYTES
from optimize.table.order import count_sets
from optimize.table.pooled import Freight, PooledProblem, PooledScenario
from optimize.table.room import RoomCosts, route_within_room
from optimize.table.routes import Router, Routes
from optimize.table.table import HubSetTable

__all__ = [
    "MEMORY_LIMIT_BYTES",
    "Freight",
    "HubSetTable",
    "PooledProblem",
    "PooledScenario",
    "RoomCosts",
    "Router",
    "Routes",
    "count_sets",
    "route_within_room",
]
