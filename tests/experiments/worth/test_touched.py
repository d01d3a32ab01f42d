"""Freight that is cheaper with something."""

import pytest

import geodata
from experiments.worth.touched import touched_t


def test_nothing_is_cheaper_with_nothing(routes):
    region = geodata.load_region(routes)
    assert touched_t(region, region, "base", ["GAT"], None) == 0.0


def test_all_freight_that_leaves_a_place_with_one_cheaper_link_is_touched(routes):
    region = geodata.load_region(routes)
    cheaper = region.with_overrides(geodata.Change(links=("mid-east",), tariff=0.5))
    flows = region.flows("base", "goods")
    # Eastfield has no other link in use: the road to the south is not in this region
    own = flows.loc["EAS"].sum() + flows["EAS"].sum()
    assert touched_t(cheaper, region, "base", ["GAT"], ["goods"]) == pytest.approx(own)
