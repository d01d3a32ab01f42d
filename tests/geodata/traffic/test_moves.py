"""Tonnes on a kind of leg: what moving them costs, and the arcs that they pass."""

import numpy as np
import pytest

from geodata.traffic.moves import OnRides, OnTrees
from geodata.traffic.parts import PARTS, part_values
from geodata.traffic.rides import Rides
from geodata.traffic.trees import Trees


def test_tonnes_on_arcs_times_their_costs_are_the_cost_of_the_move(busy):
    state = busy.state()
    costs, graph = state.arc_costs("containers", "single"), busy.model.graph
    places = np.arange(graph.n_places)
    tonnes = np.random.default_rng(0).integers(0, 9, (len(places), len(places), 3)).astype(float)
    values = part_values(costs)
    move = OnTrees(Trees.grow(graph, costs.weight, places), places, places, tonnes, values)
    arcs = np.zeros((len(graph.kind), 3))
    move.load(arcs)
    assert (arcs[~np.isfinite(costs.weight)] == 0).all()
    assert move.cost() == pytest.approx(arcs.T @ values)
    legs = state.leg_costs("containers", list(busy.model.links.places))
    assert move.cost().sum(axis=1) == pytest.approx((tonnes * legs.direct[:, :, None]).sum(axis=(0, 1)))


def test_no_way_costs_nothing_while_nothing_is_moved_on_it(busy):
    graph = busy.model.graph
    places = np.arange(2)
    closed = np.full(len(graph.kind), np.inf)
    move = OnTrees(
        Trees.grow(graph, closed, places), places, places, np.zeros((2, 2, 1)), np.ones((len(closed), len(PARTS)))
    )
    assert (move.cost() == 0).all()


def test_riders_pay_for_the_ride_and_load_its_arcs(busy):
    rides = Rides(busy.state(), "containers")
    service, first, last, cost = rides.legs.each
    stops = rides.legs.stops
    which = [(int(service[0]), int(stops[first[0]]), int(stops[last[0]]))]
    move = OnRides(rides, which, np.array([[5.0, 0.0]]))
    assert move.cost().sum(axis=1) == pytest.approx([5 * cost[0], 0])
    arcs = np.zeros((len(rides.graph.kind), 2))
    move.load(arcs)
    assert set(arcs[:, 0]) == {0.0, 5.0}
    assert not arcs[:, 1].any()
