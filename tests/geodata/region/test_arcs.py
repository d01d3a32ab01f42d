"""Hubs and services as arcs: what freight costs that goes by them is what the hub problem and the legs say."""

import numpy as np
import pytest

import geodata
from geodata.region import capacitated_network
from geodata.region.arcs import Load, network_arcs
from optimize import evaluate_hubs
from optimize.flows.multicommodity import solve_multicommodity

WIDE = geodata.Change(mode=("rail", "road", "ferry"), capacity=1e6)
DEAR_ALONE = geodata.ParameterChange("tariff_usd_per_tkm", factor=3.0, service="single")


def cost(network):
    """USD a year of the cheapest flow, with nothing left behind."""
    found = solve_multicommodity(network.problem)
    assert found.unmet.sum() == pytest.approx(0, abs=1e-6)
    return float((found.flow * np.where(np.isfinite(network.problem.cost), network.problem.cost, 0.0)).sum())


@pytest.mark.parametrize("hubs", [["BUD", "BUH"], ["BEG", "BUH"], ["BUD", "BEG"]])
def test_over_hubs_without_limits_freight_costs_what_the_hub_problem_says(danube_region, hubs):
    region = danube_region.with_overrides(WIDE, DEAR_ALONE)
    priced = evaluate_hubs(region.problem(candidates=hubs), hubs)
    assert priced["hub_flow"].sum() > 0
    assert cost(capacitated_network(region.state(), hubs=hubs)) == pytest.approx(priced["cost"].sum())


def test_by_a_service_with_room_for_all_freight_costs_what_its_legs_say(edit):
    edit.services({"stops": "BUD;BUH", "t_per_departure": 1e6, "departures_per_week": 7})
    region = edit.region().with_overrides(WIDE)
    expected = 0.0
    for cls in ("containers", "parcels"):
        legs, flow = region.leg_costs(cls=cls), region.flows(cls=cls)
        places = [legs.labels.index(place) for place in flow.index]
        alone, by_train = (each[np.ix_(places, places)] for each in (legs.direct, legs.scheduled.cost))
        flow = flow.to_numpy()
        expected += (0.4 * flow * alone)[flow > 0].sum() + (0.6 * flow * np.minimum(alone, by_train))[flow > 0].sum()
    assert cost(capacitated_network(region.state())) == pytest.approx(expected)


def test_a_service_carries_no_more_than_it_has_room_for(edit):
    edit.services({"stops": "BUD;BUH", "t_per_departure": 10, "departures_per_week": 7})
    region = edit.region().with_overrides(WIDE)
    network = capacitated_network(region.state())
    assert network.rooms[["kind", "id", "unit"]].to_numpy().tolist() == [["service", "line", "t"]] * 2
    room = network.problem.capacity[-2:]
    assert room == pytest.approx([3650, 3650])
    found = solve_multicommodity(network.problem)
    used = network.problem.usage[-2:] @ found.flow.sum(axis=0)
    assert used == pytest.approx(room)


def test_a_hub_takes_no_more_than_its_room_and_freight_counts_by_what_it_takes_of_it(edit):
    edit.column("hubs.csv", "capacity_teu_per_year", BUD=5000)
    region = edit.region().with_overrides(WIDE, DEAR_ALONE)
    network = capacitated_network(region.state(), hubs=["BUD", "BUH"])
    assert network.rooms[["kind", "id", "unit"]].to_numpy().tolist() == [["hub", "BUD", "TEU"]]
    free = capacitated_network(region.with_hub("BUD", capacity_teu_per_year=1e12).state(), hubs=["BUD", "BUH"])
    used = []
    for each in (network, free):
        found = solve_multicommodity(each.problem)
        used.append((each.problem.usage[[-1]] @ found.flow.sum(axis=0)).item())
    assert used[0] <= 5000 * (1 + 1e-6)
    assert used[1] > 5000
    # a container tonne takes a tenth of a TEU, a tonne of parcels a fifth
    values = {round(float(value), 6) for value in network.problem.usage[[-1]].tocsr().data}
    assert values == {0.1, 0.2}


def test_part_loads_board_no_service(edit):
    edit.services({"stops": "BUD;BUH"})
    state = edit.region().state()
    part, full = Load("containers", "single"), Load("containers", "single", full=True)
    both = network_arcs(state, [part, full])
    service = np.flatnonzero(np.asarray(both.room.sum(axis=1)).ravel() > 0)
    assert len(service) == 2
    assert np.isinf(both.cost[0, service]).all()
    assert np.isfinite(both.cost[1, service]).all()
    alone = network_arcs(state, [part])
    assert alone.room.nnz == 0


def test_a_service_passes_the_links_on_its_way(edit):
    edit.services({"stops": "BUD;BEG;SOF", "direction": "forward"})
    region = edit.region()
    arcs = network_arcs(region.state(), [Load("containers", "single", full=True)])
    links = region.model.links
    passed = [
        {links.ids[link] for link in arcs.links[[arc]].nonzero()[1]}
        for arc in np.flatnonzero(np.asarray(arcs.room.sum(axis=1)).ravel() > 0)
    ]
    assert sorted(map(sorted, passed)) == [["beg-sof-rail"], ["beg-sof-rail", "bud-beg-rail"], ["bud-beg-rail"]]
