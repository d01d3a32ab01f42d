"""A question that solves problems on its way ends on Ctrl-C, and takes no half-solved problem for solved."""

import numpy as np
import pytest

from optimize import HubProblem, decide, solve
from optimize.decide import whole
from optimize.decide.whole import solve_wholly

PROBLEM = HubProblem(np.ones((5, 5)), 1.0 + np.arange(25.0).reshape(5, 5) % 7, labels=list("abcde"))


def press_ctrl_c(_record):
    raise KeyboardInterrupt


@pytest.fixture
def pressed(monkeypatch):
    """Have Ctrl-C pressed whenever a problem is being solved."""
    monkeypatch.setattr(whole, "solve", lambda problem, **asked: solve(problem, **asked, progress=press_ctrl_c))


def test_left_alone_it_is_solved():
    assert solve_wholly(PROBLEM, p=2).status == "optimal"


@pytest.mark.usefixtures("pressed")
def test_ctrl_c_is_handed_on():
    with pytest.raises(KeyboardInterrupt):
        solve_wholly(PROBLEM, p=2)


@pytest.mark.usefixtures("pressed")
def test_ctrl_c_ends_the_search_for_switches():
    with pytest.raises(KeyboardInterrupt):
        decide.switching(lambda x: PROBLEM.replace(fixed_cost={"a": x}), 0.0, 100.0, p=1)


@pytest.mark.usefixtures("pressed")
def test_ctrl_c_ends_the_question_what_a_backup_brings():
    with pytest.raises(KeyboardInterrupt):
        decide.recourse(PROBLEM, ["a", "b"], ["a"], allocation="single")
