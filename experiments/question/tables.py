"""What the designs of a question cost: tables of hub sets beside each set of gateways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from experiments.question.study import Study
from geodata import Family, Region, Scenario
from optimize import HubSetTable
from optimize.brief import Brief


@dataclass(frozen=True, order=True)
class Design(Brief):
    """Hubs beside gateways.

    Attributes
    ----------
    gateways : tuple of str
        Hubs that are open in any case.
    hubs : tuple of str
        Those that are chosen; none = the gateways alone.
    """

    gateways: tuple[str, ...]
    hubs: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """All hubs that are open."""
        return (*self.gateways, *(hub for hub in self.hubs if hub not in self.gateways))

    @property
    def key(self) -> str:
        """A name for columns: ``XIY>ALA+TAS``."""
        return f"{'+'.join(self.gateways)}>{'+'.join(self.hubs)}"


def design_tables(
    study: Study,
    designs: Iterable[Design],
    *,
    world: Region | None = None,
    scenarios: Sequence[str | Scenario] | None = None,
    probability: Mapping[str, float] | Sequence[float] | None = None,
) -> dict[tuple[str, ...], HubSetTable]:
    """Return what designs cost, in every scenario.

    Parameters
    ----------
    study : Study
    designs : iterable of Design
    world : Region, optional
        The study's region, with other numbers; default as it is.
    scenarios : sequence of str or Scenario, optional
        Default the study's.
    probability : mapping or sequence, optional
        Their weights; default the share of the time that each is in force in that world.

    Returns
    -------
    dict of tuple of str to HubSetTable
        By gateways, the table of the designs beside them.
    """
    place = study.region if world is None else world
    beside: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    for design in designs:
        beside.setdefault(design.gateways, {})[tuple(sorted(design.open))] = None
    sets = {gateways: [hubs for hubs in chosen if hubs] for gateways, chosen in beside.items()}
    families = {
        str(number): Family(sets=chosen, capacities=study.room) for number, chosen in enumerate(sets.values()) if chosen
    }
    tables = place.hub_set_tables(
        study.scenarios if scenarios is None else scenarios,
        families,
        list(study.candidates),
        probability=probability,
        classes=study.classes or None,
        trunk=study.trunk,
    )
    return {gateways: tables[str(number)] for number, (gateways, chosen) in enumerate(sets.items()) if chosen}


def expected_costs(designs: Iterable[Design], tables: Mapping[tuple[str, ...], HubSetTable]) -> dict[Design, float]:
    """Look up what designs cost on average over the scenarios.

    Parameters
    ----------
    designs : iterable of Design
    tables : mapping of tuple of str to HubSetTable
        As `design_tables` returns them.

    Returns
    -------
    dict of Design to float
        USD a year, fixed costs included.
    """
    values = {gateways: table.objective_values("expected") for gateways, table in tables.items()}
    return {
        design: float(values[design.gateways][tables[design.gateways].row(design.open)])
        for design in designs
        if design.open
    }


def single_designs(study: Study, gateways: Sequence[str] | None = None) -> list[Design]:
    """List the designs of one hub.

    Parameters
    ----------
    study : Study
    gateways : sequence of str, optional
        Hubs beside it; default the study's.

    Returns
    -------
    list of Design
        In the order of the study's hubs; gateways are left out, as they are open already.
    """
    beside = study.gateways if gateways is None else tuple(gateways)
    return [Design(beside, (hub,)) for hub in study.hubs if hub not in beside]


def pair_designs(study: Study, hub: str | None = None) -> list[Design]:
    """List the designs of two hubs beside the study's gateways.

    Parameters
    ----------
    study : Study
    hub : str, optional
        One of them; default any.

    Returns
    -------
    list of Design
    """
    free = [place for place in study.hubs if place not in study.gateways]
    pairs = [(one, other) for at, one in enumerate(free) for other in free[at + 1 :]]
    return [Design(study.gateways, pair) for pair in pairs if hub is None or hub in pair]
