"""``python -m optimize.warm``: compile all kernels in advance, so that the first real problem does not have to wait."""

import numpy as np

from optimize.decide import interdiction
from optimize.kernels import shortest_trees
from optimize.problem import HubProblem
from optimize.solve import solve


def warm() -> None:
    """Solve a tiny problem by every method that has compiled kernels; quick if they are already in the cache."""
    points = np.random.default_rng(0).random((8, 2))
    distance = np.hypot(*(points[:, None] - points).T)
    problem = HubProblem(np.ones((8, 8)), distance, transfer=0.5)
    for method, allocation, objective in (
        ("enumeration", "multiple", "cost"),
        ("benders", "multiple", "cost"),
        ("single", "single", "cost"),
        ("center", "multiple", "center"),
        ("center", "single", "center"),
        ("ordered", 2, "cost"),
        ("heuristic", "multiple", "cost"),
        ("heuristic", "single", "cost"),
    ):
        solve(problem, p=3, method=method, allocation=allocation, objective=objective)
    for asked in ({"p": 3, "objective": "max_covering"}, {"objective": "set_covering"}):
        solve(problem, method="covering", threshold=1.0, **asked)
    solve(problem, method="covering", threshold=1.2, allocation="single", objective="set_covering")
    limited = HubProblem(np.ones((8, 8)), distance, transfer=0.5, capacity=40.0, fixed_cost=1.0)
    solve(limited, method="single", allocation="single")
    solve(limited, p=3, method="enumeration")
    solve(problem, p=3, hub_links=2, method="links")
    solve(HubProblem(np.ones((8, 8)), distance, discount=[(0.0, 1.0), (9.0, 0.5)]), p=3, method="links")
    solve(limited, p=3, method="ordered")
    # so many losses that they are searched, and all the same, so that the search is short
    interdiction(HubProblem(np.eye(18), np.ones((18, 18))), range(18), 9)
    shortest_trees(
        np.array([0, 1, 1]),
        np.array([1]),
        np.ones(1),
        np.array([0]),
        np.empty((1, 2)),
        np.empty((1, 2), dtype=np.int64),
    )


if __name__ == "__main__":
    warm()
