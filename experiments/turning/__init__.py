"""What would make another hub the best: switching values, who wins where, what is nearly as good."""

from experiments.turning.levers import Lever, list_levers
from experiments.turning.maps import GRID
from experiments.turning.near import WITHIN
from experiments.turning.page import tipping_page, tipping_sections, write_tipping
from experiments.turning.study import Tipping, tipping
from experiments.turning.switches import MOST, SCREEN, Switches, find_switches, switching_rows
from experiments.turning.words import tipping_words

__all__ = [
    "GRID",
    "MOST",
    "SCREEN",
    "WITHIN",
    "Lever",
    "Switches",
    "Tipping",
    "find_switches",
    "list_levers",
    "switching_rows",
    "tipping",
    "tipping_page",
    "tipping_sections",
    "tipping_words",
    "write_tipping",
]
