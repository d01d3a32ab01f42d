"""Scenarios: named changes of links, demand and parameters, read from ``scenarios/*.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import networkx as nx

from optimize.brief import Brief

MOST_CHANGES = 10_000
"""Changes of a scenario once its combinations are written out: thirty scenarios that each combine the one before twice
would be a thousand million."""
LINK_FACTORS = ("time", "tariff", "dwell", "fee", "capacity", "wait", "reload")
LINK_ADDITIONS = ("add_time_h", "add_dwell_h", "add_fee_usd_per_t")
DAYS_PER_YEAR = 365.0


@dataclass(frozen=True)
class Change:
    """A change of some links: selectors, and effects on the links selected.

    An empty selector selects all links. Where several are filled, a link must match each of them, by any one of its
    items.

    Attributes
    ----------
    links, corridor, mode : tuple of str
        Ids of links, names of corridors, modes.
    country : tuple of str
        Links with an end in one of the countries, or that pass through it.
    place : tuple of str
        Links with an end at one of the places.
    exclusive : bool
        Whether ``corridor`` spares links that belong to other corridors too.
    direction : {"both", "forward", "backward"}
        Direction of travel, against the row of links.csv.
    cls, service : tuple of str
        Classes and services that the change holds for; all when empty.
    close, open : bool
        Closes the links, or opens planned ones. Closing wins.
    time, tariff, dwell, fee, capacity, wait, reload : float
        Factors on moving time, tariff, dwell and fee at the crossing, capacity, wait for a departure and reloading.
    add_time_h, add_dwell_h : float
        Hours added to moving and dwell, after the factors.
    add_fee_usd_per_t : float
        USD/t added to the fee, after the factor.
    """

    links: tuple[str, ...] = ()
    corridor: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    exclusive: bool = False
    direction: str = "both"
    cls: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    close: bool = False
    open: bool = False
    time: float = 1.0
    tariff: float = 1.0
    dwell: float = 1.0
    fee: float = 1.0
    capacity: float = 1.0
    wait: float = 1.0
    reload: float = 1.0
    add_time_h: float = 0.0
    add_dwell_h: float = 0.0
    add_fee_usd_per_t: float = 0.0


@dataclass(frozen=True)
class ServiceChange:
    """A change of some scheduled services: selectors, and effects on those selected.

    An empty selector selects all. Where several are filled, a service must match each of them, by any one of its items.

    Attributes
    ----------
    services, mode, place : tuple of str
        Ids of services, modes that one uses, places that it stops at.
    close, open : bool
        Stops them, or starts planned ones. Closing wins.
    departures, tariff : float
        Factors on the departures a week (the wait and the room follow) and on the tariff.
    """

    services: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    close: bool = False
    open: bool = False
    departures: float = 1.0
    tariff: float = 1.0


@dataclass(frozen=True)
class DemandChange:
    """Trade multiplied, for flows that match every filled selector.

    Attributes
    ----------
    factor : float
        What the trade is multiplied by.
    exporter, importer, country : tuple of str
        Countries by ISO 3166 alpha-3 code; ``country`` is either side of the trade.
    cls : tuple of str
        Classes.
    """

    factor: float = 1.0
    exporter: tuple[str, ...] = ()
    importer: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    cls: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParameterChange:
    """A parameter, or a number of hubs.csv, set or multiplied where the keys match.

    Attributes
    ----------
    parameter : str
        Name of the parameter, or column of hubs.csv.
    value : float or None
        What it is set to; None leaves it.
    factor : float
        What it is multiplied by, after ``value``.
    cls, mode, service, place, country : str
        Where the change holds; an empty key stands for all.
    """

    parameter: str
    value: float | None = None
    factor: float = 1.0
    cls: str = ""
    mode: str = ""
    service: str = ""
    place: str = ""
    country: str = ""

    def apply(self, number: float) -> float:
        """Return the changed number.

        Parameters
        ----------
        number : float
            The number before.

        Returns
        -------
        float
        """
        return (number if self.value is None else self.value) * self.factor


@dataclass(frozen=True)
class InputChange(Brief):
    """Uncertain inputs of a region set to values, as if their central cells in the files were changed.

    Attributes
    ----------
    inputs : dict
        Values by the ids of the inputs, see `Region.uncertain_inputs`.
    origin : str
        Where the values come from when they are too many to tell, e.g. ``"draw 17 of 1000, seed 1"``.
    """

    inputs: dict[str, float]
    origin: str = ""

    def __str__(self) -> str:
        if self.origin:
            return f"InputChange({len(self.inputs)} inputs: {self.origin})"
        # in full, as records tell by it what was set
        return f"InputChange(inputs={self.inputs!r}, origin={self.origin!r})"


@dataclass(frozen=True)
class Scenario(Brief):
    """A named state of the world.

    Attributes
    ----------
    name, title, description : str
        Name of its file, and texts for people.
    probability : float or None
        Share of the time that it is in force; None for what-if cases, which are not drawn at random. With `per_year`
        it follows from that, the duration and the recovery: see `share_of_time`. In a region whose numbers are drawn,
        or taken at their low or high, so is ``per_year``.
    probability_range : (low, central, high) or None
        Bounds of a probability that is given itself; drawn and taken at its low or high like ``per_year``.
    probability_source, confidence : str
        Where the probability comes from, and how sure it is.
    per_year : (low, central, high) or None
        How often it is expected to begin in a year.
    duration_days, recovery_days : float or None
        How long one occurrence lasts, and how long it then takes, falling evenly, until all is as before.
    group, correlation : str and float
        Scenarios of one group depend on one another; see `geodata.sample_scenarios`.
    combine : tuple of str
        Scenarios whose changes come before its own. `Region.scenarios` holds them written out.
    changes, demand, parameters, services : tuples
        Changes of links, of trade, of parameters and of scheduled services.
    note : str
        For readers.
    """

    name: str
    title: str = ""
    description: str = ""
    probability: float | None = None
    probability_source: str = ""
    confidence: str = ""
    per_year: tuple[float, float, float] | None = None
    probability_range: tuple[float, float, float] | None = None
    duration_days: float | None = None
    recovery_days: float | None = None
    group: str = ""
    correlation: float = 0.0
    combine: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    demand: tuple[DemandChange, ...] = ()
    parameters: tuple[ParameterChange, ...] = ()
    services: tuple[ServiceChange, ...] = ()
    note: str = field(default="", compare=False)


BASE = Scenario("base", title="Undisturbed", description="Nothing changed.")


def share_of_time(per_year: float, duration_days: float, recovery_days: float = 0.0) -> float:
    """Return the share of the time that something is in force which comes and goes.

    During the recovery, which runs evenly, it counts half.

    Parameters
    ----------
    per_year : float
        How often it begins in a year.
    duration_days, recovery_days : float
        Length of one occurrence, and of the recovery after it.

    Returns
    -------
    float
        At most 1.

    Examples
    --------
    >>> share_of_time(0.5, 29.2, 14.6)
    0.05
    """
    return min(per_year * (duration_days + recovery_days / 2) / DAYS_PER_YEAR, 1.0)


def combined(name: str, parts: Iterable[Scenario], title: str = "") -> Scenario:
    """Return the scenario in which several hold at once.

    Factors of parts on the same link multiply; closing wins.

    Parameters
    ----------
    name : str
        Name of the new scenario.
    parts : iterable of Scenario
        What holds; none gives the undisturbed state.
    title : str
        Default: the titles of the parts joined by ``+``.

    Returns
    -------
    Scenario
        Without a probability.
    """
    parts = tuple(parts)
    return Scenario(
        name,
        title=title or " + ".join(part.title or part.name for part in parts) or BASE.title,
        combine=tuple(part.name for part in parts),
        changes=tuple(change for part in parts for change in part.changes),
        demand=tuple(change for part in parts for change in part.demand),
        parameters=tuple(change for part in parts for change in part.parameters),
        services=tuple(change for part in parts for change in part.services),
    )


def combination_faults(scenarios: Mapping[str, Scenario]) -> dict[str, str]:
    """Say which combinations cannot be written out.

    Parameters
    ----------
    scenarios : mapping
        Scenarios by name; unknown names in ``combine`` are passed over.

    Returns
    -------
    dict
        What is wrong, by the scenario that it is told of: combinations that go round in a circle, and those of which
        more than `MOST_CHANGES` would come, as each part counts as often as it is named.
    """
    faults = {}
    graph = _combinations(scenarios)
    for circle in _circles(graph):
        told = " -> ".join((*circle, circle[0]))
        faults[circle[0]] = f"scenario {circle[0]} combines itself: {told}"
        graph.remove_nodes_from(circle)
    count: dict[str, int] = {}
    for name in nx.topological_sort(graph.reverse(copy=False)):
        item = scenarios[name]
        parts = [count[part] for part in item.combine if part in count]
        own = (item.changes, item.demand, item.parameters, item.services)
        count[name] = sum(map(len, own)) + sum(parts)
        if count[name] > MOST_CHANGES >= max(parts, default=0):
            much = f"{count[name]:,}" if count[name] < 10**12 else "more than a million million"
            faults[name] = f"scenario {name} is {much} changes once it is written out, more than {MOST_CHANGES:,}"
    return faults


def _combinations(scenarios: Mapping[str, Scenario]) -> nx.DiGraph[str]:
    """Graph from each scenario to those that it combines."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(scenarios)
    graph.add_edges_from((name, part) for name, item in scenarios.items() for part in item.combine if part in scenarios)
    return graph


def _circles(graph: nx.DiGraph[str]) -> list[list[str]]:
    """One circle of each set of scenarios that lead to each other."""
    circles = []
    for found in nx.strongly_connected_components(graph):
        part = graph.subgraph(found)
        if part.number_of_edges() > 0:
            edges = nx.find_cycle(part, min(found))
            names = [edge[0] for edge in edges]
            first = names.index(min(names))
            circles.append(names[first:] + names[:first])
    return sorted(circles)


def resolve(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Write out the changes of combined scenarios.

    Parameters
    ----------
    scenarios : mapping
        Scenarios by name; all names in ``combine`` must be there, or be ``base``.

    Returns
    -------
    dict
        The same scenarios, with the changes of those that they combine before their own.

    Raises
    ------
    ValueError
        When scenarios combine each other in a circle, or too many changes would come of it.
    """
    faults = combination_faults(scenarios)
    if faults:
        raise ValueError("; ".join(faults[name] for name in sorted(faults)))
    done: dict[str, Scenario] = {}
    for name in nx.topological_sort(_combinations(scenarios).reverse(copy=False)):
        item = scenarios[name]
        parts = [done[part] for part in item.combine if part != "base"]
        whole = combined(name, [*parts, replace(item, combine=())])
        done[name] = replace(
            item,
            changes=whole.changes,
            demand=whole.demand,
            parameters=whole.parameters,
            services=whole.services,
        )
    return {name: done[name] for name in scenarios}
