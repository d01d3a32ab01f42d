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
    stands_for = _members(data)
    trading: set[str] = set()
    for row, note in noted_rows(table, faults):
        for column in ("exporter", "importer"):
            trading |= stands_for.get(row[column], set())
            _check_actor(data, column, row[column], stands_for, note)
        if row["exporter"] == row["importer"]:
            note("importer", "a country trades with itself", "domestic trade is out; remove the row")
        if row["value_bn_usd"] == 0 and row["mass_mt"] > 0:
            note("value_bn_usd", "a mass without a value", "give the value too")
    if table.complete:
        _check_idle_places(data, group_of.keys() - trading, faults)
    _check_overlap(data, group_of, faults)


def _members(data: RegionData) -> dict[str, set[str]]:
    """Countries with demand places that each country and group stands for."""
    found: dict[str, set[str]] = {}
    trading = set(data.trading_countries)
    for row in data["countries"]:
        for actor in {row["iso3"], row["group"]} - {""}:
            found.setdefault(actor, set()).update({row["iso3"]} & trading)
    return found


def _check_actor(data: RegionData, column: str, actor: str, stands_for: dict[str, set[str]], note: Note) -> None:
    """Note who is not known, and who has no place to trade from."""
    if actor not in stands_for and actor not in data["countries"].mentioned:
        known = data["countries"].mentioned | stands_for.keys()
        note(column, f'unknown country "{actor}"', close_to(actor, known, "countries.csv"))
    elif not stands_for.get(actor) and data["places"].complete and data["countries"].complete:
        remedy = "add a place with the role demand to places.csv, or remove the row"
        note(column, f"{actor} trades but has no demand place", remedy)


def _check_idle_places(data: RegionData, idle: set[str], faults: FaultCollector) -> None:
    """Note demand places in countries that have no trade."""
    for row, note in noted_rows(data["places"], faults):
        if "demand" in row["roles"] and row["country"] in idle:
            problem = f"a demand place in {row['country']}, which has no row in {data['trade'].spec.file}"
            note("country", problem, "add its trade, or take the role demand away")


def _check_overlap(data: RegionData, group_of: dict[str, str], faults: FaultCollector) -> None:
    """Note a member country's row beside its group's, and classes that add up to more than their total."""
    table = data["trade"]
    row_of = {_key(row): number for number, row in table.numbered()}
    of_classes: dict[tuple[str, str], float] = {}
    for row in table:
        if row["class"]:
            pair = (row["exporter"], row["importer"])
            of_classes[pair] = of_classes.get(pair, 0.0) + row["value_bn_usd"]
    for row, note in noted_rows(table, faults):
        exporter, importer, cls = _key(row)
        wider = {
            (a, b, cls)
            for a in (exporter, group_of.get(exporter) or exporter)
            for b in (importer, group_of.get(importer) or importer)
        } - {(exporter, importer, cls)}
        for key in sorted(wider & row_of.keys()):
            problem = f"counted in row {row_of[key]} already, which is about the group"
            note("exporter", problem, "keep either the group's row or its members'")
        parts = of_classes.get((exporter, importer), 0.0)
        if not cls and parts > row["value_bn_usd"] * (1 + 1e-9):  # rounding
            problem = f"the pair's classes add up to {parts:g}, more than the total of {row['value_bn_usd']:g}"
            note("value_bn_usd", problem, "raise the total, or lower the classes")


def _key(row: Record) -> tuple[str, str, str]:
    return row["exporter"], row["importer"], row["class"]
