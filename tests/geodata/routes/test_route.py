"""A route and its parts."""

import pytest
from shapely.geometry import LineString


def test_a_route_tells_its_parts(danube_region):
    route = danube_region.route("Wien", "sofia")
    assert (route.origin, route.destination) == ("VIE", "SOF")
    assert route.links == ("vie-bud-road", "bud-beg-road", "beg-sof-road")
    assert route.places == ("VIE", "BUD", "BEG", "SOF")
    assert route.corridors == ("balkan", "rhine-danube")
    assert route.length_km == 243 + 378 + 393
    assert route.cost_usd_per_t["tariff"] == pytest.approx(0.09 * route.length_km)
    assert route.cost_usd_per_t["border_fees"] == 1
    assert route.cost_usd_per_t["handling"] == 4
    assert route.days["moving"] == pytest.approx(route.length_km / 45 / 24)
    assert route.days["waiting_border"] == pytest.approx(5 / 24)
    assert route.days["handling"] == pytest.approx(4 / 24)
    assert route.cost_usd_per_t["time_value"] == pytest.approx(route.total_days * 0.005 * 3000)
    assert route.station_days == pytest.approx(route.total_days - 4 / 24)
    assert [leg.mode for leg in route.legs] == ["road"]
    assert isinstance(route.legs[0].line, LineString)
    assert route.frame()["usd_per_t"].sum() == pytest.approx(route.price_usd_per_t)


def test_a_routes_cost_is_the_direct_cost(danube_region, central_asia):
    for region in (danube_region, central_asia):
        direct = region.leg_costs().frame("direct")
        for start, end in ((0, 3), (2, 1), (4, 5), (1, 4)):
            origin, destination = direct.index[start], direct.index[end]
            route = region.route(origin, destination)
            assert route.total_cost_usd_per_t == pytest.approx(direct.loc[origin, destination])


@pytest.fixture
def by_train_and_truck(danube_region):
    """Vienna - Belgrade by rail, Belgrade - Sofia by road."""
    return danube_region.route("VIE", "SOF", "containers", via=["vie-bud-rail", "bud-beg-rail", "beg-sof-road"])


def test_a_route_of_two_modes_by_hand(by_train_and_truck):
    route, hour = by_train_and_truck, 3000 * 0.005 / 24
    assert [(leg.mode, leg.places) for leg in route.legs] == [("rail", ("VIE", "BUD", "BEG")), ("road", ("BEG", "SOF"))]
    assert [leg.length_km for leg in route.legs] == [265 + 350, 393]
    assert list(route.legs[1].line.coords) == [(20.46, 44.82), (23.32, 42.70)]
    assert route.cost_usd_per_t["tariff"] == pytest.approx(0.05 * (265 + 350) + 0.09 * 393)
    assert route.cost_usd_per_t["handling"] == pytest.approx(5 + 2 + 5)  # on the train, off the truck, in between
    days = {"moving": (615 / 20 + 393 / 45) / 24, "waiting_border": 0.5, "reloading": 0.5, "handling": (12 + 2) / 24,
            "gathering": 0, "waiting_departure": 0}  # fmt: skip
    assert route.days == pytest.approx(days)
    assert route.cost_usd_per_t["time_value"] == pytest.approx(24 * sum(days.values()) * hour)
    assert route.total_cost_usd_per_t == pytest.approx(sum(route.cost_usd_per_t.values()))


def test_from_station_to_station_loading_and_unloading_are_left_out(by_train_and_truck):
    route = by_train_and_truck
    assert route.station_days == pytest.approx(route.total_days - (12 + 2) / 24)
    assert route.station_price_usd_per_t == pytest.approx(route.price_usd_per_t - (5 + 2))


def test_steps_tell_what_is_done_where(by_train_and_truck):
    steps = [(step.kind, step.mode, step.start, step.end, step.link) for step in by_train_and_truck.steps]
    assert steps == [
        ("load", "rail", "VIE", "VIE", ""),
        ("link", "rail", "VIE", "BUD", "vie-bud-rail"),
        ("link", "rail", "BUD", "BEG", "bud-beg-rail"),
        ("change", "road", "BEG", "BEG", ""),
        ("link", "road", "BEG", "SOF", "beg-sof-road"),
        ("unload", "road", "SOF", "SOF", ""),
    ]


def test_corridors_come_by_their_kilometres(danube_region):
    route = danube_region.route("VIE", "SOF", "containers", via=["bud-beg-road", "beg-sof-road"])
    assert route.corridors == ("balkan", "rhine-danube")  # 771 km and 243 km
    back = danube_region.route("BUD", "BUH", "containers", modes=["rail"])
    assert back.corridors == ("rhine-danube",)


def test_passing_a_place_means_arriving_there(danube_region):
    """A trip that starts at a place does not pass it until it comes back."""
    route = danube_region.route("VIE", "BUD", via=["BUD"], modes=["road"])
    assert route.links == ("vie-bud-road",)
    route = danube_region.route("VIE", "BUD", via=["VIE"], modes=["road"])
    assert route.links == ("vie-bud-road",) * 3
    either = danube_region.route("VIE", "BUH", "containers", via=["sof-buh-road + beg-buh-road"], modes=["road"])
    assert either.links[-1] == "beg-buh-road"


def test_via_is_passed_in_the_order_given(danube_region):
    there = danube_region.route("BUD", "CND", via=["BEG", "SOF"], modes=["road"])
    assert there.places == ("BUD", "BEG", "SOF", "BUH", "CND")
    back_and_forth = danube_region.route("BUD", "CND", via=["SOF", "BEG"], modes=["road"])
    assert back_and_forth.places == ("BUD", "BEG", "SOF", "BEG", "BUH", "CND")


def test_what_cannot_be_passed_is_named_with_what_is_close(danube_region):
    with pytest.raises(ValueError, match=r"'bud-beg-raill' is neither a link, .*; did you mean bud-beg-rail"):
        danube_region.route("VIE", "SOF", via=["bud-beg-raill"])
    with pytest.raises(ValueError, match=r"'the moon' is neither a link, nor a place with links, nor a corridor$"):
        danube_region.route("VIE", "SOF", via=["the moon"])
