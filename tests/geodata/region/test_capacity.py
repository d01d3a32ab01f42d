"""A region as a capacitated flow problem: the numbers are those of the files and of the cost model."""

from dataclasses import replace

import numpy as np
import pytest

import geodata
from geodata.region import capacitated_network
from optimize import solve
from optimize.flows.multicommodity import solve_multicommodity
from optimize.networks import hub_network_design


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


def test_penalties_costs_and_overrides_are_those_of_the_state(danube_region):
    region = danube_region.with_overrides(geodata.Change(links=("bud-beg-rail",), capacity=0.5))
    network = capacitated_network(region.state())
    assert network.problem.penalty.tolist() == [1000, 5000]
    limit = dict(zip(network.limited.tolist(), network.problem.capacity.tolist(), strict=True))
    assert limit[int(directed(region, "bud-beg-rail")[0])] == 2_000_000
    table = network.links.set_index(["link", "forward"])["capacity_t_per_year"]
    assert table["bud-beg-rail", False] == 2_000_000
    trucks = capacitated_network(region.state(), services={"parcels": "consolidated"})
    assert (trucks.problem.cost[0] == network.problem.cost[0]).all()
    expected = region.state().arc_costs("parcels", "consolidated").weight
    assert (trucks.problem.cost[1] == expected).all()


def test_demands_start_where_freight_enters_and_end_where_it_leaves(danube_region):
    network, places = capacitated_network(danube_region.state()), danube_region.model.links.places
    problem, pairs = network.problem, network.pairs
    assert [places[node] for node in problem.origin] == pairs["origin"].tolist()
    assert [places[node - len(places)] for node in problem.destination] == pairs["destination"].tolist()
    flows = {cls: danube_region.flows(cls=cls) for cls in danube_region.classes.index}
    expected = [flows[row["class"]].loc[row["origin"], row["destination"]] for _, row in pairs.iterrows()]
    assert problem.demand.tolist() == expected
    assert problem.cls.tolist() == [list(flows).index(cls) for cls in pairs["class"]]


def test_freight_of_a_later_year_fills_more(danube_region):
    now, later = (capacitated_network(danube_region.state(), year=year).problem.demand for year in (None, 2025))
    assert later == pytest.approx(1.03**2 * now)


def test_an_arc_passes_the_link_that_it_is(danube_region):
    network = capacitated_network(danube_region.state())
    both = directed(danube_region, "bud-beg-rail")
    graph = danube_region.model.graph
    for link in both:
        assert network.arc_links[:, [link]].nonzero()[0].tolist() == np.flatnonzero(graph.link == link).tolist()


def test_capacities_of_links_and_of_hubs_can_be_lifted(edit):
    """Links have some, the train (3 a week of 1000 t) in each direction, and the hub (5000 t)."""
    edit.services({"stops": "BUD;BUH"})
    edit.column("hubs.csv", "capacity_t_per_year", BUD=5000)
    network = capacitated_network(edit.region().state(), hubs=["BUD"])
    links = network.problem.capacity[: len(network.limited)].tolist()
    train, hub, none = [3 * 365 / 7 * 1000] * 2, [5000.0], [np.inf]
    assert network.limits().tolist() == pytest.approx([*links, *train, *hub])
    assert network.limits(links=False).tolist() == pytest.approx([*none * len(links), *train, *hub])
    assert network.limits(hubs=False).tolist() == pytest.approx([*links, *train, *none])
    assert len(links) > 0


def test_a_set_of_candidates_has_the_network_of_these_hubs_alone(edit):
    """The hub BUD has little room, and a train runs between two of them."""
    edit.services({"stops": "BUD;BUH"})
    edit.column("hubs.csv", "capacity_t_per_year", BUD=5000)
    region = edit.region().with_overrides(geodata.ParameterChange("tariff_usd_per_tkm", factor=3.0, service="single"))
    state, every = region.state(), ["BUD", "BEG", "BUH"]
    network = capacitated_network(state, hubs=every)
    fixed = state.hub_numbers(every)["fixed_usd_per_year"].tolist()
    for links in (True, False):
        choice = network.choice(links=links)
        assert choice.labels == tuple(every)
        assert choice.fixed_cost.tolist() == fixed
        for hubs in ([], [0], [1, 2], [0, 2], [0, 1, 2]):
            alone = capacitated_network(state, hubs=[every[at] for at in hubs])
            expected = solve_multicommodity(replace(alone.problem, capacity=alone.limits(links=links)))
            found = solve_multicommodity(choice.with_open(hubs))
            assert found.objective == pytest.approx(expected.objective, rel=1e-9)
            assert found.unmet.sum() == pytest.approx(expected.unmet.sum(), abs=1e-3)


def test_without_limits_the_best_pair_is_that_of_the_hub_problem(danube_region):
    wide = geodata.Change(mode=("rail", "road", "ferry"), capacity=1e6)
    dear = geodata.ParameterChange("tariff_usd_per_tkm", factor=3.0, service="single")
    region, every = danube_region.with_overrides(wide, dear), ["BUD", "BEG", "BUH"]
    known = solve(region.problem(candidates=every), p=2)
    found = hub_network_design(capacitated_network(region.state(), hubs=every).choice(), p=2)
    assert found.hubs == known.hubs
    assert found.objective == pytest.approx(known.objective, rel=1e-6)
    assert found.info["programmes"] == 1
