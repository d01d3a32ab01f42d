"""GMNS networks of other programs: units, coordinates, modes; every fault by row, and what was assumed in words."""

import pytest

from geodata import RegionError
from geodata.gmns import read_gmns

NODES = "node_id,x_coord,y_coord\n1,70.0,43.0\n2,71.0,43.0\n3,71.0,44.0\n"


def network(folder, links, nodes=NODES, config=None):
    """A network's folder."""
    folder.mkdir(exist_ok=True)
    (folder / "node.csv").write_text(nodes, encoding="utf-8")
    (folder / "link.csv").write_text(links, encoding="utf-8")
    if config is not None:
        (folder / "config.csv").write_text(config, encoding="utf-8")
    return folder


def faults_of(folder):
    with pytest.raises(RegionError) as raised:
        read_gmns(folder)
    return [str(fault) for fault in raised.value.faults]


def test_miles_and_miles_an_hour_become_kilometres(tmp_path):
    links = "link_id,from_node_id,to_node_id,directed,length,free_speed,facility_type\n7,1,2,true,100,50,freeway\n"
    config = "dataset_name,long_length,speed,crs\nLima,mile,mph,EPSG:4326\n"
    found = read_gmns(network(tmp_path, links, config=config))
    (link,) = found.links
    assert (found.name, found.notes) == ("Lima", ())
    assert link["length_km"] == pytest.approx(160.9344)
    assert link["speed_kmh"] == pytest.approx(80.4672)
    assert (link["id"], link["from"], link["to"], link["mode"], link["direction"]) == ("7", "1", "2", "road", "forward")


def test_coordinates_of_a_map_become_degrees(tmp_path):
    # the origin of zone 42 on the equator, and 1,000 km north of it along its central meridian
    nodes = "node_id,x_coord,y_coord\n1,500000,0\n2,500000,1000000\n"
    links = "link_id,from_node_id,to_node_id,directed,length,facility_type\n7,1,2,0,1000,rail\n"
    config = "long_length,speed,crs\nkm,kph,EPSG:32642\n"
    first, second = read_gmns(network(tmp_path, links, nodes, config)).places
    assert (first["lat"], first["lon"]) == pytest.approx((0.0, 69.0))
    assert second["lon"] == pytest.approx(69.0)
    assert second["lat"] == pytest.approx(9.0475, abs=0.001)


@pytest.mark.parametrize(
    ("kind", "uses", "modes"),
    [
        ("Railway", "", ["rail"]),
        ("principal arterial", "auto,truck", ["road"]),
        ("", "freight_rail", ["rail"]),
        ("", "truck,freight_rail", ["road", "rail"]),
        ("", "truck;ferry", ["road", "ferry"]),
        ("footway", "walk", []),
        ("", "bike,walk", []),
        ("mystery", "", ["road"]),
        ("", "", ["road"]),
    ],
)
def test_the_mode_is_that_of_the_type_or_of_the_uses(tmp_path, kind, uses, modes):
    head = "link_id,from_node_id,to_node_id,directed,length,facility_type,allowed_uses\n"
    links = f'{head}7,1,2,1,100,"{kind}","{uses}"\n8,1,2,1,100,ship,\n'
    assert [link["mode"] for link in read_gmns(network(tmp_path, links)).links] == [*modes, "sea"]


def test_links_of_several_modes_have_ids_of_their_own(tmp_path):
    links = "link_id,from_node_id,to_node_id,directed,length,allowed_uses\n7,1,2,1,100,truck;rail\n"
    assert [link["id"] for link in read_gmns(network(tmp_path, links)).links] == ["7-road", "7-rail"]


def test_what_was_assumed_and_left_out_is_told(tmp_path):
    links = (
        "link_id,from_node_id,to_node_id,directed,length,facility_type,capacity,toll\n"
        "1,1,2,1,,rail,1800,\n2,1,1,1,5,rail,,\n3,1,2,1,50,walk,,\n4,2,3,1,200,odd,,2\n"
    )
    found = read_gmns(network(tmp_path, links))
    assert [link["id"] for link in found.links] == ["1", "4"]
    # 81.5 km along the parallel of 43 degrees, times 1.4 by rail
    assert found.links[0]["length_km"] == pytest.approx(81.5 * 1.4, abs=0.2)
    told = " ".join(found.notes)
    for words in (
        "does not say long_length: taken as km", "does not say speed", "does not say crs",
        "1 links without a length", "1 links from a node to itself", "1 links of walkers",
        "1 links whose facility_type and allowed_uses say no mode", "capacity is in cars", "toll was left out",
    ):  # fmt: skip
        assert words in told


def test_faults_are_told_by_file_and_row(tmp_path):
    links = (
        "link_id,from_node_id,to_node_id,directed,length,facility_type\n"
        "1,1,9,true,10,road\n2,1,2,maybe,10,road\n2,1,2,true,10,road\n3,1,2,true,-4,road\n"
    )
    told = faults_of(network(tmp_path, links))
    assert any("link.csv, row 4" in fault and "2" in fault for fault in told)
    assert any("link.csv, row 5, column length" in fault for fault in told)
    links = "link_id,from_node_id,to_node_id,directed,length\n1,1,9,true,10\n2,1,2,maybe,10\n"
    assert faults_of(network(tmp_path, links)) == [
        'link.csv, row 2, column to_node_id (1): node "9" is not in node.csv; add it, or correct the id',
        'link.csv, row 3, column directed (2): "maybe" is neither true nor false; write one of them',
    ]


@pytest.mark.parametrize(
    ("config", "nodes", "said"),
    [
        ("long_length,crs\nleague,EPSG:4326\n", NODES, 'unknown unit "league"'),
        ("long_length,crs\nkm,EPSG:0\n", NODES, "is no coordinate system that is known"),
        ("long_length,crs\nkm,+proj=longlat +nadgrids=/etc/passwd\n", NODES, "is no coordinate system that is known"),
        (None, "node_id,x_coord,y_coord\n1,500000,100\n2,71,43\n", "is no place on earth"),
        (None, "node_id,y_coord\n1,43\n", "the column is missing"),
        (None, "node_id,x_coord,y_coord\n1,east,43\n", "row 2, column x_coord"),
    ],
)
def test_nodes_and_units_that_cannot_be_are_told(tmp_path, config, nodes, said):
    links = "link_id,from_node_id,to_node_id,directed,length\n1,1,2,true,100\n"
    assert any(said in fault for fault in faults_of(network(tmp_path, links, nodes, config)))


def test_a_network_without_freight_is_told(tmp_path):
    links = "link_id,from_node_id,to_node_id,directed,facility_type\n1,1,2,true,walk\n"
    assert faults_of(network(tmp_path, links)) == [
        "link.csv: no link carries freight; see facility_type and allowed_uses"
    ]


def test_a_folder_without_a_network_is_told(tmp_path):
    assert {fault.split(":")[0] for fault in faults_of(tmp_path)} == {"link.csv", "node.csv"}
