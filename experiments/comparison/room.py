"""How the verdict depends on the room at the gateways: the best hub while that grows from a quarter to no limit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.comparison.families import Family
from experiments.question import Study
from optimize import HubProblem, HubSetTable, ScenarioProblem

FACTORS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, np.inf)
"""What the gateways' room is multiplied by: a judgement, wider than the low and high of the bundled gateways."""


def room_sweep(study: Study, family: Family, problem: HubProblem, threads: int | None = None) -> pd.DataFrame:
    """Find the best single hub for each size of the gateways' room, in one scenario.

    Parameters
    ----------
    study : Study
    family : Family
        Designs beside the gateways.
    problem : HubProblem
        The region's problem in the scenario.
    threads : int, optional
        Threads that evaluate hub sets.

    Returns
    -------
    DataFrame
        One row for each factor: ``factor``, ``capacity_t`` of all gateways together (tonnes of the reference class),
        ``hub`` and ``runner_up``, ``margin_usd`` between them, ``saving_usd`` of the hub against the gateways alone,
        ``incumbent_rank`` and ``challenger_rank``. Empty where no gateway has a limit that counts.
    """
    at = [problem.candidates.index(place) for place in family.gateways]
    capacity = np.full(problem.h, np.inf) if problem.capacity is None else problem.capacity
    limits = capacity[at]
    others = [hub for hub in study.hubs if hub not in family.gateways]
    if not study.room or not np.isfinite(limits).any() or not others:
        return pd.DataFrame()
    t_per_unit = float(problem.metadata.get("t_per_capacity_unit", 1.0))
    banned = [place for place in problem.candidates if place not in (*others, *family.gateways)]
    found = []
    for factor in FACTORS:
        room = dict(zip(problem.candidates, capacity, strict=True))
        room |= dict(zip(family.gateways, limits * factor, strict=True))
        changed = ScenarioProblem({"sweep": problem.replace(capacity=room)})
        table = HubSetTable.build(
            changed, len(at) + 1, forced=family.gateways, banned=banned, capacities=True, threads=threads
        )
        alone = table.cost(family.gateways, "sweep")
        cost = pd.Series({hub: table.cost(family.single(hub), "sweep") for hub in others}).sort_values(kind="stable")
        rank = cost.rank(method="min")
        found.append(
            {
                "factor": factor,
                "capacity_t": float(limits[np.isfinite(limits)].sum()) * factor * t_per_unit,
                "hub": str(cost.index[0]),
                "runner_up": str(cost.index[1]) if len(cost) > 1 else "",
                "margin_usd": float(cost.iloc[1] - cost.iloc[0]) if len(cost) > 1 else np.nan,
                "saving_usd": alone - float(cost.iloc[0]),
                "incumbent_rank": rank.get(study.incumbent, np.nan),
                "challenger_rank": rank.get(study.challenger, np.nan),
            }
        )
    return pd.DataFrame(found)


def sweep_words(study: Study, sweep: pd.DataFrame) -> str:
    """Say which hub is best from which size of the gateways' room on.

    Parameters
    ----------
    study : Study
    sweep : DataFrame
        As `room_sweep` returns it.

    Returns
    -------
    str
        Empty where there is no sweep, or one hub is best throughout.
    """
    if sweep.empty or len(set(sweep["hub"])) == 1:
        return ""
    told, before = [], ""
    for factor, hub in zip(sweep["factor"], sweep["hub"], strict=True):
        if hub != before:
            size = "without a limit" if np.isinf(factor) else f"at {factor:g} times their room"
            told.append(f"{study.name(hub)} {size if before else 'from ' + f'{factor:g} times their room on'}")
            before = hub
    where = f" (“{study.title(study.scenarios[0])}”)" if len(study.scenarios) > 1 else ""
    return f"With more or less room at the gateways{where} the best hub changes: {', then '.join(told)}."
