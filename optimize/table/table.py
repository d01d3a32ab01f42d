"""The table of all hub sets: the exact cost of every set of hubs in every scenario, and queries of it."""

import json
from collections.abc import Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd

from optimize.errors import InputError
from optimize.kernels import list_subsets
from optimize.problem import FloatArray, IntArray, Problem, find_labels
from optimize.rules import combine
from optimize.run import Clock, OutOfTimeError, Progress, thread_count
from optimize.table.build import MEMORY_LIMIT_BYTES, Branches, count_sets, first_rows, vary


@dataclass(frozen=True, eq=False)
class HubSetTable:
    """Costs of all hub sets up to a size, in every scenario: exact for uncapacitated multiple allocation.

    Rows are in depth-first order: a set before its supersets, candidates ascending. A table is built once and then
    answers any number of questions.

    Attributes
    ----------
    candidates : tuple of labels
        All candidate hubs of the problem.
    scenarios : tuple of str
        Names of the s scenarios.
    probability : (s,) array
        Probability of each scenario.
    p_max : int
        Largest size of a set.
    forced : tuple of int
        Positions of the candidates that are in every set.
    elements : (c,) int array
        Positions of the candidates that vary.
    scenario_cost : (sets, s) array
        Cost of each set in each scenario, fixed costs included; ``inf`` if some flow has no path. For the objective
        "center" the largest unit cost of a pair.
    objective : {"cost", "center"}
        What `scenario_cost` holds.
    """

    candidates: tuple[Hashable, ...]
    scenarios: tuple[str, ...]
    probability: FloatArray
    p_max: int
    forced: tuple[int, ...]
    elements: IntArray
    scenario_cost: FloatArray
    objective: str = "cost"

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
        extra = p_max - len(fixed)
        count = count_sets(len(rest), extra)
        if count * len(problem.scenarios) * 8 > MEMORY_LIMIT_BYTES:
            msg = (
                f"the table would hold {count:,} hub sets x {len(problem.scenarios)} scenarios, more than "
                f"{MEMORY_LIMIT_BYTES / 1e9:.0f} GB: lower p_max, name fewer candidates, or use method='benders'"
            )
            raise InputError([msg])
        cost = np.zeros((count, len(problem.scenarios)))
        jobs = [
            (s, block, start)
            for s, scenario in enumerate(problem.scenarios)
            for block in scenario.blocks
            for start in range(-1, len(rest) if extra > 0 else 0)
        ]
        limit = Clock(progress=progress) if clock is None else clock
        first_row = first_rows(len(rest), extra)
        prepared = Branches(objective == "center", np.array(fixed, dtype=np.int64), rest, extra)
        with ThreadPoolExecutor(thread_count(threads)) as pool:
            running = [(pool.submit(prepared.branch, block, start), s, start) for s, block, start in jobs]
            try:
                # add up in the order of the jobs, so that sums are rounded in the same way in every run
                for done, (future, s, start) in enumerate(running, start=1):
                    values = future.result()
                    rows = slice(first_row[start + 1], first_row[start + 1] + len(values))
                    if objective == "center":
                        cost[rows, s] = np.maximum(cost[rows, s], values)
                    else:
                        cost[rows, s] += values
                    limit.tell("table", done=done, total=len(jobs))
                    if limit.over and done < len(jobs):
                        raise OutOfTimeError(limit.stopped or "the table of hub sets was not finished in time")
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        probability = np.array([scenario.probability for scenario in problem.scenarios])
        names = tuple(scenario.name for scenario in problem.scenarios)
        table = cls(problem.candidates, names, probability, p_max, tuple(fixed), rest, cost, objective)
        if objective == "cost":
            for s, scenario in enumerate(problem.scenarios):
                padded = np.append(scenario.fixed_cost, 0.0)  # position -1: no hub
                cost[:, s] += scenario.fixed_cost[fixed].sum()
                for column in table.joined.T:
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
            raise InputError(["there is no table to put together: give at least one"])
        first = parts[0]
        faults = []
        for number, part in enumerate(parts[1:], start=2):
            same_sets = (part.candidates, part.p_max, part.forced) == (first.candidates, first.p_max, first.forced)
            if not (same_sets and np.array_equal(part.elements, first.elements)):
                faults.append(f"table {number} has other hub sets than the first: build all with the same arguments")
            if part.objective != first.objective:
                faults.append(
                    f"table {number} is of the objective {part.objective!r}, the first of {first.objective!r}"
                )
        names = tuple(name for part in parts for name in part.scenarios)
        if len(set(names)) < len(names):
            faults.append(f"scenarios {sorted({x for x in names if names.count(x) > 1})} are in more than one table")
        together = [float(p) for part in parts for p in part.probability] if probability is None else list(probability)
        if len(together) != len(names):
            faults.append(f"{len(together)} probabilities are given for {len(names)} scenarios")
        if faults:
            raise InputError(faults)
        costs = np.hstack([part.scenario_cost for part in parts])
        chance = np.array(together, dtype=np.float64)
        return replace(first, scenarios=names, probability=chance, scenario_cost=costs)

    @cached_property
    def joined(self) -> np.typing.NDArray[np.int16]:
        """(sets, extra) positions of the candidates in each row's set besides the forced ones, then -1."""
        extra = self.p_max - len(self.forced)
        rows = np.full((count_sets(len(self.elements), extra), extra), -1, dtype=np.int16)
        if extra > 0:
            list_subsets(self.elements, extra, rows)
        return rows

    @property
    def sets(self) -> list[tuple[int, ...]]:
        """Positions of the open candidates of each row."""
        return [self.positions(row) for row in range(len(self))]

    def positions(self, row: int) -> tuple[int, ...]:
        """Positions of the open candidates of a row's set.

        Parameters
        ----------
        row : int
            Row of the table.

        Returns
        -------
        tuple of int
            Ascending.
        """
        return tuple(sorted((*self.forced, *(int(k) for k in self.joined[row] if k >= 0))))

    @cached_property
    def size(self) -> IntArray:
        """(sets,) number of hubs of each row's set."""
        return len(self.forced) + (self.joined >= 0).sum(axis=1)

    def __len__(self) -> int:
        """Count the hub sets."""
        return len(self.scenario_cost)

    def row(self, hubs: Iterable[Hashable]) -> int:
        """Row of a set of hubs.

        Parameters
        ----------
        hubs : iterable of labels
            In any order.

        Returns
        -------
        int

        Raises
        ------
        InputError
            If a hub is unknown or the set is not in the table.
        """
        return self.row_of(self._positions(hubs))

    def row_of(self, positions: Iterable[int]) -> int:
        """Row of a set of hubs given by positions.

        Parameters
        ----------
        positions : iterable of int
            Positions among the candidates, in any order.

        Returns
        -------
        int

        Raises
        ------
        InputError
            If the set is not in the table.
        """
        chosen = set(positions)
        where = {int(k): at for at, k in enumerate(self.elements)}
        extra = self.p_max - len(self.forced)
        joined = sorted(where[k] for k in chosen - set(self.forced) if k in where)
        known = set(where) | set(self.forced)
        if not (set(self.forced) <= chosen <= known) or len(joined) > extra:
            names = [self.candidates[k] for k in sorted(chosen)]
            msg = f"the table has no set {names}: it holds sets of up to {self.p_max} hubs, with all forced hubs"
            raise InputError([msg])
        row, previous = 0, -1
        for depth, at in enumerate(joined):
            left = extra - depth - 1
            row += 1 + sum(count_sets(len(self.elements) - between - 1, left) for between in range(previous + 1, at))
            previous = at
        return row

    def labels(self, row: int) -> tuple[Hashable, ...]:
        """Labels of the hubs of a row's set.

        Parameters
        ----------
        row : int
            Row of the table.

        Returns
        -------
        tuple of labels
            In the order of the candidates.
        """
        return tuple(self.candidates[k] for k in self.positions(row))

    def cost(self, hubs: Iterable[Hashable]) -> pd.Series:
        """Cost of a set of hubs in each scenario.

        Parameters
        ----------
        hubs : iterable of labels
            In any order.

        Returns
        -------
        Series
            Indexed by the names of the scenarios, in the unit of the objective.
        """
        return pd.Series(self.scenario_cost[self.row(hubs)], index=list(self.scenarios), name="cost")

    def objective_values(
        self,
        risk: str = "expected",
        *,
        cvar_level: float = 0.9,
        scenario: str | None = None,
        own_optimum: FloatArray | None = None,
    ) -> FloatArray:
        """Objective of every set, over all scenarios or in one of them.

        Parameters
        ----------
        risk : {"expected", "worst_case", "max_regret", "cvar"}
            The risk measure over the scenarios.
        cvar_level : float
            The level beta of CVaR, in [0, 1).
        scenario : str, optional
            Use the cost in this scenario instead.
        own_optimum : (s,) array, optional
            Each scenario's own optimal cost; needed for "max_regret", see `scenario_optimum`.

        Returns
        -------
        (sets,) array

        Raises
        ------
        InputError
            For an unknown scenario, and for "max_regret" without `own_optimum`.
        """
        if scenario is not None:
            if scenario not in self.scenarios:
                raise InputError([f"scenario {scenario!r} is not in the table; known are {list(self.scenarios)}"])
            return self.scenario_cost[:, self.scenarios.index(scenario)]
        if risk == "max_regret" and own_optimum is None:
            msg = "max_regret depends on which sets compete: give own_optimum, for instance scenario_optimum(p=...)"
            raise InputError([msg])
        return combine(self.scenario_cost, self.probability, risk, cvar_level=cvar_level, own_optimum=own_optimum)

    def allowed(
        self,
        *,
        p: int | None = None,
        p_min: int = 1,
        p_max: int | None = None,
        open_hubs: Iterable[Hashable] = (),
        closed_hubs: Iterable[Hashable] = (),
    ) -> np.typing.NDArray[np.bool_]:
        """Mark the sets of a size that contain some hubs and do not contain others.

        Parameters
        ----------
        p : int, optional
            Number of hubs.
        p_min, p_max : int, optional
            Smallest and largest number of hubs, where `p` is not given; default: any.
        open_hubs, closed_hubs : iterable of labels
            Hubs that a set must contain, and must not contain.

        Returns
        -------
        (sets,) bool array
        """
        low, high = (p, p) if p is not None else (p_min, self.p_max if p_max is None else p_max)
        mask: np.typing.NDArray[np.bool_] = (self.size >= low) & (self.size <= high)
        for k in self._positions(open_hubs):
            mask &= (k in self.forced) | (self.joined == k).any(axis=1)
        for k in self._positions(closed_hubs):
            mask &= (k not in self.forced) & ~(self.joined == k).any(axis=1)
        return mask

    def scenario_optimum(self, **which: Any) -> FloatArray:
        """Least cost in each scenario over the allowed sets.

        Parameters
        ----------
        **which
            ``p``, ``p_min``, ``p_max``, ``open_hubs``, ``closed_hubs``: see `allowed`.

        Returns
        -------
        (s,) array
            ``inf`` if no set is allowed.
        """
        optimum: FloatArray = self.scenario_cost[self.allowed(**which)].min(axis=0, initial=np.inf)
        return optimum

    def best(
        self,
        k: int = 1,
        *,
        risk: str = "expected",
        cvar_level: float = 0.9,
        scenario: str | None = None,
        **which: Any,
    ) -> pd.DataFrame:
        """Find the k best sets.

        Parameters
        ----------
        k : int
            How many sets.
        risk, cvar_level
            The risk measure, see `objective_values`; regret is measured against the best of the allowed sets.
        scenario : str, optional
            Use the cost in this scenario instead.
        **which
            ``p``, ``p_min``, ``p_max``, ``open_hubs``, ``closed_hubs``: see `allowed`.

        Returns
        -------
        DataFrame
            Columns ``hubs`` (labels), ``value`` (objective) and ``row``, the best set first; fewer than k rows if fewer
            sets have a finite objective.
        """
        mask = self.allowed(**which)
        own = self.scenario_optimum(**which) if risk == "max_regret" and scenario is None else None
        with np.errstate(invalid="ignore"):
            values = self.objective_values(risk, cvar_level=cvar_level, scenario=scenario, own_optimum=own)
        rows = np.flatnonzero(mask & np.isfinite(values))
        rows = rows[np.argsort(values[rows], kind="stable")[:k]]
        return pd.DataFrame({"hubs": [self.labels(int(r)) for r in rows], "value": values[rows], "row": rows})

    def save(self, path: str | Path) -> None:
        """Write the table to a compressed NumPy archive.

        Parameters
        ----------
        path : str or Path
            The file. Labels that are neither strings nor whole numbers are written as strings.
        """
        header = {
            "candidates": [x if isinstance(x, (str, int)) else str(x) for x in self.candidates],
            "scenarios": list(self.scenarios),
            "p_max": self.p_max,
            "forced": list(self.forced),
            "objective": self.objective,
        }
        with Path(path).open("wb") as file:
            np.savez_compressed(
                file,
                header=np.array(json.dumps(header)),
                probability=self.probability,
                elements=self.elements,
                scenario_cost=self.scenario_cost,
            )

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a table that `save` wrote.

        Parameters
        ----------
        path : str or Path
            The file.

        Returns
        -------
        HubSetTable
        """
        # opened here, as NumPy leaves the file open where the archive was cut short
        with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as archive:
            header = json.loads(str(archive["header"]))
            return cls(
                tuple(header["candidates"]),
                tuple(header["scenarios"]),
                archive["probability"],
                header["p_max"],
                tuple(header["forced"]),
                archive["elements"],
                archive["scenario_cost"],
                header["objective"],
            )

    def _positions(self, hubs: Iterable[Hashable]) -> list[int]:
        faults: list[str] = []
        found = find_labels(hubs, self.candidates, "hubs", faults, positions=False)
        if faults:
            raise InputError(faults)
        return found
