"""The table of all hub sets: the exact cost of every set of hubs in every scenario, and queries of it."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from optimize.errors import InputError
from optimize.problem import Problem
from optimize.run import Clock, Progress
from optimize.table.build import Branches, fill, vary
from optimize.table.costs import HubSetCosts
from optimize.table.file import read_archive, write_archive


@dataclass(frozen=True, eq=False)
class HubSetTable(HubSetCosts):
    """The table of all hub sets: built once, it answers any number of questions; `HubSetCosts` says what it holds."""

    @classmethod
    def build(
        cls,
        problem: Problem,
        p_max: int,
        *,
        forced: Iterable[Hashable] = (),
        banned: Iterable[Hashable] = (),
        objective: str = "cost",
        threads: int | None = None,
        progress: Progress | None = None,
        clock: Clock | None = None,
    ) -> Self:
        """Evaluate all hub sets of at most `p_max` hubs, `forced` ones included, in all scenarios.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem
        p_max : int
            Largest size of a set, forced hubs included.
        forced, banned : iterable of labels
            Hubs that are in every set, and in none.
        objective : {"cost", "center"}
            Total cost, or the largest unit cost of a pair.
        threads : int, optional
            Default: one for each processor that this process may use.
        progress : callable, optional
            Receives reports of how many branches are finished, see `optimize.run.Clock`.
        clock : Clock, optional
            Says when to give up, and takes progress reports; replaces `progress`.

        Returns
        -------
        HubSetTable

        Raises
        ------
        InputError
            For an unknown hub, a size out of range, a problem without a closed form (capacities, hub link costs,
            discounts), or a table larger than `MEMORY_LIMIT_BYTES`.
        OutOfTimeError
            If the clock is over before the table is finished.
        """
        fixed, rest = vary(problem, forced, banned, p_max, objective)
        limit = Clock(progress=progress) if clock is None else clock
        largest = objective == "center"
        cost = fill(
            problem, Branches(largest, np.array(fixed, dtype=np.int64), rest, p_max - len(fixed)), threads, limit
        )
        probability = np.array([scenario.probability for scenario in problem.scenarios])
        names = tuple(scenario.name for scenario in problem.scenarios)
        table = cls(problem.candidates, names, probability, p_max, tuple(fixed), rest, cost, objective)
        if objective == "cost":
            for s, scenario in enumerate(problem.scenarios):
                padded = np.append(scenario.fixed_cost, 0.0)  # position -1: no hub
                cost[:, s] += scenario.fixed_cost[fixed].sum()
                for column in table.order.joined.T:
                    cost[:, s] += padded[column]
        return table

    @classmethod
    def concat(cls, tables: Iterable[Self], probability: Iterable[float] | None = None) -> Self:
        """Join tables of the same hub sets in different scenarios into one.

        Parameters
        ----------
        tables : iterable of HubSetTable
            At least one.
        probability : iterable of float, optional
            Probability of each scenario of the result; default: as in the tables, whose sum must then be 1.

        Returns
        -------
        HubSetTable

        Raises
        ------
        InputError
            If the tables are not of the same hub sets and objective, or a scenario is in two of them.
        """
        parts = list(tables)
        if not parts:
            raise InputError(["there is no table to join: give at least one"])
        names = tuple(name for part in parts for name in part.scenarios)
        chances = [float(p) for part in parts for p in part.probability] if probability is None else list(probability)
        same = (parts[0].candidates, parts[0].order, parts[0].objective)
        faults = [
            f"table {number} has other hub sets or another objective than the first: build all with the same arguments"
            for number, part in enumerate(parts[1:], start=2)
            if (part.candidates, part.order, part.objective) != same
        ]
        if len(set(names)) < len(names):
            faults.append(f"scenarios {sorted({x for x in names if names.count(x) > 1})} are in more than one table")
        if len(chances) != len(names):
            faults.append(f"{len(chances)} probabilities are given for {len(names)} scenarios")
        if faults:
            raise InputError(faults)
        costs = np.hstack([part.scenario_cost for part in parts])
        return replace(parts[0], scenarios=names, probability=np.array(chances, dtype=np.float64), scenario_cost=costs)

    def save(self, path: str | Path) -> None:
        """Write the table to a compressed NumPy archive.

        Parameters
        ----------
        path : str or Path
            An existing file is overwritten. Labels other than strings and whole numbers are written as strings.
        """
        header = {
            "candidates": [x if isinstance(x, (str, int)) else str(x) for x in self.candidates],
            "scenarios": list(self.scenarios),
            "p_max": self.p_max,
            "forced": list(self.forced),
            "objective": self.objective,
        }
        arrays = {"probability": self.probability, "elements": self.elements, "scenario_cost": self.scenario_cost}
        write_archive(path, header, arrays)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a table that `save` wrote.

        Parameters
        ----------
        path : str or Path

        Returns
        -------
        HubSetTable
        """
        header, arrays = read_archive(path)
        return cls(
            tuple(header["candidates"]),
            tuple(header["scenarios"]),
            arrays["probability"],
            header["p_max"],
            tuple(header["forced"]),
            arrays["elements"],
            arrays["scenario_cost"],
            header["objective"],
        )
