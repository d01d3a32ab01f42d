"""A region as a capacitated flow problem: the numbers are those of the files and of the cost model."""

import numpy as np
import pytest

import geodata
from geodata.region import capacitated_network
from optimize.flows.multicommodity import solve_multicommodity


@pytest.fixture
def bridge(edit):
    """The template with a capacity on the road Sofia - Bucharest, and a scenario that halves it northwards."""
    row = next(i for i, cells in enumerate(edit.rows("links.csv"), 1) if cells[0] == "sof-buh-road")
    edit.cell("links.csv", row, "capacity_t_per_year", "50000")
    edit.scenario("half", '[[change]]\nlinks = ["sof-buh-road"]\ndirection = "forward"\ncapacity = 0.5\n')
    return geodata.load_region(edit.folder)


def directed(region, link):
    """Positions of a link's two directions, the forward one first."""
    links = region.model.links
    found = np.flatnonzero(np.array(links.ids) == link)
    return found[np.argsort(~links.forward[found])]


def test_a_capacity_holds_for_each_direction_and_scenarios_scale_it(bridge):
    both = directed(bridge, "sof-buh-road")
    assert bridge.state().link_capacity[both].tolist() == [50_000, 50_000]
    assert bridge.state("half").link_capacity[both].tolist() == [25_000, 50_000]


def test_trucks_a_day_become_tonnes_a_year(bridge, edit):
    row = next(i for i, cells in enumerate(edit.rows("crossings.csv"), 1) if cells[0] == "sof-buh-road")
    edit.cell("crossings.csv", row, "capacity_trucks_per_day", "2")  # this row is for the forward direction
    region = geodata.load_region(edit.folder)
    trucks = 2 * region.model.parameters.get("tonnes_per_truck") * 365
    assert trucks < 50_000
    assert region.state().link_capacity[directed(region, "sof-buh-road")].tolist() == [trucks, 50_000]


def test_without_capacities_the_flow_is_the_assignment(danube_region):
    network = capacitated_network(danube_region.state())
    free = solve_multicommodity(network.problem)
    flow = network.link_flow(free.flow).sum(axis=0)
    expected = danube_region.assignment().flow_t
    assert not free.price.any()
    np.testing.assert_allclose(flow, expected, atol=1e-6 * expected.max())
    assert network.pairs["flow_t"].sum() == pytest.approx(danube_region.flows().to_numpy().sum())


def test_link_flows_keep_the_capacity_and_demand_is_met_or_unmet(bridge):
    free = capacitated_network(bridge.state())
    narrow = bridge.with_overrides(geodata.Change(links=("sof-buh-road",), capacity=1e-3))
    network = capacitated_network(narrow.state())
    found = solve_multicommodity(network.problem)
    flow = network.link_flow(found.flow).sum(axis=0)
    both = directed(bridge, "sof-buh-road")
    assert (flow[both] <= 50.0 + 1e-6).all()
    before = network.link_flow(solve_multicommodity(free.problem).flow).sum(axis=0)
    assert (before[both] > 50.0).all()
    moved = np.bincount(found.routes.pair, found.routes.quantity, minlength=len(network.pairs))
    np.testing.assert_allclose(moved + found.unmet, network.pairs["flow_t"], rtol=1e-9)


def test_pairs_carry_their_countries(danube_region):
    pairs = capacitated_network(danube_region.state()).pairs
    country = danube_region.places["country"]
    assert (pairs["exporter"].to_numpy() == country[pairs["origin"]].to_numpy()).all()
    assert set(pairs["class"]) <= set(danube_region.classes.index)


def test_one_class_alone(danube_region):
    name = danube_region.classes.index[-1]
    network = capacitated_network(danube_region.state(), classes=[name])
    assert network.problem.classes == 1
    assert network.pairs["flow_t"].sum() == pytest.approx(danube_region.flows(cls=name).to_numpy().sum())
