"""Where countries lie, as boxes."""

import pytest

from experiments.maps.land import countries
from geodata.files.country_boxes import country_boxes, may_lie_in


def test_countries_that_nobody_knows_may_lie_anywhere():
    assert may_lie_in("QZZ", 0.0, 0.0)


def test_the_boxes_are_those_of_the_outlines():
    bounds = countries().dissolve("iso3").bounds
    boxes = country_boxes()
    assert set(boxes) == set(bounds.index)
    for iso3, box in bounds.iterrows():
        assert boxes[iso3] == pytest.approx(tuple(box), abs=0.0501), iso3
