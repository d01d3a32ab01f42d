"""What the compact models share: a cost that no design goes below, and shares made whole."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.compact.frame import flows, least_costs, outside_mark, outside_of, routing_of, unserved
from optimize.rules import DIRECT, UNMET
from optimize.run import make_request
from tests.conftest import nasty_problem
from tests.oracles.checks import solved


@pytest.mark.parametrize("seed", range(6))
def test_the_least_cost_is_no_more_than_the_optimum(seed):
    problem = nasty_problem(seed, n=6, unmet_penalty=40.0)
    value, _ = solved(problem, p=2)
    assert 0 < least_costs(problem, make_request(problem, p=2))[0] <= value * (1 + 1e-9)


def three(**rest):
    return HubProblem(np.ones((3, 3)) - np.eye(3), np.ones((3, 3)) - np.eye(3), fixed_cost=[5.0, 2.0, 9.0], **rest)


@pytest.mark.parametrize(
    ("asked", "fixed"),
    [
        ({"p": 1}, 2.0),
        ({"p": 2}, 7.0),
        ({"p": 2, "open_hubs": [2]}, 11.0),
        ({"p": 1, "open_hubs": [2]}, 9.0),
        ({"p_min": 1, "p_max": 3, "open_hubs": [0, 2]}, 14.0),
        ({"p": 2, "closed_hubs": [1]}, 14.0),
    ],
)
def test_the_least_cost_pays_for_the_forced_hubs_and_the_cheapest_others(asked, fixed):
    problem = three()
    ways = 6.0  # with all that may be open every pair has a hub at one of its ends, and costs 1
    assert least_costs(problem, make_request(problem, **asked))[0] == pytest.approx(fixed + ways)


def test_the_outside_option_is_the_cheaper_one_and_is_named():
    direct = np.array([[9.0, 1.0, np.inf], [9.0, 9.0, 9.0], [9.0, 9.0, 9.0]])
    (block,) = three(direct_cost=direct, unmet_penalty=4.0).blocks
    origin, destination = np.array([0, 0, 1]), np.array([1, 2, 0])
    assert outside_of(block, origin, destination).tolist() == [1.0, 4.0, 4.0]
    assert outside_mark(block, origin, destination).tolist() == [DIRECT, UNMET, UNMET]
    (plain,) = three().blocks
    assert np.isinf(outside_of(plain, origin, destination)).all()


def shares(routing):
    names = {DIRECT: "direct", UNMET: "unmet"}
    return {
        (int(i), int(j), names.get(int(k), int(k)), names.get(int(m), int(m))): float(s)
        for i, j, k, m, s in zip(
            routing.origin, routing.destination, routing.first, routing.last, routing.share, strict=True
        )
    }


def test_shares_of_a_solver_are_made_whole():
    (block,) = three(unmet_penalty=4.0).blocks
    pair = np.array([0, 1]), np.array([1, 2])
    # the first pair over two paths, and a sliver over a closed hub; the second in part, the rest outside
    first, last = np.array([0, 1, 2, 1]), np.array([1, 1, 2, 1])
    which, share = np.array([0, 0, 0, 1]), np.array([0.5, 0.5, 1e-12, 0.25])
    found = shares(routing_of(block, (0, 1), pair, first, last, which, share))
    assert found == pytest.approx(
        {(0, 1, 0, 1): 0.5, (0, 1, 1, 1): 0.5, (1, 2, 1, 1): 0.25, (1, 2, "unmet", "unmet"): 0.75}
    )


def test_shares_that_are_too_much_are_cut_and_without_an_outside_option_filled_up():
    (block,) = three().blocks
    pair = np.array([0, 1]), np.array([1, 2])
    first, which, share = np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([0.75, 0.5, 0.5])
    found = shares(routing_of(block, (0, 1), pair, first, first, which, share))
    assert found == pytest.approx({(0, 1, 0, 0): 0.6, (0, 1, 1, 1): 0.4, (1, 2, 1, 1): 1.0})


def test_what_does_not_count_is_left_unserved():
    (block,) = three().blocks
    origin, _, quantity = flows(block)
    routing = unserved(block)
    assert len(origin) == 6
    assert quantity.tolist() == [1.0] * 6
    assert (routing.first == UNMET).all()
    assert (routing.share == 1.0).all()
