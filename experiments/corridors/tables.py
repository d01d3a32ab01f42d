"""The corridor study in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.table import Table
from rich.text import Text

from experiments.corridors.study import CorridorStudy
from experiments.text import listed, plain_table, rows, scaled, tonnes

SCENARIOS_ACROSS = 6
"""Scenarios side by side in a table, ``base`` included: more do not fit a log's width."""
CORRIDORS = 20
"""Most corridors of a table."""
BOTTLENECKS = 20
"""Most links of a table."""


def cost_table(study: CorridorStudy) -> Table:
    """Make one row a scenario: what it costs, how much of that is due to capacities, what is unmet.

    Parameters
    ----------
    study : CorridorStudy

    Returns
    -------
    Table
    """
    table = plain_table(
        "Within capacities (USD and tonnes a year)",
        f"{way_words(study)} Due to capacities: cost above that without capacities of links. Full links: directed "
        "links where one more tonne of capacity would save money.",
    )
    fixed = ["hubs,\nfixed"] if study.hubs else []
    for name in ("scenario", "cost", "above base", "due to\ncapacities", *fixed, "unmet",
                 "unmet without\ncapacities", "full\nlinks", "gap", "s"):  # fmt: skip
        table.add_column(name, justify="left" if name == "scenario" else "right")
    for row in rows(study.costs):
        table.add_row(
            row["title"],
            scaled(row["cost_usd"], digits=4),
            scaled(row["above_base_usd"]),
            scaled(row["due_to_capacity_usd"]),
            *([scaled(row["hub_fixed_usd"])] if study.hubs else []),
            tonnes(row["unmet_t"]),
            tonnes(row["unlimited_unmet_t"]),
            str(row["full_links"]),
            f"{row['gap']:.0e}" if row["gap"] else "0",
            f"{row['seconds']:.1f}",
        )
    return table


def way_words(study: CorridorStudy) -> str:
    """Say how freight may travel, and which hubs are open.

    Parameters
    ----------
    study : CorridorStudy

    Returns
    -------
    str
        One or two sentences.
    """
    services = ", full loads also by scheduled services" if len(study.region.data["services"]) else ""
    who = f"{listed(study.class_names)} alone" if study.classes else "All classes"
    verb = "travels" if len(study.classes) == 1 else "travel"
    own = f"{who} {verb} door to door by {'its' if verb == 'travels' else 'their'} own direct service{services}"
    if not study.hubs:
        return f"{own}; no hub is open."
    verb = "is" if len(study.hubs) == 1 else "are"
    return f"{own}, or over hubs: {listed(study.hub_names)} {verb} open. Costs are without the hubs' fixed costs."


def open_words(study: CorridorStudy, *, chosen: tuple[str, ...] | None = None) -> str:
    """Say which hubs are open, and why: the first line of a result.

    Parameters
    ----------
    study : CorridorStudy
    chosen : tuple of str, optional
        Ids of those that were chosen in sight of full corridors, empty where none is worth having; default: nothing was
        to be chosen.

    Returns
    -------
    str
        A sentence.
    """
    picked = set(chosen or ()) - set(study.gateways)
    named = dict(zip(study.hubs, study.hub_names, strict=True))
    kinds = {
        "gateway": [named[hub] for hub in study.gateways],
        "named": [name for hub, name in named.items() if hub not in study.gateways and hub not in picked],
        "chosen": [name for hub, name in named.items() if hub in picked],
    }
    words = {"gateway": "gateways" if len(study.gateways) > 1 else "gateway", "named": "as asked", "chosen": "chosen"}
    told = [f"{listed(names)} ({words[kind]})" for kind, names in kinds.items() if names]
    none_chosen = "; none was chosen, as no hub is worth having" if chosen == () else ""
    return f"Open hubs: {', '.join(told) or 'none'}{none_chosen}."


def corridor_tables(study: CorridorStudy) -> Iterator[Table]:
    """Make tables of corridors by scenarios, million tonnes a year.

    Parameters
    ----------
    study : CorridorStudy

    Yields
    ------
    Table
        As many scenarios as fit, ``base`` always first.
    """
    frame = study.flows_mt
    frame = frame.loc[leading_corridors(frame)]
    others = [name for name in study.runs if name != "base"]
    whose = f" {study.whose}" if study.whose else ""
    for first in range(0, max(len(others), 1), SCENARIOS_ACROSS - 1):
        shown = ["base", *others[first : first + SCENARIOS_ACROSS - 1]]
        table = plain_table(
            f"Freight over corridors, Mt a year{whose}",
            "A tonne counts once on every corridor that its route uses a link of. Green: more than a tenth above base; "
            "red: more than a tenth below.",
        )
        table.add_column("corridor", overflow="fold")
        for name in shown:
            table.add_column(study.runs[name].title, justify="right", max_width=13)
        for corridor, values in frame.iterrows():
            base = float(values["base"])
            table.add_row(str(corridor), *[_shift(float(values[name]), base) for name in shown])
        yield table


def leading_corridors(frame: pd.DataFrame, most: int = CORRIDORS) -> list[str]:
    """Choose the corridors to show: half by their change over the scenarios, the others by size.

    Parameters
    ----------
    frame : DataFrame
        Corridors x scenarios, tonnes.
    most : int
        How many to choose.

    Returns
    -------
    list of str
        The largest first.
    """
    change = (frame.max(axis=1) - frame.min(axis=1)).sort_values(ascending=False)
    chosen = set(change[change > 0].index[: most // 2])
    for corridor in frame.max(axis=1).sort_values(ascending=False).index:
        if len(chosen) < most:
            chosen.add(corridor)
    return [str(name) for name in frame.max(axis=1).sort_values(ascending=False).index if name in chosen]


def bottleneck_table(study: CorridorStudy) -> Table:
    """Make the table of links whose capacity is worth most over a year, in any scenario.

    Parameters
    ----------
    study : CorridorStudy

    Returns
    -------
    Table
    """
    table = plain_table(
        "Bottlenecks: what ten percent more capacity would be worth, at most (USD a year)",
        "At most: price x a tenth of the capacity; the price falls as capacity grows. Wanted: the load without "
        "capacities of links.",
    )
    for name in ("scenario", "link", "from - to", "mode", "capacity", "wanted", "USD/t", "10%"):
        table.add_column(name, justify="right" if name in ("capacity", "wanted", "USD/t", "10%") else "left")
    for row in rows(leading_bottlenecks(study)):
        table.add_row(
            study.runs[row["scenario"]].title,
            row["link"],
            f"{row['from']} - {row['to']}",
            row["mode"],
            tonnes(row["capacity_t"]),
            tonnes(row["unlimited_load_t"]),
            f"{row['price_usd_per_t']:.3g}",
            scaled(row["worth_usd"]),
        )
    return table


def room_table(study: CorridorStudy) -> Table | None:
    """Make the table of services and hubs that are used: how full they are, and what room in them is worth.

    Parameters
    ----------
    study : CorridorStudy

    Returns
    -------
    Table or None
        None where no service or hub has a capacity and is used.
    """
    frame = leading_rooms(study)
    if frame.empty:
        return None
    table = plain_table(
        "Room of services and hubs (t or TEU a year)",
        "Wanted: the load without any capacities. Price: USD a year that one more t or TEU would save all shippers "
        "together. Hubs first, then the services whose room is worth most.",
    )
    for name in ("scenario", "room", "from - to", "capacity", "load", "use", "wanted", "price"):
        table.add_column(name, justify="left" if name in ("scenario", "room", "from - to") else "right")
    for row in rows(frame):
        hub = row["kind"] == "hub"
        table.add_row(
            study.runs[row["scenario"]].title,
            f"{row['kind']} {row['id']}",
            "" if hub else f"{row['from']} - {row['to']}",
            *(_amount(row[name], row["unit"]) for name in ("capacity", "load")),
            f"{row['use']:.0%}",
            _amount(row["unlimited_load"], row["unit"]),
            f"{row['price_usd']:.3g}",
        )
    return table


def _amount(value: float, unit: str) -> str:
    return tonnes(value) if unit == "t" else f"{scaled(value)} {unit}"


def leading_rooms(study: CorridorStudy, most: int = BOTTLENECKS) -> pd.DataFrame:
    """Choose the services and hubs to show: all hubs, and the services whose room is worth most.

    Parameters
    ----------
    study : CorridorStudy
    most : int
        About how many services; each scenario has its share, two at least, so that none is left out.

    Returns
    -------
    DataFrame
        Rows of `CorridorStudy.rooms`, by scenario, hubs first.
    """
    frame = study.rooms
    frame = frame.assign(worth_usd=frame["capacity"] * frame["price_usd"], service=frame["kind"] == "service")
    frame = frame.sort_values(["service", "worth_usd", "use"], ascending=[True, False, False], kind="stable")
    each = max(2, most // max(len(study.runs), 1))
    rank = frame.groupby(["scenario", "service"], sort=False).cumcount()
    chosen = frame[~frame["service"] | (rank < each)].drop(columns=["worth_usd", "service"])
    return _by_scenario(study, chosen)


def leading_bottlenecks(study: CorridorStudy, most: int = BOTTLENECKS) -> pd.DataFrame:
    """Choose the full links to show, by what a tenth more capacity would be worth.

    Parameters
    ----------
    study : CorridorStudy
    most : int
        About how many; each scenario has its share, two at least, so that none is left out.

    Returns
    -------
    DataFrame
        Rows of `CorridorStudy.bottlenecks` with ``worth_usd``, by scenario, the dearest first.
    """
    frame = study.bottlenecks
    frame = frame.assign(worth_usd=0.1 * frame["capacity_t"] * frame["price_usd_per_t"])
    frame = frame[frame["worth_usd"] > 0].sort_values("worth_usd", ascending=False)
    each = frame.groupby("scenario", sort=False).head(max(2, most // max(len(study.runs), 1)))
    return _by_scenario(study, each)


def _by_scenario(study: CorridorStudy, frame: pd.DataFrame) -> pd.DataFrame:
    """Sort by scenario, in the study's order; within one as it was."""
    order = {name: number for number, name in enumerate(study.runs)}
    return frame.sort_values("scenario", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)


def _shift(value: float, base: float) -> str | Text:
    text = f"{value:.2f}"
    if abs(value - base) < max(0.1 * base, 0.005):
        return text
    return Text(text, style="green" if value > base else "red")
