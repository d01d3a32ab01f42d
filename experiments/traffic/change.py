"""What changes where between two states: tonnes that links and corridors gain and lose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.traffic.design import NOTHING_T, Traffic
from optimize.brief import Brief


@dataclass(frozen=True, eq=False)
class TrafficChange(Brief):
    """What the second of two traffics has more than the first, tonnes and USD a year; losses are negative.

    Attributes
    ----------
    links : DataFrame
        ``link, class, forward_t, backward_t, change_t``: all parts of the ways together, rows that change;
        ``change_t`` is the sum of both directions.
    corridors : DataFrame
        ``corridor, class, before_t, after_t, change_t``: tonnes whose way uses a link of the corridor.
    parts : DataFrame
        ``class`` and the parts of the cost.
    unmet : DataFrame
        ``class, before_t, after_t, change_t``.
    """

    links: pd.DataFrame
    corridors: pd.DataFrame
    parts: pd.DataFrame
    unmet: pd.DataFrame


def traffic_change(a: Traffic, b: Traffic) -> TrafficChange:
    """Compare two traffics of one region: a design in two scenarios, or the winners of two.

    Parameters
    ----------
    a, b : Traffic
        Before and after.

    Returns
    -------
    TrafficChange

    Raises
    ------
    ValueError
        When they are not of one region.
    """
    if a.region.name != b.region.name:
        message = f"traffic of {a.region.name} and of {b.region.name} cannot be compared; give two of one region"
        raise ValueError(message)
    keys = ["link", "class"]
    before, after = (each.links.groupby(keys, sort=False)[["forward_t", "backward_t"]].sum() for each in (a, b))
    order = before.index.union(after.index, sort=False)
    links = after.reindex(order, fill_value=0.0) - before.reindex(order, fill_value=0.0)
    links["change_t"] = links["forward_t"] + links["backward_t"]
    changed = np.abs(links[["forward_t", "backward_t"]]).max(axis=1) > NOTHING_T
    parts = b.parts.set_index("class").sub(a.parts.set_index("class"), fill_value=0.0)
    return TrafficChange(
        links=links[changed].reset_index(),
        corridors=_difference(a.corridors, b.corridors, ["corridor", "class"], "flow_t"),
        parts=parts.reset_index(),
        unmet=_difference(a.unmet, b.unmet, ["class"], "unmet_t"),
    )


def _difference(a: pd.DataFrame, b: pd.DataFrame, keys: list[str], column: str) -> pd.DataFrame:
    before, after = (each.set_index(keys)[column] for each in (a, b))
    order = before.index.union(after.index, sort=False)
    found = pd.DataFrame({"before_t": before.reindex(order, fill_value=0.0)})
    found["after_t"] = after.reindex(order, fill_value=0.0)
    found["change_t"] = found["after_t"] - found["before_t"]
    return found.reset_index()
