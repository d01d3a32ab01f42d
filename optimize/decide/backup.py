"""Backup hubs: which hub to open when others are lost.

The hubs that are left serve all flow together with the new one, and every flow re-routes over them. Fixed costs are
those of the hubs that are open then, the backup's included.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.decide.look_up import SetCosts, checked, labels_of, measure, positions_of
from optimize.errors import InputError
from optimize.late import pd
from optimize.problem import Problem
from optimize.table import HubSetTable


@dataclass(frozen=True, eq=False)
class Backup(Brief):
    """The best hub to open when others are lost.

    Attributes
    ----------
    hub : label
        The best backup.
    cost : float
        With it, over all scenarios, its fixed cost included; ``inf`` if no hub helps flow that has no way.
    cost_without : float
        Without any backup; if this is less than `cost`, the best backup does not pay its fixed cost.
    ranking : DataFrame
        Columns ``hub``, ``cost`` and ``saving`` (against no backup; ``nan`` where both are infinite), a row for every
        candidate that could be opened, the best first.
    """

    hub: Hashable
    cost: float
    cost_without: float
    ranking: pd.DataFrame


def backup(
    problem: Problem,
    hubs: Iterable[Hashable],
    lost: Any,
    *,
    risk: str = "expected",
    **levels: Any,
) -> Backup:
    """Find the best hub to open when some of the open ones are lost.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        With capacities of hubs or without; over several scenarios the backup is the same in all.
    hubs : iterable of labels
        The open hubs.
    lost : label or iterable of labels
        Those of them that are lost.
    risk : {"expected", "worst_case", "cvar", ...}
        The risk measure over the scenarios.
    **levels
        ``cvar_level`` and the like, as for `solve`.

    Returns
    -------
    Backup

    Raises
    ------
    InputError
        For unknown hubs, lost hubs that are not open, if no candidate is left to open, for a regret, and for problems
        with hub link costs or a discount.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem, decide
    >>> cost = np.array([[0, 1, 9], [1, 0, 9], [9, 9, 0.0]])
    >>> problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"])
    >>> best = decide.backup(problem, ["a", "c"], lost="a")
    >>> best.hub, best.cost, best.cost_without
    ('b', 40.0, 108.0)
    """
    opened = positions_of(checked(problem), hubs)
    costs = SetCosts(problem, measure(problem, risk, levels))
    left = _left(problem, opened, positions_of(problem, lost, "lost"))
    return _backup(costs, left, set(opened) - set(left))


def backup_plan(problem: Problem, hubs: Iterable[Hashable], *, risk: str = "expected", **levels: Any) -> pd.DataFrame:
    """Find the best backup for each of the open hubs, should it be lost alone.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    hubs : iterable of labels
        The open hubs.
    risk : {"expected", "worst_case", "cvar", ...}
        The risk measure over the scenarios.
    **levels
        ``cvar_level`` and the like, as for `solve`.

    Returns
    -------
    DataFrame
        A row for each open hub, in the order of the nodes: ``lost``, ``backup``, ``cost`` (with it),
        ``cost_without`` and ``saving``, see `Backup`.

    Raises
    ------
    InputError
        See `backup`.
    """
    opened = positions_of(checked(problem), hubs)
    costs = SetCosts(problem, measure(problem, risk, levels))
    rows = []
    for k in opened:
        best = _backup(costs, tuple(j for j in opened if j != k), {k})
        rows.append(
            {
                "lost": problem.candidates[k],
                "backup": best.hub,
                "cost": best.cost,
                "cost_without": best.cost_without,
                "saving": best.ranking["saving"].iloc[0],
            }
        )
    return pd.DataFrame(rows, columns=["lost", "backup", "cost", "cost_without", "saving"])


def with_one_more(problem: Problem, left: tuple[int, ...], lost: Iterable[int]) -> HubSetTable:
    """Build the table of some hubs, alone and with each other hub that may be opened.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    left : tuple of int
        Positions of the hubs that are in every set.
    lost : iterable of int
        Positions of those that are in none.

    Returns
    -------
    HubSetTable
        Its first row is that of the hubs alone; at least one more hub can be opened.
    """
    return HubSetTable.build(
        problem, len(left) + 1, open_hubs=labels_of(problem, left), closed_hubs=labels_of(problem, lost)
    )


def _left(problem: Problem, opened: tuple[int, ...], lost: tuple[int, ...]) -> tuple[int, ...]:
    closed = [k for k in lost if k not in opened]
    if closed:
        names = ", ".join(map(repr, labels_of(problem, closed)))
        raise InputError([f"lost: {names} is not among the open hubs: only what is open can be lost"])
    return tuple(k for k in opened if k not in lost)


def _backup(costs: SetCosts, left: tuple[int, ...], lost: set[int]) -> Backup:
    problem = costs.problem
    if len(left) + len(lost) == problem.h:
        raise InputError(["no candidate is left that could be opened as a backup: add some to `candidates`"])
    table = with_one_more(problem, left, lost)
    values = costs.combined(table.scenario_cost)
    with np.errstate(invalid="ignore"):
        saving = values[0] - values[1:]
    names = [problem.candidates[int(k)] for k in table.order.joined[1:, 0]]
    ranking = pd.DataFrame({"hub": pd.Series(names, dtype=object), "cost": values[1:], "saving": saving})
    ranking = ranking.sort_values("cost", kind="stable", ignore_index=True)
    best = int(values[1:].argmin())
    return Backup(names[best], float(values[1 + best]), float(values[0]), ranking)
