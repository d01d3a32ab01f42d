"""What the changes of a scenario make of the links, for one class and service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from geodata.arrays import BoolArray, FloatArray
from geodata.network.links import Links
from geodata.scenarios import LINK_FACTORS, Change


@dataclass(frozen=True)
class LinkState:
    """Openness, factors and additions of each directed link; all arrays are (n,)."""

    open: BoolArray
    time: FloatArray
    tariff: FloatArray
    dwell: FloatArray
    fee: FloatArray
    capacity: FloatArray
    wait: FloatArray
    reload: FloatArray
    add_time_h: FloatArray
    add_dwell_h: FloatArray
    add_fee_usd_per_t: FloatArray


def link_state(links: Links, changes: Iterable[Change], cls: str = "", service: str = "") -> LinkState:
    """Apply changes in turn: factors multiply, additions add, closing wins over opening.

    Parameters
    ----------
    cls, service : str
        Changes for other classes and services are passed over; an empty one takes general changes alone.
    """
    count = len(links)
    opened, closed = ~links.planned, np.zeros(count, dtype=np.bool_)
    factors = {name: np.ones(count) for name in LINK_FACTORS}
    added = {name: np.zeros(count) for name in ("add_time_h", "add_dwell_h", "add_fee_usd_per_t")}
    for change in changes:
        if (change.cls and cls not in change.cls) or (change.service and service not in change.service):
            continue
        chosen = links.select(change)
        if change.open:
            opened = opened | chosen
        if change.close:
            closed = closed | chosen
        for name in LINK_FACTORS:
            factor = getattr(change, name)
            if factor != 1.0:
                factors[name][chosen] *= factor
        for name, array in added.items():
            amount = getattr(change, name)
            if amount:
                array[chosen] += amount
    return LinkState(open=opened & ~closed, **factors, **added)


def capacity_in(links: Links, changes: Iterable[Change]) -> FloatArray:
    """Capacity of each directed link, t/year; a factor of 0 shuts a link that has no limit too."""
    factor = link_state(links, changes).capacity
    return np.where(factor > 0, links.capacity_t * np.where(factor > 0, factor, 1.0), 0.0)
