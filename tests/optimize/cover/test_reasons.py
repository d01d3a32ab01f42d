"""What cannot be covered is named, with the remedy."""

import numpy as np

from optimize import HubProblem
from optimize.cover import Case, beyond, too_few
from optimize.run.request import make_request

PLACE = np.arange(4.0)


def said(cost, limit):
    problem = HubProblem(np.ones((4, 4)), cost, transfer=0.5, labels=list("abcd"))
    block = problem.blocks[0]
    return beyond(problem, [Case(0, 0, block, block.flow > 0)], limit, np.ones(4, dtype=bool), lambda: None)


def test_the_flow_that_is_farthest_beyond_the_threshold_is_named():
    line = np.abs(PLACE[:, None] - PLACE)
    assert said(line, 1.5) == ""
    assert "'a' to 'd'" in said(line, 1.0)
    assert "is 1.5" in said(line, 1.0)


def test_a_flow_without_a_path_has_no_threshold():
    apart = np.where(np.arange(4)[:, None] + np.arange(4) == 3, np.inf, 1.0)
    cost = np.where(np.arange(4)[:, None] == 0, np.inf, apart)
    assert "no path" in said(cost, 10.0)


def test_too_few_hubs_are_told_with_their_number():
    problem = HubProblem(np.ones((4, 4)), np.ones((4, 4)))
    request = make_request(problem, p_max=2, objective="set_covering", threshold=1.0)
    assert "at most 2 hubs with multiple allocation" in too_few(request)
