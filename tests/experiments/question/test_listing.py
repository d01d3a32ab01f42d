"""Parts of a region as tables."""

import pytest

import geodata
from experiments.question import PARTS, region_table
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return geodata.load_region(write_tiny(tmp_path_factory.mktemp("listing") / "tiny"))


def test_every_part_has_its_things_in_rows(region):
    ids = {part: list(region_table(region, part).iloc[:, 0]) for part in PARTS if part != "parameters"}
    assert ids["places"] == ["GAT", "FAR", "NOR", "SOU", "MID", "WES", "EAS"]
    assert ids["hubs"] == ["NOR", "SOU", "MID", "GAT"]
    assert ids["scenarios"] == ["base", "north-closed", "slow-south", "west-cut", "west-road"]
    assert ids["corridors"] == ["North", "South", "Trunk"]
    assert ids["classes"] == ["goods", "parcels"]
    assert len(ids["links"]) == 11
    assert len(region_table(region, "parameters")) == 15


def test_hubs_say_who_has_no_row_and_scenarios_what_they_change(region):
    hubs = region_table(region, "hubs").set_index("id")
    assert hubs["in_hubs_csv"].to_dict() == {"NOR": True, "SOU": True, "MID": False, "GAT": False}
    assert hubs["role"].to_dict() == {"NOR": "candidate", "SOU": "candidate", "MID": "candidate", "GAT": "gateway"}
    scenarios = region_table(region, "scenarios").set_index("id")
    assert scenarios["changes"]["slow-south"] == "links of corridor South: time x 2"
    north = region_table(region, "corridors").set_index("id").loc["North"]
    assert (north["links"], north["length_km"], north["modes"], north["countries"]) == (2, 1950, "rail", "AAA;BBB;CCC")


def test_another_part_is_refused(region):
    with pytest.raises(ValueError, match="no 'trains' to show; use one of places, hubs"):
        region_table(region, "trains")
