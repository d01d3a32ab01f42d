"""How sure a ranking is: how often each hub is best over draws of what is not known, and what may be said of it."""

from experiments.wins.shares import LEVEL, Answer, Lead, lead_over, standing, win_table
from experiments.wins.words import Standing, first_words, share_words

__all__ = [
    "LEVEL",
    "Answer",
    "Lead",
    "Standing",
    "first_words",
    "lead_over",
    "share_words",
    "standing",
    "win_table",
]
