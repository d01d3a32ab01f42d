"""The files of the study: tables, pictures, page and record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from experiments.files import Written, run_facts
from experiments.pages import Page, Picture, Section, Shown, write_study
from experiments.worth.plots import draw_curves, draw_worth, has_curves
from experiments.worth.study import RouteValue
from experiments.worth.words import route_value_words, shown_design

_VALUE = {
    "name": "Item",
    "design": "Beside",
    "worth_usd": "Worth a year",
    "used_t": "Tonnes on it",
    "room_share": "Of its room",
    "worth_usd_per_t": "Worth a tonne, USD",
    "within_room_worth_usd": "Within the room of links",
    "room_price_usd_per_t": "A tonne more room, USD",
    "paid_usd": "Paid by users",
    "cost_usd": "Cost a year",
    "net_usd": "Net a year",
    "hub_without": "Best hub without",
    "hub_with": "and with",
}
_TURNS = {
    "name": "Item",
    "design": "Beside",
    "break_even_trade_below": "Trade: not yet at",
    "break_even_trade_above": "pays at",
    "break_even_departures_below": "Departures: pays at",
    "break_even_departures_above": "no longer at",
    "break_even_tariff_below": "Tariff: pays at",
    "break_even_tariff_above": "no longer at ",
}
_SCENARIOS = {"name": "Item", "title": "Scenario", "probability": "Weight", "worth_usd": "Worth at a year's rate"}
_SPREAD = {
    "name": "Item",
    "design": "Beside",
    "worth_mean_usd": "Mean",
    "worth_sd_usd": "Standard deviation",
    "worth_low_usd": "5%",
    "worth_high_usd": "95%",
    "share_positive": "Draws with worth",
    "share_pays": "in which it pays",
    "share_moves": "in which the best hub is another with it",
}

_NOTES = (
    """Worth is what all freight costs without it less what it costs with it, on average over the scenarios; the best
    hub is chosen again in both.""",
    """Freight pays for departures through its tariff: net worth is worth and what users pay, less what departures cost
    in both directions.""",
    """Tonnes, break-evens and curves are those of the undisturbed state. Every break-even was computed on both sides;
    links may be used beyond their room, which the share of room shows.""",
    """Within the room of links and services all freight goes door to door, no hub open, undisturbed, at least cost
    together (a multicommodity flow, solved to optimality); the price of room is its dual.""",
    """More departures of a link without a timetable shorten the wait and enlarge the room by a tenth.""",
)


def write_route_value(found: RouteValue, folder: Path, arguments: Mapping[str, Any] | None = None) -> Written:
    """Write the study's files.

    Parameters
    ----------
    found : RouteValue
    folder : Path
        Made where it is missing.
    arguments : mapping, optional
        What the run was asked for, for its record.

    Returns
    -------
    Written

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    study = found.study
    record = {
        **run_facts("route-value", {**found.asked, **(arguments or {})}, study.region, study.warnings),
        "items": {item.id: item.name for item in found.items},
        "hubs": list(study.hubs),
        "gateways": list(study.gateways),
        "probability": dict(study.probability),
        "verdict": route_value_words(found),
        "runs": [run.facts() for run in found.runs],
        "seconds": round(found.seconds, 3),
    }
    frames = {
        "route-value.csv": found.value,
        "route-value-scenarios.csv": found.scenarios,
        "route-value-curve.csv": found.curve,
        "route-value-draws.csv": found.draws,
        "route-value-spread.csv": found.spread,
    }
    return write_study(folder, frames, route_value_page(found), record)


def route_value_page(found: RouteValue) -> Page:
    """Lay the study out.

    Parameters
    ----------
    found : RouteValue

    Returns
    -------
    Page
    """
    words = route_value_words(found)
    title = f"{found.study.region.title}: what links and services are worth"
    return Page(title, words[0], words[1:], route_value_sections(found), [" ".join(note.split()) for note in _NOTES])


def route_value_sections(found: RouteValue) -> list[Section]:
    """Make the parts of the page, for this page or another.

    Parameters
    ----------
    found : RouteValue

    Returns
    -------
    list of Section
    """
    names = found.study.names
    value = found.value.assign(
        **{side: [names([hub]) if hub else "" for hub in found.value[side]] for side in ("hub_with", "hub_without")}
    )
    seen = "What each item saves all freight in a year, with the spread of the draws"
    tables = [Shown("What each item is worth", value, _VALUE, most=60)]
    if value.filter(like="break_even").notna().any(axis=None):
        tables.append(Shown("From where on it pays: factors of what is now", value, _TURNS, most=60))
    sections = [Section("Worth", pictures=[Picture("worth.png", partial(draw_worth, found), seen)], tables=tables)]
    if has_curves(found):
        words = "Net worth (dashed: worth, where the cost is not known) against trade, departures and tariff"
        picture = Picture("worth-curve.png", partial(draw_curves, found), words)
        sections.append(Section("From where on it pays", pictures=[picture]))
    own = found.scenarios[found.scenarios["design"] == shown_design(found)]
    if own["scenario"].nunique() > 1:
        shown = own.sort_values("worth_usd", ascending=False, kind="stable")
        sections.append(Section("In each scenario", tables=[Shown("Worth by scenario", shown, _SCENARIOS, most=40)]))
    if len(found.spread):
        sections.append(Section("How sure", tables=[Shown("Over the draws", found.spread, _SPREAD, most=60)]))
    return sections
