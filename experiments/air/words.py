"""What was found about air cargo, in sentences made of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.air.breakeven import LEAST, MOST
from experiments.air.draws import shares
from experiments.air.question import AirQuestion
from experiments.air.volumes import KINDS, VALUE
from experiments.comparison import TIE_USD
from experiments.text import Row, count, listed, percent, rows, tonnes, usd


@dataclass(frozen=True)
class Tables:
    """What the sentences are made of.

    Attributes
    ----------
    base, hubs : DataFrame
        Hubs in ``base``, the best first, and in all scenarios.
    flights, airports, volumes, draws : DataFrame
        The other tables of `AirStudy`.
    """

    base: pd.DataFrame
    hubs: pd.DataFrame
    flights: pd.DataFrame
    airports: pd.DataFrame
    volumes: pd.DataFrame
    draws: pd.DataFrame


def verdict(question: AirQuestion, tables: Tables) -> list[str]:
    """Put the tables of the study into sentences.

    Parameters
    ----------
    question : AirQuestion
    tables : Tables

    Returns
    -------
    list of str
    """
    return [
        *_who(question, tables.base),
        *_scenarios(tables.hubs),
        *_draws(question, tables.draws),
        *_volumes(question, tables.base, tables.volumes),
        *_flights(question, tables.flights, tables.volumes),
        *_airports(question, tables.airports),
    ]


def _who(question: AirQuestion, base: pd.DataFrame) -> Iterator[str]:
    study = question.study
    freight = listed([str(study.region.classes.loc[cls, "name"]) for cls in question.classes])
    beside = f"{freight}, by air from {study.names(study.gateways, ', ')}"
    ranked = rows(base)
    best = ranked[0]
    if not best["gross_saving_usd"] > TIE_USD and not best["saving_usd"] > TIE_USD:
        yield f"Nobody should be the hub of air cargo ({beside}): no hub saves anything, whatever it costs."
        return
    others = [f"{row['name']} {_more(row)}" for row in ranked[1:]]
    if best["saving_usd"] > TIE_USD:
        yield f"{best['name']} should be the hub of air cargo ({beside}): it {_long(best)}."
    else:
        most = max(ranked, key=lambda row: float(row["gross_saving_usd"]))
        yield (
            f"Nobody should be the hub of air cargo ({beside}): none pays for itself. {most['name']} "
            f"{_long(most)}, and no other saves more."
        )
        others = [f"{row['name']} {_more(row)}" for row in ranked if row["hub"] != most["hub"]]
        best = most
    if others:
        yield f"The others, saving before their fixed cost and after it: {'; '.join(others)}."
    yield (
        f"Fixed cost: {question.fixed}. A hub pays if it costs less in a year than it saves before: {best['name']} "
        f"less than {usd(best['gross_saving_usd'])}."
    )


def _long(row: Row) -> str:
    room = row["flight_room_t"]
    fits = f", where flights have room for {tonnes(room)}" if 0 < room < float("inf") else ""
    return (
        f"saves {usd(row['gross_saving_usd'])} a year before its fixed cost of {usd(row['fixed_usd'])}, with "
        f"{tonnes(row['air_t'])} flown between it and the gateways{fits}"
    )


def _more(row: Row) -> str:
    return f"{usd(row['gross_saving_usd'])} and {usd(row['saving_usd'])}"


def _scenarios(hubs: pd.DataFrame) -> Iterator[str]:
    count_all = hubs["scenario"].nunique()
    if count_all < 2:
        return
    first = hubs[hubs["rank"] == 1].drop_duplicates("scenario")
    paying = first[first["saving_usd"] > TIE_USD]
    by_hub = hubs.loc[hubs.groupby("scenario")["gross_saving_usd"].idxmax(), "name"].value_counts()
    most = listed([f"{name} in {times}" for name, times in by_hub.items()])
    pays = f"in {len(paying)} of them the best one pays" if len(paying) else "in none of them does one pay"
    yield f"In {count(count_all, 'scenario')}: {pays}; saving most before its fixed cost is {most}."


def _draws(question: AirQuestion, draws: pd.DataFrame) -> Iterator[str]:
    if draws.empty:
        return
    found = shares(draws, TIE_USD)
    name = question.study.name
    most = listed([f"{name(str(hub))} in {percent(share)}" for hub, share in found["saves_most"].items() if share > 0])
    pays = listed([f"{name(str(hub))} in {percent(share)}" for hub, share in found["pays"].items() if share > 0])
    yield (
        f"In {count(draws['draw'].nunique(), 'draw')} of all uncertain inputs, before its fixed cost, saves most "
        f"{most or 'nobody'}; after it pays {pays or 'nobody'}."
    )


def _volumes(question: AirQuestion, base: pd.DataFrame, volumes: pd.DataFrame) -> Iterator[str]:
    fixed = dict(zip(base["hub"], base["fixed_usd"], strict=True))
    for row in rows(volumes[volumes["what"] == "hub"]):
        cost = f"at {usd(fixed[row['of']])} a year"
        yield f"{row['name']}, {cost}: {_factor(row)}{_values(question, row)}."


def _values(question: AirQuestion, row: Row) -> str:
    if row["kind"] != VALUE or np.isnan(row["below"]) or np.isnan(row["above"]):
        return ""
    parameters = question.region.model.parameters
    told = [
        f"{parameters.get('value_usd_per_t', cls=cls) * row['above']:,.0f} USD/t of {cls}" for cls in question.classes
    ]
    return f": {listed(told)}"


def _factor(row: Row) -> str:
    what = KINDS[row["kind"]]
    if np.isnan(row["above"]):
        return f"it does not pay at up to {MOST:,.0f} times the {what}"
    if np.isnan(row["below"]):
        return f"it pays at as little as {LEAST:g} times the {what}"
    return (
        f"it pays from {row['above']:.4g} times the {what} on ({usd(row['gain_above_usd'])} above its cost there, at "
        f"{row['below']:.4g} times {usd(-row['gain_below_usd'])} below it)"
    )


def _flights(question: AirQuestion, flights: pd.DataFrame, volumes: pd.DataFrame) -> Iterator[str]:
    if flights.empty:
        return
    for row in rows(flights[flights["scenario"] == "base"]):
        study = question.study
        name = f"{study.name(row['from'])} - {study.name(row['to'])} ({row['flight']}), {row['design']}"
        parts = listed([f"{row[f'{cls}_t']:,.0f} t of {cls}" for cls in question.classes])
        cost = (
            f"; its departures cost {usd(row['departures_usd'])}, {usd(row['net_usd'])} for all together"
            if row["departures_usd"] > 0
            else "; it has no timetable, so that nobody knows what it costs"
        )
        room = f" of {tonnes(row['stated_t'])} that it is said to carry" if row["stated_t"] > 0 else ""
        saved = f"worth {usd(row['worth_usd'])} a year to shippers, who pay it {usd(row['paid_usd'])}"
        yield f"{name}: {saved}, for {parts}{room}{cost}."
        mine = volumes[(volumes["of"] == row["flight"]) & (volumes["design"] == row["design"])]
        for found in rows(mine):
            yield f"{name}: {_factor(found)}{_values(question, found)}."


def _airports(question: AirQuestion, airports: pd.DataFrame) -> Iterator[str]:
    known = airports[airports["stated_t"] > 0]
    here = known[known["airport"].isin([*question.study.hubs])]
    if here.empty:
        return
    told = [f"{row['name']} {tonnes(row['modelled_t'])} of {tonnes(row['stated_t'])}" for row in rows(here)]
    share = float(here["modelled_t"].sum() / here["stated_t"].sum())
    yield (
        f"Airports, tonnes of these classes on flights when no hub is open, of what these are said to carry: "
        f"{'; '.join(told)}. That is {percent(share)}: the rest is other freight, transit, mail and flights that carry "
        "nothing here, and no verdict on an airport."
    )
