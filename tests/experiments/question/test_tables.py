"""Designs, and what they cost, against problems solved one by one."""

import pytest

from experiments.question import Design, Study, design_tables, expected_costs, pair_designs, single_designs
from optimize import solve


def test_designs_of_one_hub_leave_gateways_out(tiny):
    study = Study.of(str(tiny), hubs=["NOR", "GAT", "SOU"])
    assert single_designs(study) == [Design(("GAT",), ("NOR",)), Design(("GAT",), ("SOU",))]
    assert single_designs(study, ()) == [Design((), ("NOR",)), Design((), ("GAT",)), Design((), ("SOU",))]


def test_designs_of_two_hubs_are_all_pairs_or_those_with_one(tiny):
    study = Study.of(str(tiny))
    assert [design.hubs for design in pair_designs(study)] == [("NOR", "SOU"), ("NOR", "MID"), ("SOU", "MID")]
    assert [design.hubs for design in pair_designs(study, "MID")] == [("NOR", "MID"), ("SOU", "MID")]


def test_a_design_opens_its_gateways_and_hubs_once():
    design = Design(("GAT",), ("GAT", "NOR"))
    assert design.open == ("GAT", "NOR")
    assert design.key == "GAT>GAT+NOR"


def test_costs_are_those_of_the_problems(tiny):
    study = Study.of(str(tiny))
    designs = [Design(("GAT",)), *single_designs(study), *single_designs(study, ()), *pair_designs(study, "NOR")]
    found = expected_costs(designs, design_tables(study, designs))
    assert set(found) == set(designs)
    for design in designs:
        wanted = sum(
            study.probability[name]
            * solve(
                study.region.problem(name, candidates=list(study.candidates)),
                p=len(design.open),
                open_hubs=design.open,
            ).objective
            for name in study.scenarios
        )
        assert found[design] == pytest.approx(wanted, rel=1e-9)


def test_nothing_open_is_no_design_with_a_cost(tiny):
    study = Study.of(str(tiny))
    designs = [Design(()), *single_designs(study)]
    assert Design(()) not in expected_costs(designs, design_tables(study, designs))


def test_other_scenarios_and_weights_can_be_asked_for(tiny):
    study = Study.of(str(tiny))
    one = Design(("GAT",), ("NOR",))
    cut = expected_costs([one], design_tables(study, [one], scenarios=["west-cut"], probability=[1.0]))[one]
    problem = study.region.problem("west-cut", candidates=list(study.candidates))
    assert cut == pytest.approx(solve(problem, p=2, open_hubs=["GAT", "NOR"]).objective, rel=1e-9)
