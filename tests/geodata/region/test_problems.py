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


def test_a_tonne_takes_the_room_of_its_class_in_teu(edit):
    edit.column("hubs.csv", "capacity_teu_per_year", BUH=20_000)
    problem = edit.region().problem()
    assert problem.capacity.tolist() == [np.inf, np.inf, 20_000]
    assert problem.metadata["capacity_unit"] == "TEU/year"
    use = {block.name: block.capacity_use for block in problem.blocks}
    assert use == pytest.approx({"containers": 1 / 10, "parcels": 1 / 5})


def test_in_tonnes_all_classes_take_the_same_room(danube_region):
    problem = danube_region.problem()
    assert problem.metadata["capacity_unit"] == "t/year"
    assert [block.capacity_use for block in problem.blocks] == [1, 1]


def test_all_blocks_of_a_class_take_the_same_room(edit):
    edit.services({"stops": "BUD;BUH"})
    edit.column("hubs.csv", "capacity_teu_per_year", BUH=20_000)
    problem = edit.region().problem()
    assert len(problem.blocks) > 2
    for block in problem.blocks:
        cls = problem.metadata["class_of_block"][block.name]
        assert block.capacity_use == pytest.approx({"containers": 1 / 10, "parcels": 1 / 5}[cls])


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


def test_blocks_have_the_penalty_of_their_class_and_scenario(danube_region):
    cheap = Scenario("x", parameters=(geodata.ParameterChange("unmet_usd_per_t", factor=0.5, cls="parcels"),))
    for scenario, penalties in (("base", [1000, 5000]), (cheap, [1000, 2500])):
        blocks = danube_region.problem(scenario).blocks
        assert [float(np.unique(block.unmet_penalty).item()) for block in blocks] == penalties


def test_overrides_of_links_reach_the_problem(danube_region):
    region = danube_region.with_overrides(geodata.Change(place=("SOF",), close=True))
    block = region.problem().blocks[0]
    assert np.isinf(block.direct[3, [0, 1, 2, 4, 5]]).all()
    assert np.isinf(region.problem("danube-bridge-closed").blocks[0].direct[3, 0])


def test_blocks_have_the_flows_of_their_class_year_and_scenario(danube_region):
    double = Scenario("x", demand=(geodata.DemandChange(2.0),))
    before = danube_region.flows(cls="parcels").to_numpy()
    for scenario, year, factor in (("base", None, 1), ("base", 2025, 1.03**2), (double, None, 2), (double, 2024, 2.06)):
        block = danube_region.problem(scenario, year=year).blocks[1]
        assert block.flow == pytest.approx(factor * before)


def test_the_problem_says_where_it_comes_from(danube_region):
    told = danube_region.with_hub("BEG", handling_factor=0.5).problem("danube-bridge-closed", year=2030).metadata
    assert (told["region"], told["scenario"], told["year"]) == ("danube", "danube-bridge-closed", 2030)
    assert (told["flow_unit"], told["cost_unit"]) == ("t/year", "USD/t")
    assert "handling_factor" in told["overrides"][0]
    assert danube_region.problem().metadata["year"] == 2023


def test_weights_by_hand():
    """Odds of 20% are 1 to 4, of 50% 1 to 1: with the base 1 + 0.25 + 1."""
    scenarios = [Scenario("base"), Scenario("a", probability=0.2), Scenario("b", probability=0.5), Scenario("w")]
    weights = geodata.scenario_probabilities(scenarios)
    assert weights == pytest.approx({"base": 4 / 9, "a": 1 / 9, "b": 4 / 9, "w": 0.0})
    without = geodata.scenario_probabilities(scenarios[1:])
    assert without == pytest.approx({"a": 0.2, "b": 0.8, "w": 0.0})


def test_what_is_always_in_force_takes_all_the_weight():
    scenarios = [Scenario("base"), Scenario("a", probability=1.0), Scenario("b", probability=0.5)]
    assert geodata.scenario_probabilities(scenarios) == {"base": 0.0, "a": 1.0, "b": 0.0}


def test_scenarios_are_weighed_by_name_or_in_their_order(danube_region):
    for given in ({"danube-bridge-closed": 0.25, "base": 0.75}, [0.75, 0.25]):
        problem = danube_region.scenario_problem(["base", "danube-bridge-closed"], probability=given)
        assert problem.probability == {"base": 0.75, "danube-bridge-closed": 0.25}


def test_every_scenario_of_a_problem_has_the_same_options(danube_region):
    problem = danube_region.scenario_problem(
        ["base", "danube-bridge-closed"], ["BUD", "SOF"], classes=["parcels"], services="hubs", year=2024
    )
    for part in problem.problems.values():
        assert part.candidates == ("BUD", "SOF")
        assert [block.name for block in part.blocks] == ["parcels"]
        assert part.blocks[0].direct is None
        assert part.metadata["year"] == 2024


def test_one_scenario_may_be_named_without_a_list(danube_region):
    # a text is no list of letters
    assert danube_region.scenario_problem("base").probability == {"base": 1.0}
    assert {"danube-bridge-closed"} == set(danube_region.scenario_problem("danube-bridge-closed").probability)
    assert len(danube_region.sample_scenarios(3, 1, "danube-bridge-closed")) == 3


def test_texts_and_parts_of_numbers_are_told_or_understood(danube_region):
    assert danube_region.hub_numbers("Beograd").index.tolist() == ["BEG"]
    with pytest.raises(geodata.UnknownNameError, match="BEX"):
        danube_region.hub_numbers(["BEG", "BEX"])
    assert danube_region.route("VIE", "SOF", modes="road") is not None
    for year in ("2025", 2025.5, float("nan")):
        with pytest.raises(ValueError, match="whole years"):
            danube_region.problem(year=year)
    with pytest.raises(ValueError, match=r"whole number of at least 1, not 1\.5"):
        danube_region.sample_scenarios(1.5, 0)


def test_the_modes_between_hubs_can_be_named(danube_region):
    free = danube_region.problem(candidates=["BUD", "BEG", "BUH"])
    by_rail = danube_region.problem(candidates=["BUD", "BEG", "BUH"], trunk=("rail",))
    flown = danube_region.problem(candidates=["BUD", "BEG", "BUH"], trunk=("air",))
    between = ~np.eye(3, dtype=bool)
    for one, two, three in zip(free.blocks, by_rail.blocks, flown.blocks, strict=True):
        assert (two.transfer >= one.transfer).all()
        assert np.isinf(three.transfer[between]).all()  # nothing flies there
        # the rest is as it was
        for part in ("flow", "collection", "distribution", "direct", "handling"):
            assert (getattr(one, part) == getattr(three, part)).all()
