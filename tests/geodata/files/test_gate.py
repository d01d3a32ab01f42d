"""The gate: what a change selects is compared with the links that the network selects, all else by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata import CellChange, Change, DemandChange, ParameterChange, Scenario, ServiceChange
from geodata.files.gate import columns_of, gate_of, keys_of, settle_changes


def test_names_become_ids(danube_region):
    found = settle_changes(
        danube_region.data,
        [
            Change(country="Serbia", place="Beograd", mode="Road", cls="Parcels and e-commerce", close=True),
            DemandChange(2, exporter="Hungary"),
            ParameterChange("Terminal_h", factor=2, place="belgrade", mode="RAIL"),
            CellChange("places", "Belgrade", "population", factor=2),
        ],
    )
    assert found == (
        Change(country=("SRB",), place=("BEG",), mode=("road",), cls=("parcels",), close=True),
        DemandChange(2, exporter=("HUN",)),
        ParameterChange("terminal_h", factor=2, place="BEG", mode="rail"),
        CellChange("places", "BEG", "population", factor=2),
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (Change(country="SRBA", close=True), "unknown country 'SRBA'; close matches: SRB"),
        (Change(corridor="balkans", close=True), "unknown corridor 'balkans'; close matches: balkan"),
        (Change(place="VIE", mode="air", close=True), "selects no links: none has place VIE and mode air"),
        (Change(corridor="danube", direction="backward", mode="rail", close=True), "selects no links"),
        (Change(mode="rail", exclusive=True, close=True), "exclusive without corridor; name the corridor"),
        (ServiceChange(mode="rail", close=True), "selects no services"),
        (DemandChange(2, exporter="HUN", importer="AUT", country="ROU"), "neither exporter nor importer"),
        (ParameterChange("speed_kmh", factor=2, cls="parcels"), "speed_kmh does not differ by class"),
        (
            ParameterChange("hub_handling_usd_per_t", factor=0.7, place="BEG"),
            "does not differ by place; leave that out, or change handling_factor of the place",
        ),
        (ParameterChange("value_usd_per_t", factor=0), "value_usd_per_t must stay above 0"),
        (ParameterChange("full_load_share", value=1.5), "is a share and cannot be 1.5"),
        (CellChange("trade", "AUT", "value_bn_usd", value=1), "no cells of trade can be changed"),
        (CellChange("links", "vie-bud-rail", "lenght_km", value=1), "unknown column of links.csv 'lenght_km'"),
        (CellChange("links", "vie-bud", "length_km", value=1), "unknown link 'vie-bud'"),
        (CellChange("hubs", "BEG", "fixed_usd_per_year", value=1), "no cells of hubs can be changed"),
        (CellChange("crossings", "vie-bud-rail", "dwell_h", value=1), "crossings.csv has no row of vie-bud-rail"),
    ],
)
def test_what_cannot_be_is_refused_by_every_door(danube_region, change, problem):
    with pytest.raises(ValueError, match=problem):
        settle_changes(danube_region.data, [change])
    with pytest.raises(ValueError, match=problem):
        danube_region.with_overrides(change)
    if not isinstance(change, CellChange):
        kinds = {Change: "changes", DemandChange: "demand", ParameterChange: "parameters", ServiceChange: "services"}
        scenario = Scenario("mine", **{kinds[type(change)]: [change]})
        with pytest.raises(ValueError, match=f"scenario mine, {kinds[type(change)]} 1: .*{problem}"):
            danube_region.problem(scenario)


def test_all_faults_are_told_at_once(danube_region):
    with pytest.raises(geodata.UnknownNameError) as error:
        settle_changes(danube_region.data, [Change(country="XXX", close=True), Change(mode="tram", close=True)])
    assert "'XXX'" in str(error.value)
    assert "'tram'" in str(error.value)


def test_a_scenario_file_is_told_the_same_as_a_program(edit):
    edit.scenario("mine", '[[change]]\nplace = "Vienna"\nmode = "air"\nclose = true\n')
    fault = edit.only_fault()
    assert (fault.column, fault.problem) == ("change 1", "selects no links: none has place VIE and mode air")


def test_a_scenario_file_may_use_names(edit):
    edit.scenario("mine", '[[change]]\ncountry = "Serbia"\nplace = "Beograd"\nclose = true\n')
    assert edit.region().scenarios["mine"].changes == (Change(country=("SRB",), place=("BEG",), close=True),)


LINKS = st.sampled_from(["vie-bud-rail", "sof-buh-rail", "vie-cnd-river", "beg-sof-road"])
COUNTRIES = st.sampled_from(["AUT", "HUN", "SRB", "BGR", "ROU"])


def some(names):
    return st.lists(names, max_size=2, unique=True).map(tuple)


@given(
    links=some(LINKS),
    corridor=some(st.sampled_from(["balkan", "rhine-danube", "danube-bridge", "danube"])),
    country=some(COUNTRIES),
    place=some(st.sampled_from(["VIE", "BUD", "BEG", "SOF", "BUH", "CND"])),
    mode=some(st.sampled_from(["rail", "road", "ferry", "air", "sea"])),
    exclusive=st.booleans(),
    direction=st.sampled_from(["both", "forward", "backward"]),
)
@settings(max_examples=150, deadline=None)
def test_a_change_passes_exactly_if_the_network_finds_links_for_it(danube_region, exclusive, corridor, **selectors):
    change = Change(exclusive=exclusive and bool(corridor), corridor=corridor, close=True, **selectors)
    there = bool(np.any(danube_region.model.links.select(change)))
    assert (not gate_of(danube_region.data).settle(change)[1]) == there


def test_keys_and_columns_that_can_be_named():
    assert keys_of("handling_factor") == ("place",)
    assert keys_of("speed_kmh") == ("mode", "service", "country")
    assert keys_of("a number of a study") == ("class", "mode", "service", "place", "country")
    assert {"length_km", "wait_h", "departures_per_week", "status"} <= set(columns_of("links"))
    assert not {"id", "departures_per_week_low", "confidence"} & set(columns_of("links"))
