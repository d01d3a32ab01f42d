"""What an item is worth is a difference of costs that others find as well, and every break-even is one."""

import math

import numpy as np
import pytest

import geodata
import optimize
from experiments import route_value
from geodata import Change
from optimize import InputError

CHANGES = {
    "fly": ((), (Change(links=("fly",), close=True),)),
    "gate-mid": ((Change(links=("gate-mid",), open=True),), ()),
    "west-road": ((Change(links=("west-mid-road",), open=True),), ()),
    "more:mid-west": ((Change(links=("mid-west",), wait=1 / 1.1, capacity=1.1),), ()),
}


def solved(world, scenario, hubs=(), p=None):
    """Least cost over the gateway and so many of the other hubs, by the general solver."""
    problem = world.problem(scenario, ["GAT", "NOR", "SOU", "MID"])
    others = {"closed_hubs": [hub for hub in ("NOR", "SOU", "MID") if hub not in hubs]} if p is None else {}
    found = optimize.solve(problem, p=1 + (len(hubs) if p is None else p), open_hubs=["GAT", *hubs], **others)
    return found.objective


@pytest.mark.parametrize("item", CHANGES)
def test_worth_is_the_difference_of_what_the_solver_finds_with_it_and_without(valued, routes, item):
    region = geodata.load_region(routes)
    there, gone = (region.with_overrides(*changes) for changes in CHANGES[item])
    rows = valued.scenarios[(valued.scenarios["item"] == item)].set_index(["scenario", "design"])["worth_usd"]
    for scenario in ("base", "north-closed"):
        alone = solved(gone, scenario) - solved(there, scenario)
        best = solved(gone, scenario, p=1) - solved(there, scenario, p=1)
        assert rows[scenario, "no hub"] == pytest.approx(alone, rel=1e-6, abs=1.0)
        assert rows[scenario, "best hub"] == pytest.approx(best, rel=1e-6, abs=1.0)


def test_the_average_weights_the_scenarios(valued):
    value = valued.value.set_index(["item", "design"])["worth_usd"]
    own = valued.scenarios[(valued.scenarios["item"] == "gate-mid") & (valued.scenarios["design"] == "no hub")]
    mean = sum(valued.study.probability[row.scenario] * row.worth_usd for row in own.itertuples())
    assert value["gate-mid", "no hub"] == pytest.approx(mean, rel=1e-9)


def test_tonnes_on_a_link_are_those_of_the_assignment_where_no_hub_takes_them(routes):
    found = route_value(str(routes), links=["gate-north"], gateways=[], hubs=["NOR"], scenarios=["base"],
                        classes=["goods"], draws=0, break_even=False)  # fmt: skip
    region = geodata.load_region(routes)
    loads = region.assignment("base", "goods").frame()
    alone = found.value.set_index("design").loc["no hub", "used_t"]
    assert alone == pytest.approx(loads.loc[loads["link"] == "gate-north", "flow_t"].sum(), rel=1e-4)


def test_a_flight_costs_its_departures_in_both_directions(valued):
    row = valued.value[valued.value["item"] == "fly"].iloc[0]
    assert row["departures_per_year"] == pytest.approx(2 * 3 * 365 / 7)
    assert row["cost_usd"] == pytest.approx(2 * 3 * 365 / 7 * 6000)
    assert row["net_usd"] == pytest.approx(row["worth_usd"] + row["paid_usd"] - row["cost_usd"])


def test_what_is_paid_is_the_tonnes_times_the_price(valued):
    row = valued.value[(valued.value["item"] == "fly") & (valued.value["design"] == "no hub")].iloc[0]
    assert row["used_t"] > 0
    price = 6000 / (20 * 0.8) * 0.6 / 0.5  # single parcels against consolidated freight
    assert row["paid_usd"] == pytest.approx(row["used_t"] * price, rel=0.2)


def test_every_break_even_pays_on_one_side_and_not_on_the_other(valued):
    seen = 0
    for row in valued.value.to_dict("records"):
        for kind in ("trade", "departures", "tariff"):
            below, above = (row[f"break_even_{kind}_{side}"] for side in ("below", "above"))
            if math.isnan(below) or math.isnan(above):
                continue
            seen += 1
            nets = [row[f"net_{kind}_{side}_usd"] for side in ("below", "above")]
            assert below < above <= below * 1.011
            assert (nets[0] < 0 <= nets[1]) if kind == "trade" else (nets[1] < 0 <= nets[0])
    assert seen


def test_a_break_even_of_trade_is_confirmed_from_outside(valued, routes):
    row = valued.value[(valued.value["item"] == "gate-mid") & (valued.value["design"] == "no hub")].iloc[0]
    nets = []
    for side in ("below", "above"):
        world = geodata.load_region(routes).with_demand(row[f"break_even_trade_{side}"])
        there = world.with_overrides(Change(links=("gate-mid",), open=True))
        nets.append(solved(world, "base") - solved(there, "base") - 20e6)
    assert nets[0] < 0 <= nets[1]


def test_a_link_that_is_closed_in_a_scenario_is_worth_nothing_there(routes):
    found = route_value(str(routes), links=["mid-west"], scenarios=["base", "west-cut"], draws=0, break_even=False)
    worth = found.scenarios[found.scenarios["design"] == "no hub"].set_index("scenario")["worth_usd"]
    assert worth["west-cut"] == 0.0
    assert worth["base"] > 0


def test_draws_are_the_same_again_and_spread(valued, routes):
    again = route_value(str(routes), links=["fly"], scenarios=["base"], draws=6, seed=2, break_even=False)
    here = valued.draws[(valued.draws["item"] == "fly")].reset_index(drop=True)
    there = again.draws.reset_index(drop=True)
    assert here["worth_usd"].to_numpy() == pytest.approx(there["worth_usd"].to_numpy())
    spread = valued.spread.set_index(["item", "design"]).loc[("fly", "no hub")]
    own = here.loc[here["design"] == "no hub", "worth_usd"]
    assert spread["worth_mean_usd"] == pytest.approx(np.mean(own))
    assert spread["worth_sd_usd"] == pytest.approx(np.std(own, ddof=1))
    assert own.nunique() > 1


def test_a_region_without_a_gateway_or_a_further_hub_has_one_design(routes):
    found = route_value(
        str(routes), links=["fly"], gateways=["GAT"], hubs=["GAT"], scenarios=["base"], draws=0, break_even=False
    )
    assert list(found.value["design"]) == ["no hub"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"links": ["nowhere"]}, "nowhere"),
        ({"services": ["nothing"]}, "nothing"),
        ({"works": ["no-such"]}, "no-such"),
        ({"more": ["mid-east"]}, "nothing to have more of"),
        ({"links": ["fly"], "costs": {"else": 1.0}}, "else"),
        ({"links": ["fly"], "costs": {"fly": -1.0}}, "-1.0"),
        ({"links": ["fly"], "draws": -1}, "draws"),
    ],
)
def test_what_cannot_be_valued_is_told(routes, asked, words):
    with pytest.raises(InputError, match=words):
        route_value(str(routes), **asked)
