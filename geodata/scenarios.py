"""Scenarios: named changes of links, demand and parameters, read from ``scenarios/*.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import networkx as nx

from geodata.changes import (
    LINK_ADDITIONS,
    LINK_FACTORS,
    CellChange,
    Change,
    DemandChange,
    InputChange,
    ParameterChange,
    ServiceChange,
)
from geodata.coerce import name_given, names_given, number_given
from optimize import InputError
from optimize.brief import Brief

__all__ = [
    "BASE",
    "DAYS_PER_YEAR",
    "LINK_ADDITIONS",
    "LINK_FACTORS",
    "MOST_CHANGES",
    "CellChange",
    "Change",
    "DemandChange",
    "InputChange",
    "ParameterChange",
    "Scenario",
    "ServiceChange",
    "combination_faults",
    "combined",
    "resolve",
    "share_of_time",
]

MOST_CHANGES = 10_000
"""Changes of a scenario once its combinations are written out: thirty scenarios that each combine the one before twice
would be a thousand million."""
DAYS_PER_YEAR = 365.0


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

    def __post_init__(self) -> None:
        """Bring what was given to one form, or refuse it."""
        if not name_given(self.name, "name of a scenario"):
            raise InputError(["a scenario needs a name"])
        object.__setattr__(self, "combine", names_given(self.combine, "combine"))
        for key, kind in _KINDS.items():
            object.__setattr__(self, key, _changes_given(getattr(self, key), key, kind))
        if self.probability is not None:
            object.__setattr__(self, "probability", number_given(self.probability, "probability", high=1.0))


_KINDS: dict[str, type] = {
    "changes": Change,
    "demand": DemandChange,
    "parameters": ParameterChange,
    "services": ServiceChange,
}


def _changes_given(value: Any, key: str, kind: type) -> tuple[Any, ...]:
    """Changes of one kind as a tuple, whether one or several are given."""
    found = (value,) if isinstance(value, tuple(_KINDS.values())) else tuple(value or ())
    for item in found:
        if not isinstance(item, kind):
            right = next((name for name, other in _KINDS.items() if isinstance(item, other)), "")
            remedy = f"give it as {right}=[...]" if right else f"give {kind.__name__} objects"
            raise InputError([f"{key} of a scenario cannot hold {item!r}; {remedy}"])
    return found


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
