"""Choosing hubs in sight of full corridors: against a linear program for every set, with and without capacities."""

from dataclasses import replace
from itertools import combinations

import pytest

import geodata
from experiments.corridors import choose_hubs, choosing
from geodata.region import capacitated_network
from optimize import InputError
from tests.oracles.multicommodity import arc_flow_optimum


def cost_by_program(region, hubs, scenario="base", *, links=True):
    """USD a year with these hubs open, each set's network made anew, fixed costs by hand."""
    network = capacitated_network(region.state(scenario), hubs=hubs)
    fixed = 100_000 * len({"NOR", "SOU"} & set(hubs))
    return arc_flow_optimum(replace(network.problem, capacity=network.limits(links=links))) + fixed


@pytest.mark.parametrize("scenario", ["base", "north-closed"])
def test_each_candidate_costs_what_a_program_of_its_own_says(tiny_choice, scenario):
    region = tiny_choice.region
    sets = tiny_choice.sets.query("scenario == @scenario").set_index("hubs")
    assert sets.index.tolist() == sorted(sets.index, key=sets["upper_usd"].get)
    for hub in ("NOR", "SOU"):
        row, hubs = sets.loc[hub], ["GAT", hub]
        assert row["solved"]
        assert row["lower_usd"] == pytest.approx(cost_by_program(region, hubs, scenario), rel=2e-6)
        assert row["upper_usd"] == pytest.approx(cost_by_program(region, hubs, scenario), rel=2e-6)
        assert row["unlimited_upper_usd"] == pytest.approx(
            cost_by_program(region, hubs, scenario, links=False), rel=2e-6
        )


def test_two_hubs_with_nothing_open_anyway_are_the_best_of_all_pairs(narrow_south):
    region = geodata.load_region(narrow_south)
    found = choose_hubs(region, 2, gateways=[], best=1).runs["base"].limited
    costs = {pair: cost_by_program(region, pair) for pair in combinations(("NOR", "SOU", "MID"), 2)}
    assert found.objective == pytest.approx(min(costs.values()), rel=2e-6)
    assert costs[found.hubs] == pytest.approx(found.objective, rel=2e-6)


def test_a_narrow_line_changes_the_choice_and_not_seeing_it_costs(tiny_choice):
    """South is better as long as all its freight may go there from the gate."""
    row = tiny_choice.costs.set_index("scenario").loc["base"]
    assert row["idle_hubs"] == ""
    assert (row["hubs"], row["unlimited_hubs"]) == ("NOR", "SOU")
    lost = cost_by_program(tiny_choice.region, ["GAT", "SOU"]) - cost_by_program(tiny_choice.region, ["GAT", "NOR"])
    assert row["loss_usd"] == pytest.approx(lost, rel=1e-3)
    assert lost > 0


def test_the_gateways_are_open_anyway_unless_others_are_named(narrow_south):
    region = geodata.load_region(narrow_south)
    assert choose_hubs(region, 1, best=1).given == ("GAT",)
    assert choose_hubs(region, 1, hubs=["MID"], best=1).given == ("GAT", "MID")
    assert choose_hubs(region, 1, gateways=["SOU"], best=1).given == ("SOU",)
    with pytest.raises(InputError, match="nowhere"):
        choose_hubs(region, 1, gateways=["nowhere"])


def test_one_hub_alone_carries_nothing_and_is_not_worth_having(narrow_south):
    """Midtown costs nothing to keep open; what a hub saves is the leg between two."""
    choice = choose_hubs(geodata.load_region(narrow_south), 1, gateways=[])
    assert (choice.costs["hubs"].item(), choice.costs["idle_hubs"].item()) == ("MID", "MID")
    assert choice.used(choice.runs["base"].limited) == ()


def test_scenarios_are_chosen_for_one_by_one_with_the_base_in_front(narrow_south):
    told = []
    region = geodata.load_region(narrow_south)
    choice = choose_hubs(
        region, 1, ["North closed", "base"], hubs=["GAT", "MID"], progress=lambda *step: told.append(step)
    )
    assert list(choice.runs) == ["base", "north-closed"]
    assert (choice.given, choice.candidates) == (("GAT", "MID"), ("NOR", "SOU"))
    assert told == [("Undisturbed", 0, 2), ("North closed", 1, 2), ("", 2, 2)]
    assert list(choose_hubs(region, 1, best=1).runs) == ["base"]


def test_what_is_not_known_is_named_together(narrow_south):
    with pytest.raises(InputError) as caught:
        choose_hubs(geodata.load_region(narrow_south), 1, ["no-such"], hubs=["nowhere"], candidates=["noplace"])
    assert all(name in str(caught.value) for name in ("no-such", "nowhere", "noplace"))


@pytest.mark.parametrize("p", [0, 3])
def test_no_more_hubs_are_chosen_than_there_are(narrow_south, p):
    with pytest.raises(InputError, match=f"{p} hubs cannot be chosen from 2 candidates"):
        choose_hubs(geodata.load_region(narrow_south), p, hubs=["NOR"])


def test_a_time_limit_leaves_a_choice_with_its_gap(narrow_south):
    choice = choose_hubs(geodata.load_region(narrow_south), 1, hubs=["GAT"], time_limit=1e-9)
    row = choice.costs.iloc[0]
    assert row["status"] == "feasible"
    assert row["bound_usd"] < row["cost_usd"]
    assert row["gap"] > 0


def test_interrupted_it_ends(narrow_south, monkeypatch):
    real = choosing.hub_network_design

    def interrupted(*args, **asked):
        found = real(*args, **asked)
        return replace(found, info={**found.info, "stopped": "interrupted"})

    monkeypatch.setattr(choosing, "hub_network_design", interrupted)
    with pytest.raises(KeyboardInterrupt):
        choose_hubs(geodata.load_region(narrow_south), 1)
