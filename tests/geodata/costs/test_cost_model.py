"""Generalised costs: by hand on one link, and against an oracle that reads the CSV files by itself."""

import numpy as np
import pytest

import geodata
from tests.geodata import cost_oracle

LEGS = {"collection": "single", "transfer": "consolidated", "distribution": "single", "direct": "single"}


def assert_legs_agree(region, cls, closed=(), scenario="base"):
    legs = region.leg_costs(scenario, cls)
    direct_service = region.classes["direct_service"][cls]
    hubs = set(region.candidates)
    for leg, service in (LEGS | {"direct": direct_service}).items():
        network = cost_oracle.graph(region.data.folder, cls, service, closed)
        matrix = legs.frame(leg)
        for origin in matrix.index:
            expected = cost_oracle.costs_from(network, origin)
            for destination in matrix.columns:
                allowed = {
                    "collection": destination in hubs,
                    "transfer": origin in hubs and destination in hubs,
                    "distribution": origin in hubs,
                    "direct": True,
                }[leg]
                wanted = expected.get(destination, np.inf) if allowed else np.inf
                if origin == destination and (allowed or leg in ("transfer", "direct")):
                    wanted = 0.0
                assert matrix.loc[origin, destination] == pytest.approx(wanted, rel=1e-9), (leg, origin, destination)


def test_one_road_link_costs_what_a_pencil_says(danube_region):
    # Vienna - Budapest, containers by truck: 243 km x 0.09 USD/tkm, 2 lifts of 2 USD and 2 h, 243 / 45 h on the way;
    # an hour of a tonne is worth 3000 USD x 0.5% / 24 h
    hour = 3000 * 0.005 / 24
    by_hand = 243 * 0.09 + 2 * 2 + (243 / 45 + 2 * 2) * hour
    assert danube_region.leg_costs(cls="containers").frame("direct").loc["VIE", "BUD"] == pytest.approx(by_hand)


def test_a_border_adds_its_fee_and_dwell_by_class(danube_region):
    # Budapest - Belgrade by truck: 5 h and 1 USD for containers; the fast lane keeps the fee, but waits 2 h for parcels
    for cls, dwell, value in (("containers", 5, 3000 * 0.005), ("parcels", 2, 20000 * 0.01)):
        hour = value / 24
        by_hand = 378 * 0.09 + 4 + 1 + (378 / 45 + 4 + dwell) * hour
        assert danube_region.leg_costs(cls=cls).frame("direct").loc["BUD", "BEG"] == pytest.approx(by_hand)


def test_the_transfer_leg_waits_for_the_block_train(danube_region):
    hour = 3000 * 0.005 / 24
    train = 870 * 0.025 + 2 * 5 + (870 / 20 + 2 * 12 + 24) * hour
    assert danube_region.leg_costs(cls="containers").frame("transfer").loc["BUD", "BUH"] == pytest.approx(train)


@pytest.mark.parametrize("cls", ["containers", "parcels"])
def test_all_legs_of_the_template_agree_with_the_oracle(danube_region, cls):
    assert_legs_agree(danube_region, cls)


def test_closed_links_agree_with_the_oracle(danube_region):
    assert_legs_agree(danube_region, "containers", {"sof-buh-road"}, "danube-bridge-closed")


@pytest.mark.parametrize("cls", ["containers", "ecommerce", "bulk"])
def test_bundled_direct_costs_agree_with_the_oracle(central_asia, cls):
    service = central_asia.classes["direct_service"][cls]
    network = cost_oracle.graph(central_asia.data.folder, cls, service)
    direct = central_asia.leg_costs(cls=cls).frame("direct")
    for origin in direct.index[::9]:
        expected = cost_oracle.costs_from(network, origin)
        wanted = [0.0 if place == origin else expected.get(place, np.inf) for place in direct.columns]
        assert direct.loc[origin].to_numpy() == pytest.approx(np.array(wanted), rel=1e-9)


def test_bundled_transfer_costs_agree_with_the_oracle(central_asia):
    network = cost_oracle.graph(central_asia.data.folder, "containers", "consolidated")
    transfer = central_asia.leg_costs(cls="containers").frame("transfer")
    scheduled = cost_oracle.timetable_costs(central_asia.data.folder, "containers")
    for origin in central_asia.candidates:
        expected = cost_oracle.costs_from(network, origin)
        for place in central_asia.candidates:
            own = 0.0 if place == origin else expected.get(place, np.inf)
            wanted = min(own, scheduled.get((origin, place), (np.inf, ""))[0])
            assert transfer.loc[origin, place] == pytest.approx(wanted, rel=1e-9)


def test_break_of_gauge_is_charged_on_the_link_and_at_a_station(edit):
    edit.cell("links.csv", 3, "gauge_from_mm", "1520")  # bud-beg-rail: 1520 at Budapest, 1435 at Belgrade
    edit.add("parameters.csv", parameter="gauge_usd_per_t", central=7)
    edit.add("parameters.csv", parameter="gauge_h", central=10)
    region = geodata.load_region(edit.folder)
    assert_legs_agree(region, "containers")
    route = region.route("VIE", "BEG", modes=["rail"])
    # Vienna - Budapest on 1435, change to 1520 at Budapest, back to 1435 on the link
    assert route.cost_usd_per_t["gauge"] == pytest.approx(14)
    assert route.days["reloading"] == pytest.approx(20 / 24)


def test_the_reloading_of_a_crossing_replaces_the_general_one(edit):
    edit.cell("links.csv", 3, "gauge_from_mm", "1520")
    edit.cell("crossings.csv", 4, "reload_h", "3")
    edit.add("parameters.csv", parameter="gauge_h", central=10)
    region = geodata.load_region(edit.folder)
    assert region.route("BUD", "BEG", modes=["rail"]).days["reloading"] == pytest.approx(3 / 24)
    assert_legs_agree(region, "containers")


def test_a_class_without_a_tariff_does_not_use_the_mode(edit):
    edit.drop("parameters.csv", lambda row: not (row["parameter"] == "tariff_usd_per_tkm" and row["mode"] == "road"))
    edit.add("parameters.csv", parameter="tariff_usd_per_tkm", **{"class": "parcels"}, mode="road", central=0.1)
    region = geodata.load_region(edit.folder)
    assert region.route("SOF", "BUH", "containers").legs[0].mode == "rail"
    assert {leg.mode for leg in region.route("SOF", "BUH", "parcels").legs} == {"road"}


def test_starting_on_the_road_does_not_dodge_the_wait_for_the_train(edit):
    edit.add(
        "parameters.csv", parameter="consolidation_wait_h", mode="rail", service="consolidated", central=1000, low=1,
        high=2000,
    )  # fmt: skip
    edit.drop("parameters.csv", lambda row: row["parameter"] != "consolidation_wait_h" or row["central"] == "1000")
    region = geodata.load_region(edit.folder)
    assert_legs_agree(region, "containers")


def test_costs_need_not_be_symmetric(danube_region):
    # the dwell at the bridge is for trucks from Sofia alone
    direct = danube_region.leg_costs(cls="parcels").frame("direct")
    assert direct.loc["SOF", "BUH"] > direct.loc["BUH", "SOF"]


def test_hub_columns_outside_the_candidates_are_closed(danube_region):
    legs = danube_region.leg_costs(cls="containers", candidates=["Budapest"])
    assert np.isfinite(legs.frame("collection")["BUD"]).all()
    assert np.isinf(legs.frame("collection")["BEG"]).all()
    assert np.isinf(legs.frame("distribution").loc["BEG"]).all()


def test_handling_costs_money_and_time(danube_region):
    hour = 3000 * 0.005 / 24
    numbers = danube_region.hub_numbers(["BEG"])
    cost = danube_region.model.handling(
        "containers", numbers["handling_factor"].to_numpy(), numbers["dwell_factor"].to_numpy()
    )
    assert cost == pytest.approx(0.8 * 2 + 8 * hour)


def test_loading_in_one_mode_does_not_open_another(edit):
    """Loading on the road and changing at once must not save the airport's charge."""
    edit.add("links.csv", **{"from": "VIE", "to": "SOF"}, id="vie-sof-air", mode="air", length_km=820, time_h=2)
    for row in (
        {"parameter": "tariff_usd_per_tkm", "mode": "air", "central": 0.01},
        {"parameter": "terminal_usd_per_t", "mode": "air", "central": 40},
    ):
        edit.add("parameters.csv", **row)
    region = geodata.load_region(edit.folder)
    route = region.route("VIE", "SOF", "parcels", modes=["air", "road"])
    assert [leg.mode for leg in route.legs] == ["air"]
    assert route.cost_usd_per_t["handling"] == pytest.approx(80)


@pytest.fixture
def gathered_parcels(edit):
    """Parcels go door to door by consolidated service: then direct and transfer legs are of one kind."""
    edit.cell("classes.csv", 3, "direct_service", "consolidated")
    return edit


def test_legs_of_a_class_that_goes_consolidated_door_to_door(gathered_parcels):
    region = gathered_parcels.region()
    assert_legs_agree(region, "parcels")
    legs = region.leg_costs(cls="parcels")
    there, back = legs.frame("distribution").loc["BUH", "SOF"], legs.frame("collection").loc["SOF", "BUH"]
    assert back > there  # the border at the bridge is for trucks from Sofia alone


def test_a_change_for_one_class_changes_its_legs_alone(danube_region):
    shut = geodata.Scenario("x", changes=(geodata.Change(mode=("road",), cls=("parcels",), close=True),))
    roads = {row["id"] for row in danube_region.data["links"] if row["mode"] == "road"}
    assert_legs_agree(danube_region, "parcels", roads, shut)
    assert_legs_agree(danube_region, "containers", (), shut)


def test_legs_are_remembered_for_the_parameters_that_they_have(danube_region):
    free = geodata.Scenario("x", parameters=(geodata.ParameterChange("terminal_usd_per_t", value=0.0),))
    before = danube_region.leg_costs("base", "containers").frame("direct").loc["VIE", "BUD"]
    after = danube_region.leg_costs(free, "containers").frame("direct").loc["VIE", "BUD"]
    assert before - after == pytest.approx(2 * 2)
    again = danube_region.leg_costs("base", "containers").frame("direct").loc["VIE", "BUD"]
    assert again == before


def test_handling_has_the_factors_of_the_hub_and_the_time_of_the_class(danube_region):
    model = danube_region.model
    factors = np.array([1.0, 0.5]), np.array([1.0, 3.0])
    for cls, hour in (("containers", 3000 * 0.005 / 24), ("parcels", 20000 * 0.01 / 24)):
        assert model.handling(cls, *factors) == pytest.approx([2 + 8 * hour, 1 + 24 * hour])
    dearer = (geodata.ParameterChange("hub_handling_usd_per_t", factor=10.0),)
    hour = 3000 * 0.005 / 24
    assert model.handling("containers", *factors, dearer) == pytest.approx([20 + 8 * hour, 10 + 24 * hour])


def test_old_results_are_forgotten_when_there_are_too_many(danube_region, monkeypatch):
    monkeypatch.setattr("geodata.costs.cost_model.REMEMBERED", 3)
    region = danube_region.with_parameters({})
    for hours in range(5):
        region.leg_costs(geodata.Scenario("x", changes=(geodata.Change(mode=("road",), add_time_h=float(hours)),)))
    assert len(region.model._memory) == 3


def test_a_tariff_and_a_speed_by_country_hold_for_links_within_it(edit):
    edit.column("parameters.csv", "country")
    for row in (
        {"parameter": "tariff_usd_per_tkm", "mode": "road", "service": "single", "country": "ROU", "central": 0.1},
        {"parameter": "speed_kmh", "mode": "road", "country": "ROU", "central": 30},
    ):
        edit.add("parameters.csv", **row)
    region = edit.region()
    assert_legs_agree(region, "containers")
    direct = region.leg_costs(cls="containers").frame("direct")
    hour = 3000 * 0.005 / 24
    assert direct.loc["BUH", "CND"] == pytest.approx(225 * 0.1 + 4 + (225 / 30 + 4) * hour)
    # Budapest - Belgrade is in two countries: 5 h and 1 USD at the border
    assert direct.loc["BUD", "BEG"] == pytest.approx(378 * 0.09 + 4 + 1 + (378 / 45 + 4 + 5) * hour)


def test_a_link_through_another_country_is_in_none(edit):
    edit.column("parameters.csv", "country")
    edit.cell("links.csv", 13, "through", "BGR")  # buh-cnd-road, a way round
    cheap = {"parameter": "tariff_usd_per_tkm", "mode": "road", "service": "single", "country": "ROU", "central": 0.01}
    edit.add("parameters.csv", **cheap)
    region = edit.region()
    direct = region.leg_costs(cls="containers").frame("direct")
    assert direct.loc["BUH", "CND"] == pytest.approx(225 * 0.09 + 4 + (225 / 45 + 4) * 3000 * 0.005 / 24)


def test_a_tariff_changed_in_one_country_by_a_scenario(danube_region):
    dear = geodata.ParameterChange("tariff_usd_per_tkm", factor=1.2, mode="road", country="ROU")
    before = danube_region.leg_costs(cls="containers").frame("direct")
    for after in (
        danube_region.leg_costs(geodata.Scenario("x", parameters=(dear,)), "containers").frame("direct"),
        danube_region.with_overrides(dear).leg_costs(cls="containers").frame("direct"),
        danube_region.with_parameter("tariff_usd_per_tkm", factor=1.2, mode="road", country="ROU")
        .leg_costs(cls="containers")
        .frame("direct"),
    ):
        assert after.loc["BUH", "CND"] - before.loc["BUH", "CND"] == pytest.approx(225 * 0.09 * 0.2)
        assert after.loc["VIE", "BUD"] == before.loc["VIE", "BUD"]


def test_the_way_back_has_its_own_tariff_factor(edit):
    edit.column("links.csv", "tariff_factor_back", vie_bud_road=0.5, bud_beg_road=0)
    edit.column("links.csv", "tariff_factor", vie_bud_road=1.5)
    region = edit.region()
    assert_legs_agree(region, "containers")
    direct, hour = region.leg_costs(cls="containers").frame("direct"), 3000 * 0.005 / 24
    rest = 4 + (243 / 45 + 4) * hour
    assert direct.loc["VIE", "BUD"] == pytest.approx(243 * 0.09 * 1.5 + rest)
    assert direct.loc["BUD", "VIE"] == pytest.approx(243 * 0.09 * 0.5 + rest)
    assert direct.loc["BEG", "BUD"] == pytest.approx(4 + 1 + (378 / 45 + 4 + 5) * hour)  # free of tariff


@pytest.fixture
def flights(edit):
    """A flight Vienna - Sofia: 4 a week, 60 t, 80% full, 48,000 USD a departure, an hour on the ground on the way."""
    edit.add("links.csv", **{"from": "VIE", "to": "SOF"}, id="vie-sof-air", mode="air", length_km=820, time_h=2)
    for name, number in {
        "departures_per_week": 4, "t_per_departure": 60, "fill": 0.8, "usd_per_departure": 48000, "stop_h": 1,
    }.items():  # fmt: skip
        edit.column("links.csv", name, vie_sof_air=number)
    for row in (
        {"mode": "air", "service": "consolidated", "central": 0.4},
        {"mode": "air", "service": "single", "central": 0.6},
        {"mode": "air", "service": "single", "class": "parcels", "central": 0.1},
    ):
        edit.add("parameters.csv", parameter="tariff_usd_per_tkm", **row)
    return edit


def test_a_flight_costs_its_departure_and_half_the_time_between_two(flights):
    # 48,000 / (60 x 0.8) = 1000 USD/t for consolidated freight in general; single parcels pay a quarter of its tariff
    region = flights.region()
    route = region.route("VIE", "SOF", "parcels", modes=["air"])
    assert route.cost_usd_per_t["tariff"] == pytest.approx(1000 * 0.1 / 0.4)
    assert route.days["waiting_departure"] == pytest.approx(21 / 24)
    assert route.days["moving"] == pytest.approx(3 / 24)
    assert region.route("VIE", "SOF", "containers", modes=["air"]).cost_usd_per_t["tariff"] == pytest.approx(1500)
    for cls in ("containers", "parcels"):
        assert_legs_agree(region, cls)


def test_a_tariff_that_is_dearer_in_a_scenario_does_not_touch_what_a_departure_costs(flights):
    region = flights.region().with_parameter("tariff_usd_per_tkm", factor=3.0, mode="air")
    assert region.route("VIE", "SOF", "parcels", modes=["air"]).cost_usd_per_t["tariff"] == pytest.approx(250)
