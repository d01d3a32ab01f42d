"""A solution to look at."""

import pytest

from optimize import solve
from tests.conftest import nasty_problem


@pytest.fixture
def solution():
    problem = nasty_problem(9, n=6, unmet_penalty=40.0, labels=list("abcdef"), candidates=["a", "c", "d", "f"])
    return solve(problem, p=2)
