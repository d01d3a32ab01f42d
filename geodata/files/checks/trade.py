"""Checks of trade: countries, places to trade from, and totals that fit."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import Names, Note, close_to, must_exist, noted_rows
from geodata.files.data import RegionData
from geodata.files.io import Record


def check_trade(data: RegionData, faults: FaultCollector) -> None:
    """Note trade of unknown countries, without places, with itself or counted twice.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table, countries = data["trade"], list(data["countries"])
    if not table.mentioned or not countries:
        return
    must_exist(table, ("class",), Names.of_table(data, "class", "classes"), faults)
    group_of = {row["iso3"]: row["group"] for row in countries}
    trading: set[str] = set()
    for row, note in noted_rows(table, faults):
        for column in ("exporter", "importer"):
            trading |= _check_actor(data, column, row[column], group_of, note)
        if row["exporter"] == row["importer"]:
            note("importer", "a country trades with itself", "domestic trade is out; remove the row")
        if row["value_bn_usd"] == 0 and row["mass_mt"] > 0:
            note("value_bn_usd", "a mass without a value", "give the value too")
    if table.complete:
        _check_idle_places(data, group_of.keys() - trading, faults)
    _check_overlap(data, group_of, faults)


def _check_actor(data: RegionData, column: str, actor: str, group_of: dict[str, str], note: Note) -> set[str]:
    """Note who cannot trade; return the countries with demand places that the actor stands for."""
    known = data["countries"].mentioned | set(group_of.values()) - {""}
    if actor not in known:
        note(column, f'unknown country "{actor}"', close_to(actor, known, "countries.csv"))
        return set()
    members = {iso3 for iso3, group in group_of.items() if actor in (iso3, group)} & set(data.trading_countries)
    if not members and data["places"].complete and data["countries"].complete:
        remedy = "add a place with the role demand to places.csv, or remove the row"
        note(column, f"{actor} trades but has no demand place", remedy)
    return members


def _check_idle_places(data: RegionData, idle: set[str], faults: FaultCollector) -> None:
    """Note demand places in countries that have no trade."""
    for row, note in noted_rows(data["places"], faults):
        if "demand" in row["roles"] and row["country"] in idle:
            problem = f"a demand place in {row['country']}, which has no row in trade.csv"
            note("country", problem, "add its trade, or take the role demand away")


def _check_overlap(data: RegionData, group_of: dict[str, str], faults: FaultCollector) -> None:
    """Note a member country's row beside its group's, and classes that add up to more than their total."""
    table = data["trade"]
    row_of = {_key(row): number for number, row in table.numbered()}
    for row, note in noted_rows(table, faults):
        exporter, importer, cls = _key(row)
        wider = {
            (a, b, cls)
            for a in (exporter, group_of.get(exporter) or exporter)
            for b in (importer, group_of.get(importer) or importer)
        } - {(exporter, importer, cls)}
        for key in wider & set(row_of):
            problem = f"counted in row {row_of[key]} already, which is about the group"
            note("exporter", problem, "keep either the group's row or its members'")
        if not cls:
            _check_total(row, list(table), note)


def _check_total(total: Record, rows: list[Record], note: Note) -> None:
    pair = (total["exporter"], total["importer"])
    parts = sum(row["value_bn_usd"] for row in rows if row["class"] and (row["exporter"], row["importer"]) == pair)
    if parts > total["value_bn_usd"] * (1 + 1e-9):  # rounding
        problem = f"the pair's classes add up to {parts:g}, more than the total of {total['value_bn_usd']:g}"
        note("value_bn_usd", problem, "raise the total, or lower the classes")


def _key(row: Record) -> tuple[str, str, str]:
    return row["exporter"], row["importer"], row["class"]
