"""What a hub is worth beside an incumbent (complement) and without it (substitute)."""

from __future__ import annotations

import pandas as pd

from experiments.comparison.families import Family
from experiments.comparison.metrics import rank_one
from experiments.question import Study
from optimize import HubSetTable

COLUMNS = ("substitute_rank", "substitute_loss_usd", "complement_rank", "complement_saving_usd")


def roles(study: Study, family: Family, table: HubSetTable, incumbent: str) -> pd.DataFrame:
    """Rank every hub as substitute for, and as complement of, the incumbent, by expected cost.

    Parameters
    ----------
    study : Study
    family : Family
    table : HubSetTable
        Of this family, over all scenarios.
    incumbent : str
        Id of a hub.

    Returns
    -------
    DataFrame
        Index = hub. ``substitute_rank`` among the single hubs once the incumbent is lost, with
        ``substitute_loss_usd``, what is lost by having it in the incumbent's place; ``complement_rank`` among the
        pairs of the incumbent and one more, with ``complement_saving_usd``, what the second hub saves. Missing for
        the incumbent itself, for gateways, and complements where pairs were not evaluated.
    """
    expected = pd.Series(table.objective_values("expected"))
    others = [hub for hub in study.hubs if hub != incumbent and hub not in family.gateways]
    frame = pd.DataFrame(index=pd.Index(study.hubs, name="hub"))
    if not others:
        return frame.assign(**dict.fromkeys(COLUMNS, float("nan")))
    alone = float(expected[table.row(family.single(incumbent))])
    instead = pd.Series({hub: expected[table.row(family.single(hub))] for hub in others})
    frame["substitute_rank"] = rank_one(instead).astype("Int64")
    frame["substitute_loss_usd"] = instead - alone
    if family.extra >= 2:
        beside = pd.Series({hub: expected[table.row((*family.single(incumbent), hub))] for hub in others})
        frame["complement_rank"] = rank_one(beside).astype("Int64")
        frame["complement_saving_usd"] = alone - beside
    else:
        frame["complement_rank"] = pd.array([pd.NA] * len(frame), dtype="Int64")
        frame["complement_saving_usd"] = float("nan")
    return frame
