"""The study: what would have to be different for another hub to be the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Unpack

import pandas as pd

from experiments.question import Choice, Study
from experiments.runs import Cases, Progress, Results, run_cases
from experiments.turning.maps import COLUMNS as MAP_COLUMNS
from experiments.turning.maps import GRID, Plane, map_cases, map_levers
from experiments.turning.near import (
    WITHIN,
    Sets,
    by_gateways,
    expected_sets,
    hub_values,
    near_sets,
    near_shares,
    own_sets,
)
from experiments.turning.passages import (
    closed_cases,
    corridor_names,
    corridor_values,
    costs_by_set,
    most_important,
    subsets,
)
from experiments.turning.switches import MOST, SCREEN, Switches, find_switches
from geodata import Region
from optimize import InputError
from optimize.brief import Brief


@dataclass(frozen=True, eq=False)
class Tipping(Brief):
    """What would make another hub the best.

    Attributes
    ----------
    study : Study
    asked : dict
    switches : Switches
        With the table of `rows`.
    gateways : DataFrame
        The best hub beside each set of gateways, see `experiments.turning.near.by_gateways`.
    map : DataFrame
        Who wins where: ``a, b``, ids, ``a_value, b_value, hub, lead_usd`` over the best other hub.
    near : DataFrame
        By number of hubs ``p`` and hub, the share of the sets near the best that it is in.
    sets : DataFrame
        These sets.
    shapley : DataFrame
        What hubs beside the gateways, and corridors, are worth: ``kind, id, name, value_usd``.
    runs : tuple of Results
    seconds : float
    """

    study: Study
    asked: Mapping[str, Any]
    switches: Switches
    gateways: pd.DataFrame
    map: pd.DataFrame
    near: pd.DataFrame
    sets: pd.DataFrame
    shapley: pd.DataFrame
    runs: tuple[Results, ...]
    seconds: float = 0.0

    @property
    def rows(self) -> pd.DataFrame:
        """Switching values, see `experiments.turning.switching_rows`."""
        return self.switches.rows


@dataclass(frozen=True)
class _Runner:
    """How the cases of the study are evaluated."""

    store: Path | None
    workers: int
    scheduler: str | None
    resume: bool
    limit_s: float | None
    progress: Progress | None

    def run(self, what: str, plan: Cases) -> Results:
        folder = None if self.store is None else self.store / what
        return run_cases(
            plan, folder, workers=self.workers, scheduler=self.scheduler, resume=self.resume, limit_s=self.limit_s,
            progress=self.progress,
        )  # fmt: skip

    def whole(self, what: str, plan: Cases) -> Results:
        """Evaluate cases none of which can be done without."""
        found = self.run(what, plan)
        if len(found.failed):
            first = found.failed.iloc[0]
            raise InputError([f"{first['name']} cannot be evaluated: {first['reason']}"])
        return found


def tipping(
    region: Region | str | Study,
    *,
    inputs: Sequence[str] | None = None,
    most: int = MOST,
    screen: int = SCREEN,
    map_of: Sequence[str] | None = None,
    grid: int = GRID,
    within: float = WITHIN,
    worth: bool = True,
    store: Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    progress: Progress | None = None,
    **choice: Unpack[Choice],
) -> Tipping:
    """Find what would have to be different for another hub to be the best.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    inputs, most, screen
        What is moved, see `experiments.turning.switching_rows`.
    map_of : sequence of str, optional
        Two or three ids or causes, for maps of who wins where; default the two with the widest swing.
    grid : int
        Values of each on a map, from low to high; 0 = no map.
    within : float
        Sets of hubs that cost at most so much more than the best, as a share, are near it.
    worth : bool
        Whether sets of hubs, and of closed corridors, are evaluated for what each is worth.
    store : Path, optional
        Folder that keeps finished cases.
    workers, scheduler, resume, limit_s, progress
        See `experiments.runs.run_cases`.
    **choice
        See `Study.of`; without effect where a Study is given.

    Returns
    -------
    Tipping

    Raises
    ------
    InputError
        If an argument is unusable, or a case cannot be evaluated.
    OSError
        If the store cannot be written to.

    Examples
    --------
    >>> from experiments import tipping
    >>> found = tipping("central-asia", inputs=["room of hubs"], worth=False)  # doctest: +SKIP
    >>> found.rows[["name", "switch", "hub_after"]]  # doctest: +SKIP
    """
    began = perf_counter()
    _check(grid, within)
    study = region if isinstance(region, Study) else Study.of(region, **choice)
    runner = _Runner(store, workers, scheduler, resume, limit_s, progress)
    switches = find_switches(
        study,
        inputs=[*inputs, *(map_of or ())] if inputs is not None else None,
        most=most,
        screen=screen,
        store=store,
        workers=workers,
        scheduler=scheduler,
        resume=resume,
        limit_s=limit_s,
        progress=progress,
    )
    runs = list(switches.runs)
    drawn = _map(switches, map_of, grid, runner, runs)
    frames = _worth(switches, within, runner, runs) if worth else _no_worth()
    asked = {"inputs": inputs, "most": most, "screen": screen, "map": map_of, "grid": grid, "within": within}
    return Tipping(study, asked, switches, map=drawn, **frames, runs=tuple(runs), seconds=perf_counter() - began)


def _check(grid: int, within: float) -> None:
    faults = []
    if isinstance(grid, bool) or not isinstance(grid, int) or grid < 0 or grid == 1:
        faults.append(f"a map of {grid!r} values: give a whole number of at least 2, or 0 for no map")
    if not 0 <= within < float("inf"):
        faults.append(f"within is {within!r}: give a share of the best cost, such as 0.01")
    if faults:
        raise InputError(faults)


def _map(
    switches: Switches, map_of: Sequence[str] | None, grid: int, runner: _Runner, runs: list[Results]
) -> pd.DataFrame:
    plane = Plane(switches.bench, dict(switches.levers))
    names = map_levers(plane.levers, list(switches.rows["input"]), map_of)
    if grid == 0 or len(names) < 2 or len(switches.bench.hubs) < 2:
        return pd.DataFrame(columns=list(MAP_COLUMNS))
    runs.append(runner.run("map", map_cases(plane, names, grid)))
    return runs[-1].frame()[list(MAP_COLUMNS)]


def _worth(switches: Switches, within: float, runner: _Runner, runs: list[Results]) -> dict[str, pd.DataFrame]:
    bench, study = switches.bench, switches.bench.study
    sets = Sets.of(bench)
    runs.append(runner.whole("sets", sets.cases()))
    expected = expected_sets(study, runs[-1])
    costs = own_sets(study, expected)
    near = near_sets(study, costs, within)
    shapley = [hub_values(sets, costs), _corridors(switches, runner, runs)]
    return {
        "gateways": by_gateways(study, expected),
        "sets": near,
        "near": near_shares(study, bench.hubs, near),
        "shapley": pd.concat([part for part in shapley if len(part)] or shapley[:1], ignore_index=True),
    }


def _corridors(switches: Switches, runner: _Runner, runs: list[Results]) -> pd.DataFrame:
    bench = switches.bench
    names = corridor_names(bench)
    if not names:
        return corridor_values([], {})
    runs.append(runner.whole("corridors", closed_cases(bench, [(), *((name,) for name in names)])))
    costs = costs_by_set(runs[-1].frame())
    players = most_important(costs)
    more = [some for some in subsets(players) if some not in costs]
    if more:
        runs.append(runner.whole("corridor-sets", closed_cases(bench, more)))
        costs |= costs_by_set(runs[-1].frame())
    return corridor_values(players, costs)


def _no_worth() -> dict[str, pd.DataFrame]:
    return {
        "gateways": pd.DataFrame(columns=["gateways", "gateways_name", "hub", "name", "lead_usd", "runner_up"]),
        "sets": pd.DataFrame(columns=["p", "hubs", "name", "cost_usd", "excess_usd", "excess_share"]),
        "near": pd.DataFrame(columns=["p", "hub", "name", "share_near", "sets"]),
        "shapley": pd.DataFrame(columns=["kind", "id", "name", "value_usd"]),
    }
