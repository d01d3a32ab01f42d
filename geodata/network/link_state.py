"""What the changes of a scenario make of the links, for one class and service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from geodata.arrays import BoolArray, FloatArray, multiply
from geodata.network.links import Links
from geodata.scenarios import LINK_ADDITIONS, LINK_FACTORS, Change
from optimize.brief import Brief


@dataclass(frozen=True)
class LinkState(Brief):
    """What the changes in force do to each directed link; all attributes are (n,) arrays.

    Attributes
    ----------
    open : array of bool
        Whether it may be used.
    time, tariff, dwell, fee, capacity, wait, reload : arrays
        Factors on moving time, tariff, dwell and fee at the crossing, capacity, wait for a departure and reloading.
    add_time_h, add_dwell_h : arrays
        Hours added to moving and dwell.
    add_fee_usd_per_t : array
        USD/t added to the fee.
    """

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
    links : Links
        The links.
    changes : iterable of Change
        The changes in force.
    cls, service : str
        Changes for other classes and services are passed over; an empty one takes general changes alone.

    Returns
    -------
    LinkState
    """
    count = len(links)
    opened, closed = ~links.planned, np.zeros(count, dtype=np.bool_)
    factors = {name: np.ones(count) for name in LINK_FACTORS}
    added = {name: np.zeros(count) for name in LINK_ADDITIONS}
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
                multiply(factors[name], chosen, factor)
        for name, array in added.items():
            amount = getattr(change, name)
            if amount:
                array[chosen] += amount
    return LinkState(open=opened & ~closed, **factors, **added)


def capacity_in(links: Links, changes: Iterable[Change]) -> FloatArray:
    """Return the capacity of each directed link, by the general changes among those in force.

    Parameters
    ----------
    links : Links
        The links.
    changes : iterable of Change
        The changes in force.

    Returns
    -------
    (n,) array
        Tonnes a year, inf where there is no limit; a factor of 0 closes a link that has no limit as well.
    """
    factor = link_state(links, changes).capacity
    with np.errstate(over="ignore"):  # so large that there is no limit
        return np.where(factor > 0, links.capacity_t * np.where(factor > 0, factor, 1.0), 0.0)
