"""Numbers and lists in words, rows of tables, and progress on a terminal."""

from experiments.text.frames import Row, blank_missing, rows, rows_by
from experiments.text.progress import ScenarioProgress
from experiments.text.wording import count, figure, listed, ordinal, percent, scale_of, scaled, tonnes, usd

__all__ = [
    "Row",
    "ScenarioProgress",
    "blank_missing",
    "count",
    "figure",
    "listed",
    "ordinal",
    "percent",
    "rows",
    "rows_by",
    "scale_of",
    "scaled",
    "tonnes",
    "usd",
]
