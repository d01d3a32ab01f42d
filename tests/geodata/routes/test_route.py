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
