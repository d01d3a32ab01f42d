"""Costs of the levels of recourse, against problems solved."""

import numpy as np
import pytest

from experiments.question import Design, Study
from experiments.recovery.levels import Designs, evaluate_levels, with_same_blocks
from optimize import HubProblem, decide, solve


def test_rerouting_costs_what_the_problem_of_the_scenario_does(tiny):
    study = Study.of(str(tiny))
    rows = evaluate_levels(Designs(study), {"scenario": "north-closed"}, np.random.default_rng(0))
    base, closed = (study.region.problem(name, ["GAT", "NOR", "SOU", "MID"]) for name in ("base", "north-closed"))
    assert [row["hub"] for row in rows] == ["NOR", "SOU", "MID"]
    for row in rows:
        before = solve(base, p=2, open_hubs=["GAT", row["hub"]])
        after = solve(closed, p=2, open_hubs=["GAT", row["hub"]])
        backed = solve(closed, p=3, open_hubs=["GAT", row["hub"]])
        assert row["usual_usd"] == pytest.approx(before.objective, rel=1e-9)
        assert row["reroute_usd"] == pytest.approx(after.objective, rel=1e-9)
        assert row["reroute_unmet_t"] == pytest.approx(after.unmet["flow"].sum())
        assert row["backup_usd"] == pytest.approx(min(after.objective, backed.objective), rel=1e-9)
        assert row["fixed_usd"] >= row["reroute_usd"] >= row["backup_usd"]
        assert row["demand_t"] == pytest.approx(closed.total_flow)


def test_gateways_alone_are_a_design_where_there_is_no_other_hub(tiny):
    designs = Designs(Study.of(str(tiny), hubs=["GAT"]))
    assert designs.all == [Design(("GAT",))]
    (row,) = evaluate_levels(designs, {"scenario": "west-cut"}, np.random.default_rng(0))
    assert row["hub"] == ""
    assert row["backup_hub"] == ""


def test_freight_of_a_kind_that_only_one_world_has_is_followed_too():
    cost = np.array([[0.0, 1.0, 4.0], [1.0, 0.0, 2.0], [4.0, 2.0, 0.0]])
    flow = np.array([[0.0, 0.0, 5.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    one = {"flow": flow, "cost": cost, "direct_cost": cost + 3.0}
    before = HubProblem.from_blocks({"a": one, "b": one}, candidates=[0, 1])
    after = HubProblem.from_blocks({"c": one | {"cost": 2 * cost}, "b": one}, candidates=[0, 1])
    first, second = with_same_blocks(before, after)
    assert [block.name for block in first.blocks] == [block.name for block in second.blocks]
    assert {block.name: block.flow.sum() for block in second.blocks} == {"a": 0.0, "b": 5.0, "c": 5.0}
    found = decide.recourse(first, [1], scenarios=second, unmet=True)
    # 1 + 2 a unit by the hub, and 7 rather than twice as much, or 6, for what costs twice as much
    assert found["cost_before"].iloc[0] == 30.0
    assert found["cost"].tolist() == [45.0, 45.0, 45.0]
