"""Multiple allocation by one program: flows split at full hubs, directions that share variables, a last resort."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.compact import multiple
from optimize.run import make_request
from tests.conftest import nasty_problem
from tests.oracles import compact as oracle
from tests.oracles.checks import solved


def test_a_full_hub_splits_the_flow_and_says_how():
    cost = np.array([[0.0, 9.0, 1.0, 3.0], [9.0, 0.0, 1.0, 3.0], [1.0, 1.0, 0.0, 9.0], [3.0, 3.0, 9.0, 0.0]])
    flow = np.zeros((4, 4))
    flow[0, 1] = 10.0
    problem = HubProblem(flow, cost, transfer=1.0, capacity=[0, 0, 6, 100], candidates=[2, 3])
    value, result = solved(problem, p=2)
    assert value == pytest.approx(6 * 2 + 4 * 6)
    (routing,) = result.design.routing[0]
    shares = {(int(k), int(m)): s for k, m, s in zip(routing.first, routing.last, routing.share, strict=True)}
    assert shares[0, 0] == pytest.approx(0.6)
    assert sum(shares.values()) == pytest.approx(1.0)


def both_ways(**outside):
    """Two places one unit apart and a hub between them; a flow of 1 there and of 2 back."""
    flow = np.array([[0.0, 1.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    cost = np.array([[0.0, 9.0, 1.0], [9.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    return HubProblem(flow, cost, candidates=[2], **outside)


@pytest.mark.parametrize(
    ("there", "back", "value"), [(9.0, 9.0, 6.0), (0.5, 9.0, 4.5), (9.0, 0.5, 3.0), (0.5, 0.25, 1.0)]
)
@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_both_directions_take_their_own_outside_option(there, back, value, allocation):
    direct = np.full((3, 3), np.inf)
    direct[0, 1], direct[1, 0] = there, back
    assert solved(both_ways(direct_cost=direct), p=1, allocation=allocation)[0] == pytest.approx(value)


@pytest.mark.parametrize("leg", ["collection_cost", "distribution_cost", "transfer_cost"])
def test_directions_with_different_legs_are_kept_apart(leg):
    """All but one leg matrix are symmetric and equal: the program must not add both directions together."""
    rng = np.random.default_rng(3)
    points = rng.uniform(0, 10, (5, 2))
    cost = np.linalg.norm(points[:, None] - points[None], axis=2)
    other = cost * rng.uniform(0.5, 2.0, (5, 5))
    problem = HubProblem(rng.random((5, 5)), cost, **{leg: other})
    request = make_request(problem, p=2)
    assert solved(problem, p=2)[0] == pytest.approx(oracle.optimum(problem, request))


def test_the_last_resort_opens_hubs_that_are_admissible():
    for seed in range(5):
        problem = nasty_problem(seed, n=6, candidates=None, unmet_penalty=40.0)
        request = make_request(problem, p=3, open_hubs=[4], closed_hubs=[1])
        design = multiple.greedy(problem, request)
        assert request.allows(design.hubs)


def test_the_last_resort_finds_nothing_where_nothing_is():
    cost = np.array([[0.0, np.inf], [np.inf, 0.0]])
    problem = HubProblem(np.ones((2, 2)), cost)
    assert multiple.greedy(problem, make_request(problem, p=1)) is None
    assert multiple.greedy(problem, make_request(problem, p=2)) is None


def test_paths_are_counted_once_a_couple():
    problem = HubProblem(np.array([[0, 1, 1], [0, 0, 0], [5, 0, 0.0]]), np.ones((3, 3)))
    # three pairs with flow, three hubs and three couples; two hubs and one couple without hub 1
    assert multiple.count_paths(problem, make_request(problem, p=1)) == 3 * 6
    assert multiple.count_paths(problem, make_request(problem, p=1, closed_hubs=[1])) == 3 * 3
