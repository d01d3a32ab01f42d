r"""Hubs to fortify against the worst loss of r hubs.

.. math::
    \min_{Q \subset S,\ |Q| = q}\ \max_{T \subset S \setminus Q,\ |T| = r} M(S \setminus T),

the r-interdiction median problem with fortification (Scaparra and Church 2008) with the costs of hub sets.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from optimize.brief import Brief
from optimize.decide.attack import Attack
from optimize.decide.interdiction import why_infinite
from optimize.decide.look_up import SetCosts, checked, labels_of, measure, positions_of, whole_number
from optimize.decide.protection import best_protection
from optimize.problem import Problem


@dataclass(frozen=True)
class Fortification(Brief):
    """The best hubs to fortify, and what may still happen.

    Attributes
    ----------
    fortified : tuple of labels
        In the order of the nodes.
    lost : tuple of labels
        The worst loss of hubs that are not fortified.
    cost : float
        What the hubs that are left cost then, fixed costs included; ``inf`` if some flow has no way.
    cost_before : float
        What all the hubs cost while none is lost.
    cost_unfortified : float
        What the worst loss would cost if none were fortified.
    explanation : str
        Why the cost is infinite; else empty.
    """

    fortified: tuple[Hashable, ...]
    lost: tuple[Hashable, ...]
    cost: float
    cost_before: float
    cost_unfortified: float
    explanation: str = ""


def fortification(
    problem: Problem,
    hubs: Iterable[Hashable],
    r: int,
    q: int,
    *,
    risk: str = "expected",
    sunk: bool = False,
    **levels: Any,
) -> Fortification:
    """Find the q open hubs to fortify so that the worst loss of r others costs least, exactly.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    hubs : iterable of labels
        The open hubs.
    r : int
        How many are lost; all that are not fortified, where these are fewer.
    q : int
        How many are fortified, exactly.
    risk : {"expected", "worst_case", "cvar", ...}
        The risk measure over the scenarios.
    sunk : bool
        Whether lost hubs go on costing their fixed costs, see `interdiction`.
    **levels
        ``cvar_level`` and the like, as for `solve`.

    Returns
    -------
    Fortification

    Raises
    ------
    InputError
        For unknown hubs, numbers out of range, a regret, and problems with hub link costs or a discount.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem, decide
    >>> cost = np.array([[0, 1, 9], [1, 0, 9], [9, 9, 0.0]])
    >>> problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"])
    >>> best = decide.fortification(problem, ["a", "b", "c"], r=1, q=1)
    >>> best.fortified, best.lost, best.cost
    (('c',), ('a',), 40.0)
    """
    opened = positions_of(checked(problem), hubs)
    losses = whole_number(r, 0, len(opened), "r", "the number of hubs")
    safe = whole_number(q, 0, len(opened), "q", "the number of hubs")
    attack = Attack(SetCosts(problem, measure(problem, risk, levels)), opened, sunk)
    struck = min(losses, len(opened) - safe)
    fortified, lost, cost = best_protection(lambda kept: attack.worst(struck, kept), opened, safe)
    return Fortification(
        labels_of(problem, fortified),
        labels_of(problem, lost),
        cost,
        attack.cost(()),
        attack.worst(losses)[1],
        why_infinite(problem, cost, [k for k in opened if k not in lost]),
    )
