"""A region as it is asked about: another year, only some modes, changes, scenarios of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

import geodata
from experiments.question.whatif import only_modes, parse_changes
from geodata import Region, Scenario
from geodata.files import Effect
from optimize import InputError
from optimize.brief import Brief


@dataclass(frozen=True)
class World(Brief):
    """A region as it is asked about.

    Attributes
    ----------
    region : Region
        With all that is changed, and with scenarios of one's own.
    scenarios : tuple of str or None
        Names of the scenarios that are asked for; None = none are named.
    """

    region: Region
    scenarios: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls,
        region: Region | str,
        *,
        year: int | None = None,
        modes: Sequence[str] | None = None,
        changes: Sequence[str | Effect] = (),
        scenarios: Sequence[str | Scenario] | None = None,
    ) -> World:
        """Make the changes that are asked for.

        Parameters
        ----------
        region : Region, name or folder
        year, modes, changes, scenarios
            As `experiments.question.Study.of` takes them.

        Returns
        -------
        World

        Raises
        ------
        InputError
            Naming all that is unknown or cannot be at once.
        RegionError
            If the region cannot be read.
        """
        asked = Asked(geodata.load_region(region) if not isinstance(region, Region) else region)
        asked.in_year(year)
        asked.changed(modes, changes)
        names = None if scenarios is None else asked.scenarios(scenarios)
        if asked.faults:
            raise InputError(asked.faults)
        return cls(asked.region, names)

    @property
    def changed(self) -> tuple[str, ...]:
        """What is changed in every scenario against the region's files, in words."""
        return self.region.changed

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Changes that alter nothing, in sentences."""
        return idle_sentences(self.region, ("base",) if self.scenarios is None else self.scenarios)


def idle_sentences(region: Region, scenarios: Sequence[str]) -> tuple[str, ...]:
    """Say which changes alter nothing.

    Parameters
    ----------
    region : Region
    scenarios : sequence of str

    Returns
    -------
    tuple of str
        Sentences.
    """
    return tuple(f"{text[:1].upper()}{text[1:]}." for text in region.idle(scenarios))


@dataclass
class Asked(Brief):
    """A region under change, and what is wrong with what is asked.

    Attributes
    ----------
    region : Region
    faults : list of str
    """

    region: Region
    faults: list[str] = field(default_factory=list)

    def in_year(self, year: int | None) -> Region:
        """Go to another state of the world.

        Parameters
        ----------
        year : int or None

        Returns
        -------
        Region
        """
        if year is not None:
            try:
                self.region = self.region.in_year(year)
            except ValueError as error:
                self.faults.append(f"year: {error}")
        return self.region

    def changed(self, modes: Sequence[str] | None, changes: Sequence[str | Effect]) -> Region:
        """Leave only some modes, and make changes that hold in every scenario.

        Parameters
        ----------
        modes : sequence of str or None
        changes : sequence of str or change

        Returns
        -------
        Region
        """
        if modes is not None:
            try:
                self.region = only_modes(self.region, modes)
            except InputError as error:
                self.faults += error.faults
        self.region, wrong = parse_changes(self.region, changes)
        self.faults += wrong
        return self.region

    def classes(self, names: Sequence[str] | None) -> tuple[str, ...]:
        """Find commodity classes.

        Parameters
        ----------
        names : sequence of str or None

        Returns
        -------
        tuple of str
            Ids; none = all.
        """
        found: list[str] = []
        for name in names or ():
            try:
                found.append(self.region.class_id(name))
            except ValueError as error:
                self.faults.append(f"class: {error}")
        return tuple(dict.fromkeys(found))

    def scenarios(self, names: Sequence[str | Scenario] | None) -> tuple[str, ...]:
        """Find scenarios, and take those that the region lacks into it.

        Parameters
        ----------
        names : sequence of str or Scenario, or None

        Returns
        -------
        tuple of str
            The region's own if none are named.
        """
        if names is None:
            return tuple(self.region.default_scenarios)
        found: list[str] = []
        for name in sorted(names, key=lambda item: isinstance(item, str)):  # names may combine what comes as an object
            try:
                self.region = self.region.with_scenarios(self.region.scenario(name))
            except ValueError as error:
                self.faults.append(f"scenario: {error}")
        for name in names:
            with suppress(ValueError):
                found.append(self.region.scenario(name).name)
        if not names:
            self.faults.append(f"no scenario is named: give at least one of {', '.join(self.region.scenarios)}")
        return tuple(dict.fromkeys(found))
