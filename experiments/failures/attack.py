"""The adversary's view: the loss of hubs that hurts most, and the hub to fortify."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.question import Study, study_problem
from geodata import Family, Scenario
from optimize import decide

COLUMNS = (
    "lost_count", "hubs", "lost", "cost_usd", "extra_usd", "fortified", "lost_then", "extra_fortified_usd", "saved_usd",
)  # fmt: skip


def best_set(study: Study, state: Scenario, p: int) -> tuple[str, ...]:
    """Find the best hubs beside the gateways.

    Parameters
    ----------
    study : Study
    state : Scenario
    p : int
        How many, gateways not counted; at least 1.

    Returns
    -------
    tuple of str
        Without the gateways; all hubs where there are no more.
    """
    free = [hub for hub in study.hubs if hub not in study.gateways]
    number = min(p, len(free))
    family = Family(study.gateways, p_max=len(study.gateways) + number, capacities=study.room)
    table = study.region.hub_set_tables(
        [state], {"": family}, [*study.gateways, *free], probability=[1.0], classes=study.classes or None,
        trunk=study.trunk,
    )[""]  # fmt: skip
    costs = table.objective_values("expected")
    sized = [row for row in range(len(table)) if len(table.labels(row)) == len(study.gateways) + number]
    best = min(sized, key=lambda row: costs[row])
    return tuple(str(hub) for hub in table.labels(best) if hub not in study.gateways)


def attack_table(study: Study, state: Scenario, p: int) -> pd.DataFrame:
    """Find the worst losses of one hub, two hubs, ... of the best p and the gateways, and the hub to fortify.

    Parameters
    ----------
    study : Study
    state : Scenario
    p : int
        Number of hubs beside the gateways; 0 = no rows.

    Returns
    -------
    DataFrame
        One row a number of lost hubs: the open ``hubs``, those ``lost`` that cost most, what they cost more a year
        (``extra_usd``; lost hubs no longer cost their fixed costs), the hub to be ``fortified``, the worst loss then
        (``lost_then``) and what that costs more, and what fortifying it saves. Exact, see `optimize.decide`.
    """
    chosen = best_set(study, state, p) if p > 0 and set(study.hubs) - set(study.gateways) else ()
    opened = (*study.gateways, *chosen)
    if not chosen or len(opened) < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    problem = study_problem(study, state)
    rows = []
    for lost in range(1, len(opened)):
        worst = decide.interdiction(problem, opened, lost)
        safe = decide.fortification(problem, opened, lost, 1)
        both = np.isfinite(worst.cost) and np.isfinite(safe.cost)
        rows.append(
            (
                lost, "+".join(opened), "+".join(map(str, worst.lost)), worst.cost, worst.cost - worst.cost_before,
                "+".join(map(str, safe.fortified)), "+".join(map(str, safe.lost)), safe.cost - safe.cost_before,
                worst.cost - safe.cost if both else np.nan,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))
