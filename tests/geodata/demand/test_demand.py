"""Who trades: masses by hand, and flows that follow them."""

import numpy as np
import pytest

from geodata.demand import build_demand
from geodata.places import great_circle_km

GDP_PER_HEAD = {"AUT": 510e9 / 9.1e6, "HUN": 210e9 / 9.6e6, "SRB": 75e9 / 6.6e6, "BGR": 100e9 / 6.4e6,
                "ROU": 350e9 / 19.1e6}  # fmt: skip


def test_a_mass_is_gdp_per_head_times_people_times_the_factor_of_the_place(edit):
    edit.cell("places.csv", 7, "mass_factor", "2.5")  # Constanta
    demand = build_demand(edit.region().data)
    assert demand.places == ("VIE", "BUD", "BEG", "SOF", "BUH", "CND")
    assert demand.countries == ("AUT", "HUN", "SRB", "BGR", "ROU")
    assert demand.zone.tolist() == [0, 1, 2, 3, 4, 4]
    people = np.array([1980e3, 1690e3, 1380e3, 1250e3, 1720e3, 260e3 * 2.5])
    heads = np.array([GDP_PER_HEAD[demand.countries[zone]] for zone in demand.zone])
    assert demand.mass == pytest.approx(people * heads)


def test_places_that_do_not_trade_are_left_out(edit):
    edit.cell("places.csv", 6, "roles", "hub_candidate")  # Bucharest
    demand = build_demand(edit.region().data)
    assert demand.places == ("VIE", "BUD", "BEG", "SOF", "CND")
    assert demand.index.tolist() == [0, 1, 2, 3, 5]


def test_the_mass_factor_of_a_place_is_its_share_of_the_countrys_trade(edit):
    edit.cell("places.csv", 7, "mass_factor", "3")
    flows = edit.region().flows()
    shares = 3 * 260 / (1720 + 3 * 260)
    romania = flows[["BUH", "CND"]].sum()
    assert romania["CND"] / romania.sum() == pytest.approx(shares)
    sent = flows.loc[["BUH", "CND"]].sum(axis=1)
    assert sent["CND"] / sent.sum() == pytest.approx(shares)


def test_distances_are_geodesics_in_thousands_of_km(danube_region):
    demand = build_demand(danube_region.data)
    km = great_circle_km(*map(np.array, ([48.21], [16.37], [44.18], [28.63])))[0]  # Vienna - Constanta
    assert demand.distance_1000km[0, 5] == pytest.approx(km / 1000)
    assert demand.distance_1000km[5, 0] == demand.distance_1000km[0, 5]


def test_tonnes_have_the_price_of_their_pair_and_the_pattern_of_the_value(danube_region):
    trade, demand = danube_region.trade(), build_demand(danube_region.data)
    tonnes, usd = demand.flows(trade, "containers", 1.0)
    pair = {"BEG": 0.8e9 / 0.5e6, "VIE": 3000.0}  # USD/t: Serbia - Bulgaria by its mass, all else by the unit value
    at = demand.places.index
    assert usd[at("BEG"), at("SOF")] / tonnes[at("BEG"), at("SOF")] == pytest.approx(pair["BEG"])
    for place in ("BUH", "CND"):
        assert usd[at("VIE"), at(place)] / tonnes[at("VIE"), at(place)] == pytest.approx(pair["VIE"])


def test_flows_of_one_deterrence_are_not_those_of_another(danube_region):
    totals = danube_region.trade().value_usd[0]
    demand = build_demand(danube_region.data)
    near, far = demand.spread("containers", totals, 3.0), demand.spread("containers", totals, 0.0)
    assert not np.allclose(near, far)
    assert demand.spread("containers", totals, 3.0) == pytest.approx(near)


# -- production.csv ----------------------------------------------------------------------------------------------------

HEADER = ["place", "class", "flow", "weight"]


def sums(region, cls):
    """What Romania's two places send and receive of a class."""
    flows = region.flows(cls=cls)
    return flows.loc[["BUH", "CND"]].sum(axis=1).tolist(), flows[["BUH", "CND"]].sum().tolist()


def shares(region, cls):
    sent, received = sums(region, cls)
    return sent[1] / sum(sent), received[1] / sum(received)


BY_MASS = 260 / (1720 + 260)


def test_exports_of_a_class_divide_by_weights_and_all_else_by_mass(edit):
    before = {cls: sums(edit.region(), cls) for cls in ("containers", "parcels")}
    edit.write("production.csv", [HEADER, ["BUH", "containers", "export", 1e6], ["CND", "containers", "export", 3e6]])
    region = edit.region()
    assert shares(region, "containers") == pytest.approx((0.75, BY_MASS))
    assert shares(region, "parcels") == pytest.approx((BY_MASS, BY_MASS))
    for cls, (sent, received) in before.items():
        assert [sum(each) for each in sums(region, cls)] == pytest.approx([sum(sent), sum(received)])


def test_imports_have_weights_of_their_own(edit):
    edit.write(
        "production.csv",
        [HEADER, ["CND", "parcels", "import", 9], ["BUH", "parcels", "import", 1], ["BUH", "parcels", "export", 5]],
    )
    assert shares(edit.region(), "parcels") == pytest.approx((0.0, 0.9))


def test_a_place_without_a_row_gets_nothing_where_its_country_has_one(edit):
    edit.write("production.csv", [HEADER, ["CND", "containers", "export", 2]])
    sent, received = sums(edit.region(), "containers")
    assert sent[0] == 0
    assert received[0] > 0


def test_only_the_ratio_of_weights_counts(edit):
    edit.write("production.csv", [HEADER, ["BUH", "containers", "export", 1], ["CND", "containers", "export", 2]])
    small = edit.region().flows(cls="containers")
    edit.write("production.csv", [HEADER, ["BUH", "containers", "export", 1e9], ["CND", "containers", "export", 2e9]])
    assert edit.region().flows(cls="containers").to_numpy() == pytest.approx(small.to_numpy())


def test_weights_of_one_country_leave_the_trade_of_others(edit):
    before = edit.region().flows(cls="containers")
    edit.write("production.csv", [HEADER, ["CND", "containers", "export", 2]])
    after = edit.region().flows(cls="containers")
    others = ["VIE", "BUD", "BEG", "SOF"]
    assert after.loc[others, others].to_numpy() == pytest.approx(before.loc[others, others].to_numpy())
    assert after.loc[["BUH", "CND"]].sum().to_numpy() == pytest.approx(before.loc[["BUH", "CND"]].sum().to_numpy())
