"""Tables of hub sets straight from a region's costs and flows. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geodata.region.problems import checked_weights, hub_problem
from geodata.region.state import State
from optimize import HubSetTable, ScenarioProblem


@dataclass(frozen=True)
class Family:
    """Hub sets that have something in common.

    Attributes
    ----------
    forced, banned : sequence of str
        Ids or names of the hubs that are in every set, and in none.
    p_max : int
        Most hubs of a set, forced ones included.
    sets : iterable of sequences of str, optional
        The sets themselves, in place of all of at most ``p_max`` hubs with the forced ones.
    capacities : bool
        Whether the room of the hubs counts.
    services : {"all", "hubs"}
        ``"hubs"`` leaves direct service out, so that all freight must pass a hub.
    """

    forced: Sequence[str] = ()
    banned: Sequence[str] = ()
    p_max: int = 2
    sets: Iterable[Sequence[str]] | None = None
    capacities: bool = True
    services: str = "all"


def hub_set_tables(
    states: Sequence[State],
    families: Mapping[str, Family],
    candidates: Sequence[str] | None = None,
    *,
    probability: Mapping[str, float] | Sequence[float] | None = None,
    year: int | None = None,
    classes: Sequence[str] | None = None,
    trunk: Sequence[str] = (),
) -> dict[str, HubSetTable]:
    """Return the tables of several families of hub sets, which share costs and flows.

    Parameters
    ----------
    states : sequence of State
        One region in its scenarios, each once.
    families : mapping of name to Family
        What the sets of each table have in common. A hub that another family alone forces or lists is in no set.
    candidates : sequence of str, optional
        Ids or names of the candidate hubs; default the region's own.
    probability : mapping or sequence, optional
        Weights by scenario name, or in the order of ``states``; default `scenario_probabilities`.
    year : int, optional
        Year to which trade is grown; default the base year.
    classes : sequence of str, optional
        Classes to take; default all.
    trunk : sequence of str
        Modes that may be used between hubs; all when empty.

    Returns
    -------
    dict of str to HubSetTable

    Raises
    ------
    ValueError
        When a name is not known, there are no candidate hubs, a scenario is given twice, or there is no such set.
    """
    weights = checked_weights(states, probability)
    asked = {name: _Asked.of(states[0], family) for name, family in families.items()}
    hubs = states[0].chosen_hubs(candidates)
    every = list(dict.fromkeys([*hubs, *(hub for one in asked.values() for hub in one.needed)]))
    tables = {}
    for name, one in asked.items():
        problem = ScenarioProblem(
            {
                state.scenario.name: hub_problem(
                    state, every, year=year, classes=classes, services=one.services, trunk=trunk
                )
                for state in states
            },
            probability=weights,
        )
        banned = [*one.banned, *(hub for hub in every if hub not in (*hubs, *one.needed))]
        size = one.p_max if one.sets is None else max((1, *map(len, one.sets)))
        capacities = None if one.capacities else False
        table = HubSetTable.build(problem, size, forced=one.forced, banned=banned, capacities=capacities, threads=1)
        tables[name] = table if one.sets is None else table.only(one.sets)
    return tables


@dataclass(frozen=True)
class _Asked:
    """A family, its names looked up."""

    forced: list[str]
    banned: list[str]
    p_max: int
    sets: list[list[str]] | None
    capacities: bool
    services: str

    @classmethod
    def of(cls, state: State, family: Family) -> _Asked:
        ids = state.inputs.place_ids
        sets = None if family.sets is None else [ids(hubs) for hubs in family.sets]
        return cls(ids(family.forced), ids(family.banned), family.p_max, sets, family.capacities, family.services)

    @property
    def needed(self) -> list[str]:
        """Hubs that are in its sets whatever the candidates are."""
        return [*self.forced, *(hub for hubs in self.sets or () for hub in hubs)]
