"""Regions on GMNS networks: there and back without a loss, and from networks of others with what is assumed."""

import math

import pytest

import geodata
from geodata import RegionError
from geodata.gmns import region_from_gmns, write_gmns
from optimize import solve
from tests.experiments.tiny import write_tiny
from tests.geodata.gmns.test_read import network

COUNTRIES = (
    "node_id,x_coord,y_coord,country,zone_id\n"
    "1,69.3,41.3,UZB,a\n2,71.0,43.0,KAZ,b\n3,71.4,42.9,KAZ,\n4,74.6,42.9,KGZ,c\n"
)
LINKS = (
    "link_id,from_node_id,to_node_id,directed,length,facility_type\n"
    "1,1,2,false,260,road\n2,2,3,false,60,road\n3,3,4,false,300,road\n4,1,4,false,700,rail\n5,2,4,false,400,rail\n"
)


def rows_of(folder, table):
    """Rows of a region's table, with what is no number as a word that is equal to itself."""
    return [
        {key: "none" if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in geodata.load_region(folder).data[table]
    ]


@pytest.mark.parametrize("name", ["tiny", "central-asia"])
def test_places_and_links_come_back_as_they_were(tmp_path, name):
    source = write_tiny(tmp_path / "tiny") if name == "tiny" else name
    write_gmns(geodata.load_region(source), tmp_path / "gmns")
    notes = region_from_gmns(tmp_path / "gmns", tmp_path / "back")
    assert not any("left out" in note or "taken as" in note for note in notes)
    assert geodata.check_region(tmp_path / "back") == []
    for table in ("places", "links"):
        assert rows_of(tmp_path / "back", table) == rows_of(source, table)


def test_a_network_of_others_becomes_a_region_that_can_be_asked(tmp_path):
    notes = region_from_gmns(network(tmp_path / "net", LINKS, COUNTRIES), tmp_path / "region")
    assert geodata.check_region(tmp_path / "region") == []
    region = geodata.load_region(tmp_path / "region")
    # zones have demand; of them 2 and 4 have most links, three, and 2 comes first
    assert list(region.places.index[region.places["roles"].map(lambda roles: "demand" in roles)]) == ["1", "2", "4"]
    assert (set(region.candidates), list(region.gateways)) == ({"1", "2", "4"}, ["2"])
    assert solve(region.problem(), p=1).status == "optimal"
    told = " ".join(notes)
    assert "demand is at nodes with a zone_id" in told
    assert "3 places with demand say no population: 1,000,000 each" in told
    assert "GDP of KAZ, KGZ, UZB is 10,000 USD a head" in told


def test_gdp_and_name_may_be_given(tmp_path):
    gdp = {"UZB": 90, "KAZ": 260, "KGZ": 13}
    notes = region_from_gmns(network(tmp_path / "net", LINKS, COUNTRIES), tmp_path / "r", name="mine", gdp_bn_usd=gdp)
    assert "GDP" not in " ".join(notes)
    region = geodata.load_region(tmp_path / "r")
    assert region.name == "mine"
    assert {row["iso3"]: row["gdp_bn_usd"] for row in region.data["countries"]} == gdp


def test_a_country_without_a_zone_trades_from_its_busiest_node(tmp_path):
    nodes = COUNTRIES.replace("2,71.0,43.0,KAZ,b", "2,71.0,43.0,KAZ,")
    region_from_gmns(network(tmp_path / "net", LINKS, nodes), tmp_path / "region")
    region = geodata.load_region(tmp_path / "region")
    assert "demand" in region.places.loc["2", "roles"]
    assert "demand" not in region.places.loc["3", "roles"]


@pytest.mark.parametrize(
    ("nodes", "country", "said"),
    [
        (COUNTRIES.replace("KGZ", ""), None, "1 nodes have no country, 4 among them"),
        ("node_id,x_coord,y_coord\n1,69.3,41.3\n2,71,43\n3,71.4,42.9\n4,74.6,42.9\n", "KAZ", "all nodes are in KAZ"),
    ],
)
def test_a_region_needs_countries_that_trade(tmp_path, nodes, country, said):
    with pytest.raises(RegionError, match=said):
        region_from_gmns(network(tmp_path / "net", LINKS, nodes), tmp_path / "region", country=country)
    assert not (tmp_path / "region").exists()


def test_a_country_is_given_to_nodes_that_say_none(tmp_path):
    nodes = COUNTRIES.replace("KGZ", "")
    region_from_gmns(network(tmp_path / "net", LINKS, nodes), tmp_path / "region", country="KGZ")
    assert geodata.load_region(tmp_path / "region").places.loc["4", "country"] == "KGZ"


def test_a_large_network_has_to_say_its_zones(tmp_path):
    nodes = "node_id,x_coord,y_coord,country\n" + "".join(
        f"{n},{70 + n / 1000},{43},{'KAZ' if n % 2 else 'KGZ'}\n" for n in range(300)
    )
    links = "link_id,from_node_id,to_node_id,directed,length\n" + "".join(
        f"{n},{n},{n + 1},false,9\n" for n in range(299)
    )
    with pytest.raises(RegionError, match="no node is said to be a zone, and 300 cannot all have demand"):
        region_from_gmns(network(tmp_path / "net", links, nodes), tmp_path / "region")
