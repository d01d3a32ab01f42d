"""Changes that hold in every scenario: what they do, and what is refused."""

import pytest

import geodata


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("transfer", "unknown parameter 'transfer'; close matches: transfer_h"),
        (("transfer_h", "mail"), "unknown class 'mail'; the region has containers, parcels"),
        (("transfer_h", "", "train"), "unknown mode 'train'"),
        (("terminal_h", "", "", "", "Belgrad"), "unknown place 'Belgrad'; close matches: Belgrade"),
    ],
)
def test_an_override_of_what_is_not_there(danube_region, key, words):
    with pytest.raises(geodata.UnknownNameError, match=words):
        danube_region.with_parameters({key: 1.0})


def test_overrides_are_seen_and_hold_in_every_scenario(danube_region):
    region = danube_region.with_parameters({("terminal_h", "", "road"): 48.0})
    assert len(region.overrides) == 1
    for scenario in ("base", "danube-bridge-closed"):
        assert region.route("VIE", "BUD", scenario=scenario, modes=["road"]).days["handling"] == pytest.approx(4.0)
    assert danube_region.overrides == ()
    assert "terminal_h" in region.problem().metadata["overrides"][0]


def test_hub_and_demand_overrides(danube_region):
    cheap = danube_region.with_hub("Belgrade", handling_factor=0.1).with_demand(2, country="SRB")
    assert cheap.hub_numbers(["BEG"])["handling_factor"].item() == 0.1
    flows, before = cheap.flows(), danube_region.flows()
    assert flows.loc["BEG"].sum() == pytest.approx(2 * before.loc["BEG"].sum())
    assert flows.loc["VIE"].sum() == pytest.approx(before.loc["VIE"].sum())
    assert len(cheap.overrides) == 2


def test_link_overrides(danube_region):
    shut = danube_region.with_overrides(geodata.Change(mode=("road",), close=True))
    assert shut.route("SOF", "BUH").legs[0].mode == "rail"
    assert not any(data["mode"] == "road" for *_, data in shut.network.edges(data=True))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda region: region.with_parameters({"terminal_hours": 1}), "close matches: .*terminal_h"),
        (lambda region: region.with_parameters({"terminal_h": -1}), "at least 0"),
        (lambda region: region.with_parameters({"terminal_h": float("nan")}), "at least 0"),
        (lambda region: region.with_hub("Belgrade", handling=1), "unknown parameter"),
        (lambda region: region.with_hub("Nowhere", handling_factor=1), "unknown place"),
        (lambda region: region.with_demand(2, exporter="XXX"), "unknown country"),
        (lambda region: region.with_demand(-1), "factor cannot be -1; give a number from 0"),
        (lambda region: region.with_demand(1, cls="gas"), "unknown class"),
    ],
)
def test_wrong_overrides(danube_region, wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong(danube_region)


def test_one_parameter_is_multiplied_or_set_where_its_keys_match(danube_region):
    half = danube_region.with_parameter("terminal_usd_per_t", factor=0.5, mode="road")
    assert half.route("VIE", "BUD", modes=["road"]).cost_usd_per_t["handling"] == 2
    assert half.route("VIE", "BUD", modes=["rail"]).cost_usd_per_t["handling"] == 10
    there = danube_region.with_parameter("terminal_usd_per_t", value=0.0, place="BUD")
    assert there.route("VIE", "BUD", modes=["rail"]).cost_usd_per_t["handling"] == 5


def test_later_overrides_come_on_top_of_earlier_ones(danube_region):
    region = danube_region.with_parameters({"terminal_h": 10.0}).with_parameter("terminal_h", factor=3.0)
    assert region.route("VIE", "BUD").days["handling"] == pytest.approx(60 / 24)
    region = danube_region.with_parameter("terminal_h", factor=3.0).with_parameters({"terminal_h": 10.0})
    assert region.route("VIE", "BUD").days["handling"] == pytest.approx(20 / 24)


def test_demand_may_be_narrowed_to_exporter_importer_and_class(danube_region):
    before = danube_region.trade().frame().set_index(["exporter", "importer", "class"])["value_usd"]
    region = danube_region.with_demand(3, exporter="AUT", importer=["HUN", "SRB"], cls="Parcels and e-commerce")
    after = region.trade().frame().set_index(["exporter", "importer", "class"])["value_usd"]
    changed = (after / before).round(9)
    assert changed[changed != 1].to_dict() == {("AUT", "HUN", "parcels"): 3.0}


def test_a_value_in_quotes_is_refused(danube_region):
    with pytest.raises(TypeError, match="terminal_h cannot be '4'; give a number of at least 0"):
        danube_region.with_parameters({"terminal_h": "4"})
    with pytest.raises(ValueError, match="cannot be -2"):
        danube_region.with_parameter("terminal_h", factor=-2)


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        (("speed_kmh", "parcels"), "speed_kmh does not differ by class; leave that out"),
        (("terminal_h", "", "", "", "", "ROU"), "terminal_h does not differ by country"),
        (("tonnes_per_train", "", "rail"), "tonnes_per_train does not differ by mode"),
        (("capacity_teu_per_year", "", "rail", "", "BUD"), "capacity_teu_per_year does not differ by mode"),
        (("speed_kmh", "", "", "", "", "ROM"), "unknown country 'ROM'"),
        (("speed_kmh", "", "", "", "", "", "ROU"), "more than a name and class, mode, service, place, country"),
    ],
)
def test_a_parameter_is_not_set_by_what_it_does_not_differ_by(danube_region, key, problem):
    with pytest.raises(ValueError, match=problem):
        danube_region.with_parameters({key: 1.0})


def test_a_parameter_is_set_for_one_country(danube_region):
    region = danube_region.with_parameters({("speed_kmh", "", "road", "", "", "ROU"): 90.0})
    assert region.model.parameters.get("speed_kmh", mode="road", country="ROU") == 90
    assert region.model.parameters.get("speed_kmh", mode="road") == 45
