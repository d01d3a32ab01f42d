r"""The worst loss of r open hubs: an attack, or whatever strikes where it hurts most.

For open hubs S the loss T of r of them costs :math:`M(S \setminus T)`, the cost of the hubs that are left, to which all
flow re-routes (or goes directly, or is left unserved); the worst loss is :math:`\max_{T \subset S,\ |T| = r} M(S
\setminus T)`, hub interdiction (Lei 2013, after the r-interdiction median of Church, Scaparra and Middleton 2004).
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from optimize.brief import Brief
from optimize.decide.attack import Attack
from optimize.decide.look_up import SetCosts, checked, labels_of, measure, positions_of, whole_number
from optimize.problem import Problem


@dataclass(frozen=True)
class Interdiction(Brief):
    """The worst loss of r of the open hubs.

    Attributes
    ----------
    lost : tuple of labels
        The hubs lost, in the order of the nodes.
    left : tuple of labels
        The hubs that are left.
    cost : float
        What the hubs that are left cost, their fixed costs included, over all scenarios; ``inf`` if some flow then has
        no way. It is what `solve` says of them.
    cost_before : float
        The same with all hubs.
    cost_without_fixed : float
        What the flows cost over the hubs that are left.
    scenario_cost : mapping of str to float
        The cost in each scenario.
    explanation : str
        Why the cost is infinite; else empty.
    """

    lost: tuple[Hashable, ...]
    left: tuple[Hashable, ...]
    cost: float
    cost_before: float
    cost_without_fixed: float
    scenario_cost: Mapping[str, float]
    explanation: str = ""


def interdiction(
    problem: Problem,
    hubs: Iterable[Hashable],
    r: int,
    *,
    risk: str = "expected",
    sunk: bool = False,
    **levels: Any,
) -> Interdiction:
    """Find the r open hubs whose loss costs most, exactly.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        With capacities of hubs or without; the loss comes before it is known which scenario occurs.
    hubs : iterable of labels
        The open hubs.
    r : int
        How many of them are lost, from 0 to all.
    risk : {"expected", "worst_case", "cvar", ...}
        The risk measure over the scenarios.
    sunk : bool
        Whether lost hubs go on costing their fixed costs, so that a loss never saves anything. Default: the cost is
        that of the hubs that are left, as if they alone had been opened.
    **levels
        ``cvar_level`` and the like, as for `solve`.

    Returns
    -------
    Interdiction
        Of losses that cost the same, the first in the order of the nodes (unless there are very many losses).

    Raises
    ------
    InputError
        For unknown hubs, a number out of range, a regret, and problems with hub link costs or a discount.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem, decide
    >>> cost = np.array([[0, 1, 9], [1, 0, 9], [9, 9, 0.0]])
    >>> problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"])
    >>> worst = decide.interdiction(problem, ["a", "b", "c"], 1)
    >>> worst.lost, worst.cost_before, worst.cost
    (('c',), 38.0, 56.0)
    """
    opened = positions_of(checked(problem), hubs)
    number = whole_number(r, 0, len(opened), "r", "the number of hubs")
    costs = SetCosts(problem, measure(problem, risk, levels))
    attack = Attack(costs, opened, sunk)
    lost, cost = attack.worst(number)
    left = [k for k in opened if k not in lost]
    by_scenario = costs.of(left) + (costs.fixed(lost) if sunk else 0.0)
    return Interdiction(
        labels_of(problem, lost),
        labels_of(problem, left),
        cost,
        attack.cost(()),
        costs.combined(costs.of(left) - costs.fixed(left)),
        {scenario.name: float(c) for scenario, c in zip(problem.scenarios, by_scenario, strict=True)},
        why_infinite(problem, cost, left),
    )


def why_infinite(problem: Problem, cost: float, left: Iterable[int]) -> str:
    """Say why a loss costs infinitely much.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    cost : float
    left : iterable of int
        Positions of the hubs that are left.

    Returns
    -------
    str
        Empty for a finite cost.
    """
    if cost < float("inf"):
        return ""
    names = ", ".join(map(repr, labels_of(problem, left)))
    over = f"over the hubs that are left, {names}" if names else "once all hubs are lost"
    remedy = "give `direct_cost` or `unmet_penalty` for what then becomes of it"
    return f"some flow has no way {over}, or does not fit: {remedy}"
