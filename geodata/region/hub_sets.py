"""Tables of hub sets straight from a region's costs and flows. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geodata.region.freight import layout, offers, pooled_scenario
from geodata.region.problems import CAPACITY_ON, check_services, checked_weights, classes_sharing
from geodata.region.state import State
from optimize import HubSetTable, PooledProblem, PooledScenario
from optimize.brief import Brief
from optimize.problem import checked_probabilities


@dataclass(frozen=True)
class Family(Brief):
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
    names = [state.scenario.name for state in states]
    weights = dict(zip(names, checked_probabilities(names, checked_weights(states, probability)), strict=True))
    asked = {name: _Asked.of(states[0], family) for name, family in families.items()}
    hubs = states[0].chosen_hubs(candidates)
    every = list(dict.fromkeys([*hubs, *(hub for one in asked.values() for hub in one.needed)]))
    for one in asked.values():
        check_services(one.services, every)
    plan = layout(states[0], every)
    chosen = states[0].chosen_classes(classes)
    scenarios: dict[str, list[PooledScenario]] = {one.services: [] for one in asked.values()}
    for state in states:
        sharing = classes_sharing(state, chosen)
        offered = offers(state, plan, sharing, year, trunk)
        for services, found in scenarios.items():
            probable = weights[state.scenario.name]
            found.append(pooled_scenario(state, plan, offered, chosen, direct=services == "all", probability=probable))
    problems = {
        services: PooledProblem(plan.hubs, tuple(found), capacity_on=CAPACITY_ON)
        for services, found in scenarios.items()
    }
    return {name: one.table(problems[one.services], hubs) for name, one in asked.items()}


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

    def table(self, problem: PooledProblem, candidates: Sequence[str]) -> HubSetTable:
        """Evaluate the sets; hubs that only other families need are in none."""
        capacities = None if self.capacities else False
        if self.sets is not None:
            return HubSetTable.build(problem, sets=self.sets, capacities=capacities, threads=1)
        others = [hub for hub in problem.candidates if hub not in (*candidates, *self.needed)]
        return HubSetTable.build(
            problem, self.p_max, forced=self.forced, banned=[*self.banned, *others], capacities=capacities, threads=1
        )
