"""The corridor study in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.table import Table

from experiments.corridors.study import CorridorStudy
from experiments.text import rows, scaled, tonnes

SCENARIOS_ACROSS = 6
CORRIDORS = 20
BOTTLENECKS = 20


def cost_table(study: CorridorStudy) -> Table:
    """One row a scenario: what it costs, how much of that is due to capacities, what is unmet."""
    table = _table(
        "Within capacities (USD and tonnes a year)",
        "All classes door to door by their own direct service, no hub open. Due to capacities: above the cost if "
        "every link took all. Full links: directed links where one more tonne would save money.",
    )
    for name in ("scenario", "cost", "above base", "due to\ncapacities", "unmet", "of it without\nany way",
                 "full\nlinks", "gap", "s"):  # fmt: skip
        table.add_column(name, justify="left" if name == "scenario" else "right")
    for row in rows(study.costs):
        table.add_row(
            row["title"],
            scaled(row["cost_usd"], digits=4),
            scaled(row["above_base_usd"]),
            scaled(row["due_to_capacity_usd"]),
            tonnes(row["unmet_t"]),
            tonnes(row["unlimited_unmet_t"]),
            str(row["full_links"]),
            f"{row['gap']:.0e}" if row["gap"] else "0",
            f"{row['seconds']:.1f}",
        )
    return table


def corridor_tables(study: CorridorStudy) -> Iterator[Table]:
    """Corridors by scenarios, Mt; so many scenarios at a time as fit."""
    frame = study.flows_mt
    frame = frame.loc[leading_corridors(frame)]
    others = [name for name in study.runs if name != "base"]
    whose = f" {study.whose}" if study.whose else ""
    for first in range(0, max(len(others), 1), SCENARIOS_ACROSS - 1):
        shown = ["base", *others[first : first + SCENARIOS_ACROSS - 1]]
        table = _table(
            f"Freight over corridors, Mt a year{whose}",
            "A tonne counts on every corridor that its route has a link of. Green and red: above "
            "and below base by more than a tenth.",
        )
        table.add_column("corridor", overflow="fold")
        for name in shown:
            table.add_column(study.runs[name].title, justify="right", max_width=13)
        for corridor, values in frame.iterrows():
            base = float(values["base"])
            table.add_row(str(corridor), *[_shift(float(values[name]), base) for name in shown])
        yield table


def leading_corridors(frame: pd.DataFrame, most: int = CORRIDORS) -> list[str]:
    """Corridors by their change over the scenarios, then by size: (corridors x scenarios) in, the first ones out."""
    change = (frame.max(axis=1) - frame.min(axis=1)).sort_values(ascending=False)
    chosen = set(change[change > 0].index[: most // 2])
    for corridor in frame.max(axis=1).sort_values(ascending=False).index:
        if len(chosen) < most:
            chosen.add(corridor)
    return [str(name) for name in frame.max(axis=1).sort_values(ascending=False).index if name in chosen]


def bottleneck_table(study: CorridorStudy) -> Table:
    """The links whose capacity is worth most over a year, in any scenario."""
    table = _table(
        "Bottlenecks: what ten percent more capacity would be worth, at most (USD a year)",
        "At most: price x a tenth of the capacity; the price falls as capacity grows. Wanted: the load if every link "
        "took all.",
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


def leading_bottlenecks(study: CorridorStudy, most: int = BOTTLENECKS) -> pd.DataFrame:
    """Full links by what a tenth more would be worth; each scenario's own best first, so that none is left out."""
    frame = study.bottlenecks
    frame = frame.assign(worth_usd=0.1 * frame["capacity_t"] * frame["price_usd_per_t"])
    frame = frame[frame["worth_usd"] > 0].sort_values("worth_usd", ascending=False)
    each = frame.groupby("scenario", sort=False).head(max(2, most // max(len(study.runs), 1)))
    order = {name: number for number, name in enumerate(study.runs)}
    return each.sort_values("scenario", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)


def _shift(value: float, base: float) -> str:
    text = f"{value:.2f}"
    if abs(value - base) < max(0.1 * base, 0.005):
        return text
    return f"[green]{text}[/green]" if value > base else f"[red]{text}[/red]"


def _table(title: str, caption: str) -> Table:
    return Table(
        title=title, caption=caption, title_justify="left", caption_justify="left", box=SIMPLE_HEAD, pad_edge=False
    )
