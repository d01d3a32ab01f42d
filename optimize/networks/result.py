"""The best set of hubs of a network, with the bounds of all others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.flows import MulticommodityFlow
from optimize.late import pd
from optimize.networks.network import HubNetwork
from optimize.problem import FloatArray
from optimize.run import Status, relative_gap


@dataclass(frozen=True, eq=False)
class HubNetworkDesign(Brief):
    """The best set of hubs found, and what is proven of the others.

    Attributes
    ----------
    network : HubNetwork
        The question.
    status : Status
        OPTIMAL within the gap asked for, or FEASIBLE if stopped early.
    hubs : tuple
        Labels of the open hubs, in the order of the candidates.
    objective : float
        Cost of the flow, penalties and fixed costs.
    bound : float
        Proven lower bound on the objective of any set.
    flow : MulticommodityFlow
        Freight over these hubs; its costs are without the fixed ones.
    sets : tuple of tuple
        Labels of all sets that were allowed.
    lower, upper : (sets,) array
        The cost of each set lies between these; ``upper`` is ``inf`` where no solution was looked for.
    solved : (sets,) bool array
        Whether they are within the gap of each other.
    info : dict
        ``programmes`` (multicommodity programs solved), ``cuts`` (prices whose bounds were computed for all sets),
        ``rounds`` (of route generation), ``routes`` (in the common pool), ``seconds``, ``stopped`` (why, if it was).
    """

    network: HubNetwork
    status: Status
    hubs: tuple[Any, ...]
    objective: float
    bound: float
    flow: MulticommodityFlow
    sets: tuple[tuple[Any, ...], ...]
    lower: FloatArray
    upper: FloatArray
    solved: np.ndarray[Any, np.dtype[np.bool_]]
    info: dict[str, Any] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """Relative difference between objective and bound."""
        return relative_gap(self.objective, self.bound)

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """One row a set: ``rank, hubs, lower, upper, solved``, the best first, the others by what they cost at least.

        Sets have a rank as far as it is proven: as long as no set that is not solved may come before them.
        """
        key = np.where(self.solved, self.upper, self.lower)
        worse = np.array([hubs != self.hubs for hubs in self.sets], dtype=np.bool_)
        order = np.lexsort((key, worse))
        open_from = float(np.min(self.lower, where=~self.solved, initial=np.inf))
        proven = self.solved[order] & (self.upper[order] <= open_from)
        rank = pd.array([at if known else None for at, known in enumerate(proven, 1)], dtype="Int64")
        return pd.DataFrame(
            {
                "rank": rank,
                "hubs": [self.sets[at] for at in order],
                "lower": self.lower[order],
                "upper": self.upper[order],
                "solved": self.solved[order],
            }
        )

    @cached_property
    def by_hub(self) -> pd.DataFrame:
        """One row a candidate: ``hub, lower, upper``, between which the least cost of a set with it lies, and ``hubs``.

        ``hubs`` is the best set known with it. A candidate that no set may have is left out.
        """
        records = []
        for label in self.network.labels or ():
            mine = np.array([label in hubs for hubs in self.sets], dtype=np.bool_)
            if mine.any():
                at = np.flatnonzero(mine)
                best = at[np.lexsort((self.lower[at], self.upper[at]))[0]]
                records.append((label, float(self.lower[at].min()), float(self.upper[at].min()), self.sets[best]))
        frame = pd.DataFrame(records, columns=["hub", "lower", "upper", "hubs"])
        return frame.sort_values(["upper", "lower"], kind="stable").reset_index(drop=True)
