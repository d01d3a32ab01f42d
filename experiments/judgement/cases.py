"""For which years, freight and gateways the claim is judged, and by which draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from experiments.air import AirQuestion
from experiments.judgement.claims import Claim, judge
from experiments.question import Design, Study, design_tables, expected_costs, single_designs
from experiments.uncertainty import Robustness
from experiments.wins import win_table
from geodata import Region
from optimize import InputError

ALL, AIR = "all", "air"
"""Freight of a case: all classes that count, or that which flies, between hubs by air alone."""


@dataclass(frozen=True)
class World:
    """A question of which the draws are evaluated together.

    Attributes
    ----------
    year : int
        State of the world.
    freight : {"all", "air"}
    study : Study
        With the gateway sets beside which the claim is judged as well.
    beside : bool
        Whether it is judged beside the study's own gateways too, and not beside the sets alone.
    """

    year: int
    freight: str
    study: Study
    beside: bool = True

    @property
    def title(self) -> str:
        """``2023, all freight``."""
        where = "" if self.beside else ", other gateways"
        return f"{self.year}, {'all freight' if self.freight == ALL else 'air freight alone'}{where}"

    @property
    def key(self) -> str:
        """Name of its folder."""
        return f"{self.year}-{self.freight}{'' if self.beside else '-gateways'}"


@dataclass(frozen=True, eq=False)
class Case:
    """The claim in one world, beside one set of gateways.

    Attributes
    ----------
    world : World
    gateways : tuple of str
    claim : Claim or None
        None where there is nothing to judge.
    why : str
        Why there is nothing to judge.
    shares : DataFrame
        As `experiments.wins.win_table`; empty where there is nothing to judge.
    """

    world: World
    gateways: tuple[str, ...]
    claim: Claim | None
    why: str
    shares: pd.DataFrame


def worlds_of(study: Study, years: Sequence[int] | None = None, *, air: bool = True) -> tuple[list[World], list[str]]:
    """List the worlds in which the claim is judged.

    Parameters
    ----------
    study : Study
        The headline's, in its own year.
    years : sequence of int, optional
        Further states of the world; default all that the region has.
    air : bool
        Whether freight that flies is judged alone as well.

    Returns
    -------
    list of World
        The study's own first, beside its own gateways; then beside its gateway sets.
    list of str
        What is left out, and why.

    Raises
    ------
    InputError
        If the region has no such year.
    """
    own = study.region.base_year
    asked = study.region.years if years is None else tuple(years)
    known = ", ".join(map(str, study.region.years))
    if unknown := [year for year in asked if year not in (own, *study.region.years)]:
        raise InputError([f"year {year}: the region has no trade of it, only of {known}" for year in unknown])
    worlds, left_out = [], []
    worlds.append(World(own, ALL, replace(study, gateway_sets=())))
    if set(study.gateway_sets) - {study.gateways}:
        worlds.append(World(own, ALL, study, beside=False))
    for year in dict.fromkeys(asked):
        if year != own:
            worlds.append(World(year, ALL, replace(study, region=study.region.in_year(year))))
    for year in dict.fromkeys([own, *asked]) if air else ():
        try:
            worlds.append(World(year, AIR, _air(study, study.region if year == own else study.region.in_year(year))))
        except InputError as error:
            left_out.append(f"{year}, air freight alone: {'; '.join(error.faults)}")
    return worlds, left_out


def _air(study: Study, region: Region) -> Study:
    question = AirQuestion.of(region, scenarios=list(study.scenarios)).study
    incumbent, challenger = (hub if hub in question.hubs else None for hub in (study.incumbent, study.challenger))
    return replace(question, room=study.room, incumbent=incumbent, challenger=challenger)


def claim_costs(found: Robustness, gateways: Sequence[str]) -> pd.DataFrame:
    """Return what single hubs cost in the draws, beside some gateways.

    Parameters
    ----------
    found : Robustness
    gateways : sequence of str

    Returns
    -------
    DataFrame
        (draws, hubs).
    """
    return found.costs(single_designs(found.study, gateways))


def judged(world: World, found: Robustness) -> list[Case]:
    """Judge the claim in a world, beside each set of gateways.

    Parameters
    ----------
    world : World
    found : Robustness
        The draws of its study.

    Returns
    -------
    list of Case
        The study's gateways first, if it is judged beside them.
    """
    study = world.study
    every = dict.fromkeys([study.gateways, *study.gateway_sets])
    sets = [gateways for gateways in every if world.beside or gateways != study.gateways]
    designs = [design for gateways in sets for design in single_designs(study, gateways)]
    central = expected_costs(designs, design_tables(study, designs))
    return [_case(world, found, gateways, central) for gateways in sets]


def _case(world: World, found: Robustness, gateways: tuple[str, ...], central: dict[Design, float]) -> Case:
    study = world.study
    costs = claim_costs(found, gateways)
    own = pd.Series({design.hubs[0]: central[design] for design in single_designs(study, gateways)})
    incumbent, challenger = _watched(study, own)
    why = ""
    for what, hub in (("incumbent", incumbent), ("challenger", challenger)):
        if hub is not None and hub not in costs:
            why = f"{study.name(hub)}, the {what}, is a gateway here"
    if why or incumbent is None:
        return Case(world, gateways, None, why or "there is no hub beside the gateways", win_table(costs).head(0))
    claim = judge(costs, incumbent, challenger, str(own.idxmin()))
    return Case(world, gateways, claim, "", win_table(costs))


def _watched(study: Study, central: pd.Series) -> tuple[str | None, str | None]:
    """Incumbent and challenger: those of the study, else the best two at central values."""
    order: Iterable[str] = [str(hub) for hub in central.sort_values(kind="stable").index]
    incumbent = study.incumbent or next(iter(order), None)
    challenger = study.challenger or next((hub for hub in order if hub != incumbent), None)
    return incumbent, None if challenger == incumbent else challenger
