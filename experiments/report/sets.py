"""The sets of hubs that the page ranks, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from experiments.comparison import Comparison
from optimize import HubSetTable

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

RISKS = ("expected", "worst_case", "max_regret", "cvar")
"""Risk measures that sets of hubs are judged by."""
CVAR_LEVEL = 0.9
BINS = 6
"""Colours of regret above none."""
NO_COST = 0xFFFFFFFF
"""Steps of a cost that is infinite."""
MOST_STEPS = 4e9
"""Steps of a cost that 32 bits can hold."""


@dataclass(frozen=True, eq=False)
class Sets:
    """The sets of the headline's family.

    Attributes
    ----------
    candidates, gateways : tuples of str
        Ids of all hubs that the sets are of, and of those that are in each.
    members : list of tuples of int
        Positions in `candidates` of the hubs of each set beyond the gateways, ascending.
    low : list of float
        Least cost of each scenario, USD a year.
    unit : float
        USD of a step of `cost`.
    cost : (scenarios, sets) array of uint32
        Steps above the least of the scenario; `NO_COST` where it is infinite.
    risks : dict
        (sets,) array of each measure, USD a year; regrets are above the best set of the same size.
    largest_regret : float
        Of single hubs.
    """

    candidates: tuple[str, ...]
    gateways: tuple[str, ...]
    members: list[tuple[int, ...]]
    low: list[float]
    unit: float
    cost: npt.NDArray[np.uint32]
    risks: Mapping[str, FloatArray]
    largest_regret: float

    @classmethod
    def of(cls, found: Comparison) -> Sets:
        """Collect the sets of a comparison.

        Parameters
        ----------
        found : Comparison

        Returns
        -------
        Sets
            Those of hubs that are compared, beside the gateways.
        """
        table, gateways = found.table, found.headline.gateways
        forced = {table.candidates.index(gateway) for gateway in gateways}
        allowed = forced | {table.candidates.index(hub) for hub in found.study.hubs}
        positions = [set(table.positions(row)) for row in range(len(table))]
        keep = [row for row, hubs in enumerate(positions) if hubs and forced <= hubs <= allowed]
        members = [tuple(sorted(positions[row] - forced)) for row in keep]
        size = np.array([len(hubs) for hubs in members])
        cost = table.scenario_cost[keep]
        low, unit, steps = _steps(cost)
        return cls(
            candidates=tuple(str(hub) for hub in table.candidates),
            gateways=gateways,
            members=members,
            low=low,
            unit=unit,
            cost=steps,
            risks=_risks(table, keep, size),
            largest_regret=_largest_regret(cost[size == 1]),
        )

    @property
    def flat(self) -> npt.NDArray[np.uint16]:
        """All members, set after set."""
        return np.array([hub for hubs in self.members for hub in hubs], dtype=np.uint16)

    @property
    def ends(self) -> npt.NDArray[np.uint32]:
        """Where each set ends in `flat`."""
        return np.cumsum([len(hubs) for hubs in self.members]).astype(np.uint32)

    def row(self, hubs: Iterable[str]) -> int:
        """Find a set.

        Parameters
        ----------
        hubs : iterable of str
            Ids, with or without the gateways.

        Returns
        -------
        int
            -1 where it is not among them.
        """
        further = set(hubs) - set(self.gateways)
        if not further <= set(self.candidates):
            return -1
        wanted = tuple(sorted(self.candidates.index(hub) for hub in further))
        return self.members.index(wanted) if wanted in self.members else -1


def _steps(cost: FloatArray) -> tuple[list[float], float, npt.NDArray[np.uint32]]:
    """Least cost of each scenario, USD of a step, and (scenarios, sets) steps above it."""
    finite = np.isfinite(cost)
    least = np.min(cost, axis=0, where=finite, initial=np.inf)
    low = np.where(np.isfinite(least), least, 0.0).round(2)
    above = np.where(finite, cost - low, 0.0).clip(min=0.0)
    unit = max(1.0, float(np.ceil(above.max(initial=0.0) / MOST_STEPS)))
    return low.tolist(), unit, np.where(finite, np.round(above / unit), NO_COST).T.astype(np.uint32)


def _risks(table: HubSetTable, keep: Sequence[int], size: IntArray) -> dict[str, FloatArray]:
    told = {
        "expected": table.objective_values("expected")[keep],
        "worst_case": table.objective_values("worst_case")[keep],
        "cvar": table.objective_values("cvar", cvar_level=CVAR_LEVEL)[keep],
        "max_regret": np.zeros(len(keep)),
    }
    for each in np.unique(size):
        same = size == each
        own = table.scenario_cost[keep][same].min(axis=0)
        told["max_regret"][same] = table.objective_values("max_regret", own_optimum=own)[keep][same]
    return told


def _largest_regret(cost: FloatArray) -> float:
    """Largest finite regret among (sets, scenarios) costs."""
    least = cost.min(axis=0, initial=np.inf)
    known = np.isfinite(cost) & np.isfinite(least)
    return float(np.max(cost - np.where(np.isfinite(least), least, 0.0), where=known, initial=0.0))


def regret_edges(largest_usd: float) -> list[float]:
    """Choose where the colours of regrets begin: one scale for all scenarios and sizes.

    Parameters
    ----------
    largest_usd : float
        Largest regret of a single hub, USD a year.

    Returns
    -------
    list of float
        Ascending, in steps of about three (1, 3, 10, ...); the last is at most the largest regret.

    Examples
    --------
    >>> regret_edges(108.8e6)
    [300000.0, 1000000.0, 3000000.0, 10000000.0, 30000000.0, 100000000.0]
    """
    edges = [1.0]
    while edges[-1] * 3.0 <= largest_usd:
        edges.append(edges[-1] * 3.0 if len(edges) % 2 else edges[-2] * 10.0)
    return [edge for edge in edges if edge <= max(largest_usd, 1.0)][-BINS:]
