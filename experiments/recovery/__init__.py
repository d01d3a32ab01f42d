"""What a disruption costs over time: before, during and while all recovers, and the area under the curve."""

from experiments.defaults import BACKUP_DAYS, REACT_DAYS
from experiments.recovery.page import resilience_page, resilience_sections, write_resilience
from experiments.recovery.study import Resilience, resilience
from experiments.recovery.words import resilience_words

__all__ = [
    "BACKUP_DAYS",
    "REACT_DAYS",
    "Resilience",
    "resilience",
    "resilience_page",
    "resilience_sections",
    "resilience_words",
    "write_resilience",
]
