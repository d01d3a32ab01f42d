"""A region as GMNS: the fields that the specification asks for, in its units."""

import csv

import pytest

import geodata
from geodata.gmns import write_gmns
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The network of the tiny region."""
    target = tmp_path_factory.mktemp("gmns") / "network"
    write_gmns(geodata.load_region(write_tiny(tmp_path_factory.mktemp("tiny"))), target)
    return target


def table(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_nodes_are_places_with_longitude_first(folder):
    first = table(folder, "node.csv")[0]
    named = ("node_id", "name", "x_coord", "y_coord", "node_type", "zone_id", "country")
    assert [first[key] for key in named] == ["GAT", "Gate (dry port)", "80", "40", "gateway", "GAT", "AAA"]


def test_links_say_length_mode_use_and_speed(folder):
    links = {row["link_id"]: row for row in table(folder, "link.csv")}
    rail = links["far-gate"]
    assert (rail["from_node_id"], rail["to_node_id"], rail["directed"]) == ("FAR", "GAT", "false")
    assert (rail["length"], rail["facility_type"], rail["allowed_uses"]) == ("950", "rail", "freight_rail")
    # the speed of the mode in parameters.csv
    assert (rail["free_speed"], links["north-south"]["free_speed"]) == ("30", "45")
    assert rail["geometry"] == "LINESTRING (90 38, 80 40)"
    # cars an hour and lane are not what freight has
    assert rail["capacity"] == ""
    assert links["west-mid-road"]["status"] == "planned"


def test_uses_that_links_name_are_defined(folder):
    named = {row["allowed_uses"] for row in table(folder, "link.csv")}
    assert named == {row["use"] for row in table(folder, "use_definition.csv")} == {"freight_rail", "truck"}


def test_units_and_coordinates_are_said(folder):
    (config,) = table(folder, "config.csv")
    assert (config["long_length"], config["speed"], config["crs"]) == ("km", "kph", "EPSG:4326")
    assert (config["dataset_name"], config["id_type"], config["geometry_field_format"]) == ("tiny", "string", "WKT")


def test_nothing_is_overwritten(folder, tmp_path):
    region = geodata.load_region("central-asia")
    with pytest.raises(FileExistsError, match="holds files already"):
        write_gmns(region, folder)
    (tmp_path / "file").write_text("")
    with pytest.raises(FileExistsError, match="is a file"):
        write_gmns(region, tmp_path / "file")
