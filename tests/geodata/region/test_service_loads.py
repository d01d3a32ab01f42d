"""What scheduled services carry when no hub is open: tonnes by service, by pair and by link."""

import numpy as np
import pytest

from geodata import ServiceChange
from geodata.region.blocks import class_freight
from geodata.region.service_loads import service_loads

CLASSES = ("containers", "parcels")


@pytest.fixture
def trains(edit):
    """A daily train Budapest - Bucharest with room for all, and a small one Belgrade - Sofia."""
    edit.services(
        {"id": "east", "stops": "BUD;BUH", "departures_per_week": 7, "t_per_departure": 50000},
        {
            "id": "south",
            "stops": "BEG;SOF",
            "departures_per_week": 168,
            "t_per_departure": 10,
            "tariff_factor": 0,
            "direction": "forward",
        },
        full=0.5,
    )
    return edit.region()


def wanted(region):
    return {cls: class_freight(region.state(), cls, region.candidates) for cls in CLASSES}


def test_who_finds_room_is_carried_by_the_service_that_it_wants(trains):
    loads, freight = service_loads(trains.state()), wanted(trains)
    assert loads.table["service"].tolist() == ["east", "south", "east"]
    assert loads.table[["from", "to"]].to_numpy().tolist() == [["BUD", "BUH"], ["BEG", "SOF"], ["BUH", "BUD"]]
    assert loads.table["capacity_t_per_year"].tolist() == pytest.approx([365 * 50000, 8760 * 10, 365 * 50000])
    for number, row in loads.table.iterrows():
        mine = sum(item.wants[item.legs.scheduled.service == number].sum() for item in freight.values())
        assert row["wanted_t"] == pytest.approx(mine)
        assert row["carried_t"] == pytest.approx(min(mine, row["capacity_t_per_year"]))
    assert loads.table["use"].tolist()[1] > 1


def test_tonnes_of_pairs_add_up_to_those_of_services(trains):
    loads = service_loads(trains.state())
    assert sum(each.sum() for each in loads.freight.values()) == pytest.approx(loads.table["carried_t"].sum())
    for cls in CLASSES:
        assert (loads.freight[cls] <= 0.5 * trains.flows(cls=cls).to_numpy() + 1e-6).all()


def test_a_train_loads_the_links_on_its_way(trains):
    loads = service_loads(trains.state())
    links = trains.model.links
    by_train = {("east", True): "bud-buh-rail", ("south", True): "beg-sof-rail"}
    for (service, _), link in by_train.items():
        at = [i for i, name in enumerate(links.ids) if name == link and links.forward[i]]
        row = loads.table[loads.table["service"] == service].iloc[0]
        # full loads reach and leave its stops by single service, which may use the same rails: at least what it carries
        assert sum(each[at[0]] for each in loads.link_t.values()) >= row["carried_t"] * (1 - 1e-9)


def test_a_load_from_stop_to_stop_is_on_the_trains_links_alone(edit):
    edit.services({"stops": "VIE;BUD;BUH", "t_per_departure": 50000}, classes=("containers",), full=1)
    edit.drop("parameters.csv", lambda row: row["parameter"] != "full_load_share" or row["class"] == "containers")
    edit.add("parameters.csv", parameter="full_load_share", **{"class": "parcels"}, central=0)
    region = edit.region().with_parameter("tariff_usd_per_tkm", factor=20.0, service="single")
    places = list(region.demand.places)
    between = np.zeros((len(places), len(places)), dtype=bool)
    between[places.index("VIE"), places.index("BUH")] = True
    loads = service_loads(region.state(), between=between)
    tonnes = loads.freight["containers"][between].item()
    assert tonnes == pytest.approx(region.flows(cls="containers").loc["VIE", "BUH"])
    links = region.model.links
    used = {links.ids[i]: loads.link_t["containers"][i] for i in np.flatnonzero(loads.link_t["containers"])}
    assert used == pytest.approx({"vie-bud-rail": tonnes, "bud-buh-rail": tonnes})
    assert not loads.link_t["parcels"].any()


def test_the_assignment_has_what_services_carry_and_the_rest_by_its_own_way(trains):
    loads = service_loads(trains.state())
    closed = trains.with_overrides(ServiceChange(close=True))
    rest = sum(closed.assignment(cls=cls).flow_t for cls in CLASSES)
    assert not np.allclose(trains.assignment().flow_t, rest)
    links = sum(trains.assignment(cls=cls).flow_t for cls in CLASSES)
    assert trains.assignment().flow_t == pytest.approx(links)
    # with room for all on the rails east of Budapest, what a train carries is on them
    rails = [i for i, name in enumerate(trains.model.links.ids) if name == "bud-buh-rail"]
    carried = loads.table.loc[loads.table["service"] == "east", "carried_t"].sum()
    assert trains.assignment().flow_t[rails].sum() >= carried


def test_services_that_are_shut_carry_nothing(trains):
    loads = service_loads(trains.with_overrides(ServiceChange(close=True)).state())
    assert len(loads.table) == 0
    assert not any(each.any() for each in (*loads.freight.values(), *loads.link_t.values()))


def test_planned_services_are_not_in_the_table_until_they_are_opened(edit):
    edit.services({"stops": "BUD;BUH"}, {"id": "new", "stops": "BEG;SOF", "status": "planned"})
    region = edit.region()
    assert set(service_loads(region.state()).table["service"]) == {"line"}
    opened = region.with_overrides(ServiceChange(services=("new",), open=True))
    assert set(service_loads(opened.state()).table["service"]) == {"line", "new"}


def test_a_later_year_wants_more(trains):
    now, later = (service_loads(trains.state(), year=year).table["wanted_t"] for year in (None, 2025))
    assert later.tolist() == pytest.approx((1.03**2 * now).tolist())
