"""The study: what links, services and works of a region are worth, and from where on they pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Unpack

import numpy as np
import pandas as pd

from experiments.defaults import ROUTE_VALUE_DRAWS
from experiments.question import Choice, Study
from experiments.runs import Cases, Progress, Results, run_cases
from experiments.worth.capacity import Routed, routed
from experiments.worth.draws import DRAW, DrawnItems, evaluate_draw
from experiments.worth.evaluate import CURVE, NUMBER, SCENARIOS, VALUES, Asked, evaluate_item
from experiments.worth.items import MORE, Item, default_items, named_items
from experiments.worth.values import BASE, BEST, Worlds
from geodata import Region
from optimize import InputError
from optimize.brief import Brief

DRAWS = ROUTE_VALUE_DRAWS
FERRIES = 2
"""Ferries of which more departures are valued by default: those where they are worth most."""
_LABELS = ("design", "hub_with", "hub_without")
_VALUE = (
    "with_usd", "without_usd", "worth_usd", "used_t", "room_share", "departures_per_year", "worth_usd_per_t",
    "worth_usd_per_departure", "paid_usd", "cost_usd", "net_usd", "base_worth_usd", "base_net_usd",
    "within_room_worth_usd", "within_room_gap_usd", "room_price_usd_per_t",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class RouteValue(Brief):
    """What each item is worth.

    Attributes
    ----------
    study : Study
    asked : dict
        ``draws, seed, every_scenario, break_even, link_capacities, costs``.
    items : tuple of Item
    value : DataFrame
        One row an item and design: ``item, kind, name, design, hub_with, hub_without``; on average over the scenarios
        ``with_usd, without_usd, worth_usd`` (what all freight costs with it, without it, and what it saves),
        ``paid_usd`` (what its users pay for its departures), ``cost_usd`` and ``net_usd`` (worth and paid less cost);
        in ``base`` ``used_t`` (tonnes a year on the busiest of its links), ``room_share``, ``departures_per_year``,
        ``worth_usd_per_t``, ``worth_usd_per_departure``, ``base_worth_usd``, ``base_net_usd``; beside no hub also
        ``within_room_worth_usd``, ``within_room_gap_usd`` and ``room_price_usd_per_t``, see
        `experiments.worth.capacity`; and the factors
        ``break_even_<what>_below``, ``..._above`` of trade, departures and tariff, with the net worth computed at both.
    scenarios : DataFrame
        ``item, name, design, scenario, title, probability, with_usd, without_usd, worth_usd, hub_with, hub_without``.
    curve : DataFrame
        ``item, name, design, curve, factor, worth_usd, net_usd``, in ``base``.
    draws : DataFrame
        ``draw, item, name, design, hub_with, hub_without, worth_usd, paid_usd, cost_usd, net_usd``; empty without.
    spread : DataFrame
        Over the draws, an item and design a row: ``worth_mean_usd, worth_sd_usd, worth_low_usd, worth_high_usd`` (5th
        and 95th percentile), ``share_positive``, ``share_pays`` and ``share_moves`` (the best hub is another with it).
    runs : tuple of Results
        Of the items, and of the draws if there were any.
    seconds : float
    """

    study: Study
    asked: Mapping[str, Any]
    items: tuple[Item, ...]
    value: pd.DataFrame
    scenarios: pd.DataFrame
    curve: pd.DataFrame
    draws: pd.DataFrame
    spread: pd.DataFrame
    runs: tuple[Results, ...]
    seconds: float = 0.0


def route_value(
    region: Region | str | Study,
    *,
    links: Sequence[str] = (),
    services: Sequence[str] = (),
    works: Sequence[str] = (),
    more: Sequence[str] = (),
    costs: Mapping[str, float] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    every_scenario: bool = False,
    break_even: bool = True,
    link_capacities: bool = True,
    store: Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    progress: Progress | None = None,
    **choice: Unpack[Choice],
) -> RouteValue:
    """Value links, services and works: what all freight costs with each and without it, hubs chosen again.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    links : sequence of str
        Links by id or ends, ``A-B``.
    services : sequence of str
        Scheduled services by id.
    works : sequence of str
        Scenarios whose changes are valued.
    more : sequence of str
        Links or services of which more departures are valued. With none of these four, what the region watches and
        plans; see `experiments.worth.items.default_items`.
    costs : mapping, optional
        USD a year by id of an item, beside what its users pay: for what the region has no costs of.
    draws, seed : int
        Number of draws of all uncertain inputs (0: none), and what they depend on.
    every_scenario : bool
        Whether draws are evaluated in all scenarios, and not in ``base`` alone.
    break_even : bool
        Whether break-evens and curves are worked out.
    link_capacities : bool
        Whether items are valued within the room of links and services as well.
    store : Path, optional
        Folder that keeps finished items and draws.
    workers, scheduler, resume, limit_s, progress
        See `experiments.runs.run_cases`.
    **choice
        ``hubs, gateways, scenarios, classes, year, room, ...``, see `Study.of`; without effect where a Study is given.

    Returns
    -------
    RouteValue

    Raises
    ------
    InputError
        If an argument is unusable, or an item cannot be valued.
    OSError
        If the store cannot be written to.

    Examples
    --------
    >>> from experiments import route_value
    >>> found = route_value("central-asia", works=["cku-open"], scenarios=["base"], draws=0)  # doctest: +SKIP
    >>> found.value[["name", "design", "worth_usd", "hub_without", "hub_with"]]  # doctest: +SKIP
    """
    began = perf_counter()
    study = region if isinstance(region, Study) else Study.of(region, **choice)
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 0:
        raise InputError([f"{draws!r} draws: give a whole number, 0 for none"])
    if not (study.gateways or study.hubs):
        raise InputError(["there is neither a gateway nor another hub: name one"])
    worlds = Worlds(study)
    as_is = routed(study, study.region) if link_capacities else None
    if any((links, services, works, more)):
        items = named_items(study.region, links, services, works, more)
    else:
        items = _watched(worlds, as_is)
    worlds = Worlds(study, _priced(items, costs or {}))
    how: dict[str, Any] = {"workers": workers, "scheduler": scheduler, "resume": resume}
    how |= {"limit_s": limit_s, "progress": progress}
    inputs = {
        "region": study.region,
        "study": [study.hubs, study.gateways, study.scenarios, study.classes, study.trunk, study.room, study.incumbent],
        "probability": dict(study.probability),
        "items": items,
        "costs": worlds.costs,
    }
    plan = Cases(
        evaluate_item,
        pd.DataFrame({NUMBER: range(len(items))}),
        shared=Asked(worlds, tuple(items), break_even, as_is),
        inputs={**inputs, "break_even": break_even, "link_capacities": link_capacities},
        label=lambda case: items[case[NUMBER]].name,
    )
    found = run_cases(plan, None if store is None else store / "items", **how)
    if len(found.failed):
        first = found.failed.iloc[0]
        raise InputError([f"{first['name']} cannot be valued: {first['reason']}"])
    table = _labelled(items, found.frame())
    drawn, runs = _drawn(worlds, items, {"draws": draws, "seed": seed, "all": every_scenario}, inputs, store, how)
    return RouteValue(
        study=study,
        asked={
            "draws": draws,
            "seed": seed,
            "every_scenario": every_scenario,
            "break_even": break_even,
            "link_capacities": link_capacities,
            "costs": worlds.costs,
        },
        items=tuple(items),
        value=_value(table),
        scenarios=_scenarios(study, table),
        curve=_of(table, CURVE)[["item", "name", "design", "curve", "factor", "worth_usd", "net_usd"]],
        draws=drawn,
        spread=_spread(drawn),
        runs=(found, *runs),
        seconds=perf_counter() - began,
    )


def _watched(worlds: Worlds, as_is: Routed | None) -> list[Item]:
    """What is valued by default: of the ferries those where less wait, and room at its price, are worth most."""
    region = worlds.study.region
    items = default_items(region)
    ferries = [item for item in items if item.kind == MORE]
    if len(ferries) > FERRIES:
        now = worlds.table(region, [BASE])[BASE]
        worth = [float((now - worlds.table(worlds.with_it(item), [BASE])[BASE]).iloc[0]) for item in ferries]
        if as_is is not None:
            worth = [saved + as_is.more_usd(item) for saved, item in zip(worth, ferries, strict=True)]
        kept = {ferries[at].id for at in np.argsort(-np.array(worth), kind="stable")[:FERRIES]}
        items = [item for item in items if item.kind != MORE or item.id in kept]
    if not items:
        hint = "name links, services, scenarios, or what should leave more often"
        raise InputError([f"the region watches and plans no link, and has no ferry: {hint}"])
    return items


def _priced(items: Sequence[Item], costs: Mapping[str, float]) -> dict[str, float]:
    known = [item.id for item in items]
    faults = [f"cost: {name!r} is not valued; give one of {', '.join(known)}" for name in costs if name not in known]
    faults += [
        f"cost: {value!r} of {name} is not a number of at least 0"
        for name, value in costs.items()
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < np.inf
    ]
    if faults:
        raise InputError(faults)
    return {name: float(value) for name, value in costs.items()}


def _drawn(
    worlds: Worlds,
    items: Sequence[Item],
    asked: Mapping[str, int],
    inputs: Mapping[str, Any],
    store: Path | None,
    how: Mapping[str, Any],
) -> tuple[pd.DataFrame, list[Results]]:
    columns = ["draw", "item", "name", *_LABELS, "worth_usd", "paid_usd", "cost_usd", "net_usd"]
    if not asked["draws"]:
        return pd.DataFrame(columns=columns), []
    try:
        plan_of = worlds.study.region.sample_inputs(asked["draws"], asked["seed"])
    except ValueError as error:
        raise InputError([str(error)]) from error
    plan = Cases(
        evaluate_draw,
        pd.DataFrame({DRAW: range(asked["draws"])}),
        shared=DrawnItems(worlds, tuple(items), plan_of, bool(asked["all"])),
        seed=asked["seed"],
        inputs={**inputs, **asked},
        label=lambda case: f"draw {case[DRAW]}",
    )
    found = run_cases(plan, None if store is None else store / "draws", **how)
    frame = found.frame()
    if frame.empty:
        why = found.failed["reason"].iloc[0] if len(found.failed) else "there is none"
        raise InputError([f"no draw could be evaluated: {why}"])
    names = {item.id: item.name for item in items}
    return frame.assign(name=frame["item"].map(names))[columns], [found]


def _labelled(items: Sequence[Item], table: pd.DataFrame) -> pd.DataFrame:
    own = [items[number] for number in table[NUMBER]]
    return table.assign(item=[one.id for one in own], kind=[one.kind for one in own], name=[one.name for one in own])


def _of(table: pd.DataFrame, which: str) -> pd.DataFrame:
    return table[table["table"] == which].reset_index(drop=True)


def _value(table: pd.DataFrame) -> pd.DataFrame:
    frame = _of(table, VALUES)
    used = frame["used_t"].where(frame["used_t"] > 0)
    frame["worth_usd_per_t"] = frame["worth_usd"] / used
    frame["worth_usd_per_departure"] = frame["worth_usd"] / frame["departures_per_year"]
    ends = [name for name in frame if str(name).startswith(("break_even_", "net_")) and name != "net_usd"]
    return frame[["item", "kind", "name", *_LABELS, *_VALUE, *ends]]


def _scenarios(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    frame = _of(table, SCENARIOS)
    frame["title"] = [study.title(name) for name in frame["scenario"]]
    frame["probability"] = [study.probability[name] for name in frame["scenario"]]
    money = ["with_usd", "without_usd", "worth_usd"]
    return frame[["item", "name", "design", "scenario", "title", "probability", *money, "hub_with", "hub_without"]]


def _spread(drawn: pd.DataFrame) -> pd.DataFrame:
    columns = [
        "item", "name", "design", "worth_mean_usd", "worth_sd_usd", "worth_low_usd", "worth_high_usd",
        "share_positive", "share_pays", "share_moves",
    ]  # fmt: skip
    rows = []
    for (item, name, design), part in drawn.groupby(["item", "name", "design"], sort=False):
        worth = part["worth_usd"]
        rows.append(
            (
                item, name, design, worth.mean(), worth.std(ddof=1), worth.quantile(0.05), worth.quantile(0.95),
                float((worth > 0).mean()),
                float((part["net_usd"] >= 0).mean()) if part["net_usd"].notna().all() else np.nan,
                float((part["hub_with"] != part["hub_without"]).mean()) if design == BEST else np.nan,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
