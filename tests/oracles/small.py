"""Two small problems, and what each hub set costs in them by comparing all paths."""

from itertools import combinations

import numpy as np

from optimize import HubProblem, ScenarioProblem
from tests.oracles.random_cases import every_path


def one(seed=0, n=5):
    rng = np.random.default_rng(seed)
    return HubProblem(rng.random((n, n)), 1.0 + rng.random((n, n)), transfer=0.4)


def two_scenarios():
    return ScenarioProblem({"calm": one(1), "storm": one(2)})


def costs(problem, p=2):
    """(sets, scenarios) cost of every set of p hubs, by comparing all paths."""
    sets = list(combinations(range(problem.h), p))
    return np.array(
        [[sum((b.flow * every_path(b, s)).sum() for b in c.blocks) for c in problem.scenarios] for s in sets]
    )
