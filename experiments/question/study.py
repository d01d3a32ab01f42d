"""`Study`: which hubs, gateways and scenarios of a region are compared, with every name resolved and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

import geodata
from experiments.question.joint import joint_states
from experiments.question.world import Asked, idle_sentences
from experiments.text import distinct, listed
from geodata import Region, Scenario, scenario_probabilities
from geodata.files import Effect
from optimize import InputError
from optimize.brief import Brief

USUAL_P_MAX = 3
"""Most hubs of a design by default: with c candidates a fourth makes the table about c / 4 times as large."""


class _Sides(TypedDict, total=False):
    """What can be chosen in every study, see `Study.of`."""

    gateways: Sequence[str] | None
    incumbent: str | None
    challenger: str | None
    room: bool
    gateway_sets: Sequence[Sequence[str]] | None
    classes: Sequence[str] | None
    year: int | None
    modes: Sequence[str] | None
    changes: Sequence[str | Effect]


class Choice(_Sides, total=False):
    """What can be chosen of a study that has a number of hubs of its own, see `Study.of`."""

    hubs: Sequence[str] | None
    scenarios: Sequence[str | Scenario] | None


class JointChoice(_Sides, total=False):
    """What can be chosen of a comparison beside its hubs and scenarios, see `Study.of`."""

    p_max: int | None
    joint: int
    seed: int


@dataclass(frozen=True)
class Study(Brief):
    """A comparison that can be carried out: every name is an id of the region.

    Attributes
    ----------
    region : Region
    hubs : tuple of str
        Places that are compared, by id.
    gateways : tuple of str
        Hubs that every design beside gateways has open.
    scenarios : tuple of str
    probability : dict of str to float
        Weight of each scenario in expected costs, summing to 1; 0 for what-if cases.
    p_max : int
        Most hubs of a design, gateways not counted.
    incumbent, challenger : str or None
        Hubs that the report speaks of by name; None = the best and the runner-up.
    room : bool
        Whether the capacities of hubs count.
    gateway_sets : tuple of tuples of str
        Sets of gateways beside which the best hub is asked for as well.
    classes : tuple of str
        Commodity classes that count; empty = all.
    trunk : tuple of str
        Modes that may be used between hubs, ``("air",)`` for hubs of air cargo; empty = all.
    """

    region: Region
    hubs: tuple[str, ...]
    gateways: tuple[str, ...]
    scenarios: tuple[str, ...]
    probability: Mapping[str, float]
    p_max: int
    incumbent: str | None = None
    challenger: str | None = None
    room: bool = True
    gateway_sets: tuple[tuple[str, ...], ...] = ()
    classes: tuple[str, ...] = ()
    trunk: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        region: Region | str,
        *,
        hubs: Sequence[str] | None = None,
        gateways: Sequence[str] | None = None,
        scenarios: Sequence[str | Scenario] | None = None,
        p_max: int | None = None,
        incumbent: str | None = None,
        challenger: str | None = None,
        room: bool = True,
        gateway_sets: Sequence[Sequence[str]] | None = None,
        classes: Sequence[str] | None = None,
        year: int | None = None,
        modes: Sequence[str] | None = None,
        changes: Sequence[str | Effect] = (),
        joint: int = 0,
        seed: int = 0,
    ) -> Study:
        """Resolve names, fill in the region's defaults and check.

        Parameters
        ----------
        region : Region, name or folder
        hubs, gateways : sequence of str, optional
            Names, ids or aliases; default what the region says. No gateways: an empty sequence.
        scenarios : sequence of str or Scenario, optional
            Names, several joined by ``+`` where they hold at once, or scenarios of one's own; default what the region
            says.
        p_max : int, optional
            Most hubs of a design, gateways not counted; default `USUAL_P_MAX`, or as many as there are.
        incumbent, challenger : str, optional
            Hubs to report on by name; default those that the region names and that are compared.
        room : bool
            Whether the capacities of hubs count.
        gateway_sets : sequence of sequences of str, optional
            Sets of gateways to ask for the best hub beside; default those of the region, none where `gateways` are
            given.
        classes : sequence of str, optional
            Commodity classes that count, by id or name; default all.
        year : int, optional
            State of the world, see `geodata.Region.in_year`; default the region's own year.
        modes : sequence of str, optional
            Modes that may be used; default all.
        changes : sequence of str or change
            Changes that hold in every scenario: as ``"TAS.handling_factor*0.7"``, see `parse_change`, or as
            `geodata.Region.with_overrides` takes them.
        joint, seed : int
            Number of states of the world to draw, in each of which several scenarios may be in force, and the seed of
            the draws. 0: one scenario at a time, see `geodata.scenario_probabilities`.

        Returns
        -------
        Study

        Raises
        ------
        InputError
            Naming every unknown or unusable argument at once.
        RegionError
            If the region cannot be read.
        """
        world = geodata.load_region(region) if not isinstance(region, Region) else region
        names = _Names(world)
        world = names.in_year(year)
        world = names.changed(modes, changes)
        chosen = names.places(hubs, "hub") if hubs is not None else tuple(world.candidates)
        given = names.places(gateways, "gateway") if gateways is not None else tuple(world.gateways)
        cases = names.scenarios(scenarios)
        world = names.region
        if hubs is not None and not chosen and not names.faults:
            names.faults.append("no hub is named: give at least one place, e.g. --hubs almaty,tashkent")
        own_sets = world.data.settings.gateway_sets if gateways is None else ()
        asked = own_sets if gateway_sets is None else gateway_sets
        sets = tuple(names.places(chosen, "gateway") for chosen in asked)
        kinds = names.classes(classes)
        first = names.watched("incumbent", incumbent, chosen)
        second = names.watched("challenger", challenger, chosen)
        if first is not None and first == second:
            names.faults.append(f"{first} is incumbent and challenger: name two hubs")
        free = len([hub for hub in chosen if hub not in given])
        if p_max is not None and chosen and not names.faults:
            names.faults += _size_faults(p_max, free, given)
        if joint < 0:
            names.faults.append(f"{joint} joint draws: give 1 or more, or 0 for one scenario at a time")
        if names.faults:
            raise InputError(names.faults)
        weights = scenario_probabilities([world.scenario(name) for name in cases])
        if joint:
            world, weights = joint_states(world, cases, joint, seed)
        return cls(
            region=world,
            hubs=chosen,
            gateways=given,
            scenarios=tuple(weights),
            probability=weights,
            p_max=max(1, min(USUAL_P_MAX, free)) if p_max is None else p_max,
            incumbent=first,
            challenger=second,
            room=room,
            gateway_sets=tuple(dict.fromkeys(sets)),
            classes=kinds,
        )

    @property
    def candidates(self) -> tuple[str, ...]:
        """All places that are a hub in some design: the hubs compared and all gateways, in the region's order."""
        wanted = {*self.hubs, *self.gateways, *(place for chosen in self.gateway_sets for place in chosen)}
        return tuple(place for place in self.region.places.index if place in wanted)

    @property
    def changed(self) -> tuple[str, ...]:
        """What is changed in every scenario against the region's files, in words; draws of its inputs left out."""
        return self.region.changed

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the results should know: changes that alter nothing, hubs without numbers of their own."""
        told = [*idle_sentences(self.region, self.scenarios)]
        if not self.region.consolidates:
            told.append(
                "Nothing is cheaper by consolidated service than by single service (tariff_usd_per_tkm in "
                "parameters.csv), so no hub can save anything: add rows of consolidated service."
            )
        own = {row["place"] for row in self.region.data["hubs"]}
        if bare := [self.name(hub) for hub in self.hubs if hub not in own]:
            one = len(bare) == 1
            told.append(
                f"{listed(bare)} {'has' if one else 'have'} no row in hubs.csv: {'it costs' if one else 'they cost'} "
                f"nothing to keep open and {'has' if one else 'have'} room without limit."
            )
        return tuple(told)

    @property
    def fixed_weights(self) -> list[float] | None:
        """Weights that do not follow from how often each scenario is in force, as those of joint draws; else None."""
        usual = scenario_probabilities([self.region.scenario(name) for name in self.scenarios])
        return None if usual == dict(self.probability) else [self.probability[name] for name in self.scenarios]

    def name(self, place: str) -> str:
        """Look up a place's name.

        Parameters
        ----------
        place : str
            Id.

        Returns
        -------
        str
            Without what follows a bracket or a slash, unless two places would be called the same.
        """
        return self._names[place]

    @cached_property
    def _names(self) -> dict[str, str]:
        full = self.region.places["name"].astype(str)
        short = full.str.split(r"[(/]", n=1, regex=True).str[0].str.strip()
        names = short.where(~short.duplicated(keep=False) & (short != ""), full)
        return distinct({str(place): str(name) for place, name in names.items()})

    def names(self, places: Iterable[str], joint: str = " + ") -> str:
        """Join the names of several places.

        Parameters
        ----------
        places : iterable of str
            Ids.
        joint : str
            What to put between two names.

        Returns
        -------
        str
        """
        return joint.join(self.name(place) for place in places)

    def title(self, scenario: str) -> str:
        """Look up the title of a scenario.

        Parameters
        ----------
        scenario : str
            Name.

        Returns
        -------
        str
            The name itself where there is no title; both where two scenarios have the same.
        """
        return self._titles[scenario]

    @cached_property
    def _titles(self) -> dict[str, str]:
        return distinct({name: state.title or name for name, state in self.region.scenarios.items()})


class _Names(Asked):
    """Turns names into ids of a region, and collects what is wrong with them."""

    def places(self, names: Sequence[str], what: str) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            try:
                found.append(self.region.place_id(name))
            except ValueError as error:
                self.faults.append(f"{what}: {error}")
        return tuple(dict.fromkeys(found))

    def watched(self, what: str, name: str | None, hubs: Sequence[str]) -> str | None:
        """Return the hub that is named, or that the region names and that is compared, or None."""
        if name is None:
            own = str(getattr(self.region.data.settings, what, "") or "")
            return own if own in hubs else None
        found = self.places([name], what)
        if found and found[0] not in hubs:
            self.faults.append(f"the {what} {found[0]} is not among the hubs that are compared: add it to them")
        return found[0] if found else None


def _size_faults(p_max: int, free: int, gateways: Sequence[str]) -> list[str]:
    if p_max < 1:
        return [f"p is {p_max}: at least one hub has to be open; give 1 or more"]
    if p_max > free:
        beside = f" (gateways {', '.join(gateways)} not counted)" if gateways else ""
        return [f"p is {p_max}, but there are only {free} candidate hubs{beside}: lower p or name more"]
    return []
