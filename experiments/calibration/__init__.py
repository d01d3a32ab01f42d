"""The model held against observed figures."""

from experiments.calibration.calibrate import calibration_table, draw_calibration, misses
from experiments.calibration.summary import summary, summary_table

__all__ = [
    "calibration_table",
    "draw_calibration",
    "misses",
    "summary",
    "summary_table",
]
