"""The files of the study: tables, pictures, page and record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.failures.elements import KINDS
from experiments.failures.plots import draw_loss_map, draw_losses
from experiments.failures.study import Criticality
from experiments.failures.words import KIND_WORDS, criticality_words
from experiments.files import Written, run_facts
from experiments.pages import Page, Picture, Section, Shown, write_study

_LOSS = {
    "name": "Lost",
    "cost_fixed_usd": "Costs more, hubs fixed",
    "share_of_cost": "of the cost before",
    "cost_rechosen_usd": "Hub chosen anew",
    "hub_after_name": "Best hub then",
    "unmet_t": "Becomes unmet, t a year",
}
_PAIR = {
    "first_name": "Lost",
    "second_name": "and",
    "cost_fixed_usd": "Costs more, hubs fixed",
    "excess_usd": "More than apart",
    "cost_rechosen_usd": "Hub chosen anew",
    "hub_after_name": "Best hub then",
}
_WAYS = {
    "lost": "Lost",
    "carrier_kind": "Kind",
    "carrier_name": "Carrier",
    "before_t": "Before, t a year",
    "after_t": "After",
    "change_t": "Change",
}
_ATTACK = {
    "lost_count": "Hubs lost",
    "lost": "Worst",
    "extra_usd": "Costs more",
    "fortified": "To fortify",
    "lost_then": "Worst then",
    "extra_fortified_usd": "Costs more then",
    "saved_usd": "Saved",
}


def write_criticality(found: Criticality, folder: Path, arguments: Mapping[str, Any] | None = None) -> Written:
    """Write the study's files.

    Parameters
    ----------
    found : Criticality
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
    study, stakes = found.study, found.stakes
    record = {
        **run_facts("criticality", dict(arguments or {}), study.region, study.warnings),
        "hubs": list(study.hubs),
        "gateways": list(study.gateways),
        "kept": stakes.kept,
        "state": stakes.state.name,
        "cost_before_usd": stakes.cost_usd,
        "unmet_before_t": stakes.unmet_t,
        "verdict": criticality_words(found),
        "seconds": round(found.seconds, 3),
    }
    frames = {
        "criticality.csv": found.table,
        "criticality-pairs.csv": found.pairs,
        "criticality-rerouting.csv": found.rerouting,
        "criticality-attack.csv": found.attack,
    }
    return write_study(folder, frames, criticality_page(found), record)


def criticality_page(found: Criticality) -> Page:
    """Lay the study out.

    Parameters
    ----------
    found : Criticality

    Returns
    -------
    Page
    """
    words = criticality_words(found)
    notes = [
        "A lost corridor, crossing or link is closed in both directions to all freight for the whole year.",
        "Costs are exact for hub sets, capacities of hubs included; those of links do not count.",
        "With the hub chosen anew: the best single hub after the loss against the best before it.",
        "A lost hub no longer costs its fixed costs.",
        "Where freight goes: all of it on its cheapest direct ways, whatever hubs are open.",
        "A corridor carries what its busiest link does.",
    ]
    return Page(
        f"{found.study.region.title}: what a loss costs", words[0], words[1:], criticality_sections(found), notes
    )


def criticality_sections(found: Criticality) -> list[Section]:
    """Make the parts of the page, for this page or another.

    Parameters
    ----------
    found : Criticality

    Returns
    -------
    list of Section
    """
    bars = Picture("criticality.png", partial(draw_losses, found), "Worst losses of each kind")
    drawn = Picture("criticality-map.png", partial(draw_loss_map, found), "Links by what closing each alone costs")
    single = [
        Shown(f"Worst to lose: {KIND_WORDS[kind]}", part, _LOSS, most=15)
        for kind in KINDS
        if not (part := found.table[found.table["kind"] == kind]).empty
    ]
    sections = [Section("What a loss costs", pictures=[bars, drawn], tables=single)]
    if len(found.pairs):
        together = found.pairs.sort_values("excess_usd", ascending=False, kind="stable")
        both = [
            Shown("Worst pairs", found.pairs, _PAIR, most=10),
            Shown("Pairs that cost most above their sum", together, _PAIR, most=10),
        ]
        sections.append(Section("Two lost together", tables=both))
    if len(found.rerouting):
        sections.append(Section("Where the freight goes", tables=[_ways(found)]))
    if len(found.attack):
        named = found.attack.assign(
            **{
                name: [_named(found, hubs) for hubs in found.attack[name]]
                for name in ("lost", "fortified", "lost_then")
            }
        )
        shown = Shown("The worst losses of hubs, and the hub to fortify", named, _ATTACK)
        title = f"An adversary against {_named(found, str(found.attack['hubs'].iloc[0]))}"
        sections.append(Section(title, tables=[shown]))
    return sections


def _named(found: Criticality, hubs: str) -> str:
    return found.study.names(hubs.split("+")) if hubs else ""


def _ways(found: Criticality) -> Shown:
    """Corridors that gain or lose most with each of the worst losses."""
    names = {key: one.name for key, one in found.stakes.elements.items()}
    ways = found.rerouting[found.rerouting["carrier_kind"] == "corridor"]
    parts = []
    for _, part in ways.groupby("loss", sort=False):
        order = part["change_t"].abs().sort_values(ascending=False, kind="stable").index[:5]
        parts.append(part.loc[sorted(order)])
    table = pd.concat(parts) if parts else ways
    return Shown("Corridors that change most", table.assign(lost=[names[key] for key in table["loss"]]), _WAYS, most=50)
