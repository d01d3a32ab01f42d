"""Expected cost against worst case, regret and the tail: what guarding against disruptions costs."""

from experiments.tradeoffs.page import frontier_page, frontier_sections, write_frontier
from experiments.tradeoffs.study import MEASURES, Frontier, frontier
from experiments.tradeoffs.words import frontier_words

__all__ = [
    "MEASURES",
    "Frontier",
    "frontier",
    "frontier_page",
    "frontier_sections",
    "frontier_words",
    "write_frontier",
]
