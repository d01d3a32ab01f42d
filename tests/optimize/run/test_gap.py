"""The relative gap, by hand."""

import math

import pytest

from optimize.run import relative_gap


@pytest.mark.parametrize(
    ("objective", "bound", "scale", "gap"),
    [
        (100.0, 90.0, 0.0, 0.1),
        (90.0, 100.0, 0.0, 1 / 9),  # a maximum, bounded from above
        (-4.0, -5.0, 0.0, 0.25),
        (0.0, 0.0, 0.0, 0.0),
        (0.0, -1.0, 0.0, math.inf),
        (0.0, -1.0, 10.0, 0.1),
        (5.0, 4.0, 1.0, 0.2),
        (math.inf, 4.0, 0.0, math.inf),
        (math.nan, 4.0, 0.0, math.inf),
        (3.0, -math.inf, 0.0, math.inf),
    ],
)
def test_the_gap_is_relative_to_the_objective(objective, bound, scale, gap):
    assert relative_gap(objective, bound, scale) == pytest.approx(gap)
