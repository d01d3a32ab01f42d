"""Freight that is cheaper with an item, where no link tells who uses it: a terminal, shorter dwells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geodata import Region
from optimize.rules import cheapest_paths

ROUNDING = 1e-9
"""Relative; ways that do not change cost the same but for the order of additions."""


def touched_t(there: Region, gone: Region, scenario: str, hubs: Sequence[str], classes: Sequence[str] | None) -> float:
    """Count the tonnes whose way costs less with something than without it, hubs having room for all.

    Parameters
    ----------
    there, gone : Region
        With it and without it.
    scenario : str
    hubs : sequence of str
        Ids of the open hubs, at least one.
    classes : sequence of str, optional
        Classes that count; default all.

    Returns
    -------
    float
        Tonnes a year.
    """
    problems = [world.problem(scenario, list(hubs), classes=classes or None) for world in (there, gone)]
    other = {block.name: block for block in problems[1].blocks}
    open_hubs = range(len(problems[0].candidates))
    total = 0.0
    for block in problems[0].blocks:
        with_it = cheapest_paths(block, open_hubs)[2]
        twin = other.get(block.name)
        without = np.full_like(with_it, np.inf) if twin is None else cheapest_paths(twin, open_hubs)[2]
        total += float(block.flow[with_it * (1.0 + ROUNDING) < without].sum())
    return total
