"""A program of somebody else, as mypy --strict has to take it: `.ci/run` checks it against the installed package.

What is asserted here are types; nothing runs.
"""

from pathlib import Path
from typing import Any, assert_type

import numpy as np
import pandas as pd

import experiments
import geodata
from optimize import HubProblem, HubSetTable, HubSolution, ScenarioProblem, decide, solve
from optimize.instances import read_orlib


def hubs_of_a_matrix(path: Path) -> tuple[Any, ...]:
    """Solve a table of one's own."""
    cost = pd.read_csv(path, index_col=0)
    problem = HubProblem(flow=np.ones(cost.shape), cost=cost, transfer=0.5, labels=list(cost.index))
    solution = solve(problem, p=2, allocation="single", time_limit=10.0)
    assert_type(solution, HubSolution)
    assert_type(solution.objective, float)
    assert_type(solution.flows, pd.DataFrame)
    solution.save(path.with_suffix(".json"))
    return solution.hubs


def risk_of_a_file(path: Path) -> float:
    """Guard against a cost that doubles."""
    problem = read_orlib(path)
    worlds = ScenarioProblem({"base": problem, "again": problem}, probability={"base": 0.9, "again": 0.1})
    table = HubSetTable.build(worlds, p_max=2)
    assert_type(table.cost(problem.labels[:1], scenario="base"), float)
    lost = decide.interdiction(problem, problem.labels[:2], 1)
    return solve(worlds, p=1, risk="cvar", cvar_level=0.9).objective + lost.cost


def hubs_of_a_region(folder: Path) -> list[str]:
    """Ask a region."""
    region = geodata.load_region(str(folder))
    assert_type(region, geodata.Region)
    solution = solve(region.problem("base"), p=1)
    found = experiments.compare(str(folder), scenarios=["base"])
    assert_type(found, experiments.Comparison)
    return [str(hub) for hub in solution.hubs]
