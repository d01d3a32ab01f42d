"""Models that keep flows by origin: who may use which hub, and flows that have no way."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.compact.frame import Frame
from optimize.compact.origin_flows import Access, without_path
from optimize.run import Limits, make_request
from optimize.solvers import ABSENT

COST = np.array([[0.0, 1.0, np.inf], [1.0, 0.0, 1.0], [np.inf, 1.0, 0.0]])


def frame_of(problem, **asked):
    return Frame(problem, make_request(problem, **asked), Limits(), "test")


def test_with_multiple_allocation_everybody_has_the_hubs_columns():
    problem = HubProblem(np.ones((3, 3)), COST, candidates=[0, 1])
    frame = frame_of(problem, p=1, closed_hubs=[0])
    access = Access(frame)
    assert access.add(0, 0, problem.blocks[0]).tolist() == [[ABSENT, frame.z[1]]] * 3
    assert access.assigned(np.zeros(2), (1,)) is None


@pytest.mark.parametrize("allocation", ["single", 2])
def test_otherwise_every_node_has_columns_of_its_own(allocation):
    problem = HubProblem(np.ones((3, 3)), COST)
    frame = frame_of(problem, p=3, allocation=allocation)
    columns = Access(frame).add(0, 0, problem.blocks[0])
    assert len(np.unique(columns)) == 9
    assert np.diag(columns).tolist() == frame.z.tolist()


def test_a_scenario_that_does_not_count_takes_the_nearest_hubs():
    problem = ScenarioProblem({"a": HubProblem(np.ones((3, 3)), COST), "b": HubProblem(np.ones((3, 3)), COST)}, [1, 0])
    frame = frame_of(problem, p=2, allocation="single")
    access = Access(frame)
    x = access.add(0, 0, problem.scenarios[0].blocks[0])
    values = np.zeros(frame.model.columns)
    values[x[:, 1]] = 1.0
    values[frame.z[[1, 2]]] = 1.0
    first, second = access.assigned(values, (1, 2))
    assert second[0].argmax(axis=1).tolist() == [1, 1, 2]
    assert first[0].argmax(axis=1)[:2].tolist() == [1, 1]


def test_a_flow_without_a_way_over_the_links_is_named():
    cost = np.where(np.eye(3, dtype=bool), 0.0, np.inf)
    between = np.ones((3, 3))
    problem = HubProblem(
        np.ones((3, 3)), collection_cost=cost, transfer_cost=between, distribution_cost=cost, labels=["a", "b", "c"]
    )
    frame = frame_of(problem, p=3)
    links = np.zeros((3, 3), dtype=bool)
    links[0, 1] = links[1, 0] = True
    assert "flow from 'a' to 'c'" in without_path(frame, links)
    assert "4 such flows" in without_path(frame, links)
    links[1, 2] = links[2, 1] = True
    assert without_path(frame, links) == ""
