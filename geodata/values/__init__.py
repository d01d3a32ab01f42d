"""Which value every uncertain or changeable number takes."""

from geodata.values.parameters import Entry, Parameters
from geodata.values.uncertainty import CENTRAL, Choice, Level

__all__ = [
    "CENTRAL",
    "Choice",
    "Entry",
    "Level",
    "Parameters",
]
