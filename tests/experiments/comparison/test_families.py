"""Families of designs, and the joining of scenarios' tables."""

import numpy as np
import pytest

from experiments.comparison.families import families, joined
from optimize import HubSetTable, ScenarioProblem
from tests.experiments.hand import HandRegion, hand_study


def test_beside_gateways_alone_and_without_direct_service():
    beside, alone, forced = families(hand_study(p_max=3))
    assert (beside.name, beside.gateways, beside.extra, beside.direct) == ("beside", ("G",), 3, True)
    assert (alone.name, alone.gateways, alone.extra, alone.direct) == ("alone", (), 3, True)
    assert (forced.name, forced.gateways, forced.extra, forced.direct) == ("no_direct", ("G",), 1, False)
    assert [kind.title for kind in (beside, alone, forced)] == [
        "beside Gate", "with no gateway", "beside Gate, without direct service",
    ]  # fmt: skip


def test_without_gateways_the_headline_is_of_lone_hubs():
    alone, forced = families(hand_study(gateways="", p_max=2))
    assert (alone.name, alone.gateways, alone.extra) == ("alone", (), 2)
    assert (forced.name, forced.gateways, forced.extra, forced.direct) == ("no_direct", (), 1, False)


def test_the_design_of_a_hub_has_the_gateways_and_that_of_a_gateway_nothing_more():
    beside = families(hand_study(gateways="GA"))[0]
    assert beside.single("B") == ("G", "A", "B")
    assert beside.single("A") == ("G", "A")


def test_joined_tables_keep_each_scenarios_costs_and_the_studys_weights():
    study, region = hand_study(p_max=2), HandRegion()
    tables = [
        HubSetTable.build(ScenarioProblem({name: region.problem(name, [*"GABC"])}), 3, forced=["G"])
        for name in study.scenarios
    ]
    table = joined(tables, study)
    assert table.scenarios == ("base", "shock", "what-if")
    assert table.probability.tolist() == [0.75, 0.25, 0.0]
    assert table.cost(["G", "A", "C"]).tolist() == [1010.0, 1310.0, 1010.0]
    assert table.cost(["G"]).tolist() == [2000.0, 2000.0, 2000.0]
    assert np.isfinite(table.scenario_cost).all()
    assert table.objective_values("expected")[table.row(["G", "B"])] == pytest.approx(1250.0)
