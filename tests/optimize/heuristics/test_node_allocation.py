"""Who uses which of the given hubs: rules kept, costs by hand, as good as enumeration on small problems."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.heuristics.data import SearchData
from optimize.heuristics.node_allocation import allocate_scenario
from optimize.run import Clock, make_request
from tests.oracles import enumeration as oracle
from tests.oracles.heuristics import small_problem


def allocated(problem, hubs, r, goal=np.inf, **asked):
    request = make_request(problem, p=len(hubs), allocation=r if r > 1 else "single", **asked)
    data = SearchData.of(problem, request)
    rng = np.random.default_rng(0)
    return allocate_scenario(data, 0, np.array(hubs), r, None, goal, rng, Clock())


@pytest.mark.parametrize("kind", ["euclidean", "classes", "outside"])
@pytest.mark.parametrize("r", [1, 2])
def test_it_is_as_good_as_enumeration(kind, r):
    problem = small_problem(kind, 4)
    hubs = (0, 2, 3)
    blocks = problem.scenarios[0].blocks
    allocation = "single" if r == 1 else r
    best = sum(oracle.best_allocation_cost(b, hubs, allocation, problem.candidate_index) for b in blocks)
    found = allocated(problem, hubs, r)
    assert found.feasible
    assert found.value == pytest.approx(best)
    for uses in found.uses:
        assert uses.any(axis=1).all()
        assert (uses.sum(axis=1) <= r).all()
        for place, k in enumerate(hubs):
            assert uses[problem.candidate_index[k], place]


def test_capacities_are_kept_where_there_is_room_and_told_where_there_is_none():
    flow = np.diag([4.0, 3.0, 3.0])
    cost = np.array([[0.0, 9.0, 9.0], [9.0, 0.0, 1.0], [9.0, 1.0, 0.0]])
    roomy = HubProblem(flow, cost, candidates=[0, 2], capacity=[7.0, 9.0, 4.0])
    found = allocated(roomy, (0, 1), 1)
    # the node at 1 would go to the hub beside it, which has room for its own node alone
    assert found.feasible
    assert found.uses[0].tolist() == [[True, False], [True, False], [False, True]]
    assert found.value == pytest.approx(3 * 18.0)
    tight = HubProblem(flow, cost, candidates=[0, 2], capacity=[6.0, 9.0, 4.0])
    assert not allocated(tight, (0, 1), 1).feasible


def test_a_flow_without_a_way_is_not_feasible():
    cost = np.array([[0.0, np.inf], [np.inf, 0.0]])
    assert not allocated(HubProblem(np.ones((2, 2)), cost), (0,), 1).feasible
