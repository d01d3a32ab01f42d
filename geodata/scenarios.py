"""Scenarios: named changes of links, demand and parameters, read from ``scenarios/*.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

LINK_FACTORS = ("time", "tariff", "dwell", "fee", "capacity", "wait", "reload")
LINK_ADDITIONS = ("add_time_h", "add_dwell_h", "add_fee_usd_per_t")


@dataclass(frozen=True)
class Change:
    """A change of some links.

    The selectors ``links, corridor, country, place, mode`` are tuples; an empty one selects all, several filled
    ones must all hold, and one of a selector's items must. ``country`` selects links with an end in the country
    or that pass through it; ``place`` those with an end at the place. ``direction``, ``cls`` and ``service``
    narrow the change to one direction of travel, to classes and to services. With ``exclusive``, ``corridor``
    spares links that belong to other corridors too.

    Factors multiply moving time, tariff, crossing dwell, fee, capacity, wait and reloading; ``add_*`` are added.
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
class DemandChange:
    """Trade multiplied by ``factor``, for flows that match every filled selector (country: either side)."""

    factor: float = 1.0
    exporter: tuple[str, ...] = ()
    importer: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    cls: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParameterChange:
    """A parameter, or a number of hubs.csv, set to ``value`` or multiplied by ``factor`` where the keys match."""

    parameter: str
    value: float | None = None
    factor: float = 1.0
    cls: str = ""
    mode: str = ""
    service: str = ""
    place: str = ""

    def apply(self, number: float) -> float:
        """Return the changed number."""
        return (number if self.value is None else self.value) * self.factor


@dataclass(frozen=True)
class Scenario:
    """A named state of the world.

    Attributes
    ----------
    name, title, description : str
    probability : float or None
        Share of the time that it is in force; None for what-if cases, which are not drawn at random.
    duration_days : float or None
        How long one occurrence lasts.
    group : str
        Scenarios of one group depend on one another, with ``correlation``.
    combine : tuple of str
        Scenarios whose changes come before its own. `Region.scenarios` holds them resolved.
    changes, demand, parameters : tuples
        What it does.
    """

    name: str
    title: str = ""
    description: str = ""
    probability: float | None = None
    probability_source: str = ""
    confidence: str = ""
    duration_days: float | None = None
    group: str = ""
    correlation: float = 0.0
    combine: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    demand: tuple[DemandChange, ...] = ()
    parameters: tuple[ParameterChange, ...] = ()
    note: str = field(default="", compare=False)


BASE = Scenario("base", title="Undisturbed", description="Nothing changed.")


def combined(name: str, parts: Iterable[Scenario], title: str = "") -> Scenario:
    """Return the scenario in which all of ``parts`` hold at once.

    Factors of parts that meet the same link multiply; closing wins.
    """
    parts = tuple(parts)
    return Scenario(
        name,
        title=title or " + ".join(part.title or part.name for part in parts) or BASE.title,
        combine=tuple(part.name for part in parts),
        changes=tuple(change for part in parts for change in part.changes),
        demand=tuple(change for part in parts for change in part.demand),
        parameters=tuple(change for part in parts for change in part.parameters),
    )


def resolve(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Write the changes of combined scenarios out; names in ``combine`` must exist and not go round in circles."""

    def expanded(scenario: Scenario, above: tuple[str, ...]) -> Scenario:
        if scenario.name in above:
            circle = " -> ".join((*above, scenario.name))
            message = f"scenario {scenario.name} combines itself: {circle}; take one step out"
            raise ValueError(message)
        parts = [expanded(scenarios[name], (*above, scenario.name)) for name in scenario.combine if name != "base"]
        whole = combined(scenario.name, [*parts, replace(scenario, combine=())])
        return replace(scenario, changes=whole.changes, demand=whole.demand, parameters=whole.parameters)

    return {name: expanded(scenario, ()) for name, scenario in scenarios.items()}
