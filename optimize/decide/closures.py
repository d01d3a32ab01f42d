r"""A budget of closures: at most Gamma links, crossings or corridors are closed at once, those that hurt most.

.. math::
    \min_{|S| = p}\ \max_{C:\ |C| \le \Gamma} M_C(S)

after Bertsimas and Sim's (2004) budget of uncertainty, with :math:`M_C(S)` the cost of hubs S where C is closed. The
best hubs are found by generating combinations as they are needed (column-and-constraint generation, Zeng and Zhao
2013): the master problem takes the best hubs against the combinations generated so far, by look-up in a table of hub
sets for each, which is a lower bound; the adversary looks for the worst combination for these hubs among all, which is
an upper bound, and adds it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.decide.look_up import labels_of, whole_number
from optimize.decide.protection import best_protection
from optimize.decide.worlds import Closed, Worlds
from optimize.late import pd
from optimize.problem import Problem
from optimize.run import Status, make_request

_SAME = 1e-12  # relative: a cost is rounded differently in a table and alone


@dataclass(frozen=True, eq=False)
class ClosurePlan(Brief):
    """The best hubs against the worst closures.

    Attributes
    ----------
    hubs : tuple of labels
        In the order of the nodes; empty if some flow has no way under some closures, whatever the hubs.
    cost : float
        Under the worst closures.
    bound : float
        Proven: no p hubs cost less under theirs.
    worst : tuple
        What is closed then.
    cost_if_nothing_closes : float
        What the hubs cost in the undisturbed world.
    combinations : DataFrame
        Those that had to be generated: ``closed``, ``cost`` (of `hubs`) and ``best_cost`` (of the best p hubs if it
        were known that these are closed).
    status : Status
        Equal to a plain string: "optimal" or "infeasible".
    """

    hubs: tuple[Hashable, ...]
    cost: float
    bound: float
    worst: Closed
    cost_if_nothing_closes: float
    combinations: pd.DataFrame
    status: Status


@dataclass(frozen=True, eq=False)
class WorstClosures(Brief):
    """The closures that cost given hubs most.

    Attributes
    ----------
    worst : tuple
        What is closed; empty if no closures cost more than none.
    cost : float
        Then; ``inf`` if some flow has no way.
    cost_before : float
        While nothing is closed.
    ranking : DataFrame
        ``closed``, ``cost`` and ``extra_cost`` of all combinations, the worst first.
    """

    worst: Closed
    cost: float
    cost_before: float
    ranking: pd.DataFrame


@dataclass(frozen=True)
class FortifiedClosures(Brief):
    """The best links to keep open whatever happens.

    Attributes
    ----------
    fortified : tuple
        What cannot be closed any more, in the order given.
    worst : tuple
        The worst that may still be closed at once.
    cost : float
        Then.
    cost_before : float
        While nothing is closed.
    cost_unfortified : float
        Under the worst closures if nothing were fortified.
    """

    fortified: Closed
    worst: Closed
    cost: float
    cost_before: float
    cost_unfortified: float


def closures(
    make_problem: Callable[[Closed], Problem],
    closures: Iterable[Hashable],
    gamma: int,
    p: int,
    *,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
    monotone: bool = False,
    risk: str = "expected",
    **levels: Any,
) -> ClosurePlan:
    """Find the p hubs that cost least under the worst closures of at most `gamma` links, exactly.

    Parameters
    ----------
    make_problem : callable
        Takes a tuple of names, closed at once, in the order of `closures`, and makes the problem of that world, a
        HubProblem or a ScenarioProblem; ``()`` is the undisturbed world.
    closures : iterable
        Names of what may be closed.
    gamma : int
        How many may be closed at once.
    p : int
        Number of hubs.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and hubs that must not.
    monotone : bool
        Whether closing more never costs less, as where closures only take ways away: then the worst combination is
        looked for among the largest alone. Default: among all.
    risk : {"expected", "worst_case", "cvar", ...}
        The risk measure over the scenarios of a world, where it has several.
    **levels
        ``cvar_level`` and the like, as for `solve`.

    Returns
    -------
    ClosurePlan

    Raises
    ------
    InputError
        For numbers out of range, unknown hubs, worlds with other nodes or candidates, more than 100,000 combinations,
        a regret, and problems with hub link costs or a discount.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem, decide
    >>> links = {"ab": (0, 1), "bc": (1, 2)}
    >>> def world(closed):
    ...     cost = np.array([[0, 1, 3], [1, 0, 1], [3, 1, 0.0]])
    ...     for name in closed:
    ...         cost[links[name]] = cost[links[name][::-1]] = 9.0
    ...     return HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"])
    >>> plan = decide.closures(world, links, gamma=1, p=1)
    >>> plan.hubs, plan.cost, plan.worst, plan.cost_if_nothing_closes
    (('b',), 60.0, ('ab',), 12.0)
    """
    worlds = Worlds(make_problem, closures, gamma, risk, levels, monotone)
    request = make_request(worlds.base, p=p, open_hubs=open_hubs, closed_hubs=closed_hubs)
    opened, banned = labels_of(worlds.base, request.open_hubs), labels_of(worlds.base, request.closed_hubs)
    generated: dict[Closed, float] = {}
    least = np.inf
    hubs: tuple[int, ...] = ()
    worst: Closed = ()
    highest = np.zeros(0)
    closed: Closed = ()
    while True:
        costs, table = worlds.costs_of_sets(closed, int(request.p_max), opened, banned)
        generated[closed] = float(costs.min())
        highest = np.maximum(highest, costs) if highest.size else costs
        row = int(highest.argmin())
        bound = float(highest[row])
        if bound == np.inf:
            return _no_hubs(generated, closed)
        tried = table.positions(row)
        closed, cost = worlds.worst(tried)
        if cost < least:
            least, hubs, worst = cost, tried, closed
        if least <= bound * (1 + _SAME) or closed in generated:
            break
    of_best = {each: worlds.cost(hubs, each) for each in generated}
    return ClosurePlan(
        labels_of(worlds.base, hubs),
        least,
        min(bound, least),
        worst,
        worlds.cost(hubs, ()),
        pd.DataFrame({"closed": list(generated), "cost": of_best.values(), "best_cost": generated.values()}),
        Status.OPTIMAL,
    )


def worst_closures(
    make_problem: Callable[[Closed], Problem],
    closures: Iterable[Hashable],
    gamma: int,
    hubs: Iterable[Hashable],
    *,
    risk: str = "expected",
    **levels: Any,
) -> WorstClosures:
    """Find the closures of at most `gamma` links that cost given hubs most, exactly.

    Parameters
    ----------
    make_problem, closures, gamma
        See `closures`.
    hubs : iterable of labels
        The open hubs.
    risk : {"expected", "worst_case", "cvar", ...}
        The risk measure over the scenarios of a world, where it has several.
    **levels
        ``cvar_level`` and the like, as for `solve`.

    Returns
    -------
    WorstClosures

    Raises
    ------
    InputError
        See `closures`.
    """
    worlds = Worlds(make_problem, closures, gamma, risk, levels)
    opened = worlds.positions(hubs)
    worst, cost = worlds.worst(opened)
    before = worlds.cost(opened, ())
    costs = np.array([worlds.cost(opened, closed) for closed in worlds.combinations])
    with np.errstate(invalid="ignore"):
        extra = costs - before
    ranking = pd.DataFrame({"closed": worlds.combinations, "cost": costs, "extra_cost": extra})
    ranking = ranking.sort_values("cost", ascending=False, kind="stable", ignore_index=True)
    return WorstClosures(worst, cost, before, ranking)


def fortify_closures(
    make_problem: Callable[[Closed], Problem],
    closures: Iterable[Hashable],
    gamma: int,
    q: int,
    hubs: Iterable[Hashable],
    *,
    risk: str = "expected",
    **levels: Any,
) -> FortifiedClosures:
    """Find the q links to fortify so that the worst closures of at most `gamma` others cost given hubs least, exactly.

    Parameters
    ----------
    make_problem, closures, gamma
        See `closures`.
    q : int
        How many links are fortified.
    hubs : iterable of labels
        The open hubs.
    risk : {"expected", "worst_case", "cvar", ...}
        The risk measure over the scenarios of a world, where it has several.
    **levels
        ``cvar_level`` and the like, as for `solve`.

    Returns
    -------
    FortifiedClosures

    Raises
    ------
    InputError
        See `closures`.
    """
    worlds = Worlds(make_problem, closures, gamma, risk, levels)
    number = whole_number(q, 0, len(worlds.names), "q", "the number of closures")
    opened = worlds.positions(hubs)
    safe, worst, cost = best_protection(lambda kept: worlds.worst(opened, kept), worlds.names, number)
    return FortifiedClosures(
        tuple(name for name in worlds.names if name in safe),
        worst,
        cost,
        worlds.cost(opened, ()),
        worlds.worst(opened)[1],
    )


def _no_hubs(generated: dict[Closed, float], closed: Closed) -> ClosurePlan:
    """Whatever the hubs, some of the combinations generated leaves flow without a way."""
    frame = pd.DataFrame({"closed": list(generated), "cost": np.inf, "best_cost": generated.values()})
    return ClosurePlan((), np.inf, np.inf, closed, np.inf, frame, Status.INFEASIBLE)
