"""The blocks of a region's hub problem: classes, divided where their loads differ in what they may do or must pay.

A class is one block where all of its freight has the same choices. It is divided

- by *scheduled services*: full loads (``full_load_share``) may board a service without a hub, as far as the service has
  room. What wants on beyond that goes as if the service were not there: room is shared out in proportion to what wants
  it when no hub is open, as slots are held by those who use them today;
- by the *customs areas of its two ends*, where goods pay for being held in a third area (``third_country_...``): at
  each hub that is neither in the area where they come from nor in the one where they go. Both directions between two
  areas are one block, as they pay at the same hubs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pandas as pd

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.costs import LegCosts
from geodata.region.flows import flows_in
from geodata.region.state import State

ELSEWHERE, SCHEDULED = "elsewhere", "scheduled"


@dataclass(frozen=True)
class ClassFreight:
    """A class between the nodes of a hub problem.

    Attributes
    ----------
    cls : str
        Its id.
    legs : LegCosts
        What its legs cost.
    flow : (n, n) array
        Tonnes a year.
    wants : (n, n) array
        Those of them that would take a scheduled service if there were no hub and room for all: where it is cheaper
        than going without, and than not going at all.
    """

    cls: str
    legs: LegCosts
    flow: FloatArray
    wants: FloatArray


def class_freight(
    state: State, cls: str, hubs: Sequence[str], year: int | None = None, trunk: Sequence[str] = ()
) -> ClassFreight:
    """Return a class between the nodes of a hub problem.

    Parameters
    ----------
    state : State
        The region and scenario.
    cls : str
        Id of the class.
    hubs : sequence of str
        Ids of the candidate hubs.
    year : int, optional
        Year to which trade is grown; default the base year.
    trunk : sequence of str
        Modes that may be used between hubs; all when empty.

    Returns
    -------
    ClassFreight
    """
    nodes = state.nodes(hubs)
    legs = class_legs(state, cls, *state.places_of(hubs), trunk)
    flow = flows_in(state, cls, year=year).reindex(index=nodes, columns=nodes, fill_value=0.0).to_numpy()
    wants = np.zeros_like(flow)
    if legs.scheduled is not None:
        otherwise = np.minimum(legs.direct, state.unmet_usd_per_t(cls))
        wants = wanting(state.full_load_share(cls), flow, legs.scheduled.cost, otherwise)
    return ClassFreight(cls, legs, flow, wants)


def service_use(freight: Sequence[ClassFreight]) -> FloatArray:
    """Return what wants to go by each scheduled service, over its room.

    Parameters
    ----------
    freight : sequence of ClassFreight
        All classes.

    Returns
    -------
    (services,) array
        1 = just full.
    """
    return taken_by_service(
        (item.wants, item.legs.scheduled.service, item.legs.scheduled.capacity_t)
        for item in freight
        if item.legs.scheduled is not None
    )


def class_legs(state: State, cls: str, rows: IntArray, positions: IntArray, trunk: Sequence[str] = ()) -> LegCosts:
    """Return what the legs of a class cost.

    Parameters
    ----------
    state : State
        The region and scenario.
    cls : str
        Id of the class.
    rows, positions : int arrays
        As `State.places_of` returns them.
    trunk : sequence of str
        Modes that may be used between hubs; all when empty.

    Returns
    -------
    LegCosts
    """
    legs = state.legs_among(cls, rows, positions)
    if trunk:
        # between hubs alone: what goes without one keeps its scheduled trains and trucks
        legs = replace(legs, transfer=state.restricted("consolidated", trunk).legs_among(cls, rows, positions).transfer)
    return legs


def wanting(full_load_share: float, flow: FloatArray, cost: FloatArray, otherwise: FloatArray) -> FloatArray:
    """Return what would take a scheduled service if there were no hub and room for all.

    Parameters
    ----------
    full_load_share : float
        Share that travels as full loads.
    flow : array
        Tonnes of each pair.
    cost, otherwise : arrays
        What a tonne costs by scheduled service, and without.

    Returns
    -------
    array
        Tonnes.
    """
    return np.where(cost < otherwise, full_load_share * flow, 0.0)


def taken_by_service(wants: Iterable[tuple[FloatArray, IntArray, FloatArray]]) -> FloatArray:
    """Return what wants to go by each scheduled service, over its room.

    Parameters
    ----------
    wants : iterable of (array, int array, (services,) array)
        For each class the tonnes of its pairs, their services, and the room of all services.

    Returns
    -------
    (services,) array
        1 = just full; no service at all where no class has any.
    """
    wanted, room = np.zeros(0), np.zeros(0)
    for tonnes, service, room in wants:
        on = tonnes > 0
        wanted = np.zeros(len(room)) if not len(wanted) else wanted
        wanted += np.bincount(service[on], weights=tonnes[on], minlength=len(room))
    return np.divide(wanted, room, out=np.zeros(len(wanted)), where=wanted > 0)


def boarding(wants: FloatArray, service: IntArray, use: FloatArray) -> FloatArray:
    """Return the tonnes that may go by scheduled service.

    Parameters
    ----------
    wants : array
        Tonnes of each pair that want to, more than 0.
    service : int array
        The service of each.
    use : (services,) array
        As `taken_by_service` returns it.

    Returns
    -------
    array
        Tonnes.
    """
    boards: FloatArray = wants * (1.0 / np.maximum(use, 1.0))[service]
    return boards


def by_service(item: ClassFreight, use: FloatArray) -> FloatArray:
    """Return the tonnes of a class that may go by scheduled service.

    Parameters
    ----------
    item : ClassFreight
        The class.
    use : (services,) array
        As `service_use` returns it.

    Returns
    -------
    (n, n) array
        Tonnes a year.
    """
    if item.legs.scheduled is None or not len(use):
        return np.zeros_like(item.flow)
    return np.where(item.wants > 0, boarding(item.wants, item.legs.scheduled.service, use), 0.0)


def class_blocks(
    state: State, item: ClassFreight, use: FloatArray, numbers: pd.DataFrame, *, direct: bool = True
) -> Iterator[tuple[str, bool, dict[str, Any]]]:
    """Make the blocks of one class.

    Parameters
    ----------
    state : State
        The region and scenario.
    item : ClassFreight
        The class.
    use : (services,) array
        As `service_use` returns it for all classes.
    numbers : DataFrame
        Numbers of the nodes as hubs, as `State.hub_numbers` returns it.
    direct : bool
        Whether freight may go without a hub.

    Returns
    -------
    iterator of (str, bool, dict)
        Name of the block, whether it is of full loads that may board a scheduled service, and its arrays by the names
        of ``HubProblem.from_blocks``.
    """
    legs = item.legs
    scheduled = by_service(item, use) if direct else np.zeros_like(item.flow)
    parts: list[tuple[str, FloatArray, FloatArray]] = [("", item.flow - scheduled, legs.direct)]
    if legs.scheduled is not None and scheduled.any():
        parts.append((SCHEDULED, scheduled, np.minimum(legs.direct, legs.scheduled.cost)))
    for part, flow, cost in parts:
        for areas, between, transfer, distribution in _areas(state, item, flow):
            yield (
                "/".join(filter(None, (item.cls, part, areas))),
                part == SCHEDULED,
                {
                    "flow": np.where(between, flow, 0.0),
                    "collection_cost": legs.collection,
                    "transfer_cost": transfer,
                    "distribution_cost": distribution,
                    "direct_cost": cost if direct else None,
                    "handling_cost": state.handling_cost(item.cls, numbers),
                    "unmet_penalty": state.unmet_usd_per_t(item.cls),
                    "capacity_use": state.room_per_t(item.cls),
                },
            )


def _areas(
    state: State, item: ClassFreight, flow: FloatArray
) -> Iterator[tuple[str, BoolArray, FloatArray, FloatArray]]:
    """Pairs of customs areas that send each other something: name, (n, n) which flows, costs between and from hubs."""
    legs, nodes = item.legs, item.legs.labels
    charge = np.array([state.third_country_usd_per_t(item.cls, place) for place in nodes])
    area = np.array([state.customs_area(place) for place in nodes])
    charged = np.isfinite(legs.distribution).any(axis=1) & (charge > 0)
    if not (charged.any() and flow.any()):
        yield "", np.ones(flow.shape, dtype=np.bool_), legs.transfer, legs.distribution
        return
    end = np.where(np.isin(area, area[charged]), area, ELSEWHERE)
    itself = np.eye(len(nodes), dtype=np.bool_)
    for one, other in combinations_with_replacement(np.unique(end).tolist(), 2):
        between = (end[:, None] == one) & (end[None, :] == other)
        between |= between.T
        if flow[between].any():
            abroad = np.where(itself, 0.0, np.where(np.isin(area, (one, other)), 0.0, charge)[:, None])
            name = one if one == other else f"{one}+{other}"
            yield name, between, legs.transfer + abroad, legs.distribution + abroad
