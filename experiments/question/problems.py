"""The hub problem of a question in one state of the world, for what a table of hub sets does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.question.study import Study
from geodata import Scenario
from optimize import HubProblem
from optimize.problem import without_capacity


def study_problem(study: Study, state: str | Scenario, candidates: Sequence[str] | None = None) -> HubProblem:
    """Make the hub problem of a study in a state of the world.

    Parameters
    ----------
    study : Study
        For the classes that count, the modes between hubs, and whether the capacities of hubs count.
    state : str or Scenario
    candidates : sequence of str, optional
        Places that may be hubs; default all that are one in some design.

    Returns
    -------
    HubProblem
    """
    places = list(study.candidates if candidates is None else candidates)
    problem = study.region.problem(state, places, classes=study.classes or None, trunk=study.trunk)
    return problem if study.room else without_capacity(problem)
