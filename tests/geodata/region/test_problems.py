"""The problems made of a region: blocks, hubs, weights of scenarios."""

import numpy as np
import pytest

import geodata
from geodata import Scenario
from optimize import HubProblem, ScenarioProblem


def test_hub_numbers_and_parameters_of_a_scenario(edit):
    edit.scenario(
        "cheap",
        '[[parameter]]\nparameter = "handling_factor"\nplace = "BEG"\nfactor = 0.5\n'
        '[[parameter]]\nparameter = "hub_handling_usd_per_t"\nvalue = 10\n',
    )
    region = geodata.load_region(edit.folder)
    assert region.hub_numbers(["BEG", "BUD"], "cheap")["handling_factor"].tolist() == [0.4, 1.0]
    hour = 3000 * 0.005 / 24
    block = region.problem("cheap").blocks[0]
    assert block.handling.tolist() == pytest.approx([10 + 8 * hour, 4 + 8 * hour, 9 + 8 * hour])


def test_weights_are_those_of_the_time_with_at_most_one_disruption():
    region = geodata.load_region("central-asia")
    names = ["base", "khorgos-closed", "red-sea", "cku-open"]
    weights = geodata.scenario_probabilities([region.scenario(name) for name in names])
    khorgos, red_sea = (region.scenario(name).probability for name in names[1:3])
    undisturbed = (1 - khorgos) * (1 - red_sea)
    only_khorgos, only_red_sea = khorgos * (1 - red_sea), (1 - khorgos) * red_sea
    whole = undisturbed + only_khorgos + only_red_sea
    assert weights["base"] == pytest.approx(undisturbed / whole)
    assert weights["khorgos-closed"] == pytest.approx(only_khorgos / whole)
    assert weights["red-sea"] == pytest.approx(only_red_sea / whole)
    assert weights["cku-open"] == 0.0


def test_what_if_cases_alone_count_alike():
    region = geodata.load_region("central-asia")
    cases = [region.scenario(name) for name in ("cku-open", "uzbekistan-trade-doubles")]
    assert set(geodata.scenario_probabilities(cases).values()) == {0.5}


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
