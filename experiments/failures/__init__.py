"""What the loss of a corridor, a crossing, a link or a hub costs, alone and in pairs, and where its freight goes."""

from experiments.failures.page import criticality_page, criticality_sections, write_criticality
from experiments.failures.study import WORST, Criticality, criticality
from experiments.failures.words import criticality_words

__all__ = [
    "WORST",
    "Criticality",
    "criticality",
    "criticality_page",
    "criticality_sections",
    "criticality_words",
    "write_criticality",
]
