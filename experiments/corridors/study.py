"""Corridors with capacities: what each carries in each scenario, where it is tight, what an extra tonne is worth.

All classes travel door to door by their own direct service; no hub is open. Capacities are used to the best of the
whole: who can do without a full link most cheaply goes round, as if a dispatcher sold its room to the highest bidder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from geodata import Region
from geodata.region import CapacitatedNetwork, capacitated_network
from optimize import InputError
from optimize.flows import MulticommodityFlow, solve_multicommodity

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]

NOTEWORTHY_T = 0.5
"""Tonnes a year; less is rounding."""
GAP = 1e-6


@dataclass(frozen=True, eq=False)
class CorridorRun:
    """One scenario: its network, and its flows with and without capacities."""

    scenario: str
    title: str
    network: CapacitatedNetwork
    flow: MulticommodityFlow
    unlimited: MulticommodityFlow


@dataclass(frozen=True, eq=False)
class CorridorStudy:
    """Scenarios side by side, ``base`` first.

    Attributes
    ----------
    region : Region
    runs : dict of str to CorridorRun
    start, end : tuple of str
        Countries whose exports and imports the corridors' tonnes are counted for; empty = all. All freight competes
        for the capacities all the same.
    whose : str
        The same in words, e.g. ``to EU27``.
    """

    region: Region
    runs: dict[str, CorridorRun]
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    whose: str = ""

    @cached_property
    def costs(self) -> pd.DataFrame:
        """One row a scenario: cost with and without capacities, against ``base``, tonnes, unmet, proof and time."""
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
                    "demand_t": float(flow.problem.demand.sum()),
                    "unmet_t": float(flow.unmet.sum()),
                    "unlimited_unmet_t": float(run.unlimited.unmet.sum()),
                    "full_links": int((flow.price > 0).sum()),
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

        ``flow_t`` are the tonnes whose route runs over at least one link of the corridor, each counted once,
        ``busiest_link_t`` the most on one of its links (both directions), which counts those that only cross it less;
        ``unlimited_flow_t`` is ``flow_t`` without capacities.
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
        classes = network.problem.classes
        carried = _over(network, run.flow, member, self._counted(network))
        free = _over(network, run.unlimited, member, self._counted(network))
        by_link = _by_link(network, run.flow, self._counted(network))
        busiest = np.stack([np.max(by_link * member[:, k], axis=1) for k in range(len(names))], axis=1)
        index = pd.MultiIndex.from_product([names, self.region.classes.index[:classes]], names=["corridor", "class"])
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
            part["capacity_t"] = flow.problem.capacity
            part["load_t"] = flow.load
            part["unlimited_load_t"] = flow.info["free_load"]
            part["use"] = np.divide(flow.load, flow.problem.capacity, out=np.zeros(len(part)), where=flow.load > 0)
            part["price_usd_per_t"] = flow.price
            used = (part["load_t"] > NOTEWORTHY_T) | (part["unlimited_load_t"] > NOTEWORTHY_T)
            parts.append(part[used].sort_values(["price_usd_per_t", "use"], ascending=False))
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def unmet(self) -> pd.DataFrame:
        """One row a scenario, class, exporter and importer with demand that is not moved, the most first.

        ``unlimited_unmet_t`` is what has no way, or none worth its price, even without capacities.
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


def study_corridors(
    region: Region,
    scenarios: Sequence[str] | None = None,
    *,
    start: Sequence[str] = (),
    end: Sequence[str] = (),
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> CorridorStudy:
    """Route all freight of each scenario within the capacities.

    Parameters
    ----------
    region : Region
    scenarios : sequence of str, optional
        Default: the region's own. ``base`` is added in front, as the others are held against it.
    start, end : sequences of str
        Countries (ISO3) or groups whose exports and imports the corridors' tonnes are counted for; empty = all.
    time_limit : float, optional
        Seconds for each scenario.
    progress : callable, optional
        Called with the scenario's title, how many are finished, and how many there are.

    Raises
    ------
    InputError
        Naming all unknown scenarios and countries.
    """
    faults: list[str] = []
    states = [
        _scenario(region, name, faults) for name in (region.default_scenarios if scenarios is None else scenarios)
    ]
    senders, receivers = (_countries(region, named, faults) for named in (start, end))
    if faults:
        raise InputError(faults)
    names = list(dict.fromkeys(["base", *[state.name for state in states]]))
    runs: dict[str, CorridorRun] = {}
    for done, name in enumerate(names):
        title = region.scenario(name).title or name
        if progress is not None:
            progress(title, done, len(names))
        network = capacitated_network(region.state(name))
        without = replace(network.problem, capacity=np.full(network.problem.resources, np.inf))
        runs[name] = CorridorRun(
            name,
            title,
            network,
            solve_multicommodity(network.problem, gap=GAP, time_limit=time_limit),
            solve_multicommodity(without),
        )
    if progress is not None:
        progress("", len(names), len(names))
    words = [f"{word} {', '.join(named)}" for word, named in (("from", start), ("to", end)) if named]
    return CorridorStudy(region, runs, senders, receivers, " ".join(words))


def _scenario(region: Region, name: str, faults: list[str]) -> Any:
    try:
        return region.scenario(name)
    except ValueError as error:
        faults.append(str(error))
        return None


def _countries(region: Region, names: Sequence[str], faults: list[str]) -> tuple[str, ...]:
    """Turn ISO3 codes and groups into ISO3 codes."""
    table = region.data["countries"].frame()
    found: list[str] = []
    for name in names:
        members = table.loc[(table["iso3"] == name.upper()) | (table["group"] == name), "iso3"]
        if members.empty:
            groups = sorted(set(table["group"]) - {""})
            faults.append(f"{name!r} is neither a country's code nor a group; groups are {', '.join(groups) or 'none'}")
        found += members.tolist()
    return tuple(dict.fromkeys(found))


def _over(
    network: CapacitatedNetwork, flow: MulticommodityFlow, member: FloatArray, counted: npt.NDArray[np.bool_]
) -> FloatArray:
    """(classes, corridors) tonnes on routes over at least one link of each corridor."""
    on = network.arc_link >= 0
    of_arc = np.zeros((len(network.arc_link), member.shape[1]))
    of_arc[on] = member[network.arc_link[on]]
    routes = flow.routes
    touched = (routes.arcs @ sparse.csr_array(of_arc)).toarray() > 0
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
