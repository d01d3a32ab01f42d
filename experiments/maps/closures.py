"""What a scenario does to each link: closed, slowed, opened or untouched."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata import Region
from geodata.network import LinkState, link_state


def link_effects(region: Region, scenario: str) -> pd.Series:
    """Say what a scenario does to each link.

    A link counts as closed where it is closed to all classes, services and directions; closed to some, it is worse.

    Parameters
    ----------
    region : Region
    scenario : str
        Name of the scenario.

    Returns
    -------
    Series of str
        Index = link id: ``closed``, ``worse``, ``better``, ``opened``, ``same``, or ``planned`` for a link that is
        not open before and not opened by the scenario. A link both better and worse for some counts as worse.

    Raises
    ------
    UnknownNameError
        For an unknown scenario.
    """
    links = region.model.links
    changes = region.changes + region.scenario(scenario).changes
    before = link_state(links, region.changes)
    ids = pd.Index(links.ids)
    kinds = [(cls, service) for cls in region.classes.index for service in ("consolidated", "single")]
    states = [link_state(links, changes, cls, service) for cls, service in kinds]
    was_open = pd.Series(before.open, index=ids)
    now_open = pd.DataFrame([state.open for state in states], columns=ids).T
    some, every = now_open.any(axis=1).groupby(level=0).any(), now_open.all(axis=1).groupby(level=0).all()
    was = was_open.groupby(level=0).any()
    burden = pd.Series(np.max([_burden(state) for state in states], axis=0), index=ids).groupby(level=0).max()
    relief = pd.Series(np.min([_burden(state) for state in states], axis=0), index=ids).groupby(level=0).min()
    effect = pd.Series("same", index=was.index, name="effect")
    effect[was & (relief < 0)] = "better"
    effect[was & ((burden > 0) | ~every)] = "worse"
    effect[was & ~some] = "closed"
    effect[~was & some] = "opened"
    effect[~was & ~some] = "planned"
    return effect


def _burden(state: LinkState) -> np.ndarray:
    """Above 0 where a link has become dearer, slower or narrower, below 0 where it has become better."""
    total = state.add_time_h + state.add_dwell_h + state.add_fee_usd_per_t
    for factor in (state.time, state.tariff, state.dwell, state.fee, state.wait, state.reload):
        total = total + (factor - 1.0)
    return np.asarray(total + (1.0 - state.capacity))
