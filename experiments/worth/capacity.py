"""What an item is worth within the room of links and services: all freight door to door, at least cost together.

Costs of hub sets leave the room of links out of account, so that more room is worth nothing in them. Here all freight
is routed as one multicommodity flow, exactly, and the dual price of a link's or service's room says what one more tonne
a year of it would save all shippers together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from experiments.question import Study
from experiments.worth.items import Item
from geodata import Region
from geodata.region import capacitated_network
from optimize.flows import solve_multicommodity

GAP = 1e-8
"""Relative gap at which a flow counts as solved: 400 USD a year on costs of 40 bn USD."""
TIME_LIMIT_S = 300.0
BASE = "base"


@dataclass(frozen=True)
class Routed:
    """All freight of the undisturbed state within the room of links and services, no hub open.

    Attributes
    ----------
    cost_usd, bound_usd : float
        USD a year, and what it is at least.
    price : dict of str to float
        USD for one more tonne a year in each direction, by id of a link or service.
    room_t : dict of str to float
        Tonnes a year in both directions, by id of a link or service that has a limit.
    """

    cost_usd: float
    bound_usd: float
    price: dict[str, float] = field(default_factory=dict)
    room_t: dict[str, float] = field(default_factory=dict)

    def more_usd(self, item: Item) -> float:
        """Value more room at its price: what that much more would save at most, as each further tonne saves less.

        Parameters
        ----------
        item : Item

        Returns
        -------
        float
            USD a year.
        """
        parts = item.links or item.services
        # the price is of a tonne in each direction, the room of both together
        return sum(self.price.get(part, 0.0) * self.room_t.get(part, 0.0) / 2.0 * item.more for part in parts)

    def price_of(self, item: Item) -> float:
        """Return the price of one more tonne a year, in each direction, on all parts of an item.

        Parameters
        ----------
        item : Item

        Returns
        -------
        float
            USD; NaN where none has a limit.
        """
        parts = [part for part in (*item.links, *item.services) if part in self.room_t]
        return sum(self.price[part] for part in parts) if parts else float("nan")


def routed(study: Study, world: Region) -> Routed:
    """Route all freight of the undisturbed state.

    Parameters
    ----------
    study : Study
        For its classes.
    world : Region

    Returns
    -------
    Routed
    """
    network = capacitated_network(world.state(BASE), classes=study.classes or None)
    found = solve_multicommodity(network.problem, gap=GAP, time_limit=TIME_LIMIT_S)
    names = [*network.links["link"].to_numpy()[network.limited], *network.rooms["id"]]
    price: dict[str, float] = {}
    room: dict[str, float] = {}
    for name, dual, capacity in zip(names, found.price, network.problem.capacity, strict=True):
        price[str(name)] = price.get(str(name), 0.0) + float(dual)
        room[str(name)] = room.get(str(name), 0.0) + float(capacity)
    return Routed(found.objective, found.bound, price, room)


def within_room(study: Study, item: Item, there: Region, gone: Region, as_is: Routed | None) -> dict[str, float]:
    """Value an item within the room of links and services.

    Parameters
    ----------
    study : Study
    item : Item
    there, gone : Region
        With it and without it.
    as_is : Routed or None
        The study's region, as it is; None = not to be valued.

    Returns
    -------
    dict of str to float
        ``within_room_worth_usd`` and its possible error ``within_room_gap_usd``, USD a year;
        ``room_price_usd_per_t`` with the item, for more departures without them. Empty where it is not to be valued.
    """
    if as_is is None:
        return {}
    with_it, without = (as_is if world is study.region else routed(study, world) for world in (there, gone))
    if not np.isfinite([with_it.cost_usd, without.cost_usd]).all():
        return {}
    return {
        "within_room_worth_usd": without.cost_usd - with_it.cost_usd,
        "within_room_gap_usd": sum(each.cost_usd - each.bound_usd for each in (with_it, without)),
        "room_price_usd_per_t": (without if item.more else with_it).price_of(item),
    }
