"""Faults of region.toml."""

import pytest

import geodata


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('candidates = ["BUD", "BEG", "BUH"]', 'candidates = ["XXX"]', 'unknown place "XXX"'),
        ('scenarios = ["base", "danube-bridge-closed"]', 'scenarios = ["flood"]', 'unknown scenario "flood"'),
        ('reference_class = "containers"', 'reference_class = "gas"', 'unknown class "gas"'),
        ("base_year = 2023", 'base_year = "2023"', "must be a whole number"),
        ("base_year = 2023", "", "the key is missing"),
        ("[defaults]", "[default]", "unknown key"),
        ("gateways = []", "gateway = []", "unknown key"),
        ("gateways = []", 'gateways = "BUD"', "list of names"),
    ],
)
def test_wrong_settings(danube, old, new, problem):
    text = (danube / "region.toml").read_text(encoding="utf-8")
    assert old in text
    (danube / "region.toml").write_text(text.replace(old, new), encoding="utf-8")
    faults = geodata.check_region(danube)
    assert any(fault.file == "region.toml" and problem in fault.problem for fault in faults), faults


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ('country = "HUN"\norigin = "AUT"', "missing or wrong"),
        ('country = "HUN"\norigin = "FRA"\ndestinations = { ROU = 1 }', "FRA has no demand place"),
        ('country = "HUN"\norigin = "AUT"\ndestinations = { HUN = 1 }', "sends on to itself"),
        ('country = "HUN"\norigin = "AUT"\ndestinations = { ROU = 1 }', 'unknown parameter "reexport_share"'),
    ],
)
def test_wrong_reexports(danube, block, problem):
    path = danube / "region.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n[[reexport]]\n{block}\n", encoding="utf-8")
    assert any(problem in fault.problem for fault in geodata.check_region(danube))


def test_the_challenger_is_not_the_incumbent(edit):
    edit.settings("gateways = []", 'gateways = []\nincumbent = "BUD"\nchallenger = "BUD"')
    assert edit.only_fault().problem == "the same place as the incumbent"


def test_a_region_has_candidates(edit):
    edit.settings('candidates = ["BUD", "BEG", "BUH"]', "")
    assert geodata.check_region(edit.folder) == []
    for row, place in ((3, "BUD"), (4, "BEG"), (6, "BUH")):
        edit.cell("places.csv", row, "roles", "demand")
        assert place in edit.rows("places.csv")[row - 1]
    fault = edit.only_fault()
    assert (fault.column, fault.problem) == ("defaults.candidates", "there is no candidate hub")


@pytest.mark.parametrize(
    ("sets", "problem"),
    [
        ('"BUD"', "must be a list of lists of names"),
        ('["BUD"]', "must be a list of lists of names"),
        ("[[1]]", "must be a list of lists of names"),
        ('[["BUD"], ["Bucharest"]]', 'unknown place "Bucharest"'),
        ('[["BUD", "BUD"]]', "a place is twice in set 1"),
        ('[["BUD", "BUH"], [], ["BUH", "BUD"]]', "set 3 is there already"),
    ],
)
def test_wrong_sets_of_gateways(edit, sets, problem):
    edit.settings("gateways = []", f"gateways = []\ngateway_sets = {sets}")
    fault = edit.only_fault()
    assert (fault.file, fault.column, fault.problem) == ("region.toml", "defaults.gateway_sets", problem)
    assert fault.remedy


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("air_hubs", '["Bucharest"]', 'unknown place "Bucharest"'),
        ("air_gateways", '["XXX"]', 'unknown place "XXX"'),
        ("air_hubs", '"BUD"', "must be a list of names"),
        ("watched_links", '["air-moon"]', 'unknown flight "air-moon"'),
        ("watched_links", '["bud-beg-rail"]', 'unknown flight "bud-beg-rail"'),  # a railway is no flight
    ],
)
def test_wrong_defaults_of_air_cargo(edit, key, value, problem):
    edit.settings("gateways = []", f"gateways = []\n{key} = {value}")
    fault = edit.only_fault()
    assert (fault.file, fault.column, fault.problem) == ("region.toml", f"defaults.{key}", problem)
    assert fault.remedy
