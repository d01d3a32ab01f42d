"""The bundled region's routes: distances, days, corridors and what closures do to them."""

import numpy as np
import pytest

import geodata

DAY_H = 24.0


@pytest.fixture(scope="module")
def calibration(central_asia):
    return central_asia.calibration()


def test_distances_are_within_their_bounds(calibration):
    distances = calibration[(calibration["kind"] == "distance_km") & (calibration.index != "d-ckg-bsz-road")]
    assert len(distances) >= 25  # the one left out is of a press report that names no end; see the README
    assert distances["within"].all(), distances.loc[~distances["within"], "miss"].to_dict()


def test_published_distances_agree_within_five_percent(calibration):
    published = calibration["source"].str.contains("published") | (calibration["confidence"] == "observed")
    distances = calibration[(calibration["kind"] == "distance_km") & published]
    off = (distances["ratio"] - 1).abs()
    # a line that was straightened; sources of the planned line differ; a press report that names no end
    named = {"d-tas-skd", "d-cku", "d-ckg-bsz-road"}
    assert off[~off.index.isin(named)].max() <= 0.05


@pytest.mark.parametrize(("scenario", "days"), [("base", 9.0), ("xian-terminal-off", 13.0)])
def test_xian_tashkent_with_and_without_the_terminal(central_asia, scenario, days):
    route = central_asia.route("Xi'an", "Tashkent", "containers", "consolidated", scenario, modes=["rail"])
    assert route.total_days == pytest.approx(days, abs=1.0)
    assert "KHK" in route.places


def test_the_terminal_saves_four_days(central_asia):
    base, without = (
        central_asia.route("XIY", "TAS", "containers", "consolidated", scenario, modes=["rail"])
        for scenario in ("xian-terminal-on", "xian-terminal-off")
    )
    assert without.total_days - base.total_days == pytest.approx(4.0, abs=0.01)
    assert without.days["moving"] == base.days["moving"]


def test_china_europe_station_to_station(calibration):
    assert calibration.loc["t-china-europe", "modelled"] == pytest.approx(9.9, abs=2.0)


@pytest.mark.parametrize("name", ["t-titr-baku", "t-titr-poti", "t-titr-constanta", "t-khk-sco", "t-tas-khg"])
def test_schedules(calibration, name):
    row = calibration.loc[name]
    assert row["within"], row["miss"]


def test_urumqi_tashkent_by_air_takes_three_hours_in_the_air(central_asia):
    route = central_asia.route("URC", "TAS", "ecommerce", "single", modes=["air"])
    assert route.days["moving"] * DAY_H == pytest.approx(3.0, abs=1.0)


def test_named_corridors_carry_what_their_names_say(central_asia):
    europe = central_asia.route("XIY", "DUI", "through")
    assert "Northern route (Russia)" in europe.corridors
    osh = central_asia.route("KHG", "OSS", "containers")
    assert "Irkeshtam" in osh.corridors
    gulf = central_asia.route("TAS", "BND", "containers")
    assert "Bandar Abbas" in gulf.corridors
    baku = central_asia.route("XIY", "GYD", "through")
    assert "Trans-Caspian (Middle Corridor)" in baku.corridors


def test_closing_russia_moves_freight_for_europe_to_the_caspian(central_asia):
    base = central_asia.route("XIY", "DUI", "through")
    closed = central_asia.route("XIY", "DUI", "through", scenario="russia-closed")
    assert "MAL" in base.places
    assert "MAL" not in closed.places
    assert "Trans-Caspian (Middle Corridor)" in closed.corridors
    assert closed.total_cost_usd_per_t > base.total_cost_usd_per_t


def test_closing_russia_does_not_stop_trade_with_russia(central_asia):
    assert central_asia.route("ALA", "MOW", "containers", scenario="russia-closed") is not None
    assert central_asia.route("ALA", "MOW", "containers", scenario="russia-shut-off") is None


def test_closing_russia_overfills_the_ferries(central_asia):
    ferries = ["ferry-sco-alt", "ferry-kur-alt"]

    def carried(scenario):
        frame = central_asia.assignment(scenario).frame()
        return frame[frame["link"].isin(ferries)]["flow_t"].sum()

    assert carried("russia-closed") > 2 * carried("base")


def test_shut_iran_leaves_its_own_trade_unmet_and_no_other(central_asia):
    assert central_asia.assignment("base").unmet_t == 0
    trade = central_asia.trade("iran-closed").frame()
    own = trade.loc[(trade["exporter"] == "IRN") | (trade["importer"] == "IRN"), "mass_t"].sum()
    assert own > 1e6
    assert central_asia.assignment("iran-closed").unmet_t == pytest.approx(own, rel=1e-9)


def test_both_posts_and_their_neighbours(central_asia):
    base = central_asia.route("CGO", "ALA", "through")
    khorgos = central_asia.route("CGO", "ALA", "through", scenario="khorgos-closed")
    both = central_asia.route("CGO", "ALA", "through", scenario="khorgos-alashankou-closed")
    assert "KHK" in base.places
    assert "DOS" in khorgos.places
    assert not {"KHK", "DOS"} & set(both.places)
    assert both.total_cost_usd_per_t > khorgos.total_cost_usd_per_t > base.total_cost_usd_per_t


def test_red_sea_adds_about_ten_days_by_the_cape(central_asia):
    suez = central_asia.route("SHA", "RTM", "containers", modes=["sea"])
    cape = central_asia.route("SHA", "RTM", "containers", scenario="red-sea", modes=["sea"])
    assert cape.total_days - suez.total_days == pytest.approx(10, abs=1.5)
    assert cape.length_km == pytest.approx(24939, rel=0.01)


def test_the_new_railway_shortens_kashgar_andijan(central_asia):
    planned = central_asia.route("KHG", "AZN", "bulk", scenario="cku-open", modes=["rail"])
    today = central_asia.route("KHG", "AZN", "bulk", modes=["rail"])
    assert planned.length_km == pytest.approx(523, rel=0.05)
    assert today.length_km > 4 * planned.length_km


def test_green_lanes_are_for_farm_products_alone(central_asia):
    def cost(cls, scenario):
        return central_asia.route("IRC", "OSS", cls, scenario=scenario).total_cost_usd_per_t

    assert cost("bulk", "green-lanes-off") > cost("bulk", "green-lanes-on")
    assert cost("bulk", "green-lanes-on") == cost("bulk", "base")
    assert cost("containers", "green-lanes-off") == cost("containers", "base")


def test_what_the_green_lanes_save_in_hours(central_asia):
    kept, shut = (
        central_asia.route("TAC", "BAK", "bulk", scenario=scenario).days["waiting_border"] * DAY_H
        for scenario in ("base", "green-lanes-off")
    )
    assert kept < 3
    assert shut > 24


def dear_express(region):
    """Parcels worth 60 USD a kg; the Urumqi - Aktobe freighter of 2023 declared 243."""
    return region.with_parameter("value_usd_per_t", cls="express", value=60_000.0)


def test_the_taiyuan_flight_carries_express_parcels_and_no_more_than_it_can(central_asia):
    """Room for 2 x 20 t a week each way; what is booked ahead of it goes by the service of that flight."""
    dear = dear_express(central_asia)
    frame = dear.assignment("base", cls="express").frame()
    carried = frame.loc[frame["link"] == "air-tyn-ala", "flow_t"].sum()
    assert 0 < carried < 2 * 20 * 2 * 365 / 7
    off = dear.assignment("taiyuan-almaty-air-off", cls="express").frame()
    assert off.loc[off["link"] == "air-tyn-ala", "flow_t"].sum() == 0


def test_what_the_taiyuan_flight_is_worth_to_full_loads(central_asia):
    dear = dear_express(central_asia)

    def cost(scenario):
        flows = dear.flows(scenario, "express")
        legs = dear.leg_costs(scenario, "express")
        weight = flows.reindex(index=list(legs.labels), columns=list(legs.labels)).fillna(0.0).to_numpy()
        return (weight * np.minimum(legs.direct, legs.scheduled.cost))[weight > 0].sum()

    saved = cost("taiyuan-almaty-air-off") - cost("taiyuan-almaty-air-on")
    assert 0 < saved < 0.01 * cost("base")


def test_flying_from_taiyuan_to_almaty_is_dear_and_quick(central_asia):
    by_air = central_asia.route("TYN", "ALA", "express", "consolidated", modes=["air"])
    by_road = central_asia.route("TYN", "ALA", "express", "consolidated", modes=["road"])
    assert by_air.places == ("TYN", "ALA")
    assert by_air.total_days < 4 < by_road.total_days
    assert by_air.price_usd_per_t > 3 * by_road.price_usd_per_t


def test_economy_parcels_go_by_land_and_most_express_parcels_by_air_to_the_five(central_asia):
    """China - Kazakhstan e-commerce of 4.1 bn USD passed the land posts in seven months of 2025."""
    for origin, destination in (("CAN", "ALA"), ("SHA", "TAS"), ("CGO", "ALA")):
        economy = central_asia.route(origin, destination, "ecommerce")
        express = central_asia.route(origin, destination, "express", "consolidated")
        assert {leg.mode for leg in economy.legs} <= {"road", "rail"}
        assert "air" in {leg.mode for leg in express.legs}


def test_parcels_by_air_cost_what_agents_ask(central_asia):
    """4.5-8 USD/kg China - Moscow."""
    for cls in ("ecommerce", "express"):
        price = central_asia.route("PEK", "MOW", cls, "single", modes=["air"]).price_usd_per_t
        assert 4500 < price < 8000


def test_air_freight_china_europe_costs_what_carriers_got(central_asia):
    """5.52 USD/kg in December 2024, 4.7 over that year (WorldACD)."""
    route = central_asia.route("SHA", "LGG", "ecommerce", "consolidated", modes=["air"])
    assert 4200 < route.price_usd_per_t < 5520


def test_parcels_sent_singly_pay_more_than_gathered_ones(central_asia):
    for origin, destination, mode in (("XIY", "ALA", "road"), ("XIY", "ALA", "rail"), ("XIY", "ALA", "air")):
        single, gathered = (
            central_asia.route(origin, destination, "ecommerce", service, modes=[mode])
            for service in ("single", "consolidated")
        )
        assert single.price_usd_per_t > 1.2 * gathered.price_usd_per_t
        assert single.total_days > gathered.total_days


def test_reloading_and_waiting_are_told_apart_on_a_route(central_asia):
    route = central_asia.route("URC", "ALA", "containers", "consolidated", modes=["rail"])
    assert route.days["reloading"] * DAY_H <= 3
    assert route.days["waiting_border"] * DAY_H > 24
    assert sum(route.days.values()) == pytest.approx(route.total_days)


def test_misses_are_few_and_named_in_the_readme(calibration):
    readme = (geodata.region_folder("central-asia") / "README.md").read_text(encoding="utf-8")
    missed = calibration.index[~calibration["within"]]
    assert len(missed) <= 0.15 * len(calibration)
    for name in missed:
        assert f"`{name}`" in readme
