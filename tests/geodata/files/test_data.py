"""What is read from region.toml, and what a region's files hold together."""

import pytest

import geodata

REEXPORT = '\n[[reexport]]\ncountry = "HUN"\norigin = "AUT"\ndestinations = {}\n'


@pytest.fixture
def data(danube_region):
    return danube_region.data


def test_settings_are_those_of_the_file(data):
    settings = data.settings
    assert (settings.name, settings.title, settings.base_year) == ("danube", "Example: the lower Danube", 2023)
    assert settings.candidates == ("BUD", "BEG", "BUH")
    assert (settings.gateways, settings.scenarios) == ((), ("base", "danube-bridge-closed"))
    assert (settings.reference_class, settings.incumbent, settings.challenger) == ("containers", "", "")


def test_who_trades_and_what(edit):
    edit.cell("places.csv", 3, "roles", "hub_candidate")
    edit.drop("trade.csv", lambda row: "HUN" not in (row["exporter"], row["importer"]))
    data = edit.region().data
    assert data.class_ids == ("containers", "parcels")
    assert [row["id"] for row in data.demand_places] == ["VIE", "BEG", "SOF", "BUH", "CND"]
    assert data.trading_countries == ("AUT", "SRB", "BGR", "ROU")


def test_a_class_has_an_id_and_a_name(data):
    assert data.class_id("Containerised Goods") == "containers"
    assert data.class_id("PARCELS") == "parcels"
    with pytest.raises(geodata.UnknownNameError, match="unknown class 'gas'; close matches: parcels"):
        data.class_id("gas")


def test_the_destinations_of_a_reexport_are_shares(edit):
    edit.add("parameters.csv", parameter="onward", central=0.4)
    path = edit.folder / "region.toml"
    block = REEXPORT.format("{ ROU = 3, SRB = 1 }") + 'parameter = "onward"\n'
    path.write_text(path.read_text(encoding="utf-8") + block, encoding="utf-8")
    (item,) = edit.region().data.settings.reexports
    assert (item.country, item.origin, item.parameter) == ("HUN", "AUT", "onward")
    assert item.destinations == {"ROU": 0.75, "SRB": 0.25}


@pytest.mark.parametrize("destinations", ["{}", "{ ROU = 0 }", "{ ROU = -1, SRB = 2 }", '["ROU"]', "{ ROU = 'much' }"])
def test_destinations_that_cannot_be(danube, destinations):
    path = danube / "region.toml"
    path.write_text(path.read_text(encoding="utf-8") + REEXPORT.format(destinations), encoding="utf-8")
    problems = [fault.problem for fault in geodata.check_region(danube)]
    assert problems == ["country, origin or destinations is missing or wrong"]


@pytest.mark.parametrize(
    ("old", "new", "column", "problem"),
    [
        ('name = "danube"', "name = danube", "", "not readable as TOML"),
        ("gateways = []", "incumbent = 3", "defaults.incumbent", "must be the id of a place"),
        ("[defaults]", "unit = 1\n[defaults]", "unit", "unknown key"),
        ('title = "Example: the lower Danube"', "title = true", "title", "must be a text in quotes"),
    ],
)
def test_settings_that_cannot_be_read(edit, old, new, column, problem):
    edit.settings(old, new)
    faults = geodata.check_region(edit.folder)
    assert any((fault.file, fault.column) == ("region.toml", column) and problem in fault.problem for fault in faults)


def test_sets_of_gateways_are_read_in_their_order(edit):
    assert edit.region().data.settings.gateway_sets == ()
    edit.settings("gateways = []", 'gateways = []\ngateway_sets = [["BUH", "BUD"], [], ["BEG"]]')
    assert edit.region().data.settings.gateway_sets == (("BUH", "BUD"), (), ("BEG",))


def test_defaults_of_air_cargo_are_read(edit):
    settings = edit.region().data.settings
    assert (settings.air_hubs, settings.air_gateways, settings.watched_links) == ((), (), ())
    edit.settings("gateways = []", 'gateways = []\nair_hubs = ["BUH", "BUD"]\nair_gateways = ["BEG"]')
    settings = edit.region().data.settings
    assert (settings.air_hubs, settings.air_gateways) == (("BUH", "BUD"), ("BEG",))
