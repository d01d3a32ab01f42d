"""Changes that hold in every scenario: what they do, and what is refused."""

import pytest

import geodata


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("transfer", "unknown parameter 'transfer'; close matches: transfer_h"),
        (("transfer_h", "mail"), "unknown class 'mail'; the region has containers, parcels"),
        (("transfer_h", "", "train"), "unknown mode 'train'"),
        (("terminal_h", "", "", "", "Belgrade"), "unknown place 'Belgrade'"),
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
        (lambda region: region.with_demand(-1), "at least 0"),
        (lambda region: region.with_demand(1, cls="gas"), "unknown class"),
    ],
)
def test_wrong_overrides(danube_region, wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong(danube_region)
