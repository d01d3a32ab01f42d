"""The study: corridors, crossings, links and hubs ranked by what their loss costs, singly and in pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import Any, Unpack

import numpy as np
import pandas as pd

from experiments.defaults import CRITICALITY_WORST
from experiments.failures.attack import attack_table
from experiments.failures.elements import Element, list_elements
from experiments.failures.losses import Stakes, evaluate_loss, hub_costs, problem_without, unmet_tonnes
from experiments.failures.rerouting import evaluate_carried, rerouting_table
from experiments.question import Choice, Study
from experiments.runs import Cases, Progress, Results, run_cases
from experiments.text import rows
from geodata import Region, Scenario
from optimize import InputError
from optimize.brief import Brief

WORST = CRITICALITY_WORST
P = 3
"""Hubs beside the gateways in the adversary's view."""
TAKERS = 2
"""Corridors, and links, that take most of the freight of a worst element, and are lost with it in a pair."""
COLUMNS = (
    "element", "kind", "name", "cost_fixed_usd", "cost_rechosen_usd", "hub_after", "hub_after_name", "unmet_t",
    "share_of_cost", "links",
)  # fmt: skip
PAIR_COLUMNS = (
    "first", "second", "first_name", "second_name", "cost_fixed_usd", "sum_usd", "excess_usd", "cost_rechosen_usd",
    "hub_after", "hub_after_name", "unmet_t",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Criticality(Brief):
    """What the loss of each element costs.

    Attributes
    ----------
    study : Study
    stakes : Stakes
        The design and state that losses are measured against.
    table : DataFrame
        One row an element, worst first: ``element, kind, name``; ``cost_fixed_usd``, what its loss costs more a year
        with the hubs as they are; ``cost_rechosen_usd``, what the best single hub beside the gateways then
        (``hub_after``) costs more than the best before; ``unmet_t``, tonnes a year that become unmet with hubs fixed;
        ``share_of_cost``, the first as a share of the cost before; ``links``, those that are closed.
    pairs : DataFrame
        One row a pair: the same of a loss of both, the sum of the two single losses and the excess over it, largest
        loss first.
    rerouting : DataFrame
        Of the worst elements: tonnes on corridors and links before and after, see `rerouting_table`.
    attack : DataFrame
        See `attack_table`.
    runs : tuple of Results
    seconds : float
    """

    study: Study
    stakes: Stakes
    table: pd.DataFrame
    pairs: pd.DataFrame
    rerouting: pd.DataFrame
    attack: pd.DataFrame
    runs: tuple[Results, ...]
    seconds: float = 0.0


def criticality(
    region: Region | str | Study,
    *,
    scenario: str = "base",
    links: str = "used",
    worst: int = WORST,
    pairs: bool = True,
    p: int = P,
    store: Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    progress: Progress | None = None,
    **choice: Unpack[Choice],
) -> Criticality:
    """Rank corridors, crossings, links and hubs by what their loss costs.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    scenario : str
        State of the world in which they are lost.
    links : {"used", "all", "none"}
        Single links that are looked at: those on some cheapest path, all that are open, or none.
    worst : int
        How many of the worst elements are looked at in pairs and for where their freight goes; 0 = none.
    pairs : bool
        Whether pairs of them are looked at.
    p : int
        Hubs beside the gateways in the adversary's view; 0 = leave it out.
    store : Path, optional
        Folder that keeps finished losses.
    workers, scheduler, resume, limit_s, progress
        See `experiments.runs.run_cases`.
    **choice
        See `Study.of`; without effect where a Study is given. The hub that is kept is the incumbent, or the best single
        hub where there is none; the study's scenarios have no part in this.

    Returns
    -------
    Criticality

    Raises
    ------
    InputError
        If an argument is unusable, or freight has no way even before any loss.
    OSError
        If the store cannot be written to.
    """
    began = perf_counter()
    if worst < 0 or p < 0:
        raise InputError(
            [f"{name} is {value}: give 0 or more" for name, value in (("worst", worst), ("p", p)) if value < 0]
        )
    study = region if isinstance(region, Study) else Study.of(region, **choice)
    stakes = stakes_of(study, scenario, links)
    how = {"workers": workers, "scheduler": scheduler, "resume": resume, "limit_s": limit_s, "progress": progress}
    run = _Run(stakes, store, how)
    table = _table(stakes, run.evaluate("singles", evaluate_loss, list(stakes.elements)))
    chosen = [f"{row['kind']}:{row['element']}" for row in rows(table.head(worst)) if row["cost_fixed_usd"] > 0]
    rerouting = _rerouting(run, [key for key in chosen if stakes.elements[key].links])
    both = _pair_keys(stakes.elements, chosen, rerouting) if pairs else []
    joint = _pairs(stakes, table, both, run.evaluate("pairs", evaluate_loss, [" & ".join(pair) for pair in both]))
    attack = attack_table(study, stakes.state, p)
    return Criticality(study, stakes, table, joint, rerouting, attack, tuple(run.results), perf_counter() - began)


def stakes_of(study: Study, scenario: str, links: str) -> Stakes:
    """Find the design that is kept, and all that may be lost.

    Parameters
    ----------
    study : Study
    scenario : str
        Name or title of the state of the world.
    links : {"used", "all", "none"}

    Returns
    -------
    Stakes

    Raises
    ------
    InputError
        If there is no such scenario, or freight has no way even before any loss.
    """
    state = _known(study, scenario)
    problem = problem_without(study, state)
    costs = hub_costs(study, problem)
    free = {hub: cost for hub, cost in costs.items() if hub} or costs
    best = min(free, key=lambda hub: free[hub])
    kept = str(study.incumbent) if study.incumbent in free else best
    stakes = Stakes(study, state, {}, kept, costs[kept], best=best, best_usd=costs[best])
    if not np.isfinite(stakes.cost_usd):
        beside = study.names(stakes.open_hubs) or "no hub"
        words = f"some freight has no way with {beside} even before anything is lost, so that no loss has a price"
        raise InputError([f"{words}: give unmet_usd_per_t in parameters.csv, or other hubs"])
    elements = {one.key: one for one in list_elements(study, state, stakes.open_hubs, links)}
    return replace(stakes, elements=elements, unmet_t=unmet_tonnes(problem, stakes.open_hubs))


def _known(study: Study, scenario: str) -> Scenario:
    try:
        return study.region.scenario(scenario)
    except ValueError as error:
        raise InputError([f"scenario: {error}"]) from error


class _Run:
    """Evaluates losses, each kind of case with a store of its own."""

    def __init__(self, stakes: Stakes, store: Path | None, how: dict[str, Any]) -> None:
        self.stakes, self.store, self.how = stakes, store, how
        self.results: list[Results] = []

    def evaluate(self, what: str, evaluate: Callable[..., Any], losses: Sequence[str]) -> pd.DataFrame:
        """Evaluate losses; none gives an empty table."""
        if not losses:
            return pd.DataFrame({"loss": []})
        stakes = self.stakes
        study = stakes.study
        plan = Cases(
            evaluate,
            pd.DataFrame({"loss": losses}),
            shared=stakes,
            inputs=(
                study.region, study.hubs, study.gateways, study.classes, study.trunk, study.room, stakes.state,
                stakes.kept, {key: (one.links, one.hubs) for key, one in stakes.elements.items()},
            ),
            label=lambda case: f"loss of {case['loss']}",
        )  # fmt: skip
        found = run_cases(plan, None if self.store is None else self.store / what, **self.how)
        if len(found.failed):
            first = found.failed.iloc[0]
            raise InputError([f"the {first['name']} cannot be evaluated: {first['reason']}"])
        self.results.append(found)
        return found.frame()


def _table(stakes: Stakes, found: pd.DataFrame) -> pd.DataFrame:
    """Put names to the losses; worst first, and elements that cost the same in their order."""
    if found.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    elements = [stakes.elements[key] for key in found["loss"]]
    table = found.assign(
        element=[one.id for one in elements],
        kind=[one.kind for one in elements],
        name=[one.name for one in elements],
        hub_after_name=_hub_names(stakes.study, found),
        share_of_cost=found["cost_fixed_usd"] / stakes.cost_usd,
        links=[";".join(one.links) for one in elements],
    )
    order = np.argsort(-table["cost_fixed_usd"].round(2).to_numpy(), kind="stable")
    return table.iloc[order][list(COLUMNS)].reset_index(drop=True)


def _hub_names(study: Study, found: pd.DataFrame) -> list[str]:
    return [study.name(hub) if hub else "" for hub in found["hub_after"]]


def _rerouting(run: _Run, keys: Sequence[str]) -> pd.DataFrame:
    elements = run.stakes.elements
    names = {key: one.name for key, one in elements.items()}
    crossings = {f"link:{link}": one.name for one in elements.values() if one.kind == "crossing" for link in one.links}
    carried = run.evaluate("rerouting", evaluate_carried, ["", *keys] if keys else [])
    if carried.empty:
        carried = pd.DataFrame({"loss": [], "carrier": [], "tonnes": []})
    return rerouting_table(carried, {**crossings, **names})


def _pair_keys(elements: dict[str, Element], chosen: Sequence[str], rerouting: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs of the worst, and of each with what takes its freight, as both together may cost more than their sum."""
    found: dict[frozenset[str], tuple[str, str]] = {}
    of_link = {link: one.key for one in elements.values() if one.kind in ("crossing", "link") for link in one.links}
    with_takers = []
    for loss, part in rerouting[rerouting["change_t"] > 0].groupby("loss", sort=False):
        for kind, own in part.groupby("carrier_kind", sort=False):
            carriers = own.head(TAKERS)["carrier"]
            takers = [f"corridor:{name}" if kind == "corridor" else of_link.get(name, "") for name in carriers]
            with_takers += [(str(loss), taker) for taker in takers if taker in elements]
    for first, second in [*combinations(chosen, 2), *with_takers]:
        one, other = elements[first], elements[second]
        if not one.holds(other) and not other.holds(one):
            found.setdefault(frozenset((first, second)), (first, second))
    return list(found.values())


def _pairs(stakes: Stakes, table: pd.DataFrame, keys: Sequence[tuple[str, str]], found: pd.DataFrame) -> pd.DataFrame:
    if not keys:
        return pd.DataFrame(columns=list(PAIR_COLUMNS))
    single = dict(zip(table["kind"] + ":" + table["element"], table["cost_fixed_usd"], strict=True))
    summed = np.array([single[first] + single[second] for first, second in keys])
    joint = found["cost_fixed_usd"].to_numpy(dtype=np.float64)
    both = np.isfinite(joint) & np.isfinite(summed)
    excess = np.subtract(joint, summed, out=np.where(np.isfinite(summed), np.inf, np.nan), where=both)
    pairs = found.assign(
        first=[first for first, _ in keys],
        second=[second for _, second in keys],
        first_name=[stakes.elements[first].name for first, _ in keys],
        second_name=[stakes.elements[second].name for _, second in keys],
        sum_usd=summed,
        excess_usd=excess,
        hub_after_name=_hub_names(stakes.study, found),
    )
    order = np.argsort(-joint.round(2), kind="stable")
    return pairs.iloc[order][list(PAIR_COLUMNS)].reset_index(drop=True)
