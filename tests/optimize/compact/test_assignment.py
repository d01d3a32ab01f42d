"""Which hubs a node may use: own hubs for hubs' nodes, one or at most r for the others."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.compact.assignment import add_assignment, assigned_hubs
from optimize.compact.frame import Frame
from optimize.run import Limits, make_request
from optimize.solvers import ABSENT, solve_model


def case(most, **asked):
    """Four nodes, of which the last has no flow; nodes 0 and 2 may be hubs."""
    flow = np.ones((4, 4))
    flow[3] = flow[:, 3] = 0.0
    problem = HubProblem(flow, np.ones((4, 4)), candidates=[0, 2])
    frame = Frame(problem, make_request(problem, allocation="single", **asked), Limits(), "test")
    allowed = np.ones((4, 2), dtype=bool)
    return problem, frame, allowed, most


def dearest(frame, columns):
    """Largest number of assignments that the rows allow."""
    model = frame.model
    model.add_cost(columns[columns != ABSENT], -1.0)
    return solve_model(model)


@pytest.mark.parametrize(("most", "uses"), [(1, 3), (2, 4)])
def test_a_hub_s_node_uses_its_own_and_the_others_at_most_r(most, uses):
    problem, frame, allowed, _ = case(most, p=2)
    x, possible = add_assignment(frame, (0, 0), problem.blocks[0], allowed, most)
    assert possible
    assert x[0, 0] == frame.z[0]
    assert x[2, 1] == frame.z[1]
    assert (x[3] == ABSENT).all()
    report = dearest(frame, x)
    assigned = assigned_hubs(problem, x, report.values, (0, 1), most)
    assert assigned[:3].sum() == uses + (most == 2) * 2
    assert assigned[0, 0]
    assert assigned[2, 1]
    assert assigned[3].tolist() == [True, False]  # without flow: any will do


def test_a_hub_that_its_own_node_cannot_use_stays_closed():
    problem, frame, allowed, most = case(1, p_min=1, p_max=2)
    allowed[2, 1] = False
    x, possible = add_assignment(frame, (0, 0), problem.blocks[0], allowed, most)
    assert possible
    frame.model.add_cost(frame.z, [1.0, -5.0])
    report = solve_model(frame.model)
    assert frame.hubs(report.values) == (0,)
    assert x[2, 1] == ABSENT


def test_a_node_without_any_hub_is_said():
    problem, frame, allowed, most = case(1, p=1)
    allowed[1] = False
    assert not add_assignment(frame, (0, 0), problem.blocks[0], allowed, most)[1]


def test_nodes_without_variables_take_their_own_hub_or_the_first():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), candidates=[1, 2])
    nothing = np.full((3, 2), ABSENT, dtype=np.int64)
    assigned = assigned_hubs(problem, nothing, np.zeros(1), (0, 1), 1)
    assert assigned.tolist() == [[True, False], [True, False], [False, True]]
    assert assigned_hubs(problem, nothing, np.zeros(1), (1,), 1).tolist() == [[False, True]] * 3
