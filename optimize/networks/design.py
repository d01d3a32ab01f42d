r"""The best set of hubs where arcs and hubs have capacities: sets in the order of their bounds, prices as cuts.

For a set of open hubs S the cost is a multicommodity flow,

.. math::

    z(S) = f(S) + \min \Big\{ \sum_i \sum_{r \in R_i(S)} c_r x_r + \sum_i p_{k(i)} s_i :
    \sum_{r \in R_i(S)} x_r + s_i = q_i,\ \sum_i \sum_{r \in R_i(S)} u_{lr} x_r \le b_l,\ x, s \ge 0 \Big\},

where :math:`R_i(S)` are the routes of pair i that pass no closed hub. Its dual prices :math:`\lambda` give a lower
bound for *every* set, see `optimize.networks.bounds`. So the search keeps a lower bound of each allowed set, first
with all prices at 0 (the hub problem without capacities), and

1. takes the set with the least bound, and stops if that is no less than the best cost found;
2. solves its multicommodity program, from the routes of all programs before it; as soon as the program's own bound
   reaches the best cost, the set is out;
3. adds the program's prices as a cut: bounds of all sets that are not out are recomputed with them. Closed hubs take
   the prices that they had when they were open last, as any price is valid.

This is the decomposition of Benders (1962) with the master solved by enumeration: exact, with a proven bound at any
moment, for as many sets as can be listed.

References
----------
Benders, J. F. (1962). Partitioning procedures for solving mixed-variables programming problems. Numerische Mathematik
4, 238-252.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb
from numbers import Integral
from typing import Any

import numpy as np

from optimize.errors import InputError
from optimize.flows import MulticommodityFlow, RoutePool, solve_multicommodity
from optimize.networks.bounds import SetBounds
from optimize.networks.network import HubNetwork
from optimize.networks.result import HubNetworkDesign
from optimize.problem import FloatArray
from optimize.run import Limits, Progress, Status, make_limits, relative_gap

MOST_SETS = 1_000_000
"""Sets that may be listed: with 67,000 pairs the bounds of so many take some twenty minutes at each price."""
_ROUNDING = 1e-9  # relative: sums over many routes are no more exact


def hub_network_design(
    network: HubNetwork,
    p: int | None = None,
    *,
    open_hubs: Sequence[Any] = (),
    closed_hubs: Sequence[Any] = (),
    best: int = 1,
    gap: float = 1e-6,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> HubNetworkDesign:
    """Choose the hubs with which freight is moved at least cost within all capacities.

    Parameters
    ----------
    network : HubNetwork
    p : int, optional
        Number of open hubs, ``open_hubs`` counted; None = as many as pay their fixed cost.
    open_hubs, closed_hubs : sequence of labels
        Hubs that have to be open, or must not.
    best : int
        How many of the best sets to solve; the search then is finished when no other can be among them.
    gap : float
        Relative gap at which the search may stop.
    time_limit : float, optional
        Seconds. When they are over, the best set so far is returned with a valid bound.
    progress : callable, optional
        Receives bound and incumbent, see `optimize.run.Clock`; when it raises, the search stops as at a time limit.

    Returns
    -------
    HubNetworkDesign

    Raises
    ------
    InputError
        If a hub is not known, is to be open and closed, p or a limit cannot be, or there are too many sets to list.

    Examples
    --------
    Ten units go from node 0 to node 1, by themselves at 9 a unit, over hub a at 1 (it takes four), or over hub b at 3.
    Without capacities a is the better hub, with them b.

    >>> from scipy import sparse
    >>> from optimize.flows import MulticommodityProblem
    >>> flow = MulticommodityProblem(
    ...     nodes=4, tail=[0, 0, 2, 0, 3], head=[1, 2, 1, 3, 1], cost=[[9.0, 1.0, 0.0, 3.0, 0.0]],
    ...     usage=sparse.csr_array([[0.0, 1, 0, 0, 0]]), capacity=[4.0],
    ...     cls=[0], origin=[0], destination=[1], demand=[10.0], penalty=[50.0])
    >>> found = hub_network_design(HubNetwork(flow, hub_node=[2, 3], labels=["a", "b"]), p=1)
    >>> found.hubs, found.objective, found.bound
    (('b',), 30.0, 30.0)
    """
    limits = make_limits(time_limit=time_limit, gap=gap, progress=progress)
    if not isinstance(best, Integral) or best < 1:
        raise InputError([f"best is {best!r}; ask for a whole number of sets, one at least"])
    sets = _allowed(network, p, open_hubs, closed_hubs)
    with limits.clock.catching_interrupts():
        return _Search(network, sets, int(best), limits).run()


def _allowed(
    network: HubNetwork, p: int | None, open_hubs: Sequence[Any], closed_hubs: Sequence[Any]
) -> list[tuple[int, ...]]:
    """Sets that may be chosen: the hubs that are open in all come first, so that sets share them."""
    forced = network.positions(open_hubs, "open_hubs")
    shut = set(network.positions(closed_hubs, "closed_hubs"))
    if shut & set(forced):
        names = [str((network.labels or ())[at]) for at in sorted(shut & set(forced))]
        raise InputError([f"{', '.join(names)} cannot be open and closed: leave them out of one of the two"])
    free = [at for at in range(network.candidates) if at not in shut and at not in forced]
    least, most = len(forced), len(forced) + len(free)
    if p is not None and not (isinstance(p, Integral) and least <= p <= most):
        raise InputError(
            [f"p is {p!r}; with these open and closed hubs it has to be a whole number from {least} to {most}"]
        )
    sizes = range(len(free) + 1) if p is None else [p - least]
    count = sum(comb(len(free), size) for size in sizes)
    if count > MOST_SETS:
        msg = f"there are {count:,} sets of hubs, more than the {MOST_SETS:,} that can be listed"
        raise InputError([f"{msg}: give a smaller p, fewer candidates, or name hubs in open_hubs or closed_hubs"])
    return sorted((*forced, *more) for size in sizes for more in combinations(free, size))


class _Search:
    """The sets with their bounds, the routes and prices known so far, and the best set."""

    def __init__(self, network: HubNetwork, sets: list[tuple[int, ...]], best: int, limits: Limits) -> None:
        self.network = network
        self.sets = sets
        self.best = best
        self.gap = limits.gap
        self.clock = limits.clock
        self.bounds = SetBounds(network)
        self.lower = np.full(len(sets), -np.inf)
        self.upper = np.full(len(sets), np.inf)
        self.out = np.zeros(len(sets), dtype=np.bool_)  # solved, or proven to be no better than the best ones
        self.pool = RoutePool.empty(network.flow)
        self.winner = -1
        self.flow: MulticommodityFlow | None = None
        self.counts = {"programmes": 0, "cuts": 0, "rounds": 0}

    def run(self) -> HubNetworkDesign:
        self._relax()
        self._cut(np.zeros(self.network.flow.resources))
        while self.flow is None or not (self.clock.over or self.out.all()):
            waiting = np.flatnonzero(~self.out)
            at = int(waiting[np.argmin(self.lower[waiting])])
            price = self._solve(at)
            self._sort_out()
            self._tell()
            if price.any() and not self.out.all():
                self._cut(price)
                self._sort_out()
        return self._result()

    def _relax(self) -> None:
        """Bound all sets at once by the case in which all of their hubs are open and nothing is scarce."""
        legs = self.bounds.legs(np.zeros(self.network.flow.resources))
        for hub in sorted({hub for hubs in self.sets for hub in hubs}):
            legs = self.bounds.opened(legs, hub)
        least = self.bounds.paid(legs)
        self.lower[:] = [least + self.network.fixed(hubs) for hubs in self.sets]

    def _cut(self, price: FloatArray) -> None:
        """Bound all sets that are not out at some prices."""
        waiting = np.flatnonzero(~self.out)
        value = self.bounds.values(price, [self.sets[at] for at in waiting], self.clock)
        self.lower[waiting] = np.maximum(self.lower[waiting], value)
        self.counts["cuts"] += 1

    def _solve(self, at: int) -> FloatArray:
        """Solve the program of one set; return the prices of its capacities, those of closed hubs as they were last."""
        hubs = self.sets[at]
        fixed = self.network.fixed(hubs)
        flow = solve_multicommodity(
            self.network.with_open(hubs),
            gap=self.gap,
            start=self.pool if self.counts["programmes"] else None,
            cutoff=self._cutoff - fixed,
            clock=self.clock.silent(),
        )
        self.counts["programmes"] += 1
        self.counts["rounds"] += flow.info["rounds"]
        self.lower[at] = max(self.lower[at], flow.bound + fixed)
        self.upper[at] = flow.objective + fixed
        self.out[at] = flow.status is Status.OPTIMAL or not self.clock.over
        if self.flow is None or self.upper[at] < self.upper[self.winner]:
            self.winner, self.flow = at, flow
        price = np.where(self.bounds.usable(hubs), flow.price, self.pool.price)
        self.pool = self.pool.joined(flow.generated).priced(price)
        return price

    @property
    def _cutoff(self) -> float:
        """The cost that a set has to undercut to be among the best."""
        ranked = np.sort(self.upper)
        worst = float(ranked[min(self.best, len(ranked)) - 1])
        return worst - self.gap * abs(worst)

    def _sort_out(self) -> None:
        self.out |= self.lower >= self._cutoff

    @property
    def _bound(self) -> float:
        return float(np.minimum(self.lower, self.upper).min())

    def _tell(self) -> None:
        done = int(self.out.sum())
        self.clock.tell(
            "hub sets", bound=self._bound, incumbent=float(self.upper.min()), done=done, total=len(self.sets)
        )

    def _result(self) -> HubNetworkDesign:
        assert self.flow is not None  # noqa: S101  # run() has solved one
        labels = tuple(self.network.labels or ())
        named = tuple(tuple(labels[at] for at in sorted(hubs)) for hubs in self.sets)
        objective = float(self.upper[self.winner])
        lower = np.minimum(self.lower, self.upper)
        bound = float(lower.min())
        near = max(self.gap, _ROUNDING)
        reached = [relative_gap(up, low) <= near for up, low in zip(self.upper, lower, strict=True)]
        proven = relative_gap(objective, bound) <= near
        return HubNetworkDesign(
            network=self.network,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            hubs=named[self.winner],
            objective=objective,
            bound=bound,
            flow=self.flow,
            sets=named,
            lower=lower,
            upper=self.upper,
            solved=np.array(reached, dtype=np.bool_),
            info={
                **self.counts,
                "routes": len(self.pool.columns),
                "seconds": self.clock.seconds,
                "stopped": self.clock.stopped,
            },
        )
