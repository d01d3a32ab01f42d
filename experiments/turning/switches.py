"""Switching values of everything that can be moved: a quick look at all, and a search where it is closest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import pandas as pd

from experiments.defaults import TIPPING_MOST, TIPPING_SCREEN
from experiments.question import Choice, Study, single_designs
from experiments.runs import Cases, Progress, Results, run_cases
from experiments.text import rows
from experiments.turning.leads import Bench
from experiments.turning.levers import GROUPS, Lever, chosen_levers, list_levers
from experiments.turning.search import Line, find_turn
from geodata import Region
from optimize import InputError
from optimize.brief import Brief

MOST = TIPPING_MOST
SCREEN = TIPPING_SCREEN
LEVER = "input"
COLUMNS = (
    "input", "name", "kind", "unit", "low", "central", "high", "lead_low_usd", "lead_high_usd", "swing_usd", "switch",
    "switch_factor", "within", "hub_before", "hub_after", "method", "confirmed", "cause",
)  # fmt: skip
SCREENED, BRACKETED, EXACT = "screened", "bracketed", "exact"


@dataclass(frozen=True, eq=False)
class Moves:
    """What all cases of a run have in common.

    Attributes
    ----------
    bench : Bench
    levers : mapping of str to Lever
        By id.
    screen : int
        Scenarios of the first look.
    """

    bench: Bench
    levers: Mapping[str, Lever]
    screen: int


@dataclass(frozen=True, eq=False)
class Switches(Brief):
    """Switching values, and what they were found from.

    Attributes
    ----------
    bench : Bench
    levers : mapping of str to Lever
        By id.
    rows : DataFrame
        As `switching_rows` returns it.
    runs : tuple of Results
    """

    bench: Bench
    levers: Mapping[str, Lever]
    rows: pd.DataFrame
    runs: tuple[Results, ...]


def look(shared: Moves, case: dict[str, Any], rng: np.random.Generator) -> dict[str, float]:  # noqa: ARG001
    """Estimate leads at low and high; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Moves
    case : dict
        ``input``, the id of a lever.
    rng : Generator
        Not used.

    Returns
    -------
    dict
        ``lead_low_usd, lead_high_usd``.
    """
    lever, bench = shared.levers[case[LEVER]], shared.bench
    low, high = (
        bench.lead_at(bench.roughly_at(lever, value, shared.screen)) for value in (lever.low, lever.high)
    )  # fmt: skip
    return {"lead_low_usd": low, "lead_high_usd": high}


def search(shared: Moves, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Find where another hub wins; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Moves
    case : dict
        ``input``, the id of a lever.
    rng : Generator
        Not used.

    Returns
    -------
    dict
        ``lead_low_usd, lead_high_usd, switch, hub_after, confirmed``; the last three are missing where no other hub
        wins.
    """
    lever, bench = shared.levers[case[LEVER]], shared.bench
    line = Line(lambda value: bench.at(lever, value), bench.best, {lever.central: bench.expected})
    ends = {"lead_low_usd": line.lead(lever.low), "lead_high_usd": line.lead(lever.high)}
    turn = find_turn(line, lever)
    if turn is None:
        return {**ends, "switch": math.nan, "hub_after": "", "confirmed": False}
    return {**ends, "switch": turn.value, "hub_after": bench.hubs[turn.hub], "confirmed": turn.confirmed}


def switching_rows(
    region: Region | str | Study,
    *,
    inputs: Sequence[str] | None = None,
    most: int = MOST,
    screen: int = SCREEN,
    workers: int = 1,
    **choice: Unpack[Choice],
) -> pd.DataFrame:
    """Find which values would make another hub the best.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    inputs : sequence of str, optional
        Ids, causes or kinds, see `chosen_levers`; default all.
    most : int
        How many uncertain inputs are searched, those with the least lead at low or high in the first look; and how many
        causes, capacities and countries. Probabilities are all searched, as they need no evaluation. 0: all.
    screen : int
        Scenarios of that look, the weightiest ones; all others are taken to change as much. 0: all.
    workers : int
        Processes; the result does not depend on it.
    **choice
        See `Study.of`; without effect where a Study is given.

    Returns
    -------
    DataFrame
        One row a lever, the widest swing first: ``input, name, kind, unit, low, central, high``; ``lead_low_usd`` and
        ``lead_high_usd``, the lead of the hub that is best at central values over the best other, at low and high;
        ``swing_usd``, the width of low, central and high lead; ``switch``, the value nearest to the central one at
        which another hub is the best, and ``switch_factor``, the same by the central value; ``within`` low and high;
        ``hub_before, hub_after``; ``method``, "exact" (proven to be the only one on its side), "bracketed" or
        "screened" (the leads are estimates of the first look, no switch was looked for); ``confirmed`` by evaluation on
        both sides; ``cause``. Missing where it was not looked for, or nothing was found.

    Raises
    ------
    InputError
        If an argument is unusable.
    """
    study = region if isinstance(region, Study) else Study.of(region, **choice)
    return find_switches(study, inputs=inputs, most=most, screen=screen, workers=workers).rows


def find_switches(
    study: Study,
    *,
    inputs: Sequence[str] | None = None,
    most: int = MOST,
    screen: int = SCREEN,
    store: Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    progress: Progress | None = None,
) -> Switches:
    """Find which values would make another hub the best, and keep what it was found from.

    Parameters
    ----------
    study : Study
    inputs, most, screen
        See `switching_rows`.
    store : Path, optional
        Folder that keeps finished cases.
    workers, scheduler, resume, limit_s, progress
        See `experiments.runs.run_cases`.

    Returns
    -------
    Switches

    Raises
    ------
    InputError
        If an argument is unusable, or a case cannot be evaluated.
    OSError
        If the store cannot be written to.
    """
    for name, number in (("most", most), ("screen", screen)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise InputError([f"{name} is {number!r}: give a whole number, 0 for all"])
    if not single_designs(study):
        msg = f"every hub is a gateway ({study.names(study.gateways, ', ')}): name further hubs, or fewer gateways"
        raise InputError([msg])
    levers = {lever.id: lever for lever in chosen_levers(list_levers(study), inputs)}
    bench = Bench.of(study)
    if not math.isfinite(bench.lead):
        return Switches(bench, levers, _table(bench, levers, {}, {}), ())
    moves = Moves(bench, levers, screen or len(study.scenarios))

    def run(what: str, evaluate: Any, names: Sequence[str]) -> Results:
        told = (study.region, study.candidates, study.gateways, study.hubs, dict(study.probability))
        plan = Cases(
            evaluate,
            pd.DataFrame({LEVER: list(names)}),
            shared=moves,
            inputs=(*told, study.classes, study.trunk, study.room, moves.screen),
            label=lambda case: str(case[LEVER]),
        )
        folder = None if store is None else store / what
        return run_cases(
            plan, folder, workers=workers, scheduler=scheduler, resume=resume, limit_s=limit_s, progress=progress
        )

    looked, searched = _close(moves, most, run)
    runs = tuple(item for item in (looked, searched) if item is not None)
    return Switches(bench, levers, _table(bench, levers, _by_lever(looked), _by_lever(searched)), runs)


def _close(moves: Moves, most: int, run: Any) -> tuple[Results | None, Results | None]:
    """Look at all levers if there are more than are searched, and search those that come closest."""
    free = [name for name, lever in moves.levers.items() if lever.weights_only]
    dear = [name for name in moves.levers if name not in set(free)]
    halves = [[name for name in dear if (moves.levers[name].kind in GROUPS) == group] for group in (False, True)]
    if most == 0 or all(len(half) <= most for half in halves):
        return None, run("search", search, list(moves.levers)) if moves.levers else None
    looked = run("look", look, dear)
    ends = {name: min(row["lead_low_usd"], row["lead_high_usd"]) for name, row in _by_lever(looked).items()}
    closest = [name for half in halves for name in sorted(half, key=lambda one: ends.get(one, -math.inf))[:most]]
    chosen = {*free, *closest}
    return looked, run("search", search, [name for name in moves.levers if name in chosen])


def _by_lever(results: Results | None) -> dict[str, dict[str, Any]]:
    if results is None or results.frame().empty:
        return {}
    return {str(row[LEVER]): row for row in rows(results.frame())}


def _table(
    bench: Bench,
    levers: Mapping[str, Lever],
    looked: Mapping[str, Mapping[str, Any]],
    searched: Mapping[str, Mapping[str, Any]],
) -> pd.DataFrame:
    found = [_row(bench, lever, looked.get(name, {}), searched.get(name)) for name, lever in levers.items()]
    frame = pd.DataFrame(found, columns=list(COLUMNS))
    return frame.sort_values("swing_usd", ascending=False, kind="stable", ignore_index=True)


def _row(bench: Bench, lever: Lever, looked: Mapping[str, Any], searched: Mapping[str, Any] | None) -> dict[str, Any]:
    found = looked if searched is None else searched
    low, high = (float(found.get(name, math.nan)) for name in ("lead_low_usd", "lead_high_usd"))
    leads = (low, bench.lead, high)
    switch = math.nan if searched is None else float(searched["switch"])
    there = math.isfinite(switch)
    told = {name: getattr(lever, name) for name in ("name", "kind", "unit", "low", "central", "high", "cause")}
    method = "" if not found else SCREENED if searched is None else EXACT if lever.single_turn else BRACKETED
    return {
        LEVER: lever.id,
        **told,
        "lead_low_usd": low,
        "lead_high_usd": high,
        "swing_usd": max(leads) - min(leads) if found else math.nan,
        "switch": switch,
        "switch_factor": switch / lever.central if there and lever.central else math.nan,
        "within": None if searched is None else there and lever.low <= switch <= lever.high,
        "hub_before": bench.hubs[bench.best],
        "hub_after": str(searched["hub_after"]) if searched is not None and there else "",
        "method": method,
        "confirmed": bool(searched["confirmed"]) if searched is not None and there else None,
        "cause": lever.cause,
    }
