"""States of the world in which several disruptions may be in force at once, with their weights, for a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from geodata import Region, Scenario


def joint_states(region: Region, names: Sequence[str], draws: int, seed: int) -> tuple[Region, dict[str, float]]:
    """Draw states of the world from how often each scenario is in force, see `geodata.sample_scenarios`.

    Parameters
    ----------
    region : Region
    names : sequence of str
        Scenarios that may be in force; those without a probability are what-if cases, and kept with weight 0.
    draws : int
        Number of draws, >= 1.
    seed : int
        Equal seeds give equal draws.

    Returns
    -------
    Region
        With the combinations that were drawn as scenarios of their own, named ``a+b``.
    dict of str to float
        Weight of each state that was drawn, its share of the draws: ``base`` first, then those drawn most.
    """
    likely = [name for name in names if region.scenarios[name].probability is not None]
    counted = Counter(tuple(state.combine) for state in region.sample_scenarios(draws, seed, likely))
    made: dict[str, Scenario] = {}
    weight = {"base": counted.pop((), 0) / draws}
    for parts, times in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        name = "+".join(parts)
        weight[name] = times / draws
        if len(parts) > 1:
            title = " + ".join(region.scenarios[part].title or part for part in parts)
            made[name] = Scenario(name, title=title, combine=parts)
    weight |= {name: 0.0 for name in names if name not in likely and name not in weight}
    data = replace(region.data, scenarios={**region.data.scenarios, **made})
    return replace(region, data=data), weight
