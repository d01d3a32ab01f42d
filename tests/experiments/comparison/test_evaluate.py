"""One scenario: a table for each family, and the tonnes of each hub."""

import numpy as np
import pytest

from experiments.comparison.evaluate import evaluate
from experiments.comparison.families import families
from experiments.question import Study, study_problem
from experiments.traffic import COSTS, design_traffic
from tests.experiments.hand import HandRegion, hand_study


@pytest.fixture(scope="module")
def shock():
    study = hand_study()
    return evaluate(study, families(study), "shock", HandRegion(capacity={"A": 1.0}).problem("shock", [*"GABC"]))


def test_each_family_has_a_table_of_its_sets(shock):
    assert {name: (len(table), table.p_max) for name, table in shock.tables.items()} == {
        "beside": (7, 3),  # the gateway with none, one or two of three
        "alone": (11, 2),  # none, one or two of four
        "no_direct": (4, 2),
    }
    assert {table.scenarios for table in shock.tables.values()} == {("shock",)}


def test_costs_know_neither_capacities_nor_direct_service_where_that_is_barred(shock):
    assert shock.tables["beside"].cost(["G", "A"]).tolist() == [2010.0]
    assert shock.tables["no_direct"].cost(["G", "A"]).tolist() == [2510.0]
    assert shock.tables["alone"].cost(["A", "B"]).tolist() == [2010.0]


def test_tonnes_are_those_of_the_headlines_designs_in_the_order_of_the_hubs(shock):
    assert shock.used.shape == (3, 1, 6)
    through = shock.used[:, 0, 2]
    assert through.tolist() == [0.0, 10.0, 10.0]  # in the shock A is dearer than going direct


def test_no_more_hubs_are_asked_for_than_there_are():
    study = hand_study(hubs="A", p_max=1)
    found = evaluate(study, families(study), "base", HandRegion().problem("base", ["G", "A"]))
    assert found.tables["beside"].p_max == 2


def test_parts_of_the_cost_are_those_of_the_traffic_of_each_hubs_design(tiny):
    study = Study.of(str(tiny), scenarios=["north-closed"])
    kinds = families(study)
    found = evaluate(study, kinds, "north-closed", study_problem(study, "north-closed"))
    for at, hub in enumerate(study.hubs):
        alone = design_traffic(study, "north-closed", kinds[0].single(hub))
        assert found.parts[at] == pytest.approx(alone.parts[list(COSTS)].to_numpy())
        assert found.parts[at].sum() == pytest.approx(float(found.tables["beside"].cost(kinds[0].single(hub)).iloc[0]))


def test_a_problem_that_is_of_no_network_has_no_parts(shock):
    assert shock.parts.shape == (3, 1, len(COSTS))
    assert np.isnan(shock.parts).all()
