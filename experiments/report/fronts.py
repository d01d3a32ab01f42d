"""Cost against safety: sets of hubs that cost more on average and less when it matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from experiments.comparison import Comparison
from experiments.report.sets import FloatArray, IntArray, Sets
from experiments.text import Row, count, scaled
from optimize import decide

AGAINST = {
    "worst_case": "cost in the worst scenario",
    "max_regret": "largest regret",
    "cvar": "mean cost of the worst tenth",
}
"""Measures that stand against the expected cost, in words."""


class OnFront(NamedTuple):
    """A set that no other of as many hubs beats in both.

    Attributes
    ----------
    size : int
        Hubs beside the gateways.
    row : int
        Of the set.
    more, less : float
        What it costs more on average than the cheapest of as many hubs, and by how much its measure is lower.
    """

    size: int
    row: int
    more: float
    less: float


def front(expected: FloatArray, measure: FloatArray, size: IntArray) -> Iterator[OnFront]:
    """Find the sets of each size that are not beaten in both measures.

    Parameters
    ----------
    expected, measure : (sets,) arrays
        USD a year.
    size : (sets,) array
        Hubs of each beside the gateways; sets of none are left out.

    Yields
    ------
    OnFront
        By size, the cheapest first; of sets that are equal in both the first alone.
    """
    for each in np.unique(size[size > 0]):
        rows = np.flatnonzero(size == each)
        values = np.column_stack([expected, measure])[rows]
        values, first = np.unique(values, axis=0, return_index=True)
        keep = decide.undominated(values)
        for (usd, risk), row in zip(values[keep], rows[first[keep]], strict=True):
            yield OnFront(int(each), int(row), float(usd - values[keep][0, 0]), float(values[keep][0, 1] - risk))


def front_rows(found: Comparison) -> list[Row]:
    """Make the rows of the page's table of cost against safety.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    list of dict
        ``size``, ``measure``, ``name``, ``more`` and ``less``; the cheapest set of a size first, and alone where it is
        the safest as well.
    """
    sets = Sets.of(found)
    size = np.array([len(hubs) for hubs in sets.members], dtype=np.int64)
    return [
        {
            "size": count(point.size, "hub"),
            "measure": words,
            "name": found.study.names([sets.candidates[hub] for hub in sets.members[point.row]]),
            "more": scaled(point.more) if point.more else "-",
            "less": scaled(point.less) if point.more else "-",
        }
        for measure, words in AGAINST.items()
        for point in front(sets.risks["expected"], sets.risks[measure], size)
    ]
