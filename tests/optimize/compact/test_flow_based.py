"""The model of flows by origin: it agrees with the model of paths, and lets nothing pass a third node."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.compact import flow_based, multiple, r_allocation, run, single
from tests.fuzz import fuzz_compact
from tests.oracles.checks import solved


@pytest.mark.parametrize("seed", range(40))
def test_the_flow_model_agrees_with_the_path_model(seed, monkeypatch):
    """Both formulations of every allocation, on instances where the other one would be taken."""
    monkeypatch.setattr(multiple, "_MOST_PATHS", -1)
    monkeypatch.setattr(multiple, "_MOST_LIMITED", -1)
    monkeypatch.setattr(r_allocation, "_FEW_PATHS", -1)
    monkeypatch.setattr(single, "_FEW_PATHS", -1)
    monkeypatch.setattr(single, "_MANY_PATHS", -1)
    assert fuzz_compact.check(seed + 10_000, ("HiGHS",))[0] == ""


def detour():
    """Transfer costs that break the triangle inequality: over the third node it would be cheaper."""
    cost = np.array([[0.0, 100.0, 1.0], [100.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    flow = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    legs = np.where(np.eye(3, dtype=bool), 0.0, 1000.0)
    return HubProblem(flow, collection_cost=legs, transfer_cost=cost, distribution_cost=legs, candidates=[0, 1, 2])


@pytest.mark.parametrize("allocation", ["multiple", "single"])
@pytest.mark.parametrize("method", [run, flow_based.run])
def test_no_flow_passes_a_node_that_is_not_a_hub(allocation, method, monkeypatch):
    monkeypatch.setattr(single, "_FEW_PATHS", 0)
    monkeypatch.setattr(single, "_MANY_PATHS", 0)
    if allocation == "single" and method is flow_based.run:
        method = single.run
    value, result = solved(detour(), method, open_hubs=[0, 1], closed_hubs=[2], p=2, allocation=allocation)
    assert result.design.hubs == (0, 1)
    assert value == pytest.approx(200.0)


@pytest.mark.parametrize(("capacity_on", "cost"), [("collection", 10.0), ("throughput", 5 * 1.0 + 5 * 7.0)])
def test_throughput_counts_at_the_hub_that_flow_comes_to(capacity_on, cost):
    """Ten units from a over hub a to hub b, where five may enter; the rest stays unserved at 7 each."""
    flow = np.array([[0.0, 10.0], [0.0, 0.0]])
    legs = np.array([[0.0, np.inf], [np.inf, 0.0]])
    problem = HubProblem(
        flow,
        collection_cost=legs,
        transfer_cost=np.array([[0.0, 1.0], [1.0, 0.0]]),
        distribution_cost=legs,
        capacity=[100.0, 5.0],
        unmet_penalty=7.0,
        capacity_on=capacity_on,
    )
    assert solved(problem, flow_based.run, p=2)[0] == pytest.approx(cost)


@pytest.mark.parametrize("allocation", ["multiple", 2])
def test_no_unit_takes_two_transfers_even_beside_others_that_take_one(allocation):
    """0 -> 0 -> 2 -> 1 would be cheap, with two transfers; half of the flow collected at 2 must not make room there for
    the other half, which would cost 26.5 on average. What is allowed is 0 -> 2 -> 1 at 51, 0 -> 0 -> 1 at 100, and
    0 -> 3 at 40."""
    flow = np.zeros((4, 4))
    flow[0, 1] = 1.0
    collect = np.array([[0.0, 100.0, 50.0, 40.0], [9, 0, 9, 9], [9, 9, 0, 9], [9, 9, 9, 0]])
    between = np.full((4, 4), 100.0)
    between[0, 2] = between[2, 1] = 1.0
    bring = np.full((4, 4), 1000.0)
    bring[1, 1] = bring[3, 1] = 0.0
    problem = HubProblem(flow, collection_cost=collect, transfer_cost=between, distribution_cost=bring)
    value, result = solved(problem, flow_based.run, p=3, allocation=allocation)
    assert value == pytest.approx(40.0)
    assert 3 in result.design.hubs
