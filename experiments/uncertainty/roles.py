"""What a hub is: the only one, the substitute for the incumbent, or the second beside it."""

from __future__ import annotations

import pandas as pd

from experiments.question import Study, pair_designs, single_designs
from experiments.wins import win_table

ROLES = ("single", "substitute", "complement")


def role_costs(study: Study, table: pd.DataFrame, role: str, incumbent: str) -> pd.DataFrame:
    """Return what hubs cost in a role.

    Parameters
    ----------
    study : Study
    table : DataFrame
        One row a draw, with a column for each design.
    role : {"single", "substitute", "complement"}
    incumbent : str
        Id of a hub.

    Returns
    -------
    DataFrame
        (draws, hubs). Of substitutes and complements without the incumbent; complements have it open as well.
    """
    if role == "complement":
        found = {
            next(hub for hub in design.hubs if hub != incumbent): table[design.key]
            for design in pair_designs(study, incumbent)
            if design.key in table
        }
        return pd.DataFrame(found, index=table.index)
    singles = [design for design in single_designs(study) if role == "single" or incumbent not in design.hubs]
    return pd.DataFrame({design.hubs[0]: table[design.key] for design in singles}, index=table.index)


def role_table(study: Study, role: str, costs: pd.DataFrame) -> pd.DataFrame:
    """Count wins in a role.

    Parameters
    ----------
    study : Study
    role : str
    costs : DataFrame
        (draws, hubs).

    Returns
    -------
    DataFrame
        As `experiments.wins.win_table`, with ``role`` and ``name``; empty where there is no hub in that role.
    """
    if not costs.shape[1]:
        costs = pd.DataFrame({"": [0.0]})
        return role_table(study, role, costs.rename(columns={"": study.hubs[0]})).head(0)
    wins = win_table(costs)
    wins.insert(0, "role", role)
    wins.insert(2, "name", [study.name(str(hub)) for hub in wins["hub"]])
    return wins
