"""The verdict over gateways and their room, as rows of the page's tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.comparison import Comparison, gateway_names
from experiments.text import Row, rows, scaled, tonnes


def gateway_rows(found: Comparison) -> list[dict[str, str]]:
    """Write the best hub beside each set of gateways in words, for a table of the page.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    list of dict
        ``gateways``, ``hub``, ``runner_up``, ``saves``, ``incumbent``, ``challenger``.
    """
    study = found.study
    return [
        {
            "gateways": gateway_names(study, row["gateways"]) + (" *" if row["chosen"] else ""),
            "hub": study.name(row["hub"]) if row["hub"] else "none that pays",
            **_lead(found, row),
        }
        for row in rows(found.by_gateway)
    ]


def sweep_rows(found: Comparison) -> list[dict[str, str]]:
    """Write the best hub for each size of the gateways' room in words, for a table of the page.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    list of dict
        ``room``, ``hub``, ``runner_up``, ``saves``, ``incumbent``, ``challenger``.
    """
    return [
        {
            "room": _size(row),
            "hub": found.study.name(row["hub"]),
            **_lead(found, row),
        }
        for row in rows(found.room_sweep)
    ]


def _size(row: Row) -> str:
    """Size of the room: ``0.5 x: 665,000 t a year``."""
    return "no limit" if np.isinf(row["factor"]) else f"{row['factor']:g} x: {tonnes(row['capacity_t'])} a year"


def _lead(found: Comparison, row: Row) -> dict[str, str]:
    """Runner-up, saving and ranks of a row."""
    second = f"{found.study.name(row['runner_up'])}, {scaled(row['margin_usd'])}" if row["runner_up"] else "-"
    places = {who: row[f"{who}_rank"] for who in ("incumbent", "challenger")}
    return {
        "runner_up": second,
        "saves": scaled(row["saving_usd"]),
        **{who: "-" if pd.isna(place) else f"{place:.0f}" for who, place in places.items()},
    }
