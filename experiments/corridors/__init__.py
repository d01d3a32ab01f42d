"""Corridors filled up to their capacity, and what stays unmet."""

from experiments.corridors.export import write_corridors
from experiments.corridors.plots import draw_corridors
from experiments.corridors.routing import study_corridors
from experiments.corridors.study import CorridorStudy
from experiments.corridors.tables import bottleneck_table, corridor_tables, cost_table, room_table

__all__ = [
    "CorridorStudy",
    "bottleneck_table",
    "corridor_tables",
    "cost_table",
    "draw_corridors",
    "room_table",
    "study_corridors",
    "write_corridors",
]
