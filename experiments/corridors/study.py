"""Corridors with capacities: what each carries in each scenario, where it is full, what an extra tonne is worth.

All classes travel door to door by their own direct service, full loads also by scheduled services, and all over the
hubs that are open, if any. Capacity is allocated to minimise total cost: freight that loses least by another way takes
it, as if the room on a full link, service or hub were sold to the highest bidder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from experiments.question import World
from geodata import Region
from geodata.region import CapacitatedNetwork
from optimize.brief import Brief
from optimize.flows import MulticommodityFlow

FloatArray = npt.NDArray[np.float64]

NOTEWORTHY_T = 0.5
"""Tonnes a year; less is rounding."""


@dataclass(frozen=True, eq=False)
class CorridorRun:
    """One scenario.

    Attributes
    ----------
    scenario, title : str
    network : CapacitatedNetwork
    flow, unlimited : MulticommodityFlow
        With the capacities of links, and without; those of services and hubs hold in both.
    hub_fixed_usd : float
        Fixed cost a year of the open hubs, which is in neither.
    """

    scenario: str
    title: str
    network: CapacitatedNetwork
    flow: MulticommodityFlow
    unlimited: MulticommodityFlow
    hub_fixed_usd: float = 0.0


@dataclass(frozen=True, eq=False)
class CorridorStudy(Brief):
    """Scenarios side by side, ``base`` first.

    Attributes
    ----------
    region : Region
    runs : dict of str to CorridorRun
    start, end : tuple of str
        Countries (ISO3) whose exports and imports are counted on corridors; empty = all. All freight competes for
        the capacities, counted or not.
    whose : str
        The same in words, e.g. ``to EU27``.
    hubs : tuple of str
        Ids of the open hubs, gateways first.
    classes : tuple of str
        Commodity classes that travel, by id; empty = all.
    gateways : tuple of str
        Those of the open hubs that are gateways.
    """

    region: Region
    runs: dict[str, CorridorRun]
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    whose: str = ""
    hubs: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    gateways: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """What is changed in every scenario against the region's files, in words."""
        return self.region.changed

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Changes that alter nothing, in sentences."""
        return World(self.region, tuple(self.runs)).warnings

    @property
    def hub_names(self) -> list[str]:
        """The open hubs by name."""
        names = self.region.places["name"]
        return [str(names[hub]) for hub in self.hubs]

    @property
    def class_names(self) -> list[str]:
        """The classes that travel, by name; empty = all."""
        names = self.region.classes["name"]
        return [str(names[cls]) for cls in self.classes]

    @cached_property
    def costs(self) -> pd.DataFrame:
        """One row a scenario: cost with capacities and without those of links, against ``base``, tonnes, unmet, proof.

        Costs in USD a year, those of transport alone: what the open hubs cost beside, is ``hub_fixed_usd``. Tonnes a
        year; ``gap`` is relative.
        """
        base = self.runs["base"].flow.objective
        records = []
        for name, run in self.runs.items():
            flow = run.flow
            records.append(
                {
                    "scenario": name,
                    "title": run.title,
                    "cost_usd": flow.objective,
                    "above_base_usd": flow.objective - base,
                    "unlimited_cost_usd": run.unlimited.objective,
                    "due_to_capacity_usd": flow.objective - run.unlimited.objective,
                    "hub_fixed_usd": run.hub_fixed_usd,
                    "demand_t": float(flow.problem.demand.sum()),
                    "unmet_t": float(flow.unmet.sum()),
                    "unlimited_unmet_t": float(run.unlimited.unmet.sum()),
                    "full_links": int((flow.price[: len(run.network.limited)] > 0).sum()),
                    "bound_usd": flow.bound,
                    "gap": flow.gap,
                    "status": str(flow.status),
                    "rounds": flow.info["rounds"],
                    "seconds": flow.info["seconds"],
                }
            )
        return pd.DataFrame(records)

    @cached_property
    def corridors(self) -> pd.DataFrame:
        """One row a scenario, corridor and class.

        ``flow_t`` are the tonnes a year whose route uses at least one link of the corridor, each counted once,
        ``busiest_link_t`` the tonnes of both directions on its busiest link, so that freight that uses other links
        of it is left out; ``unlimited_flow_t`` is ``flow_t`` without capacities.
        """
        return pd.concat([self._corridors(run) for run in self.runs.values()], ignore_index=True)

    @cached_property
    def flows_mt(self) -> pd.DataFrame:
        """(corridors x scenarios) tonnes of all classes, millions, scenarios in their order."""
        frame = self.corridors.pivot_table(values="flow_t", index="corridor", columns="scenario", aggfunc="sum")
        return frame[list(self.runs)] / 1e6

    def _corridors(self, run: CorridorRun) -> pd.DataFrame:
        network, links = run.network, self.region.model.links
        names = sorted({name for on in links.corridors for name in on})
        member = np.array([[name in on for name in names] for on in links.corridors], dtype=np.float64)
        classes = list(dict.fromkeys(network.loads))
        of_class = np.array([[float(load == cls) for load in network.loads] for cls in classes])
        carried = of_class @ _over(network, run.flow, member, self._counted(network))
        free = of_class @ _over(network, run.unlimited, member, self._counted(network))
        by_link = of_class @ _by_link(network, run.flow, self._counted(network))
        busiest = np.stack([np.max(by_link * member[:, k], axis=1) for k in range(len(names))], axis=1)
        index = pd.MultiIndex.from_product([names, classes], names=["corridor", "class"])
        frame = pd.DataFrame(
            {
                "flow_t": carried.T.ravel(),
                "busiest_link_t": busiest.T.ravel(),
                "unlimited_flow_t": free.T.ravel(),
            },
            index=index,
        ).reset_index()
        frame.insert(0, "scenario", run.scenario)
        return frame

    def _counted(self, network: CapacitatedNetwork) -> npt.NDArray[np.bool_]:
        counted = np.ones(len(network.pairs), dtype=np.bool_)
        for side, wanted in (("exporter", self.start), ("importer", self.end)):
            if wanted:
                counted &= network.pairs[side].isin(wanted).to_numpy()
        return counted

    @cached_property
    def bottlenecks(self) -> pd.DataFrame:
        """One row a scenario and directed link that has a capacity and is used, the dearest first.

        ``price_usd_per_t``: what one more tonne a year of its capacity would save all shippers together; 0 where the
        link is not full.
        """
        parts = []
        for name, run in self.runs.items():
            network, flow = run.network, run.flow
            part = network.links.loc[network.limited, ["link", "from", "to", "mode", "corridors"]].copy()
            part["corridors"] = part["corridors"].map(";".join)
            part.insert(0, "scenario", name)
            on_links = slice(len(network.limited))  # behind them are services and hubs
            part["capacity_t"] = flow.problem.capacity[on_links]
            part["load_t"] = flow.load[on_links]
            part["unlimited_load_t"] = run.unlimited.load[on_links]
            part["use"] = np.divide(
                part["load_t"], part["capacity_t"], out=np.zeros(len(part)), where=part["load_t"] > 0
            )
            part["price_usd_per_t"] = flow.price[on_links]
            used = (part["load_t"] > NOTEWORTHY_T) | (part["unlimited_load_t"] > NOTEWORTHY_T)
            parts.append(part[used].sort_values(["price_usd_per_t", "use"], ascending=False))
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def rooms(self) -> pd.DataFrame:
        """One row a scenario and service (in each direction) or hub that has a capacity and is used, the dearest first.

        ``capacity``, ``load`` and ``unlimited_load`` (with no capacities at all, neither of links) are in ``unit`` a
        year, ``price_usd`` is that of one unit more: what it would save all shippers together.
        """
        parts = []
        for name, run in self.runs.items():
            flow, behind = run.flow, slice(len(run.network.limited), None)
            capacity, load = flow.problem.capacity[behind], flow.load[behind]
            part = run.network.rooms.assign(
                capacity=capacity,
                load=load,
                unlimited_load=flow.info["free_load"][behind],
                use=np.divide(load, capacity, out=np.zeros(len(load)), where=capacity > 0),
                price_usd=flow.price[behind],
            )
            part.insert(0, "scenario", name)
            used = (part["load"] > NOTEWORTHY_T) | (part["unlimited_load"] > NOTEWORTHY_T)
            parts.append(part[used].sort_values(["price_usd", "use"], ascending=False))
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def unmet(self) -> pd.DataFrame:
        """One row a scenario, class, exporter and importer with demand that is not moved, the most first.

        ``unlimited_unmet_t`` is what has no way, or none worth its price, even without capacities of links.
        """
        parts = []
        for name, run in self.runs.items():
            pairs = run.network.pairs.assign(unmet_t=run.flow.unmet, unlimited_unmet_t=run.unlimited.unmet)
            part = pairs.groupby(["class", "exporter", "importer"], sort=False)[
                ["flow_t", "unmet_t", "unlimited_unmet_t"]
            ].sum()
            part = part[(part["unmet_t"] > NOTEWORTHY_T) | (part["unlimited_unmet_t"] > NOTEWORTHY_T)].reset_index()
            part.insert(0, "scenario", name)
            parts.append(part.sort_values("unmet_t", ascending=False))
        return pd.concat(parts, ignore_index=True).rename(columns={"flow_t": "demand_t"})


def _over(
    network: CapacitatedNetwork, flow: MulticommodityFlow, member: FloatArray, counted: npt.NDArray[np.bool_]
) -> FloatArray:
    """(classes, corridors) tonnes on routes over at least one link of each corridor."""
    routes = flow.routes
    touched = (routes.arcs @ (network.arc_links @ sparse.csr_array(member))).toarray() > 0
    sent = routes.quantity * counted[routes.pair]
    cls = network.problem.cls[routes.pair]
    return np.stack([(sent * (cls == k)) @ touched for k in range(network.problem.classes)])


def _by_link(network: CapacitatedNetwork, flow: MulticommodityFlow, counted: npt.NDArray[np.bool_]) -> FloatArray:
    """(classes, directed links) tonnes on the link in both directions."""
    routes = flow.routes
    sent = routes.quantity * counted[routes.pair]
    cls = network.problem.cls[routes.pair]
    flows = np.stack([routes.arcs.T @ np.where(cls == k, sent, 0.0) for k in range(network.problem.classes)])
    directed = network.link_flow(flows)
    ids = pd.factorize(network.links["link"])[0]
    return np.stack([np.bincount(ids, row)[ids].astype(np.float64) for row in directed])
