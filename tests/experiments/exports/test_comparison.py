"""The layers of a comparison: which there are, how they are dressed, what the file says of itself."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import geodata
from experiments.exports import about_comparison, comparison_layers
from tests.experiments.tiny import write_tiny


def test_all_layers_are_there_and_dressed(layers):
    assert list(layers) == [
        "hubs", "hubs_by_scenario", "places", "links", "flows", "catchments", "gateways", "closures",
    ]  # fmt: skip
    for layer in layers.values():
        root = ET.fromstring(layer.style)  # noqa: S314
        symbols = {symbol.get("name") for symbol in root.iter("symbol")}
        assert {rule.get("symbol") for rule in root.iter("rule")} == symbols


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
