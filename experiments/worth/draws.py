"""Items in a draw of all that is uncertain, as a case of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.worth.items import Item
from experiments.worth.values import BASE, Worlds, departures, earned, expected, picks
from geodata import InputDraws, Region, scenario_probabilities

DRAW = "draw"


@dataclass(frozen=True, eq=False)
class DrawnItems:
    """What all draws have in common.

    Attributes
    ----------
    worlds : Worlds
    items : tuple of Item
    draws : InputDraws
    every_scenario : bool
        Whether all scenarios are evaluated, weighted by the share of the time that each is in force in the draw, and
        not ``base`` alone.
    """

    worlds: Worlds
    items: tuple[Item, ...]
    draws: InputDraws[Region]
    every_scenario: bool = False


def evaluate_draw(shared: DrawnItems, case: dict[str, Any], rng: np.random.Generator) -> list[dict[str, Any]]:  # noqa: ARG001
    """Value all items in a draw; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : DrawnItems
    case : dict
        ``draw``, its number.
    rng : Generator
        Not used: the draw has its numbers from the plan.

    Returns
    -------
    list of dict
        For each item and design ``item, design, hub_with, hub_without, worth_usd, paid_usd, cost_usd, net_usd``.
    """
    worlds = shared.worlds
    world = shared.draws.region(int(case[DRAW]))
    names = list(worlds.study.scenarios) if shared.every_scenario else [BASE]
    fixed = worlds.study.fixed_weights if shared.every_scenario else None
    shares = scenario_probabilities([world.scenario(name) for name in names])
    weights = [shares[name] for name in names] if fixed is None else fixed
    opened, as_is = worlds.opened, None
    rows: list[dict[str, Any]] = []
    for item in shared.items:
        costs: list[pd.DataFrame] = []
        places = worlds.with_it(item, world), worlds.without_it(item, world, opened=opened)
        for place in places:
            if place is not world:
                costs.append(worlds.table(place, names))
                continue
            as_is = worlds.table(world, names) if as_is is None else as_is
            costs.append(as_is)
        there, gone = (expected(each, weights) for each in costs)
        given = worlds.costs.get(item.id)
        cost = departures(world, item)[1] if given is None else given
        pays = given is None and bool(np.isfinite(cost))
        own = expected(earned(worlds, item, *places, costs[0]), weights) if pays else there * 0.0
        for pick in picks(worlds, there, gone):
            worth, paid = float(gone[pick.hub_without] - there[pick.hub_with]), float(own[pick.hub_with])
            rows.append(
                {
                    "item": item.id,
                    "design": pick.design,
                    "hub_with": pick.hub_with,
                    "hub_without": pick.hub_without,
                    "worth_usd": worth,
                    "paid_usd": paid if pays else np.nan,
                    "cost_usd": cost,
                    "net_usd": worth + paid - cost,
                }
            )
    return rows
