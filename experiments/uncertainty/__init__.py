"""How sure the answer is: draws of all that is uncertain, who wins how often, and on what it hangs."""

from experiments.uncertainty.page import robustness_page, robustness_sections, write_robustness
from experiments.uncertainty.study import DRAWS, Robustness, robustness
from experiments.uncertainty.tables import shares_table
from experiments.uncertainty.words import condition_words, robustness_words, sensitivity_words, share_words_of

__all__ = [
    "DRAWS",
    "Robustness",
    "condition_words",
    "robustness",
    "robustness_page",
    "robustness_sections",
    "robustness_words",
    "sensitivity_words",
    "share_words_of",
    "shares_table",
    "write_robustness",
]
