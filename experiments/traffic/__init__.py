"""Where the freight of hub sets travels: tonnes on links, through hubs and on corridors, and what a closure changes."""

from experiments.traffic.case import Case
from experiments.traffic.change import TrafficChange, traffic_change
from experiments.traffic.costs import COSTS
from experiments.traffic.design import Traffic, case_traffic, corridor_traffic, design_traffic
from experiments.traffic.table import TrafficTable, traffic_table

__all__ = [
    "COSTS",
    "Case",
    "Traffic",
    "TrafficChange",
    "TrafficTable",
    "case_traffic",
    "corridor_traffic",
    "design_traffic",
    "traffic_change",
    "traffic_table",
]
