"""The worst loss of so many of the open hubs: by looking at all, or by branch and bound where there are too many."""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from optimize.decide.exposure import add_exposure
from optimize.decide.look_up import SetCosts
from optimize.problem import FloatArray

MOST_LISTED = 20_000
"""Losses that are all looked at; more are searched. Each takes 0.02 ms on 25 nodes, 0.3 ms on 200 (a judgement)."""

_SUBSETS_AT_ONCE = 1 << 14
# subsets that the table prices while one set is priced alone, without capacities and with them; measured on the bundled
# region, whose 115 blocks have to be prepared each time
_SUBSETS_PER_SET = {False: 10, True: 40}


class Attack:
    """What the loss of some of the open hubs costs.

    Parameters
    ----------
    costs : SetCosts
        Of the problem, with the risk measure.
    hubs : iterable of int
        Positions of the open hubs.
    sunk : bool
        Whether lost hubs go on costing their fixed costs.
    """

    def __init__(self, costs: SetCosts, hubs: Iterable[int], sunk: bool = False) -> None:
        self.costs = costs
        self.hubs = tuple(sorted(hubs))
        self.sunk = sunk
        self._listed: dict[int, tuple[list[tuple[int, ...]], FloatArray]] = {}

    def cost(self, lost: Iterable[int]) -> float:
        """Cost over all scenarios once some hubs are lost.

        Parameters
        ----------
        lost : iterable of int
            Positions among the candidates.

        Returns
        -------
        float
        """
        gone = set(lost)
        return self.costs.value((k for k in self.hubs if k not in gone), gone if self.sunk else ())

    def worst(self, r: int, kept: Iterable[int] = ()) -> tuple[tuple[int, ...], float]:
        """Find the loss of exactly r hubs that costs most.

        Parameters
        ----------
        r : int
            At most the number of hubs that are not kept.
        kept : iterable of int
            Hubs that cannot be lost.

        Returns
        -------
        tuple of int
            Positions of the lost hubs, ascending; of losses that cost the same, the first in the order of the hubs.
        float
            The cost.
        """
        safe = frozenset(kept)
        if math.comb(len(self.hubs), r) > MOST_LISTED:
            return self._search(r, safe)
        if r not in self._listed:
            subsets = 1 << len(self.hubs)
            per_set = _SUBSETS_PER_SET[self.costs.blocks is None]
            if subsets <= min(per_set * math.comb(len(self.hubs), r), _SUBSETS_AT_ONCE) and not self._listed:
                self.costs.look_up_subsets(self.hubs)
            sets = list(combinations(self.hubs, r))
            self._listed[r] = sets, np.array([self.cost(lost) for lost in sets])
        sets, values = self._listed[r]
        allowed = np.array([safe.isdisjoint(lost) for lost in sets])
        row = int(np.where(allowed, values, -np.inf).argmax())
        return sets[row], float(values[row])

    def _search(self, r: int, kept: frozenset[int]) -> tuple[tuple[int, ...], float]:
        """Branch on the hub to lose next, the most exposed first; bound by what all the rest may lose at most."""
        best: tuple[tuple[int, ...], float] = ((), -math.inf)

        def visit(lost: tuple[int, ...], choices: Sequence[int]) -> None:
            nonlocal best
            left = r - len(lost)
            if left == 0:
                cost = self.cost(lost)
                if cost > best[1]:
                    best = tuple(sorted(lost)), cost
                return
            now, more = self._exposure(lost, choices, left)
            order = np.argsort(-self.costs.weighted(more), kind="stable")
            for at in range(len(order) - left + 1):
                rest = order[at:]
                most = now + np.sort(more[rest], axis=0)[-left:].sum(axis=0)
                if self.costs.combined(most) <= best[1]:
                    return
                visit((*lost, choices[order[at]]), [choices[x] for x in order[at + 1 :]])

        visit((), [k for k in self.hubs if k not in kept])
        return best

    def _exposure(self, lost: Sequence[int], choices: Sequence[int], r: int) -> tuple[FloatArray, FloatArray]:
        """(s,) cost now, and (c, s) what the loss of each choice adds to it at most, beside r - 1 others."""
        costs = self.costs
        alive = [k for k in self.hubs if k not in lost]
        fixed = np.stack([costs.fixed([k]) for k in choices])
        saved = np.zeros_like(fixed) if self.sunk else fixed
        if costs.blocks is None:
            # within capacities nothing is known but that all the choices lost cost most, fixed costs aside
            now = costs.of(alive) + (costs.fixed(lost) if self.sunk else 0.0)
            left = [k for k in alive if k not in choices]
            end = costs.of(left) - costs.fixed(left)
            flows = costs.of(alive) - costs.fixed(alive)
            with np.errstate(invalid="ignore"):
                share = np.where(np.isinf(end), np.inf, (end - flows) / r)
            return now, share - saved
        places = np.array(alive, dtype=np.int64)
        may_go = np.isin(places, choices)
        now = costs.fixed(self.hubs if self.sunk else alive)
        more = np.zeros((len(now), len(alive)))
        for s, blocks in enumerate(costs.blocks):
            for block in blocks:
                now[s] += add_exposure(block, places, may_go, r, more[s])
        where = {k: at for at, k in enumerate(alive)}
        return now, more[:, [where[k] for k in choices]].T - saved
