"""What corridors are worth: what it costs to be without them, shared among those that matter most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from experiments.runs import Cases
from experiments.turning.leads import Bench, hub_costs
from geodata import Change, Region
from optimize.decide import shapley_values

MOST = 6
"""Corridors that share their worth: those whose loss alone costs most; all their sets are evaluated."""
CLOSED, COST = "closed", "cost_usd"
_MARK = "\n"


def corridor_names(bench: Bench) -> list[str]:
    """List the corridors of the study's region.

    Parameters
    ----------
    bench : Bench

    Returns
    -------
    list of str
    """
    return sorted({str(name) for link in bench.study.region.data["links"] for name in link["corridors"] if name})


def closed_cases(bench: Bench, sets: Iterable[tuple[str, ...]]) -> Cases:
    """Plan the evaluation of sets of corridors that are closed.

    Parameters
    ----------
    bench : Bench
    sets : iterable of tuple of str

    Returns
    -------
    Cases
    """
    study = bench.study
    return Cases(
        evaluate_closed,
        pd.DataFrame({CLOSED: [_MARK.join(some) for some in sets]}),
        shared=bench,
        inputs=(study.region, study.candidates, study.gateways, study.hubs, dict(study.probability), study.classes,
                study.trunk, study.room),
        label=lambda case: f"{case[CLOSED] or 'nothing'} closed".replace(_MARK, " and "),
    )  # fmt: skip


def evaluate_closed(shared: Bench, case: dict[str, Any], rng: np.random.Generator) -> dict[str, float]:  # noqa: ARG001
    """Evaluate the best hub without some corridors; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Bench
    case : dict
        ``closed``, names of corridors, one a line. A link that other corridors share stays open.
    rng : Generator
        Not used.

    Returns
    -------
    dict
        ``cost_usd`` of the hub that is then the best, in the weightiest scenario.
    """
    study = shared.study
    names = tuple(name for name in str(case[CLOSED]).split(_MARK) if name)
    world = study.region.with_overrides(*closures(study.region, names))
    return {COST: float(hub_costs(study, world, [study.scenarios[shared.usual[0]]]).min())}


def closures(region: Region, names: tuple[str, ...]) -> tuple[Change, ...]:
    """Write corridors that are closed down as a change.

    Parameters
    ----------
    region : Region
    names : tuple of str
        Of the corridors.

    Returns
    -------
    tuple of Change
        None where all their links belong to other corridors as well, and stay open.
    """
    chosen = set(names)
    own = any(row["corridors"] and chosen.issuperset(row["corridors"]) for row in region.data["links"])
    return (Change(corridor=names, exclusive=True, close=True),) if own else ()


def subsets(names: Iterable[str]) -> list[tuple[str, ...]]:
    """List all sets of some names.

    Parameters
    ----------
    names : iterable of str

    Returns
    -------
    list of tuple of str
    """
    chosen = tuple(names)
    return [some for p in range(len(chosen) + 1) for some in combinations(chosen, p)]


def costs_by_set(frame: pd.DataFrame) -> dict[tuple[str, ...], float]:
    """Look up costs by the corridors that are closed.

    Parameters
    ----------
    frame : DataFrame
        Results of `closed_cases`.

    Returns
    -------
    dict of tuple of str to float
    """
    return {
        tuple(name for name in str(row[CLOSED]).split(_MARK) if name): float(row[COST])
        for row in frame.to_dict("records")
    }


def most_important(costs: Mapping[tuple[str, ...], float]) -> list[str]:
    """Choose the corridors whose loss alone costs most.

    Parameters
    ----------
    costs : mapping
        By set of closed corridors, none and each alone among them.

    Returns
    -------
    list of str
        At most `MOST`, by name; those whose loss costs nothing are left out.
    """
    losses = {some[0]: cost - costs[()] for some, cost in costs.items() if len(some) == 1}
    order = sorted((name for name, loss in losses.items() if loss > 0), key=lambda name: -losses[name])
    return sorted(order[:MOST])


def corridor_values(players: list[str], costs: Mapping[tuple[str, ...], float]) -> pd.DataFrame:
    """Share the worth of corridors among them: their Shapley values.

    A set of them is worth what it costs less to have it open where all the others are closed.

    Parameters
    ----------
    players : list of str
    costs : mapping
        By set of closed corridors, all sets of the players among them.

    Returns
    -------
    DataFrame
        The largest first: ``kind`` (corridor), ``id, name, value_usd``. Empty where something cannot be served without
        them, at whatever cost.
    """
    columns = ["kind", "id", "name", "value_usd"]
    everything = tuple(players)
    if not players or not np.isfinite([costs[some] for some in subsets(players)]).all():
        return pd.DataFrame(columns=columns)

    def worth(some: tuple[str, ...]) -> float:
        return costs[everything] - costs[tuple(name for name in everything if name not in some)]

    found = shapley_values(worth, players)
    rows = [("corridor", name, name, value) for name, value in found["value"].items()]
    return pd.DataFrame(rows, columns=columns).sort_values("value_usd", ascending=False, ignore_index=True)
