"""Every kind of fault: found, placed by file, row and column, and reported together with the others."""

import pytest

import geodata
from geodata.faults import RegionError


def test_the_template_has_no_fault(danube):
    assert geodata.check_region(danube) == []


def test_the_bundled_region_has_no_fault():
    assert geodata.check_region("central-asia") == []


def test_all_faults_are_reported_at_once(edit):
    edit.cell("trade.csv", 2, "value_bn_usd", "-1")
    edit.cell("links.csv", 3, "to", "XXX")
    edit.cell("places.csv", 2, "lat", "north")
    edit.scenario("flood", 'title = "Flood"\n[[change]]\nlinks = ["no-link"]\nclose = true\n')
    with pytest.raises(RegionError) as caught:
        geodata.load_region(edit.folder)
    files = [fault.file for fault in caught.value.faults]
    assert files == ["links.csv", "places.csv", "scenarios/flood.toml", "trade.csv"]
    assert "region" in str(caught.value)
    assert "4 faults" in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_a_broken_row_does_not_make_its_name_unknown_elsewhere(edit):
    edit.cell("places.csv", 3, "lat", "x")  # Budapest, which links, hubs and region.toml name
    assert edit.only_fault().file == "places.csv"
