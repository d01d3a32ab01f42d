"""`Study`: which hubs, gateways and scenarios of a region are compared, with every name resolved and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import geodata
from geodata import Region, scenario_probabilities
from optimize import InputError


@dataclass(frozen=True)
class Study:
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
    """

    region: Region
    hubs: tuple[str, ...]
    gateways: tuple[str, ...]
    scenarios: tuple[str, ...]
    probability: Mapping[str, float]
    p_max: int
    incumbent: str | None = None
    challenger: str | None = None

    @classmethod
    def of(
        cls,
        region: Region | str,
        *,
        hubs: Sequence[str] | None = None,
        gateways: Sequence[str] | None = None,
        scenarios: Sequence[str] | None = None,
        p_max: int | None = None,
        incumbent: str | None = None,
        challenger: str | None = None,
    ) -> Study:
        """Resolve names, fill in the region's defaults and check; see the attributes for the arguments.

        Raises
        ------
        InputError
            Naming every unknown or unusable argument at once.
        """
        world = geodata.load_region(region) if not isinstance(region, Region) else region
        faults: list[str] = []
        chosen = _places(world, hubs, "hub", faults) if hubs is not None else tuple(world.candidates)
        given = _places(world, gateways, "gateway", faults) if gateways is not None else tuple(world.gateways)
        names = _scenarios(world, scenarios, faults)
        if hubs is not None and not chosen and not faults:
            faults.append("no hub is named: give at least one place, e.g. --hubs almaty,tashkent")
        first = _watched(world, "incumbent", incumbent, chosen, faults)
        second = _watched(world, "challenger", challenger, chosen, faults)
        if first is not None and first == second:
            faults.append(f"{first} is incumbent and challenger: name two hubs")
        free = len([hub for hub in chosen if hub not in given])
        if p_max is not None and chosen and not faults:
            if p_max < 1:
                faults.append(f"p is {p_max}: at least one hub has to be open; give 1 or more")
            elif p_max > free:
                beside = f" (gateways {', '.join(given)} not counted)" if given else ""
                faults.append(f"p is {p_max}, but there are only {free} candidate hubs{beside}: lower p or name more")
        if faults:
            raise InputError(faults)
        return cls(
            region=world,
            hubs=chosen,
            gateways=given,
            scenarios=names,
            probability=scenario_probabilities([world.scenario(name) for name in names]),
            p_max=max(1, min(3, free)) if p_max is None else p_max,
            incumbent=first,
            challenger=second,
        )

    @property
    def candidates(self) -> tuple[str, ...]:
        """All places that are a hub in some design: the hubs compared and the gateways, in the region's order."""
        wanted = {*self.hubs, *self.gateways}
        return tuple(place for place in self.region.places.index if place in wanted)

    @property
    def headline(self) -> str:
        """Family of designs that the verdict is about: beside the gateways where there are any."""
        return "beside" if self.gateways else "alone"

    def name(self, place: str) -> str:
        """Return the place's name, without what stands in brackets."""
        return str(self.region.places.loc[place, "name"]).split("(")[0].split("/")[0].strip()

    def names(self, places: Iterable[str], joint: str = " + ") -> str:
        """Return the names of several places."""
        return joint.join(self.name(place) for place in places)

    def title(self, scenario: str) -> str:
        """Return the title of a scenario."""
        return self.region.scenarios[scenario].title or scenario


def _places(region: Region, names: Sequence[str], what: str, faults: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        try:
            found.append(region.place_id(name))
        except ValueError as error:
            faults.append(f"{what}: {error}")
    return tuple(dict.fromkeys(found))


def _watched(region: Region, what: str, name: str | None, hubs: Sequence[str], faults: list[str]) -> str | None:
    """Return the hub that is named, or that the region names and that is compared, or None."""
    if name is None:
        own = str(getattr(region.data.settings, what, "") or "")
        return own if own in hubs else None
    found = _places(region, [name], what, faults)
    if found and found[0] not in hubs:
        faults.append(f"the {what} {found[0]} is not among the hubs that are compared: add it to them")
    return found[0] if found else None


def _scenarios(region: Region, names: Sequence[str] | None, faults: list[str]) -> tuple[str, ...]:
    if names is None:
        return tuple(region.default_scenarios)
    found: list[str] = []
    for name in names:
        try:
            found.append(region.scenario(name).name)
        except ValueError as error:
            faults.append(f"scenario: {error}")
    if not names:
        faults.append(f"no scenario is named: give at least one of {', '.join(region.scenarios)}")
    return tuple(dict.fromkeys(found))
