"""Tables of hub sets straight from a region: those of its problems."""

import numpy as np
import pytest

import geodata
from geodata import Change, Family, Scenario
from optimize import HubSetTable, InputError
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return geodata.load_region(write_tiny(tmp_path_factory.mktemp("regions") / "tiny"))


def slow(region, scenarios, hubs, p_max, *, year=None, classes=None, services="all", **options):
    problem = region.scenario_problem(scenarios, hubs, year=year, classes=classes, services=services)
    return HubSetTable.build(problem, p_max, threads=1, **options)


def assert_same(found, expected):
    assert found.candidates == expected.candidates
    assert found.scenarios == expected.scenarios
    assert found.probability.tolist() == expected.probability.tolist()
    assert found.sets == expected.sets
    np.testing.assert_allclose(found.scenario_cost, expected.scenario_cost, rtol=1e-9)
    assert (found.hub_load is None) == (expected.hub_load is None)
    if expected.hub_load is not None:
        np.testing.assert_allclose(found.hub_load, expected.hub_load, rtol=1e-6, atol=1e-3)
        np.testing.assert_allclose(found.room_price, expected.room_price, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("capacities", [None, False])
def test_the_table_is_that_of_the_problem(central_asia, capacities):
    """In the bundled region: scheduled services with little room, surcharges in third areas, hubs that are full."""
    scenarios, hubs = ["base", "khorgos-closed", "red-sea"], [*central_asia.gateways, *central_asia.candidates]
    expected = slow(central_asia, scenarios, hubs, 3, forced=["XIY"], banned=["TAS"], capacities=capacities)
    found = central_asia.hub_set_table(
        scenarios, hubs, 3, forced=["Xi'an"], banned=["Tashkent"], capacities=capacities is None
    )
    assert_same(found, expected)


def test_a_draw_of_the_unsure_inputs_has_its_own_table(central_asia):
    drawn = central_asia.sample_parameters(7)
    hubs = ["ALA", "TAS", "XIY"]
    expected = slow(drawn, ["base", "red-sea"], hubs, 2)
    assert_same(drawn.hub_set_table(["base", "red-sea"], hubs), expected)
    assert not np.allclose(expected.scenario_cost, slow(central_asia, ["base", "red-sea"], hubs, 2).scenario_cost)


@pytest.mark.parametrize(
    "asked",
    [{"classes": ["ecommerce"]}, {"year": 2027}, {"services": "hubs", "classes": ["ecommerce"], "capacities": False}],
    ids=str,
)
def test_classes_years_and_services_count(central_asia, asked):
    hubs = ["ALA", "TAS", "XIY", "SCO"]
    assert_same(central_asia.hub_set_table(["base"], hubs, 2, **asked), slow(central_asia, ["base"], hubs, 2, **asked))


def test_trunks_count(central_asia):
    hubs = ["ALA", "TAS", "XIY"]
    problem = central_asia.problem("base", hubs, classes=["ecommerce"], trunk=["air"])
    found = central_asia.hub_set_table("base", hubs, 3, classes=["ecommerce"], trunk=["air"])
    np.testing.assert_allclose(found.scenario_cost, HubSetTable.build(problem, 3).scenario_cost, rtol=1e-9)
    without = central_asia.hub_set_table("base", hubs, 3, classes=["ecommerce"])
    dearer = found.scenario_cost / without.scenario_cost
    assert (dearer > 1 - 1e-12).all()
    assert dearer.max() > 1 + 1e-6


def test_a_region_without_services_and_customs_areas(tiny):
    scenarios = ["base", "north-closed", "west-cut", "slow-south"]
    probability = [0.4, 0.3, 0.2, 0.1]
    problem = tiny.scenario_problem(scenarios, ["GAT", "NOR", "SOU", "MID"], probability=probability)
    found = tiny.hub_set_table(scenarios, p_max=3, forced=["GAT"], probability=probability)
    expected = HubSetTable.build(problem, 3, forced=["GAT"])
    np.testing.assert_allclose(found.scenario_cost, expected.scenario_cost, rtol=1e-9)
    assert found.probability.tolist() == probability
    assert found.hub_load is None


def test_scenarios_of_ones_own_and_changes_of_demand(tiny):
    shut = Scenario("shut", "Shut", changes=(Change(corridor="Trunk", close=True),))
    region = tiny.with_demand(3.0, country="CCC").with_hub("MID", capacity_t_per_year=2e5)
    assert_same(region.hub_set_table([shut, "base"]), slow(region, [shut, "base"], None, 2))


def test_families_share_candidates_and_keep_to_their_own_hubs(central_asia):
    families = {
        "xian": Family(["XIY"], p_max=2),
        "alone": Family(p_max=1),
        "kept": Family(["XIY", "ALA"], banned=["TAS"], p_max=3),
        "no_direct": Family(["XIY"], p_max=2, capacities=False, services="hubs"),
    }
    tables = central_asia.hub_set_tables(["base"], families)
    hubs = ["XIY", *central_asia.candidates]
    assert list(tables) == list(families)
    assert_same(tables["xian"], slow(central_asia, ["base"], hubs, 2, forced=["XIY"]))
    assert_same(tables["alone"], slow(central_asia, ["base"], hubs, 1, banned=["XIY"]))
    assert_same(tables["kept"], slow(central_asia, ["base"], hubs, 3, forced=["XIY", "ALA"], banned=["TAS"]))
    free = slow(central_asia, ["base"], hubs, 2, forced=["XIY"], services="hubs", capacities=False)
    assert_same(tables["no_direct"], free)


def test_some_sets_alone(central_asia):
    sets = [["XIY"], ["XIY", "TAS"], ["TAS", "ALA", "XIY"], ["KHK"]]
    found = central_asia.hub_set_table(["base", "red-sea"], sets=sets)
    whole = slow(central_asia, ["base", "red-sea"], ["XIY", *central_asia.candidates], 3)
    assert [set(found.labels(row)) for row in range(len(found))] == [set(hubs) for hubs in sets]
    for hubs in sets:
        assert found.cost(hubs).to_numpy() == pytest.approx(whole.cost(hubs).to_numpy(), rel=1e-9)
        assert found.loads(hubs).to_numpy() == pytest.approx(whole.loads(hubs).to_numpy(), rel=1e-6, abs=1e-3)
    with pytest.raises(InputError, match="its list alone"):
        found.cost(["ALA"])


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"scenarios": ["base", "base"]}, "given twice"),
        ({"scenarios": []}, "at least one scenario"),
        ({"candidates": ["Atlantis"]}, "Atlantis"),
        ({"forced": ["Atlantis"]}, "Atlantis"),
        ({"p_max": 9}, "p_max is 9"),
        ({"forced": ["NOR", "SOU"], "p_max": 1}, "more than p_max"),
        ({"services": "some"}, "services 'some'"),
        ({"year": 1066}, "1066"),
        ({"sets": []}, "no hub set"),
        ({"sets": [["NOR"], ["NOR"]]}, "more than once"),
        ({"probability": [0.4]}, "sum to 0.4"),
        ({"candidates": []}, "no candidate hubs"),
        ({"trunk": ["sled"]}, "sled"),
    ],
)
def test_what_cannot_be_is_said(tiny, asked, says):
    with pytest.raises(ValueError, match=says):
        tiny.hub_set_table(**asked)
