"""A hub set settled by the compact model."""

import math

import numpy as np
import pytest

from optimize import HubProblem
from optimize.ordered.given import settle_by_program
from optimize.ordered.search import Best
from optimize.run import Clock, Limits, OutOfTimeError, make_request
from tests.oracles.enumeration import optimum


def some():
    rng = np.random.default_rng(4)
    return HubProblem(rng.integers(0, 6, (5, 5)).astype(float), 1 + 9 * rng.random((5, 5)), transfer=0.4)


def test_the_cheapest_design_of_the_given_hubs_is_offered():
    problem, best = some(), Best(Clock(), 1e-6, math.inf)
    settle_by_program(problem, make_request(problem, p=3, allocation=2), Limits(), (0, 2, 3), best)
    closed = problem.replace(candidates=[0, 2, 3])
    assert best.value == pytest.approx(optimum(closed, [3], 2)[0])
    assert best.hubs == (0, 2, 3) == best.design().hubs


def test_out_of_time_is_told():
    problem, best, clock = some(), Best(Clock(), 1e-6, math.inf), Clock()
    clock.stop("interrupted")
    with pytest.raises(OutOfTimeError):
        settle_by_program(problem, make_request(problem, p=3, allocation=2), Limits(clock), (0, 2, 3), best)
