"""The layers of a comparison: which there are, how they are dressed, what the file says of itself."""

import re
import shutil
from dataclasses import replace
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest

import geodata
from experiments import compare
from experiments.exports import about_comparison, comparison_layers, write_geopackage
from tests.experiments.tiny import write_tiny


def test_all_layers_are_there_and_dressed(layers):
    assert list(layers) == [
        "hubs", "hubs_by_scenario", "places", "links", "flows", "catchments", "gateways", "closures",
    ]  # fmt: skip
    for layer in layers.values():
        root = ET.fromstring(layer.style)  # noqa: S314
        symbols = {symbol.get("name") for symbol in root.iter("symbol")}
        assert {rule.get("symbol") for rule in root.iter("rule")} == symbols


QUOTED = re.compile(r"'(?:[^'\\\\]|''|\\\\.)*'|\"((?:[^\"]|\"\")*)\"", re.DOTALL)
"""A string of an expression of QGIS, or a column, which is kept."""
SYMBOLS = {"Point": "marker", "MultiPoint": "marker", "LineString": "line", "MultiLineString": "line"}


def expressions(root):
    """All that QGIS would evaluate: conditions of rules, and what sizes and colours are taken from."""
    given = [rule.get("filter") for rule in root.iter("rule") if rule.get("filter")]
    return given + [item.get("value") for item in root.iter("Option") if item.get("name") == "expression"]


def test_styles_ask_for_columns_that_are_there_and_fit_the_shapes(layers):
    asked = 0
    for layer in layers.values():
        root = ET.fromstring(layer.style)  # noqa: S314
        names = {name for text in expressions(root) for name in QUOTED.findall(text) if name}
        names |= {style.get("fieldName") for style in root.iter("text-style")}
        assert names <= set(layer.frame.columns), layer.name
        asked += len(names)
        kinds = {SYMBOLS[kind] for kind in layer.frame.geom_type.unique()}
        assert {symbol.get("type") for symbol in root.iter("symbol")} == kinds, layer.name
    assert asked > 10


def test_a_style_begins_as_qgis_writes_it(layers):
    for layer in layers.values():
        assert layer.style.startswith("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis ")
        root = ET.fromstring(layer.style)  # noqa: S314
        assert re.fullmatch(r"3\.\d+\.\d+-\w+", root.get("version"))
        assert set(root.get("styleCategories").split("|")) <= {"Symbology", "Labeling"}
        (renderer,) = root.findall("renderer-v2")
        assert renderer.get("type") == "RuleRenderer"
        assert [child.tag for child in renderer] == ["rules", "symbols"]
        keys = [rule.get("key") for rule in root.iter("rule")]
        assert len(keys) == len(set(keys))


def test_hubs_have_a_row_for_each_scenario(found, layers):
    frame = layers["hubs_by_scenario"].frame
    assert len(frame) == len(found.study.hubs) * len(found.study.scenarios)
    assert frame["cost_usd"].tolist() == found.hubs["cost_usd"].tolist()


def test_flows_of_the_first_scenario_are_seen_first(found, layers):
    rules = list(ET.fromstring(layers["flows"].style).iter("rule"))  # noqa: S314
    assert len(rules) == len(found.study.scenarios)
    assert [rule.get("checkstate") for rule in rules] == [None, "0", "0", "0", "0"]
    assert rules[0].get("filter") == "\"scenario\" = 'base' AND \"class\" = 'all'"
    assert rules[1].get("label") == "North closed"


def test_the_file_names_region_design_licence_and_sources(found):
    told = about_comparison(found, "© OpenStreetMap contributors (ODbL)")
    assert told["region"] == "tiny"
    assert told["flows_are_of"].split(";")[0] == "GAT"
    assert told["attribution"] == "© OpenStreetMap contributors (ODbL)"
    assert "ODbL" in told["licence"]
    assert "tonnes a year" in told["units"]


def test_titles_with_marks_stay_titles(tmp_path, found):
    title = "<b>North & 'closed'</b> \\\\ $x$"
    region = geodata.load_region(write_tiny(tmp_path, north_closed=("North closed", title)))
    odd = replace(found, study=replace(found.study, region=region))
    flows = next(layer for layer in comparison_layers(odd) if layer.name == "flows")
    labels = [rule.get("label") for rule in ET.fromstring(flows.style).iter("rule")]  # noqa: S314
    assert "<b>North & 'closed'</b> \\ $x$" in labels
    assert "<b>North & 'closed'</b> \\ $x$" in set(flows.frame["scenario_title"])


PACIFIC = {
    "40.0,80.0": "0.0,172.0", "38.0,90.0": "-5.0,165.0", "43.0,70.0": "2.0,-179.0", "38.5,68.0": "-3.0,179.0",
    "41.0,60.0": "0.0,-170.0", "42.0,50.0": "1.0,-160.0", "39.0,58.0": "-2.0,-165.0",
}  # fmt: skip
"""Where the places of the tiny region are, and where they are moved to."""


@pytest.fixture(scope="module")
def pacific(tmp_path_factory):
    """Layers of a comparison on both sides of the antimeridian, and the file with them."""
    folder = write_tiny(tmp_path_factory.mktemp("pacific"))
    places = (folder / "places.csv").read_text(encoding="utf-8")
    for old, new in PACIFIC.items():
        assert old in places
        places = places.replace(old, new)
    (folder / "places.csv").write_text(places, encoding="utf-8")
    links = (folder / "links.csv").read_text(encoding="utf-8")
    longer = re.sub(r",(rail|road),(\d+),", lambda found: f",{found[1]},{2 * int(found[2]) + 100},", links)
    (folder / "links.csv").write_text(longer, encoding="utf-8")
    found = compare(str(folder), scenarios=["base", "north-closed"], confirmed=False)
    layers = comparison_layers(found)
    write_geopackage(layers, folder / "x.gpkg", about_comparison(found, "nobody"))
    return layers, folder / "x.gpkg"


def test_lines_over_the_antimeridian_are_cut_there(pacific):
    layers, _ = pacific
    for layer in layers:
        assert len(set(layer.frame.geom_type)) == 1, layer.name
        boxes = layer.frame.explode().geometry.bounds
        assert (boxes["maxx"] - boxes["minx"]).max() < 20, layer.name
    links = next(layer.frame for layer in layers if layer.name == "links").set_index("link")
    assert len(links.geometry["gate-north"].geoms) == 2
    assert len(links.geometry["far-gate"].geoms) == 1


def test_what_is_written_is_read_back_as_it_was(pacific):
    layers, path = pacific
    for layer in layers:
        back = gpd.read_file(path, layer=layer.name)[list(layer.frame.columns)]
        pd.testing.assert_frame_equal(back, layer.frame.reset_index(drop=True), check_dtype=False)


def test_places_of_such_a_file_make_a_region(pacific, tmp_path):
    _, path = pacific
    for item in path.parent.iterdir():
        if item.suffix in (".csv", ".toml") and item.name != "places.csv":
            shutil.copy(item, tmp_path / item.name)
    shutil.copy(path, tmp_path / "places.gpkg")
    before, after = geodata.load_region(path.parent).places, geodata.load_region(tmp_path).places
    pd.testing.assert_frame_equal(after, before)
