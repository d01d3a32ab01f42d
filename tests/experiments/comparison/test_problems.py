"""Which problems are kept, and how large they are."""

from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest

from experiments.comparison.problems import Problems, size_bytes
from optimize import HubProblem
from tests.experiments.hand import HandRegion, hand_study


class Counting(HandRegion):
    """A region that counts how often each problem is made."""

    made: ClassVar[list[str]] = []

    def problem(self, scenario, candidates, classes=None, trunk=()):
        self.made.append(scenario)
        return super().problem(scenario, candidates)


@pytest.fixture
def study():
    Counting.made.clear()
    return replace(hand_study(), region=Counting())


def ask_twice(problems):
    for _ in range(2):
        for name in problems.study.scenarios:
            problems.make(name)
    return problems.study.region.made


def test_weighted_scenarios_are_made_once_and_what_if_cases_are_not_kept(study):
    problems = Problems(study)
    assert ask_twice(problems) == ["base", "shock", "what-if", "what-if"]
    assert problems.fit()


def test_asked_whether_all_fit_it_makes_those_that_are_missing(study):
    problems = Problems(study)
    assert problems.fit()
    assert study.region.made == ["base", "shock"]


def test_what_does_not_fit_is_dropped_and_made_anew(study):
    one = size_bytes(study.region.problem("base", [*"GABC"]))
    study.region.made.clear()
    problems = Problems(study, room=1.5 * one)
    assert problems.make("base") is problems.make("base")
    assert not problems.fit()
    assert problems.make("base") is not problems.make("base")


def test_arrays_count_once_wherever_they_stand():
    """Flow and cost of 3 x 3 numbers of 8 bytes; the three legs are views of the same cost."""
    shared = np.zeros((10, 10))
    assert size_bytes({"a": shared, "b": [shared, shared[:5]], "c": "text"}) == 800
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    assert 2 * 72 <= size_bytes(problem) <= 8 * 72
