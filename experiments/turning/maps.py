"""Who wins where, when two levers are moved at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd

from experiments.defaults import TIPPING_GRID
from experiments.runs import Cases
from experiments.turning.leads import Bench
from experiments.turning.levers import PROBABILITY, Lever
from optimize import InputError

GRID = TIPPING_GRID
COLUMNS = ("a", "b", "a_value", "b_value", "hub", "lead_usd")


@dataclass(frozen=True, eq=False)
class Plane:
    """What the cells of maps have in common.

    Attributes
    ----------
    bench : Bench
    levers : dict of str to Lever
        By id.
    """

    bench: Bench
    levers: dict[str, Lever]


def map_levers(levers: dict[str, Lever], order: Sequence[str], wanted: Sequence[str] | None) -> list[str]:
    """Choose the levers of the maps.

    Parameters
    ----------
    levers : dict of str to Lever
        By id.
    order : sequence of str
        Their ids, those with most effect first.
    wanted : sequence of str, optional
        Two or three ids; default the first two that have no input in common.

    Returns
    -------
    list of str
        Ids; fewer than two where there are not enough.

    Raises
    ------
    InputError
        If a name is unknown, or cannot be moved beside the others.
    """
    if wanted is None:
        chosen: list[str] = []
        for name in order:
            if len(chosen) < 2 and _can(levers[name]) and not any(_common(levers[name], levers[x]) for x in chosen):
                chosen.append(name)
        return chosen
    names = list(dict.fromkeys(wanted))
    if len(names) not in (2, 3):
        raise InputError([f"a map of {len(names)} inputs: name two, or three for a map of each two of them"])
    faults = [f"{name!r} is no input, cause or group that was looked at" for name in names if name not in levers]
    faults += [
        f"{name} cannot be on a map: {why}" for name in names if name in levers and (why := _refused(levers[name]))
    ]
    if not faults:
        faults += [
            f"{a} and {b} move the same inputs" for a, b in combinations(names, 2) if _common(levers[a], levers[b])
        ]
    if faults:
        raise InputError(faults)
    return names


def _refused(lever: Lever) -> str:
    if lever.kind == PROBABILITY:
        return "weights sum to 1; take how often the scenario begins, scenarios.per_year[...]"
    return "" if _can(lever) else "its low and high are the same"


def _can(lever: Lever) -> bool:
    return lever.kind != PROBABILITY and lever.low < lever.high


def _common(one: Lever, other: Lever) -> bool:
    return bool({*one.inputs, one.id} & {*other.inputs, other.id})


def map_cases(plane: Plane, names: Sequence[str], grid: int) -> Cases:
    """Plan the cells of the maps of each two of some levers.

    Parameters
    ----------
    plane : Plane
    names : sequence of str
        Ids.
    grid : int
        Values of each lever, from low to high; at least 2.

    Returns
    -------
    Cases
    """
    cells = []
    for a, b in combinations(names, 2):
        values = [np.linspace(plane.levers[x].low, plane.levers[x].high, grid).tolist() for x in (a, b)]
        cells += [(a, b, x, y) for x, y in product(*values)]
    study = plane.bench.study
    return Cases(
        evaluate_cell,
        pd.DataFrame(cells, columns=list(COLUMNS[:4])),
        shared=plane,
        inputs=(study.region, study.candidates, study.gateways, study.hubs, dict(study.probability), study.classes,
                study.trunk, study.room),
        label=lambda case: f"{case['a']} at {case['a_value']:g}, {case['b']} at {case['b_value']:g}",
    )  # fmt: skip


def evaluate_cell(shared: Plane, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Evaluate a cell of a map; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Plane
    case : dict
        ``a, b``, ids of levers, and their values ``a_value, b_value``.
    rng : Generator
        Not used.

    Returns
    -------
    dict
        ``hub``, the best one, and ``lead_usd``, its lead over the best other.
    """
    world = shared.bench.study.region
    for name in ("a", "b"):
        world = shared.levers[str(case[name])].world(world, float(case[f"{name}_value"]))
    costs = shared.bench.in_world(world)
    two = np.sort(costs)[:2]
    with np.errstate(invalid="ignore"):
        return {"hub": shared.bench.hubs[int(costs.argmin())], "lead_usd": float(two[-1] - two[0])}
