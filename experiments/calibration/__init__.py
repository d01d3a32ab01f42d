"""The model held against observed figures."""

from experiments.calibration.calibrate import calibration_table, draw_calibration, misses

__all__ = [
    "calibration_table",
    "draw_calibration",
    "misses",
]
