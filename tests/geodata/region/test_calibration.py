"""The calibration report: each kind of reference means what the docs say."""

import pytest

import geodata
from geodata.region import fit_parameter


@pytest.fixture
def observe(edit):
    """Replace the references by one row, and return what the report says of it."""

    def report(**cells):
        rows = edit.rows("references.csv")[:1]
        edit.write("references.csv", rows)
        edit.add("references.csv", id="r", **{"value": 100, "source": "example"} | cells)
        return geodata.load_region(edit.folder).calibration().loc["r"]

    return report


def test_the_report_has_a_row_for_each_reference(danube_region):
    report = danube_region.calibration()
    assert list(report.index) == ["vie-buh-km", "bud-sof-days"]
    assert report.loc["vie-buh-km", "modelled"] == 265 + 870
    assert report.loc["vie-buh-km", "ratio"] == 1
    assert report["within"].all()
    assert report["within_15_percent"].tolist() == [True, False]
    assert report.loc["vie-buh-km", "miss"] == ""


def test_a_miss_is_named(observe):
    row = observe(**{"kind": "distance_km", "from": "VIE", "to": "BUD", "mode": "rail", "value": 200, "unit": "km"})
    assert not row["within"]
    assert row["miss"] == "265 is above the observed 180 to 220 km"


def test_no_route_is_a_miss_too(observe):
    row = observe(**{"kind": "distance_km", "from": "VIE", "to": "BUD", "mode": "air", "value": 200})
    assert row["miss"] == "the model has no such route"


def test_days_from_door_to_door_and_from_station_to_station(observe):
    keys = {"kind": "transit_days", "from": "BUD", "to": "BUH", "mode": "rail", "service": "consolidated"}
    assert observe(**keys)["modelled"] == pytest.approx((870 / 20 + 2 * 12 + 24) / 24)
    assert observe(**keys, scope="station")["modelled"] == pytest.approx(870 / 20 / 24)


def test_costs_leave_the_value_of_time_out(observe):
    keys = {"from": "BUD", "to": "BEG", "mode": "road", "class": "containers"}
    price = 378 * 0.09 + 1
    assert observe(kind="cost_usd_per_t", **keys)["modelled"] == pytest.approx(price + 4)
    assert observe(kind="cost_usd_per_t", scope="station", **keys)["modelled"] == pytest.approx(price)
    assert observe(kind="cost_usd_per_feu", scope="station", **keys)["modelled"] == pytest.approx(price * 2 * 10)


def test_a_route_by_way_of_a_place(observe):
    row = observe(**{"kind": "distance_km", "from": "VIE", "to": "SOF", "mode": "road", "via": "BUH"})
    assert row["modelled"] == 243 + 378 + 600 + 384


def test_shares_and_masses_of_links(observe, danube_region):
    flow = danube_region.assignment().frame().groupby("link")["flow_t"].sum()
    share = 100 * flow["vie-bud-rail"] / (flow["vie-bud-rail"] + flow["vie-bud-road"])
    assert observe(kind="share_percent", via="vie-bud-rail;vie-bud-road")["modelled"] == pytest.approx(share)
    both = (flow["vie-bud-rail"] + flow["vie-bud-road"]) / 1e6
    assert observe(kind="mass_mt", via="vie-bud-rail+vie-bud-road")["modelled"] == pytest.approx(both)


def test_masses_of_one_relation_over_a_link(observe, danube_region):
    flows = danube_region.flows()
    relation = (flows.loc["VIE", ["BUH", "CND"]].sum() + flows.loc[["BUH", "CND"], "VIE"].sum()) / 1e6
    row = observe(**{"kind": "mass_mt", "via": "vie-bud-rail+vie-bud-road", "from": "AUT", "to": "ROU"})
    assert row["modelled"] == pytest.approx(relation)


def test_shares_and_masses_of_trade(observe, danube_region):
    usd, tonnes = danube_region.flows(unit="usd"), danube_region.flows()
    row = observe(**{"kind": "mass_mt", "from": "AUT", "to": "ROU"})
    assert row["modelled"] == pytest.approx(tonnes.loc["VIE", ["BUH", "CND"]].sum() / 1e6)
    both = usd + usd.T
    row = observe(**{"kind": "share_percent", "from": "VIE", "to": "ROU;HUN"})
    assert row["modelled"] == pytest.approx(100 * both.loc["VIE", ["BUH", "CND", "BUD"]].sum() / both.loc["VIE"].sum())


def test_a_parameter_is_fitted_to_a_reference(edit):
    edit.add(
        "references.csv", id="coast", kind="share_percent", **{"from": "CND", "to": "BGR"}, value=36, source="example"
    )
    region = geodata.load_region(edit.folder)
    value = fit_parameter(region, "deterrence_per_1000km", "coast", 0.0, 8.0)
    fitted = region.with_parameters({"deterrence_per_1000km": value})
    assert fitted.calibration().loc["coast", "modelled"] == pytest.approx(36, abs=1e-3)


def test_a_reference_that_cannot_be_met_says_so(danube_region):
    with pytest.raises(ValueError, match=r"gives 1135 to 1135, never|never the observed"):
        fit_parameter(danube_region, ("speed_kmh", "", "rail"), "bud-sof-days", 100, 200)
    with pytest.raises(ValueError, match="unknown reference"):
        fit_parameter(danube_region, "terminal_h", "nothing", 0, 1)


def test_a_range_that_is_given_replaces_the_ten_percent(observe):
    keys = {"kind": "distance_km", "from": "VIE", "to": "BUD", "mode": "rail"}
    assert observe(**keys, value=250)["within"]  # 225 to 275
    assert not observe(**keys, value=250, low=240, high=260)["within"]
    assert observe(**keys, value=100, high=270)["within"]  # 90 to 270
    assert observe(**keys, value=300, low=260)["within"]
    assert observe(**keys, value=300)["miss"] == "265 is below the observed 270 to 330"


def test_a_reference_may_be_about_a_scenario_and_a_service(observe):
    keys = {"kind": "transit_days", "from": "SOF", "to": "BUH", "class": "containers"}
    straight = observe(**keys)["modelled"]
    assert straight == pytest.approx((384 / 45 + 4 + 4) / 24)
    round_about = observe(**keys, mode="road", scenario="danube-bridge-closed")["modelled"]
    assert round_about == pytest.approx(((393 + 600) / 45 + 4) / 24)
    keys = {"kind": "cost_usd_per_t", "from": "VIE", "to": "BUD", "mode": "rail", "scope": "station"}
    assert observe(**keys)["modelled"] == pytest.approx(265 * 0.05)
    assert observe(**keys, service="consolidated")["modelled"] == pytest.approx(265 * 0.025)


def test_a_share_of_no_flow_is_a_miss(observe):
    row = observe(kind="share_percent", via="sof-buh-rail;vie-cnd-river", service="single")
    assert row["miss"] == "the model has no such flow"


def test_shares_over_links_count_one_relation_both_ways(observe, danube_region):
    flows = danube_region.flows()
    row = observe(**{"kind": "mass_mt", "via": "vie-bud-rail+vie-bud-road", "from": "VIE", "to": "BUD"})
    assert row["modelled"] == pytest.approx((flows.loc["VIE", "BUD"] + flows.loc["BUD", "VIE"]) / 1e6)
    parcels = danube_region.flows(cls="parcels")
    row = observe(**{"kind": "mass_mt", "from": "VIE", "to": "BUD", "class": "parcels"})
    assert row["modelled"] == pytest.approx(parcels.loc["VIE", "BUD"] / 1e6)


def test_a_reference_is_met_within_its_range_and_within_15_percent_of_its_value(observe):
    """Vienna - Budapest is 265 km by rail."""
    keys = {"kind": "distance_km", "from": "VIE", "to": "BUD", "mode": "rail", "unit": "km"}
    names = ["within", "within_15_percent", "met"]
    assert observe(**keys, value=250)[names].tolist() == [True, True, True]
    assert observe(**keys, value=250, low=240, high=260)[names].tolist() == [False, True, False]
    wide = observe(**keys, value=200, low=100, high=300)
    assert wide[names].tolist() == [True, False, False]
    assert wide["miss"] == "265 is within 100 to 300, but 32% off the observed 200 km"
    assert observe(**keys, value=400, low=300, high=500)[names].tolist() == [False, False, False]
    # 265 is 15% above 230.43, the bound itself counts
    assert observe(**keys, value=265 / 1.15, low=200, high=300)["met"]
    assert not observe(**keys, value=265 / 1.151, low=200, high=300)["met"]


def test_no_route_is_not_near_anything(observe):
    row = observe(**{"kind": "distance_km", "from": "VIE", "to": "BUD", "mode": "air", "value": 200})
    assert row[["within", "within_15_percent", "met"]].tolist() == [False, False, False]


def test_the_report_says_what_a_reference_was_to_the_model(edit):
    edit.column("references.csv", "use", vie_buh_km="fresh")
    report = geodata.load_region(edit.folder).calibration()
    assert report["use"].to_dict() == {"vie-buh-km": "fresh", "bud-sof-days": ""}
    assert report["scope"].to_dict() == {"vie-buh-km": "door", "bud-sof-days": "station"}
