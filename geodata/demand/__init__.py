"""Trade between countries, and flows between places."""

from geodata.demand.demand import Demand, build_demand
from geodata.demand.trade import Trade, build_trade, trade_parameters

__all__ = [
    "Demand",
    "Trade",
    "build_demand",
    "build_trade",
    "trade_parameters",
]
