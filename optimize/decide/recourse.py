"""Three levels of recourse side by side: allocations fixed, rerouting, rerouting with a backup hub.

After a disturbance, hubs lost or costs changed,

- "fixed": every pair of nodes keeps its hubs (under single allocation every node), see `optimize.decide.kept`;
- "reroute": flows are allocated anew over the hubs that are left;
- "backup": one more hub may be opened, its fixed cost paid, where that saves more than it costs.

Each level may do what the one before does, so that costs fall from level to level. Where a pair has several cheapest
paths before the disturbance, it keeps the one of the earliest hubs, or stays outside them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimize.decide.backup import with_one_more
from optimize.decide.kept import complete, kept_flows, usual_paths
from optimize.decide.look_up import SetCosts, checked, labels_of, positions_of
from optimize.decide.whole import solve_wholly
from optimize.errors import InputError
from optimize.late import pd
from optimize.problem import HubProblem, Problem, ScenarioProblem
from optimize.rules import UNMET, Routing
from optimize.run import make_request

LEVELS = ("fixed", "reroute", "backup")
"""The levels of recourse, each of which may do what those before it do."""


@dataclass(frozen=True, eq=False)
class _Disturbance:
    """One world before and after, in which hubs were open and are lost.

    Attributes
    ----------
    before, after : HubProblem
    opened, left : tuple of int
        Positions of the open hubs, and of those that are not lost.
    """

    before: HubProblem
    after: HubProblem
    opened: tuple[int, ...]
    left: tuple[int, ...]

    @property
    def lost(self) -> tuple[int, ...]:
        """Positions of the lost hubs."""
        return tuple(k for k in self.opened if k not in self.left)

    def fixed_cost(self, hubs: Iterable[int]) -> float:
        """Fixed costs of hubs after the disturbance."""
        return float(self.after.fixed_cost[list(hubs)].sum())


def recourse(
    problem: Problem,
    hubs: Iterable[Hashable],
    lost: Any = (),
    *,
    scenarios: HubProblem | ScenarioProblem | Mapping[str, HubProblem] | None = None,
    allocation: str | int = "multiple",
    sunk: bool = False,
    unmet: bool = False,
) -> pd.DataFrame:
    """Compare what a disturbance costs with allocations fixed, with rerouting, and with a backup hub as well.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        The undisturbed world; several scenarios are several worlds, each with its own usual allocations.
    hubs : iterable of labels
        The open hubs.
    lost : label or iterable of labels
        Those of them that are lost.
    scenarios : HubProblem, ScenarioProblem or mapping of name to HubProblem, optional
        Disturbed worlds with other costs, flows or capacities, in which the lost hubs are lost as well; then `problem`
        is a HubProblem. Default: nothing else has changed.
    allocation : "multiple", "single" or int
        How many hubs a node may use, before the disturbance and when it is allocated anew, see `solve`.
    sunk : bool
        Whether lost hubs go on costing their fixed costs. Default: a level costs what its open hubs and flows cost.
    unmet : bool
        Whether the flow is told as well that is unserved; under multiple allocation alone.

    Returns
    -------
    DataFrame
        Three rows for each world: ``scenario``, ``probability``, ``level`` ("fixed", "reroute", "backup"), ``hubs``
        (labels of those that are open), ``backup`` (the hub opened, or None), ``cost`` (``inf`` if some flow has no
        way), ``cost_before`` (in the undisturbed world) and ``extra_cost``; with `unmet` also ``unmet`` and
        ``unmet_before``, flow that is unserved or has no way.

    Raises
    ------
    InputError
        For unknown hubs, lost hubs that are not open, if nothing is disturbed, for scenarios with other nodes or
        candidates, and for problems with hub link costs or a discount.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem, decide
    >>> cost = np.array([[0, 1, 9], [1, 0, 9], [9, 9, 0.0]])
    >>> problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"], unmet_penalty=20.0)
    >>> decide.recourse(problem, ["a", "c"], lost="a")[["level", "backup", "cost"]]
         level backup   cost
    0    fixed   None  138.0
    1  reroute   None  108.0
    2   backup      b   40.0
    """
    opened = positions_of(checked(problem), hubs)
    gone = positions_of(problem, lost, "lost")
    closed = [repr(problem.candidates[k]) for k in gone if k not in opened]
    if closed:
        raise InputError([f"lost: {', '.join(closed)} is not among the open hubs: only what is open can be lost"])
    if not gone and scenarios is None:
        raise InputError(["nothing is disturbed: give the hubs that are lost, or `scenarios`"])
    if not opened:
        raise InputError(["hubs is empty: give the hubs that are open"])
    make_request(problem, allocation=allocation)  # checks the rule
    if unmet and allocation != "multiple":
        raise InputError([f"unmet flow is told under multiple allocation alone, not {allocation!r}"])
    left = tuple(k for k in opened if k not in gone)
    rows: list[dict[str, Any]] = []
    for name, chance, before, after in _worlds(problem, scenarios):
        disturbance = _Disturbance(before, after, opened, left)
        cost_before, costs, backup = _levels(disturbance, allocation)
        more = disturbance.fixed_cost(disturbance.lost) if sunk else 0.0
        unserved = _unserved(disturbance, costs, backup) if unmet else {}
        for level, cost in zip(LEVELS, costs, strict=True):
            new = [backup] if level == "backup" and backup is not None else []
            rows.append(
                {
                    "scenario": name,
                    "probability": chance,
                    "level": level,
                    "hubs": labels_of(problem, [*left, *new]),
                    "backup": problem.candidates[new[0]] if new else None,
                    "cost": cost + more,
                    "cost_before": cost_before,
                    "extra_cost": cost + more - cost_before if np.isfinite(cost_before) else np.nan,
                    **({"unmet": unserved[level], "unmet_before": unserved["before"]} if unmet else {}),
                }
            )
    frame = pd.DataFrame(rows)
    backups = pd.Series([row["backup"] for row in rows], dtype=object)  # None stays None among numbers
    return frame.assign(backup=backups)


def _worlds(problem: Problem, scenarios: Any) -> list[tuple[str, float, HubProblem, HubProblem]]:
    """Name, probability, undisturbed and disturbed problem of each world."""
    if scenarios is None:
        if isinstance(problem, HubProblem):
            return [("base", 1.0, problem, problem)]
        return [(name, problem.probability[name], one, one) for name, one in problem.problems.items()]
    if not isinstance(problem, HubProblem):
        words = "`problem` has scenarios of its own: with `scenarios` give the undisturbed world as a HubProblem"
        raise InputError([words])
    if isinstance(scenarios, HubProblem):
        scenarios = {"disturbed": scenarios}
    if not isinstance(scenarios, ScenarioProblem):
        scenarios = ScenarioProblem(scenarios)
    checked(scenarios)
    if scenarios.labels != problem.labels or scenarios.candidates != problem.candidates:
        raise InputError(["the scenarios have other nodes or candidates than the problem: use the same in all"])
    first, second = ([block.name for block in one.blocks] for one in (problem, next(iter(scenarios.problems.values()))))
    if any([block.name for block in one.blocks] != first for one in scenarios.problems.values()):
        raise InputError([f"the scenarios have other classes than the problem ({first} and {second}): use the same"])
    return [(name, scenarios.probability[name], problem, one) for name, one in scenarios.problems.items()]


def _levels(world: _Disturbance, allocation: str | int) -> tuple[float, list[float], int | None]:
    """Cost before, the costs of all levels, and the backup hub or None."""
    ways = _multiple if allocation == "multiple" else _restricted
    cost_before, paths, reroute, (backup_cost, backup) = ways(world, allocation)
    fixed = kept_flows(paths, world.after, world.lost).cost + world.fixed_cost(world.left)
    reroute = min(reroute, fixed)
    if backup_cost < reroute:
        return cost_before, [fixed, reroute, backup_cost], backup
    return cost_before, [fixed, reroute, reroute], None


def _unserved(world: _Disturbance, costs: list[float], backup: int | None) -> dict[str, float]:
    """Flow that is unserved before the disturbance and at each level, whose costs and backup hub are known."""
    before = usual_paths(world.before, world.opened)
    fixed = kept_flows(before, world.after, world.lost).unmet
    reroute = _left_behind(world.after, world.left) if costs[1] < costs[0] else fixed
    backed = reroute if backup is None else _left_behind(world.after, tuple(sorted((*world.left, backup))))
    usual = _left_behind(world.before, world.opened, before)
    return {"before": usual, **dict(zip(LEVELS, (fixed, reroute, backed), strict=True))}


def _left_behind(problem: HubProblem, hubs: tuple[int, ...], paths: Sequence[Routing] | None = None) -> float:
    """Flow that is unserved on the cheapest paths over open hubs."""
    if not hubs:
        found = 0.0
        for block in problem.blocks:
            direct = np.full(block.flow.shape, np.inf) if block.direct is None else block.direct
            price = np.full(block.flow.shape, np.inf) if block.unmet_penalty is None else block.unmet_penalty
            found += float(block.flow[~(direct <= price) | np.isinf(direct)].sum())
        return found
    total = 0.0
    for block, routing in zip(problem.blocks, usual_paths(problem, hubs) if paths is None else paths, strict=True):
        behind = routing.first == UNMET
        total += float((block.flow[routing.origin, routing.destination] * routing.share)[behind].sum())
    return total


_Ways = tuple[float, Sequence[Routing], float, tuple[float, int | None]]


def _multiple(world: _Disturbance, _: str | int) -> _Ways:
    """Cost and paths before, cost of rerouting, cost of the best backup and which it is: multiple allocation."""
    before = SetCosts(world.before).value(world.opened)
    paths = usual_paths(world.before, world.opened)
    if len(world.opened) == world.after.h:
        return before, paths, SetCosts(world.after).value(world.left), (np.inf, None)
    table = with_one_more(world.after, world.left, world.lost)
    cost = table.scenario_cost[:, 0]
    best = 1 + int(cost[1:].argmin())
    return before, paths, float(cost[0]), (float(cost[best]), int(table.order.joined[best, 0]))


def _restricted(world: _Disturbance, allocation: str | int) -> _Ways:
    """The same where every node may use one hub, or r: by solving each with its hubs given."""
    names = world.after.candidates
    opened, left, lost = (labels_of(world.after, hubs) for hubs in (world.opened, world.left, world.lost))
    usual = solve_wholly(world.before, p=len(opened), open_hubs=opened, allocation=allocation)
    if usual.evaluation is None:
        words = usual.explanation or str(usual.status)
        raise InputError([f"there is no allocation {allocation!r} to keep with hubs {list(opened)}: {words}"])
    paths = [
        complete(block, world.opened, routing)
        for block, routing in zip(world.before.blocks, usual.evaluation.routings[0], strict=True)
    ]
    if left:
        reroute = _cost(solve_wholly(world.after, p=len(left), open_hubs=left, allocation=allocation))
    else:
        reroute = SetCosts(world.after).value(())
    if len(opened) == world.after.h:
        return usual.objective, paths, reroute, (np.inf, None)
    backed = solve_wholly(world.after, p=len(left) + 1, open_hubs=left, closed_hubs=lost, allocation=allocation)
    new = [names.index(hub) for hub in backed.hubs if hub not in left]
    return usual.objective, paths, reroute, (_cost(backed), new[0] if new else None)


def _cost(solution: Any) -> float:
    """Objective of a solution; inf if there is none."""
    return float(solution.objective) if solution.hubs else float("inf")
