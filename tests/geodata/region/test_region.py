"""The public face of a region: places, network, routes, problems."""

import pickle

import pytest


def test_places_are_a_geodataframe(danube_region):
    places = danube_region.places
    assert places.crs.to_epsg() == 4326
    assert list(places.index) == ["VIE", "BUD", "BEG", "SOF", "BUH", "CND"]
    assert places.geometry["VIE"].coords[0] == (16.37, 48.21)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda region: region.problem(candidates=["Budapst"]), r"close matches: BUD \(Budapest\)"),
        (lambda region: region.problem(candidates=[]), "no candidate hubs"),
        (lambda region: region.problem("danube-bridge"), "close matches: danube-bridge-closed"),
        (lambda region: region.problem(classes=["gas"]), "unknown class"),
        (lambda region: region.scenario_problem([]), "at least one"),
        (lambda region: region.scenario_problem(["base", "base"]), "are given twice"),
        (lambda region: region.flows(cls="containers", unit="kg"), "unit"),
        (lambda region: region.route("VIE", "BUD", service="express"), "service"),
    ],
)
def test_wrong_questions(danube_region, wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong(danube_region)


def test_a_region_travels_to_other_processes(danube_region):
    assert pickle.loads(pickle.dumps(danube_region)).problem().total_flow == danube_region.problem().total_flow  # noqa: S301


def test_a_region_says_what_it_holds(danube_region):
    assert repr(danube_region) == "Region(danube: 6 places, 13 links, 2 classes, 2 scenarios)"
    assert (danube_region.name, danube_region.title, danube_region.base_year) == (
        "danube", "Example: the lower Danube", 2023
    )  # fmt: skip
