"""Corridors filled up to their capacity, what stays unmet, and which hubs are best then."""

from experiments.corridors.choice import HubChoice
from experiments.corridors.choice_plots import draw_choice
from experiments.corridors.choice_tables import choice_tables, choice_words
from experiments.corridors.choosing import choose_hubs
from experiments.corridors.export import write_corridors
from experiments.corridors.plots import draw_corridors
from experiments.corridors.routing import study_corridors
from experiments.corridors.study import CorridorStudy
from experiments.corridors.tables import bottleneck_table, corridor_tables, cost_table, open_words, room_table

__all__ = [
    "CorridorStudy",
    "HubChoice",
    "bottleneck_table",
    "choice_tables",
    "choice_words",
    "choose_hubs",
    "corridor_tables",
    "cost_table",
    "draw_choice",
    "draw_corridors",
    "open_words",
    "room_table",
    "study_corridors",
    "write_corridors",
]
