"""Costs of a loss, against the problem made by hand and solved."""

import numpy as np
import pytest

from experiments.failures.elements import Element, list_elements, without
from experiments.failures.losses import (
    Stakes,
    all_goes_direct,
    best_hub,
    costs_after,
    evaluate_loss,
    found_element,
    hub_costs,
    problem_without,
    unmet_tonnes,
)
from experiments.question import Study
from geodata import Change, Scenario
from optimize import solve


def _solved(region, links, hubs):
    closed = Scenario("x", changes=(Change(links=links, close=True),)) if links else "base"
    problem = region.problem(closed, ["GAT", "NOR", "SOU", "MID"])
    return solve(problem, p=len(hubs), open_hubs=list(hubs))


def test_a_closed_link_costs_what_the_problem_says(tiny):
    study = Study.of(str(tiny), gateways=["GAT"])
    one = Element("mid-west", "link", "Midtown - Westport", ("mid-west",))
    before = _solved(study.region, (), ["GAT", "SOU"])
    first = _solved(study.region, (), ["GAT", "NOR"])
    stakes = Stakes(
        study, study.region.scenario("base"), {one.key: one}, "SOU", before.objective, best_usd=first.objective
    )
    found = evaluate_loss(stakes, {"loss": one.key}, np.random.default_rng(0))
    after = {hub: _solved(study.region, ("mid-west",), ["GAT", hub]) for hub in ("NOR", "SOU", "MID")}
    best = min(after, key=lambda hub: after[hub].objective)
    assert found["cost_fixed_usd"] == pytest.approx(after["SOU"].objective - before.objective, rel=1e-9)
    assert found["cost_rechosen_usd"] == pytest.approx(after[best].objective - first.objective, rel=1e-9)
    assert found["hub_after"] == best
    assert found["unmet_t"] == pytest.approx(after["SOU"].unmet["flow"].sum(), rel=1e-9)
    assert found["unmet_t"] > 0


def test_a_lost_gateway_leaves_the_hub_alone(tiny):
    study = Study.of(str(tiny))
    costs = hub_costs(study, problem_without(study, study.region.scenario("base"), ("GAT",)))
    for hub in ("NOR", "SOU", "MID"):
        assert costs[hub] == pytest.approx(_solved(study.region, (), [hub]).objective, rel=1e-9)


def test_without_any_hub_all_freight_goes_direct_or_stays(tiny):
    study = Study.of(str(tiny), gateways=[])
    state = Scenario("x", changes=(Change(links=("far-gate",), close=True),))
    cost = unmet = 0.0
    for block in study.region.problem(state).blocks:
        for flow, direct, penalty in zip(
            block.flow.ravel(), block.direct.ravel(), block.unmet_penalty.ravel(), strict=True
        ):
            cost += flow * min(direct, penalty) if flow else 0.0
            unmet += flow if penalty < direct else 0.0
    assert hub_costs(study, problem_without(study, state, study.hubs), study.hubs)[""] == pytest.approx(cost, rel=1e-9)
    assert unmet_tonnes(problem_without(study, state), ()) == pytest.approx(unmet, rel=1e-9)


def test_another_hub_has_to_be_cheaper_by_more_than_rounding():
    assert best_hub({"A": 10.0, "B": 9.9}, "A") == "A"
    assert best_hub({"A": 10.0, "B": 5.0}, "A") == "B"


def test_pairs_are_found_by_their_names():
    elements = {one.key: one for one in (Element("A & B", "corridor", "AB", ("a",)), Element("c", "link", "C", ("c",)))}
    assert found_element(elements, "corridor:A & B & link:c").links == ("a", "c")


def test_costs_without_the_problem_are_those_of_the_problem(tiny):
    study = Study.of(str(tiny))
    base = study.region.scenario("base")
    for element in list_elements(study, base, ["GAT", "SOU"], "all"):
        after = without(base, element.links)
        wanted = hub_costs(study, problem_without(study, after, element.hubs), element.hubs)
        assert costs_after(study, after, element.hubs) == pytest.approx(wanted, rel=1e-9)


def test_freight_without_a_way_is_told_from_freight_that_goes_direct(tiny):
    study = Study.of(str(tiny))
    assert all_goes_direct(study, study.region.scenario("base"))
    assert not all_goes_direct(study, study.region.scenario("west-cut"))
