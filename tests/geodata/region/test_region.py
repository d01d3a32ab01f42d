"""The public face of a region: places, network, routes, problems."""

import pickle

import networkx as nx
import numpy as np
import pytest
from shapely.geometry import LineString

import geodata
from geodata import Scenario
from optimize import HubProblem, ScenarioProblem


def test_places_are_a_geodataframe(danube_region):
    places = danube_region.places
    assert places.crs.to_epsg() == 4326
    assert list(places.index) == ["VIE", "BUD", "BEG", "SOF", "BUH", "CND"]
    assert places.geometry["VIE"].coords[0] == (16.37, 48.21)


def test_the_network_has_what_the_contract_says(danube_region):
    network = danube_region.network
    assert isinstance(network, nx.MultiDiGraph)
    assert set(network) == set(danube_region.places.index)
    for _, _, key, data in network.edges(keys=True, data=True):
        assert {"mode", "length_km", "time_h", "cost", "capacity", "corridors"} <= set(data)
        assert key == data["link"]
        assert data["cost"] > 0
        assert data["time_h"] > 0
    edge = network["BUD"]["BEG"]["bud-beg-rail"]
    assert edge["length_km"] == 350
    assert edge["time_h"] == pytest.approx(350 / 20 + 12)
    assert edge["price"] == pytest.approx(350 * 0.05 + 2)
    assert edge["corridors"] == ("balkan",)


def test_capacity_is_the_smallest_that_is_given(danube_region):
    capacity = nx.get_edge_attributes(danube_region.network, "capacity")
    assert capacity["BUD", "BEG", "bud-beg-rail"] == 4_000_000  # below 20 trains x 1,200 t x 365
    assert capacity["BUD", "BEG", "bud-beg-road"] == 1500 * 18 * 365
    assert capacity["SOF", "BUH", "sof-buh-road"] == 900 * 18 * 365
    assert capacity["BUH", "SOF", "sof-buh-road"] == np.inf  # the row is for one direction


def test_links_as_lines_tell_what_a_scenario_does(danube_region):
    lines = danube_region.lines("danube-bridge-closed")
    assert lines.crs.to_epsg() == 4326
    assert len(lines) == 13
    assert lines.index[~lines["open"]].tolist() == ["sof-buh-rail", "sof-buh-road"]
    assert lines.index[lines["changed"]].tolist() == ["sof-buh-road"]
    assert lines.geometry["vie-bud-rail"].coords[0] == (16.37, 48.21)
    assert not danube_region.lines()["changed"].any()


def test_planned_links_are_left_out_until_opened(danube_region):
    assert not danube_region.network.has_edge("SOF", "BUH", "sof-buh-rail")
    opened = Scenario("x", changes=(geodata.Change(links=("sof-buh-rail",), open=True),))
    assert danube_region.network_in(opened).has_edge("SOF", "BUH", "sof-buh-rail")


def test_shortest_paths_on_the_network_agree_with_routes(danube_region):
    """With one mode and nothing to load, the network of one class is all there is."""
    region = danube_region.with_parameters({"terminal_usd_per_t": 0, "terminal_h": 0}).with_overrides(
        geodata.Change(mode=("rail", "ferry"), close=True)
    )
    for start in region.places.index:
        for end in region.places.index:
            if start != end:
                expected = nx.shortest_path_length(region.network, start, end, weight="cost")
                assert region.route(start, end).total_cost_usd_per_t == pytest.approx(expected)


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


def test_a_route_may_be_bidden_by_way_of_places_and_modes(danube_region):
    route = danube_region.route("VIE", "SOF", via=["CND"], modes=["rail", "road"])
    assert "CND" in route.places
    assert route.legs[0].mode == "rail"
    corridor = danube_region.route("VIE", "CND", "containers", "consolidated", via=["danube"])
    assert corridor.links == ("vie-cnd-river",)
    assert corridor.days["waiting_departure"] == pytest.approx(1.0)
    with pytest.raises(ValueError, match="neither a link"):
        danube_region.route("VIE", "SOF", via=["the moon"])


def test_a_closed_class_or_service_does_not_use_the_link(danube_region):
    assert danube_region.route("VIE", "CND", "parcels", "consolidated", modes=["ferry"]) is None
    assert danube_region.route("VIE", "CND", "containers", "single", modes=["ferry"]) is None
    assert danube_region.route("VIE", "CND", "containers", "consolidated", modes=["ferry"]) is not None


def test_the_problem(danube_region):
    problem = danube_region.problem(candidates=["budapest", "BEG", "Bucharest"])
    assert isinstance(problem, HubProblem)
    assert problem.labels == tuple(danube_region.places.index)
    assert problem.candidates == ("BUD", "BEG", "BUH")
    assert [block.name for block in problem.blocks] == ["containers", "parcels"]
    assert problem.total_flow == pytest.approx(danube_region.flows().to_numpy().sum())
    assert problem.fixed_cost.tolist() == [10e6, 8e6, 9e6]
    assert problem.capacity is None


def test_candidates_outside_the_demand_places_become_nodes(edit):
    edit.add("places.csv", id="NIS", name="Nis", country="SRB", lat=43.32, lon=21.9, roles="junction", source="example")
    edit.add("links.csv", **{"from": "NIS", "to": "SOF"}, id="nis-sof", mode="road", length_km=165)
    region = geodata.load_region(edit.folder)
    problem = region.problem(candidates=["nis", "bud"])
    assert problem.labels == ("VIE", "BUD", "BEG", "SOF", "BUH", "CND", "NIS")
    assert problem.candidates == ("BUD", "NIS")
    assert region.problem(candidates=["bud"]).n == 6


def test_the_order_of_candidates_does_not_matter(danube_region):
    one = danube_region.problem(candidates=["BUH", "BUD"])
    two = danube_region.problem(candidates=["BUD", "BUH"])
    assert one.candidates == two.candidates
    assert (one.blocks[0].collection == two.blocks[0].collection).all()
    assert (one.blocks[0].handling == two.blocks[0].handling).all()


def test_a_hub_is_free_to_reach_from_itself(danube_region):
    block = danube_region.problem().blocks[0]
    at = [1, 2, 4]
    assert (block.collection[at, range(3)] == 0).all()
    assert (block.distribution[range(3), at] == 0).all()


def test_direct_service_can_be_left_out(danube_region):
    assert danube_region.problem().blocks[0].direct is not None
    assert danube_region.problem(services="hubs").blocks[0].direct is None
    with pytest.raises(ValueError, match="services"):
        danube_region.problem(services="none")


def test_capacity_reaches_the_problem(edit):
    edit.cell("hubs.csv", 2, "capacity_t_per_year", "1000000")
    problem = geodata.load_region(edit.folder).problem()
    assert problem.capacity.tolist() == [1e6, np.inf, np.inf]


def test_classes_and_years(danube_region):
    problem = danube_region.problem(classes=["Parcels and e-commerce"], year=2025)
    assert [block.name for block in problem.blocks] == ["parcels"]
    assert problem.total_flow == pytest.approx(1.03**2 * danube_region.flows(cls="parcels").to_numpy().sum())


def test_the_scenario_problem(danube_region):
    problem = danube_region.scenario_problem(["base", "Danube bridge closed"])
    assert isinstance(problem, ScenarioProblem)
    assert problem.probability == pytest.approx({"base": 0.98, "danube-bridge-closed": 0.02})
    weighed = danube_region.scenario_problem(
        ["base", "danube-bridge-closed"], probability={"base": 0.5, "danube-bridge-closed": 0.5}
    )
    assert weighed.probability["base"] == 0.5


def test_scenarios_without_base_are_scaled(danube_region):
    assert danube_region.scenario_problem(["danube-bridge-closed"]).probability == {"danube-bridge-closed": 1.0}


def test_a_what_if_case_has_no_weight_beside_the_base(danube_region):
    problem = danube_region.scenario_problem(["base", Scenario("what-if")])
    assert problem.probability == {"base": 1.0, "what-if": 0.0}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda region: region.problem(candidates=["Budapst"]), r"close matches: BUD \(Budapest\)"),
        (lambda region: region.problem(candidates=[]), "no candidate hubs"),
        (lambda region: region.problem("danube-bridge"), "close matches: danube-bridge-closed"),
        (lambda region: region.problem(classes=["gas"]), "unknown class"),
        (lambda region: region.scenario_problem([]), "at least one"),
        (lambda region: region.scenario_problem(["base", "base"]), "are given twice"),
        (lambda region: region.flows(cls="containers", unit="kg"), "unit"),
        (lambda region: region.route("VIE", "BUD", service="express"), "service"),
    ],
)
def test_wrong_questions(danube_region, wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong(danube_region)


def test_the_assignment_counts_tonnes(danube_region):
    result = danube_region.assignment(cls="containers")
    frame = result.frame()
    flows = danube_region.flows(cls="containers")
    assert result.unmet_t == 0
    assert result.through("VIE") == pytest.approx(max(flows.loc["VIE"].sum(), flows["VIE"].sum()))
    assert result.through("vie-bud-rail+vie-bud-road") == pytest.approx(
        frame.loc[frame["link"].isin(["vie-bud-rail", "vie-bud-road"]), "flow_t"].sum()
    )
    with pytest.raises(ValueError, match="neither a link"):
        result.through("the moon")


def test_arcs_are_enough_to_find_the_costs(danube_region):
    arcs = danube_region.arcs(cls="containers", service="single")
    network = nx.DiGraph()
    for arc in arcs.itertuples():
        if not network.has_edge(arc.tail, arc.head) or network[arc.tail][arc.head]["cost"] > arc.cost_usd_per_t:
            network.add_edge(arc.tail, arc.head, cost=arc.cost_usd_per_t)
    cost = nx.shortest_path_length(network, 0, 6 + 3, weight="cost")
    assert cost == pytest.approx(danube_region.leg_costs(cls="containers").direct[0, 3])
    rail = arcs[(arcs["link"] == "bud-beg-rail") & arcs["forward"]]
    assert rail["capacity_t_per_year"].item() == 4_000_000


def test_a_region_travels_to_other_processes(danube_region):
    assert pickle.loads(pickle.dumps(danube_region)).problem().total_flow == danube_region.problem().total_flow  # noqa: S301


def test_a_route_has_two_ends(danube_region):
    with pytest.raises(ValueError, match="name two places"):
        danube_region.route("VIE", "Wien")


def test_a_route_passes_places_by_name_and_knows_its_modes(danube_region):
    assert "BEG" in danube_region.route("BUD", "SOF", via="Beograd").places
    with pytest.raises(geodata.UnknownNameError, match="unknown mode 'train'; close matches: rail"):
        danube_region.route("BUD", "SOF", modes=["train"])


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("transfer", "unknown parameter 'transfer'; close matches: transfer_h"),
        (("transfer_h", "mail"), "unknown class 'mail'; the region has containers, parcels"),
        (("transfer_h", "", "train"), "unknown mode 'train'"),
        (("terminal_h", "", "", "", "Belgrade"), "unknown place 'Belgrade'"),
    ],
)
def test_an_override_of_what_is_not_there(danube_region, key, words):
    with pytest.raises(geodata.UnknownNameError, match=words):
        danube_region.with_parameters({key: 1.0})
