"""The table of all hub sets: the exact cost of every set of hubs in every scenario, and queries of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from optimize.errors import InputError
from optimize.files import named
from optimize.late import pd
from optimize.problem import FloatArray, Problem, Scenario
from optimize.run import Clock, Progress
from optimize.table.build import Branches, check_size, choose, fill, vary
from optimize.table.costs import HubSetCosts
from optimize.table.file import MOST_BYTES, read_archive, write_archive
from optimize.table.labelled import dataset, tidy_frame
from optimize.table.order import ListedSets, SetOrder, list_sets
from optimize.table.pooled import PooledProblem, PooledScenario
from optimize.table.room import Listed, fill_listed
from optimize.table.stored import table_of

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, eq=False)
class HubSetTable(HubSetCosts):
    """The table of all hub sets: built once, it answers any number of questions; `HubSetCosts` says what it holds."""

    @classmethod
    def build(
        cls,
        problem: Problem | PooledProblem,
        p_max: int | None = None,
        *,
        forced: Iterable[Hashable] = (),
        banned: Iterable[Hashable] = (),
        open_hubs: Iterable[Hashable] = (),
        closed_hubs: Iterable[Hashable] = (),
        objective: str = "cost",
        capacities: bool | None = None,
        sets: Iterable[Iterable[Hashable]] | None = None,
        threads: int | None = None,
        progress: Progress | None = None,
        clock: Clock | None = None,
    ) -> Self:
        """Evaluate all hub sets of at most `p_max` hubs, `forced` ones included, or those of a list, in all scenarios.

        Parameters
        ----------
        problem : HubProblem, ScenarioProblem or PooledProblem
        p_max : int, optional
            Largest size of a set, forced hubs included.
        forced, banned : iterable of labels
            Hubs that are in every set, and in none.
        open_hubs, closed_hubs : iterable of labels
            The same, by the names that `solve` has for them.
        objective : {"cost", "center"}
            Total cost, or the largest unit cost of a pair.
        capacities : bool, optional
            Whether costs keep to the capacities of the hubs: every set then splits its flows at least cost within
            them, and the table has `loads` and `room_prices`. False leaves capacities out of account. Default: True if
            the problem has any; True for a problem without gives its loads as well.
        sets : iterable of iterables of labels, optional
            The sets, each once, in place of all up to `p_max` hubs; one label stands for a set of one hub.
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
            For an unknown hub, a size out of range, a problem that is not solved for given hubs (hub link costs,
            discounts, capacities with another objective than "cost"), or a table larger than `MEMORY_LIMIT_BYTES`.
        OutOfTimeError
            If the clock is over before the table is finished.
        """
        capacitated = any(scenario.is_limited for scenario in problem.scenarios)
        limited = capacitated if capacities is None else capacities
        limit = Clock(progress=progress) if clock is None else clock
        opened, closed = [*_listed(forced), *_listed(open_hubs)], [*_listed(banned), *_listed(closed_hubs)]
        if sets is None:
            fixed, rest = vary(problem, opened, closed, p_max, objective, limited)
            order: SetOrder | ListedSets = SetOrder(p_max or 0, tuple(fixed), tuple(rest.tolist()))
        else:
            order = choose(problem, sets, p_max is not None or bool(opened or closed), objective, limited)
        check_size(problem, len(order), 1 + 2 * order.p_max if limited else 1)
        load, price = None, None
        if limited or sets is not None or isinstance(problem, PooledProblem):
            filled = fill_listed(problem, Listed.of(order, problem.capacity_on, limited), threads, limit)
            cost = filled.cost
            if limited:
                load, price = filled.load, filled.price
        else:
            hubs = np.array(order.forced, dtype=np.int64)
            cost = fill(problem, Branches(objective == "center", hubs, rest, order.extra), threads, limit)
        probability = np.array([scenario.probability for scenario in problem.scenarios])
        names = tuple(scenario.name for scenario in problem.scenarios)
        table = cls(
            problem.candidates,
            names,
            probability,
            order.p_max,
            order.forced,
            np.array(order.elements, dtype=np.int64),
            cost,
            objective,
            limited or not capacitated,
            load,
            price,
            order.sets if isinstance(order, ListedSets) else None,
        )
        if objective == "cost":
            scenarios: Sequence[Scenario | PooledScenario] = problem.scenarios
            for s, scenario in enumerate(scenarios):
                padded = np.append(scenario.fixed_cost, 0.0)  # position -1: no hub
                cost[:, s] += scenario.fixed_cost[list(order.forced)].sum()
                for column in order.joined.T:
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
            If the tables are not of the same hub sets and objective, some leave capacities out of account that others
            keep, or a scenario is in two of them.
        """
        parts = list(tables)
        if not parts:
            raise InputError(["there is no table to join: give at least one"])
        names = tuple(name for part in parts for name in part.scenarios)
        chances = [float(p) for part in parts for p in part.probability] if probability is None else list(probability)
        same = (parts[0].candidates, parts[0].order, parts[0].objective)
        different = len({part.capacities for part in parts}) > 1
        faults = [
            f"table {number} has other hub sets or another objective than the first: build all with the same arguments"
            for number, part in enumerate(parts[1:], start=2)
            if (part.candidates, part.order, part.objective) != same
        ]
        if different:
            faults.append(
                "some tables leave capacities out of account, others do not: build all with the same capacities="
            )
        if len(set(names)) < len(names):
            faults.append(f"scenarios {sorted({x for x in names if names.count(x) > 1})} are in more than one table")
        if len(chances) != len(names):
            faults.append(f"{len(chances)} probabilities are given for {len(names)} scenarios")
        if faults:
            raise InputError(faults)
        costs = np.hstack([part.scenario_cost for part in parts])
        load, price = _joined(parts)
        return replace(
            parts[0],
            scenarios=names,
            probability=np.array(chances, dtype=np.float64),
            scenario_cost=costs,
            hub_load=load,
            room_price=price,
        )

    def only(self, sets: Iterable[Iterable[Hashable]]) -> Self:
        """Keep some hub sets alone.

        Parameters
        ----------
        sets : iterable of iterables of labels
            The sets, each once; one label stands for a set of one hub.

        Returns
        -------
        HubSetTable
            Its rows are those sets, in their order.

        Raises
        ------
        InputError
            If there is no set, one is given twice, a hub is unknown, or a set is not in the table.
        """
        listed = list_sets(sets, self.candidates)
        rows = [self.row_of(hubs) for hubs in listed]
        order, load, price = ListedSets.of(listed), None, None
        short = replace(self, p_max=order.p_max, forced=(), elements=self.elements[:0], listed=listed)
        if self.hub_load is not None and self.room_price is not None:
            # columns follow the members of a row, whose order is another one in a list
            members = [(*self.forced, *(int(k) for k in self.order.joined[row] if k >= 0)) for row in rows]
            at = [[here.index(k) for k in order.joined[r] if k >= 0] for r, here in enumerate(members)]
            shape = (len(listed), len(self.scenarios), short.p_max)
            load, price = np.full(shape, np.nan), np.full(shape, np.nan)
            for r, (row, columns) in enumerate(zip(rows, at, strict=True)):
                load[r, :, : len(columns)] = self.hub_load[row][:, columns]
                price[r, :, : len(columns)] = self.room_price[row][:, columns]
        return replace(short, scenario_cost=self.scenario_cost[rows], hub_load=load, room_price=price)

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
            "capacities": self.capacities,
        }
        if self.listed is not None:
            header["listed"] = [list(hubs) for hubs in self.listed]
        arrays = {"probability": self.probability, "elements": self.elements, "scenario_cost": self.scenario_cost}
        if self.hub_load is not None and self.room_price is not None:
            arrays |= {"hub_load": self.hub_load, "room_price": self.room_price}
        write_archive(path, header, arrays)

    @classmethod
    def load(cls, path: str | Path, *, most_bytes: int = MOST_BYTES) -> Self:
        """Read a table that `save` wrote; nothing in the file is executed.

        Parameters
        ----------
        path : str or Path
        most_bytes : int
            Largest file that is read, unpacked.

        Returns
        -------
        HubSetTable

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        InputError
            If it is not a table, or is damaged; it reports all faults at once.
        """
        header, arrays = read_archive(path, most_bytes=most_bytes)
        return cls(**table_of(header, arrays, named(path)))

    def to_frame(self) -> pd.DataFrame:
        """List the costs of all sets, a row for each set and scenario.

        Returns
        -------
        DataFrame
            ``set`` (row of the table), ``hubs`` (tuple of labels), ``size``, ``scenario``, ``probability``, ``cost``.
        """
        return tidy_frame(self)

    def to_xarray(self) -> xr.Dataset:
        """Label the costs of all sets; needs the extra ``xarray``.

        Returns
        -------
        xarray.Dataset
            ``cost`` (set, scenario) and ``open`` (set, hub), which hubs a set has; with the coordinates ``size`` of a
            set, the same as text in ``hubs``, and the ``probability`` of a scenario.

        Raises
        ------
        MissingExtraError
            If xarray is not installed.
        """
        return dataset(self)


def _listed(hubs: Any) -> list[Hashable]:
    """List labels; a single one stands for itself."""
    return [hubs] if isinstance(hubs, str) or not isinstance(hubs, Iterable) else list(hubs)


def _joined(parts: Sequence[HubSetCosts]) -> tuple[FloatArray | None, FloatArray | None]:
    """Join loads and prices of room; without capacities a part's loads are not known, and its prices are 0."""
    if all(part.hub_load is None for part in parts):
        return None, None
    loads, prices = [], []
    for part in parts:
        shape = (*part.scenario_cost.shape, part.p_max)
        inside = np.arange(part.p_max) < part.size[:, None, None]
        loads.append(np.full(shape, np.nan) if part.hub_load is None else part.hub_load)
        prices.append(
            np.broadcast_to(np.where(inside, 0.0, np.nan), shape) if part.room_price is None else part.room_price
        )
    return np.concatenate(loads, axis=1), np.concatenate(prices, axis=1)
