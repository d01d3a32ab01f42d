"""The flights of a region as a table: what they could take, what they are said to take, what they have to earn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata import Region
from geodata.network import LINK, links_frame

AIR = "air"


def flight_table(region: Region, scenario: str = "base") -> pd.DataFrame:
    """List the flights that are open in a scenario, each direction by itself.

    Parameters
    ----------
    region : Region
    scenario : str
        Name of the scenario.

    Returns
    -------
    DataFrame
        ``link, from, to, forward, room_t`` (tonnes a year that it can take; inf without a limit), ``stated_t`` (the
        share of them that its ``fill`` says is filled; NaN without a limit) and ``earns_usd``: what these pay in a
        year, freight in general by consolidated service. As a tonne pays the cost of a departure divided by its load,
        that is what the departures cost.
    """
    state = region.state(scenario)
    links, graph = state.model.links, state.model.graph
    costs = state.arc_costs(region.reference_class, "consolidated")
    price = np.full(len(links), np.nan)
    arcs = np.flatnonzero((graph.kind == LINK) & np.isfinite(costs.weight))
    price[graph.link[arcs]] = costs.money["tariff"][arcs]
    fill = {row["id"]: row["fill"] for row in region.data["links"]}
    frame = links_frame(links)
    frame["room_t"] = state.link_capacity
    frame["stated_t"] = frame["room_t"].where(np.isfinite(frame["room_t"])) * frame["link"].map(fill).astype(float)
    frame["earns_usd"] = frame["stated_t"] * price
    flies = (frame["mode"] == AIR) & np.isfinite(price)
    return frame.loc[flies, ["link", "from", "to", "forward", "room_t", "stated_t", "earns_usd"]].reset_index(drop=True)


def flown_t(region: Region, cls: str, scenario: str = "base") -> pd.DataFrame:
    """Count the tonnes of a class on each flight, all freight on its cheapest way and no hub open.

    Parameters
    ----------
    region : Region
    cls : str
        Id of the class.
    scenario : str
        Name of the scenario.

    Returns
    -------
    DataFrame
        ``link, from, to, forward, flow_t``: one row for each direction of each air link, closed ones included.
    """
    frame = region.assignment(scenario, cls).frame()
    flies = frame["mode"] == AIR
    return frame.loc[flies, ["link", "from", "to", "forward", "flow_t"]].reset_index(drop=True)
