"""A region in a scenario, ready to be asked where designs send their freight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

import geodata
from experiments.question import Study, study_problem
from experiments.traffic.costs import FloatArray, cost_array
from geodata import Region
from geodata.network import Links
from geodata.region import State
from geodata.traffic import ClassWays, Paths, Sent, class_paths, sent
from optimize import HubProblem
from optimize.brief import Brief
from optimize.table import Router


@dataclass(frozen=True, eq=False)
class Case(Brief):
    """One scenario.

    Attributes
    ----------
    state : State
    problem : HubProblem
        Between all hubs that are asked about; without capacities where they do not count.
    trunk : tuple of str
        Modes that may be used between hubs; all when empty.
    """

    state: State
    problem: HubProblem
    trunk: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: Study | Region | str, scenario: str, hubs: Iterable[str]) -> Case:
        """Make the problem of a scenario.

        Parameters
        ----------
        asked : Study, Region, name or folder
        scenario : str
            Its name or title.
        hubs : iterable of str
            Ids of all hubs that will be asked about.

        Returns
        -------
        Case
        """
        region = region_of(asked)
        state = region.state(scenario)
        own = list(asked.candidates if isinstance(asked, Study) else region.candidates)
        wanted = list(dict.fromkeys([*own, *hubs]))
        if isinstance(asked, Study):
            return cls(state, study_problem(asked, state.scenario, wanted), asked.trunk)
        return cls(state, region.problem(state.scenario, wanted))

    @property
    def classes(self) -> tuple[str, ...]:
        """Ids of the classes that count, in the order of the problem's blocks."""
        return tuple(dict.fromkeys(self.problem.metadata["class_of_block"].values()))

    def positions(self, hubs: Iterable[str]) -> list[int]:
        """Return where hubs are among the candidates.

        Parameters
        ----------
        hubs : iterable of str
            Ids.

        Returns
        -------
        list of int
            Ascending.
        """
        number = {str(hub): at for at, hub in enumerate(self.problem.candidates)}
        return sorted(number[hub] for hub in hubs)

    def paths(self, hubs: Iterable[str]) -> dict[str, Paths]:
        """Find the paths of all freight over given hubs.

        Parameters
        ----------
        hubs : iterable of str
            Ids of the open hubs.

        Returns
        -------
        dict of str to Paths
            By class.
        """
        return class_paths(self.problem, self._router.routes(self.positions(hubs)))

    def sent(self, designs: Sequence[Mapping[str, Paths]]) -> dict[str, Sent]:
        """Add up what designs send over each leg.

        Parameters
        ----------
        designs : sequence of mappings of str to Paths
            As `paths` returns them, one for each design.

        Returns
        -------
        dict of str to Sent
            By class.
        """
        return {cls: sent(self.state, self.problem, [each[cls] for each in designs]) for cls in self.classes}

    def costs(
        self, designs: Sequence[Sequence[str]], sent: Mapping[str, Sent], moved: Mapping[str, FloatArray]
    ) -> FloatArray:
        """Return what designs cost, in parts.

        Parameters
        ----------
        designs : sequence of sequences of str
            Ids of the open hubs of each.
        sent : mapping of str to Sent
            As `sent` returns it.
        moved : mapping of str to (d, parts) array
            What moving it costs, as `geodata.traffic.Moved.cost` returns it.

        Returns
        -------
        (d, classes, len(COSTS)) array
            USD a year by `experiments.traffic.COSTS`.
        """
        positions = [self.positions(hubs) for hubs in designs]
        return cost_array(self.state, self.problem.fixed_cost, positions, sent, moved)

    @cached_property
    def _router(self) -> Router:
        return Router.of(self.problem)

    def ways(self, classes: Sequence[str]) -> Iterator[tuple[str, ClassWays]]:
        """Return the physical ways of classes, one after another, as each takes some megabytes.

        Parameters
        ----------
        classes : sequence of str
            Their ids.

        Returns
        -------
        iterator of (str, ClassWays)
        """
        for cls in classes:
            yield cls, ClassWays.of(self.state, self.problem, cls, self.trunk)


def region_of(asked: Study | Region | str) -> Region:
    """Return the region that is asked about.

    Parameters
    ----------
    asked : Study, Region, name or folder

    Returns
    -------
    Region
    """
    if isinstance(asked, Study):
        return asked.region
    return asked if isinstance(asked, Region) else geodata.load_region(asked)


def both_ways(links: Links, loads: FloatArray) -> FloatArray:
    """Put the two directions of links beside each other.

    Parameters
    ----------
    links : Links
        The directed links.
    loads : (..., directed links) array

    Returns
    -------
    (..., links, 2) array
        Forward, as the row of links.csv runs, and backward; 0 where a link has no such direction.
    """
    number = pd.factorize(np.array(links.ids, dtype=object))[0]
    found = np.zeros((*loads.shape[:-1], int(number.max(initial=-1)) + 1, 2))
    found[..., number, np.where(links.forward, 0, 1)] = loads
    return found
