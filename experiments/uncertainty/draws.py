"""One draw of all that is uncertain, evaluated: what every design costs in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.question import Design, Study, design_tables, expected_costs
from geodata import InputDraws, Region, Scenario, combined

DRAW = "draw"


@dataclass(frozen=True, eq=False)
class DrawnWorlds:
    """What all draws have in common.

    Attributes
    ----------
    study : Study
    draws : InputDraws
        The draws of the uncertain inputs of its region.
    designs : tuple of Design
    years : int
        Years that are simulated in each draw, in each of which disruptions come, last and overlap by chance. 0: every
        scenario on its own, weighted by the share of the time that it is in force in the draw.
    seed : int
        Of the years.
    """

    study: Study
    draws: InputDraws[Region]
    designs: tuple[Design, ...]
    years: int = 0
    seed: int = 0


def evaluate_draw(shared: DrawnWorlds, case: dict[str, Any], rng: np.random.Generator) -> dict[str, float]:  # noqa: ARG001
    """Evaluate all designs in a draw; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : DrawnWorlds
    case : dict
        ``draw``, its number.
    rng : Generator
        Not used: the draw has its numbers from the plan.

    Returns
    -------
    dict of str to float
        What each design costs on average over the scenarios, USD a year, by `Design.key`.
    """
    number = int(case[DRAW])
    world = shared.draws.region(number)
    scenarios: Sequence[str | Scenario] | None = None
    weights = shared.study.fixed_weights
    if shared.years:
        scenarios, weights = joint_states(shared.study, world, shared.years, shared.seed + number * shared.years)
    tables = design_tables(shared.study, shared.designs, world=world, scenarios=scenarios, probability=weights)
    return {design.key: cost for design, cost in expected_costs(shared.designs, tables).items()}


def joint_states(study: Study, world: Region, years: int, seed: int) -> tuple[list[str | Scenario], list[float]]:
    """Simulate years, and list the states of the world in them.

    Parameters
    ----------
    study : Study
        Its scenarios with a probability may be in force; what-if cases are left out.
    world : Region
    years : int
        How many, >= 1.
    seed : int

    Returns
    -------
    list of Scenario
        The states: ``base``, scenarios and combinations of them.
    list of float
        Share of the time of each; they sum to 1.
    """
    names = [name for name in study.scenarios if world.scenarios[name].probability is not None]
    shares: dict[tuple[str, ...], float] = {}
    for year in world.sample_years(years, seed, names):
        for state, share in year.items():
            shares[state] = shares.get(state, 0.0) + share / years
    states: list[str | Scenario] = []
    for parts in shares:
        if len(parts) > 1:
            states.append(combined("+".join(parts), [world.scenarios[part] for part in parts]))
        else:
            states.append(parts[0] if parts else "base")
    return states, list(shares.values())
