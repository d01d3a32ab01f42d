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


def test_countries_on_both_sides_of_the_180th_meridian():
    assert may_lie_in("KIR", -2.8, -171.7)  # the Phoenix islands
    assert may_lie_in("TUV", -8.5, -179.9)
    assert not may_lie_in("NZL", 10.0, -176.0)
    assert not may_lie_in("KAZ", 43.0, -76.9)
