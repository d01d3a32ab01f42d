"""Costs of single arcs: by hand, part by part, with and without changes."""

from dataclasses import fields

import networkx as nx
import numpy as np
import pytest

from geodata import Change, ParameterChange, Scenario
from geodata.costs.arc_costs import FIXED_BY, fixed_parts, time_value
from geodata.files import MODES, PARAMETER_KEYS, SERVICES
from geodata.network import CHANGE, LINK, LOAD, UNLOAD
from optimize import InputError


@pytest.mark.parametrize(
    ("change", "part", "before", "after"),
    [
        ({"time": 2.0}, "moving", 378 / 45 / 24, 2 * 378 / 45 / 24),
        ({"add_time_h": 12.0}, "moving", 378 / 45 / 24, 378 / 45 / 24 + 0.5),
        ({"dwell": 3.0}, "waiting_border", 5 / 24, 15 / 24),
        ({"add_dwell_h": 24.0}, "waiting_border", 5 / 24, 29 / 24),
    ],
)
def test_effects_on_time(danube_region, change, part, before, after):
    scenario = Scenario("x", changes=(Change(links=("bud-beg-road",), **change),))
    route = {"via": ["bud-beg-road"], "modes": ["road"]}
    assert danube_region.route("BUD", "BEG", **route).days[part] == pytest.approx(before)
    assert danube_region.route("BUD", "BEG", scenario=scenario, **route).days[part] == pytest.approx(after)


@pytest.mark.parametrize(
    ("change", "part", "before", "after"),
    [
        ({"tariff": 2.0}, "tariff", 378 * 0.09, 2 * 378 * 0.09),
        ({"fee": 10.0}, "border_fees", 1, 10),
        ({"add_fee_usd_per_t": 5.0}, "border_fees", 1, 6),
    ],
)
def test_effects_on_cost(danube_region, change, part, before, after):
    scenario = Scenario("x", changes=(Change(links=("bud-beg-road",), **change),))
    route = {"via": ["bud-beg-road"], "modes": ["road"]}
    assert danube_region.route("BUD", "BEG", **route).cost_usd_per_t[part] == pytest.approx(before)
    assert danube_region.route("BUD", "BEG", scenario=scenario, **route).cost_usd_per_t[part] == pytest.approx(after)


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


def parts(region, kind, place=None, modes=None, link=None, cls="containers", service="consolidated", changes=()):
    """Money and hours of one arc, without the parts that are 0."""
    model, state = region.model, region.state(Scenario("x", changes=tuple(changes)))
    graph, links = model.graph, model.links
    on = graph.kind == kind
    if link is not None:
        index = next(i for i, name in enumerate(links.ids) if name == link[0] and bool(links.forward[i]) == link[1])
        on &= graph.link == index
    if place is not None:
        on &= graph.place == links.places.index(place)
    if modes is not None:
        on &= (graph.mode_from == MODES.index(modes[0])) & (graph.mode_to == MODES.index(modes[1]))
    (arc,) = np.flatnonzero(on)
    costs = state.arc_costs(cls, service)
    money = {name: float(values[arc]) for name, values in costs.money.items() if values[arc]}
    hours = {name: float(values[arc]) for name, values in costs.hours.items() if values[arc]}
    rate = {"containers": 3000 * 0.005, "parcels": 20000 * 0.01}[cls] / 24
    assert costs.weight[arc] == pytest.approx(sum(money.values()) + rate * sum(hours.values()))
    return money, hours


def test_the_value_of_an_hour_is_that_of_the_class(danube_region):
    numbers = danube_region.model.parameters
    assert time_value(numbers, "containers") == pytest.approx(3000 * 0.5 / 100 / 24)
    assert time_value(numbers, "parcels") == pytest.approx(20000 * 1.0 / 100 / 24)


def test_loading_waits_for_the_train_and_unloading_does_not(danube_region):
    assert parts(danube_region, LOAD, "VIE", ("rail", "rail")) == ({"handling": 5}, {"handling": 12, "gathering": 24})
    assert parts(danube_region, UNLOAD, "VIE", ("rail", "rail")) == ({"handling": 5}, {"handling": 12})
    assert parts(danube_region, LOAD, "VIE", ("road", "road")) == ({"handling": 2}, {"handling": 2})
    single = parts(danube_region, LOAD, "VIE", ("rail", "rail"), service="single")
    assert single == ({"handling": 5}, {"handling": 12})


def test_changing_mode_costs_half_of_either_and_the_wait_of_what_has_to_be_gathered(edit):
    for name in ("transfer_usd_per_t", "transfer_h"):
        edit.add("parameters.csv", parameter=name, mode="rail", central=9)
        edit.add("parameters.csv", parameter=name, mode="ferry", central=21)
    edit.add("parameters.csv", parameter="consolidation_wait_h", mode="ferry", service="consolidated", central=30)
    edit.add("parameters.csv", parameter="consolidation_wait_h", mode="road", service="consolidated", central=4)
    region = edit.region()
    to_rail = parts(region, CHANGE, "VIE", ("road", "rail"))
    assert to_rail == ({"handling": (5 + 9) / 2}, {"reloading": (12 + 9) / 2, "gathering": 24 - 4})
    to_road = parts(region, CHANGE, "VIE", ("rail", "road"))
    assert to_road == ({"handling": (5 + 9) / 2}, {"reloading": (12 + 9) / 2})  # a train load goes on as it is
    to_ferry = parts(region, CHANGE, "VIE", ("rail", "ferry"))
    assert to_ferry == ({"handling": (9 + 21) / 2}, {"reloading": (9 + 21) / 2})
    assert parts(region, CHANGE, "VIE", ("road", "ferry"))[1]["gathering"] == 30 - 4


def test_a_number_of_one_place_holds_there(edit):
    edit.add("parameters.csv", parameter="terminal_usd_per_t", mode="rail", place="BUD", central=1)
    edit.add("parameters.csv", parameter="consolidation_wait_h", mode="rail", place="BUD", service="consolidated",
             central=48)  # fmt: skip
    region = edit.region()
    assert parts(region, LOAD, "BUD", ("rail", "rail")) == ({"handling": 1}, {"handling": 12, "gathering": 48})
    assert parts(region, UNLOAD, "BUD", ("rail", "rail")) == ({"handling": 1}, {"handling": 12})
    assert parts(region, LOAD, "VIE", ("rail", "rail")) == ({"handling": 5}, {"handling": 12, "gathering": 24})


def test_a_link_pays_its_tariff_and_its_border(danube_region):
    train = {"tariff": 350 * 0.025, "border_fees": 2}, {"moving": 350 / 20, "waiting_border": 12}
    assert parts(danube_region, LINK, link=("bud-beg-rail", True)) == train
    assert parts(danube_region, LINK, link=("bud-beg-rail", False)) == train
    wagon = parts(danube_region, LINK, link=("bud-beg-rail", True), service="single")
    assert wagon == ({"tariff": 350 * 0.05, "border_fees": 2}, train[1])


def test_a_border_of_one_direction_and_a_fast_lane(danube_region):
    there = parts(danube_region, LINK, link=("sof-buh-road", True))
    assert there == ({"tariff": 384 * 0.07, "border_fees": 1}, {"moving": 384 / 45, "waiting_border": 4})
    back = parts(danube_region, LINK, link=("sof-buh-road", False))
    assert back == ({"tariff": 384 * 0.07}, {"moving": 384 / 45})
    parcels = parts(danube_region, LINK, link=("bud-beg-road", True), cls="parcels")
    assert parcels == ({"tariff": 378 * 0.07, "border_fees": 1}, {"moving": 378 / 45, "waiting_border": 2})


def test_numbers_of_the_link_itself_replace_those_of_its_mode(edit):
    edit.cell("links.csv", 2, "speed_kmh", "100")
    edit.cell("links.csv", 3, "time_h", "7")
    edit.cell("links.csv", 4, "tariff_factor", "1.5")
    edit.cell("links.csv", 4, "wait_h", "6")
    region = edit.region()
    assert parts(region, LINK, link=("vie-bud-rail", True))[1] == {"moving": 2.65}
    assert parts(region, LINK, link=("bud-beg-rail", False))[1] == {"moving": 7, "waiting_border": 12}
    money, hours = parts(region, LINK, link=("bud-buh-rail", True))
    assert money == {"tariff": pytest.approx(870 * 0.025 * 1.5)}
    assert hours == {"moving": 870 / 20, "waiting_departure": 6}


@pytest.fixture
def broken_gauge(edit):
    """Budapest - Belgrade from 1520 to 1435 mm, with a wait for departures and a crossing with its own hours."""
    edit.cell("links.csv", 3, "gauge_from_mm", "1520")
    edit.cell("links.csv", 3, "wait_h", "10")
    edit.cell("crossings.csv", 4, "reload_h", "3")
    edit.add("parameters.csv", parameter="gauge_usd_per_t", central=7)
    edit.add("parameters.csv", parameter="gauge_h", central=20)
    return edit


def test_a_break_of_gauge_costs_money_and_the_hours_of_its_crossing(broken_gauge):
    region = broken_gauge.region()
    money, hours = parts(region, LINK, link=("bud-beg-rail", True))
    assert money == {"tariff": 350 * 0.025, "border_fees": 2, "gauge": 7}
    assert hours == {"moving": 17.5, "waiting_border": 12, "waiting_departure": 10, "reloading": 3}
    broken_gauge.cell("crossings.csv", 4, "reload_h", "")
    assert parts(broken_gauge.region(), LINK, link=("bud-beg-rail", False))[1]["reloading"] == 20
    assert "gauge" not in parts(region, LINK, link=("vie-bud-rail", True))[0]


def test_a_change_of_gauge_at_a_station_has_the_numbers_of_the_place(broken_gauge):
    broken_gauge.add("parameters.csv", parameter="gauge_usd_per_t", place="BUD", central=4)
    region = broken_gauge.region()
    graph, costs = region.model.graph, region.state().arc_costs("containers", "consolidated")
    at = np.flatnonzero(graph.gauge_break)
    assert {region.model.links.places[place] for place in graph.place[at]} == {"BUD"}
    assert costs.money["gauge"][at].tolist() == [4, 4]
    assert costs.hours["reloading"][at].tolist() == [20, 20]
    assert costs.money["handling"][at].tolist() == [0, 0]
    assert parts(region, LINK, link=("bud-beg-rail", True))[0]["gauge"] == 7


def test_every_factor_of_a_change_acts_on_its_own_part(broken_gauge):
    region = broken_gauge.region()
    base = parts(region, LINK, link=("bud-beg-rail", True))
    expected = {
        "time": (1, "moving", 35.0), "dwell": (1, "waiting_border", 24.0), "wait": (1, "waiting_departure", 20.0),
        "reload": (1, "reloading", 6.0), "tariff": (0, "tariff", 17.5), "fee": (0, "border_fees", 4.0),
    }  # fmt: skip
    for effect, (side, part, value) in expected.items():
        change = Change(links=("bud-beg-rail",), **{effect: 2.0})
        changed = parts(region, LINK, link=("bud-beg-rail", True), changes=[change])
        wanted = [dict(base[0]), dict(base[1])]
        wanted[side][part] = value
        assert list(changed) == wanted, effect


def test_factors_come_before_what_is_added_and_nothing_falls_below_zero(danube_region):
    link = ("bud-beg-rail", True)
    change = Change(links=("bud-beg-rail",), time=2.0, dwell=3.0, fee=4.0, add_time_h=1.0, add_dwell_h=2.0,
                    add_fee_usd_per_t=3.0)  # fmt: skip
    money, hours = parts(danube_region, LINK, link=link, changes=[change])
    assert (hours["moving"], hours["waiting_border"], money["border_fees"]) == (36, 38, 11)
    less = Change(links=("bud-beg-rail",), add_time_h=-1.0, add_dwell_h=-2.0, add_fee_usd_per_t=-0.5)
    money, hours = parts(danube_region, LINK, link=link, changes=[less])
    assert (hours["moving"], hours["waiting_border"], money["border_fees"]) == (16.5, 10, 1.5)
    none = Change(links=("bud-beg-rail",), add_time_h=-100.0, add_dwell_h=-100.0, add_fee_usd_per_t=-100.0)
    assert parts(danube_region, LINK, link=link, changes=[none]) == ({"tariff": 8.75}, {})


def test_closed_links_and_those_without_a_tariff_cost_infinitely_much(danube_region):
    graph, links = danube_region.model.graph, danube_region.model.links
    weight = danube_region.state("danube-bridge-closed").arc_costs("containers", "single").weight
    closed = {links.ids[index] for index in graph.link[np.isinf(weight)]}
    assert closed == {"sof-buh-rail", "sof-buh-road", "vie-cnd-river"}  # planned, closed, and without wagons' tariff


def test_a_cost_that_overflows_does_not_close_the_link(danube_region):
    dear = Scenario("x", changes=(Change(links=("vie-bud-road",), tariff=1e6),) * 60)
    with pytest.raises(InputError, match="the cost of link vie-bud-road is too large to compute with"):
        danube_region.problem(dear)


@pytest.mark.parametrize("name", sorted(set(PARAMETER_KEYS) - set(FIXED_BY)))
def test_parameters_that_are_not_said_to_matter_leave_the_costs_of_arcs_as_they_are(danube_region, name):
    model = danube_region.model
    changed = model.parameters.changed([ParameterChange(name, factor=3.0), ParameterChange(name, value=7.0)])
    for service in SERVICES:
        plain, other = (
            fixed_parts(model.links, model.graph, numbers, model.classes, "containers", service)
            for numbers in (model.parameters, changed)
        )
        for part in fields(plain):
            assert np.array_equal(getattr(plain, part.name), getattr(other, part.name)), part.name


@pytest.mark.parametrize("name", FIXED_BY)
def test_a_scenario_that_changes_what_matters_has_costs_of_its_own(danube_region, name):
    change = (ParameterChange(name, value=7.0),)
    assert danube_region.model.fixed("containers", "single", change) is not danube_region.model.fixed(
        "containers", "single"
    )
    elsewhere = (ParameterChange(name, value=7.0, cls="parcels"),)
    assert danube_region.model.fixed("containers", "single", elsewhere) is danube_region.model.fixed(
        "containers", "single"
    )
