"""Hubs chosen in sight of full corridors: the best sets with the capacities of links, and without them.

The question is that of a comparison, asked within the capacities of links: which P hubs beside those that are open
anyway make all freight cheapest, with trains, trucks and ships filling up? `optimize.networks` has the method and its
proof. The same question without the capacities of links tells what looking at them changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from experiments.text import distinct
from geodata import Region
from geodata.region import CapacitatedNetwork
from optimize.brief import Brief
from optimize.networks import HubNetworkDesign

NOTEWORTHY_T = 0.5
"""Tonnes a year; less is rounding."""
GAP = 1e-6
"""Relative gap at which a choice counts as proven: that of the flows, see `experiments.corridors.routing`."""


@dataclass(frozen=True, eq=False)
class ScenarioChoice:
    """One scenario.

    Attributes
    ----------
    scenario, title : str
    network : CapacitatedNetwork
        With all candidates open.
    limited, unlimited : HubNetworkDesign
        The choice with the capacities of links, and without; those of services and hubs hold in both.
    unaware : HubNetworkDesign
        The best set of ``unlimited``, within the capacities of links: what becomes of a choice that does not know them.
    """

    scenario: str
    title: str
    network: CapacitatedNetwork
    limited: HubNetworkDesign
    unlimited: HubNetworkDesign
    unaware: HubNetworkDesign


@dataclass(frozen=True, eq=False)
class HubChoice(Brief):
    """Scenarios side by side, ``base`` first.

    Attributes
    ----------
    region : Region
    p : int
        Hubs to choose, beside those that are open anyway.
    given : tuple of str
        Ids of hubs that are open anyway.
    candidates : tuple of str
        Ids of the others.
    runs : dict of str to ScenarioChoice
    """

    region: Region
    p: int
    given: tuple[str, ...]
    candidates: tuple[str, ...]
    runs: dict[str, ScenarioChoice]

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of hubs by id, told apart where several have the same."""
        places = self.region.places["name"]
        return distinct({hub: str(places[hub]) for hub in (*self.given, *self.candidates)})

    def chosen(self, design: HubNetworkDesign) -> tuple[str, ...]:
        """Hubs of a design that were chosen.

        Parameters
        ----------
        design : HubNetworkDesign

        Returns
        -------
        tuple of str
            Ids, without those that are open anyway.
        """
        return self.beside(design.hubs)

    def beside(self, hubs: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out of a set the hubs that are open anyway.

        Parameters
        ----------
        hubs : tuple of str

        Returns
        -------
        tuple of str
        """
        return tuple(hub for hub in hubs if hub not in self.given)

    def idle(self, design: HubNetworkDesign) -> tuple[str, ...]:
        """List the chosen hubs of a design that no freight passes.

        Parameters
        ----------
        design : HubNetworkDesign

        Returns
        -------
        tuple of str
        """
        network, routes = design.network, design.flow.routes
        on_arc = routes.arcs.T @ routes.quantity
        node = dict(zip(network.labels or (), network.hub_node, strict=True))
        head = network.flow.head
        return tuple(hub for hub in self.chosen(design) if on_arc[head == node[hub]].sum() <= NOTEWORTHY_T)

    def used(self, design: HubNetworkDesign) -> tuple[str, ...]:
        """List the hubs of a design that are worth telling of: the chosen ones, if freight passes any of them.

        As exactly `p` hubs are chosen, the best set may be one that is merely cheap to keep. All others then cost at
        least as much more than no further hub as that one does (fixed costs not being negative).

        Parameters
        ----------
        design : HubNetworkDesign

        Returns
        -------
        tuple of str
            Empty where no hub is worth having.
        """
        chosen = self.chosen(design)
        return () if len(self.idle(design)) == len(chosen) else chosen

    @cached_property
    def costs(self) -> pd.DataFrame:
        """One row a scenario: the chosen hubs, what they cost, what is proven, and the choice without limits of links.

        Costs in USD a year, fixed costs of all open hubs in them; ``loss_usd`` is what the hubs of
        ``unlimited_hubs``, chosen without looking at the links' capacities, cost more within them. ``idle_hubs`` are
        those of ``hubs`` that no freight passes.
        """
        records = []
        for name, run in self.runs.items():
            limited, free = run.limited, run.unlimited
            fixed = run.network.hubs.set_index("hub")["fixed_usd"]
            records.append(
                {
                    "scenario": name,
                    "title": run.title,
                    "hubs": ";".join(self.chosen(limited)),
                    "idle_hubs": ";".join(self.idle(limited)),
                    "cost_usd": limited.objective,
                    "bound_usd": limited.bound,
                    "gap": limited.gap,
                    "status": str(limited.status),
                    "hub_fixed_usd": float(fixed[list(limited.hubs)].sum()),
                    "unmet_t": float(limited.flow.unmet.sum()),
                    "unlimited_hubs": ";".join(self.chosen(free)),
                    "unlimited_cost_usd": free.objective,
                    "unlimited_bound_usd": free.bound,
                    "unlimited_status": str(free.status),
                    "loss_usd": max(run.unaware.objective - limited.objective, 0.0),
                    "sets": len(limited.sets),
                    "programmes": limited.info["programmes"],
                    "cuts": limited.info["cuts"],
                    "seconds": limited.info["seconds"] + free.info["seconds"],
                }
            )
        return pd.DataFrame(records)

    @cached_property
    def sets(self) -> pd.DataFrame:
        """One row a scenario and set of hubs, the best one first, the others by what they cost at least.

        The cost lies between ``lower_usd`` and ``upper_usd`` (USD a year, fixed costs in it), which is ``inf`` where
        the set was out before its freight had to be routed; ``above_best_usd`` is the least by which it costs more than
        the best set. Only sets whose cost is known (``solved``), and that no other set may precede, have a rank.
        ``unlimited_...`` are the same without the capacities of links.
        """
        parts = []
        for name, run in self.runs.items():
            frame = run.limited.ranking
            known = run.unlimited.ranking.set_index("hubs")
            free = known.loc[frame["hubs"].tolist()]
            part = pd.DataFrame(
                {
                    "scenario": name,
                    "rank": frame["rank"],
                    "hubs": [";".join(self.beside(hubs)) for hubs in frame["hubs"]],
                    "lower_usd": frame["lower"],
                    "upper_usd": frame["upper"],
                    "above_best_usd": np.maximum(frame["lower"] - run.limited.objective, 0.0),
                    "solved": frame["solved"],
                    "unlimited_lower_usd": free["lower"].to_numpy(),
                    "unlimited_upper_usd": free["upper"].to_numpy(),
                    "unlimited_solved": free["solved"].to_numpy(),
                }
            )
            parts.append(part)
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def hubs(self) -> pd.DataFrame:
        """One row a scenario and candidate: between what the cost of the best set with it lies, and that set.

        ``above_best_usd`` is the least by which every set with it costs more than the best set.
        """
        parts = []
        for name, run in self.runs.items():
            frame = run.limited.by_hub
            frame = frame[~frame["hub"].isin(self.given)]
            part = pd.DataFrame(
                {
                    "scenario": name,
                    "hub": frame["hub"],
                    "name": frame["hub"].map(self.names),
                    "best_set": [";".join(self.beside(hubs)) for hubs in frame["hubs"]],
                    "lower_usd": frame["lower"],
                    "upper_usd": frame["upper"],
                    "above_best_usd": np.maximum(frame["lower"] - run.limited.objective, 0.0),
                }
            )
            parts.append(part)
        return pd.concat(parts, ignore_index=True)
