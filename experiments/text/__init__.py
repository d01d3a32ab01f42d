"""Numbers and lists in words, rows of tables, the terminal and progress on it."""

from experiments.text.frames import Row, blank_missing, rows, rows_by
from experiments.text.progress import CaseProgress, ScenarioProgress, rate_words
from experiments.text.terminal import (
    WIDTH,
    Screen,
    complain,
    give_up_output,
    plain_table,
    print_width,
    readable,
    table_console,
    table_text,
)
from experiments.text.wording import (
    count,
    distinct,
    figure,
    listed,
    ordinal,
    percent,
    scale_of,
    scaled,
    tonnes,
    usd,
    weight_words,
)

__all__ = [
    "WIDTH",
    "CaseProgress",
    "Row",
    "ScenarioProgress",
    "Screen",
    "blank_missing",
    "complain",
    "count",
    "distinct",
    "figure",
    "give_up_output",
    "listed",
    "ordinal",
    "percent",
    "plain_table",
    "print_width",
    "rate_words",
    "readable",
    "rows",
    "rows_by",
    "scale_of",
    "scaled",
    "table_console",
    "table_text",
    "tonnes",
    "usd",
    "weight_words",
]
