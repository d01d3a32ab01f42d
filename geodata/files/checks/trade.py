"""Checks of trade: countries, places to trade from, and totals that fit."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import close_to, must_exist
from geodata.files.data import RegionData


def check_trade(data: RegionData, faults: FaultCollector) -> None:
    """Note trade of unknown countries, without places, with itself or counted twice."""
    table, countries = data["trade"], list(data["countries"])
    if not table.mentioned or not countries:
        return
    must_exist(table, ("class",), data["classes"].mentioned, "class", "classes.csv", faults)
    member = {row["iso3"]: row["group"] for row in countries}
    with_places = {row["country"] for row in data["places"] if "demand" in row["roles"]}
    groups = set(member.values()) - {""}
    trading: set[str] = set()
    known = data["countries"].mentioned | groups
    for number, row in table.numbered():
        file, label = table.spec.file, table.label(row)
        for column in ("exporter", "importer"):
            actor = row[column]
            if actor not in known:
                faults.add(
                    file, number, column, label, f'unknown country "{actor}"', close_to(actor, known, "countries.csv")
                )
                continue
            inside = {iso3 for iso3, group in member.items() if actor in (iso3, group)} & with_places
            trading |= inside
            if not inside and data["places"].complete and data["countries"].complete:
                faults.add(
                    file,
                    number,
                    column,
                    label,
                    f"{actor} trades but has no demand place",
                    "add a place with the role demand to places.csv, or remove the row",
                )
        if row["exporter"] == row["importer"]:
            faults.add(
                file, number, "importer", label, "a country trades with itself", "domestic trade is out; remove the row"
            )
        if row["value_bn_usd"] == 0 and row["mass_mt"] > 0:
            faults.add(file, number, "value_bn_usd", label, "a mass without a value", "give the value too")
    for number, row in data["places"].numbered() if table.complete else ():
        if "demand" in row["roles"] and row["country"] in member and row["country"] not in trading:
            faults.add(
                data["places"].spec.file,
                number,
                "country",
                data["places"].label(row),
                f"a demand place in {row['country']}, which has no row in trade.csv",
                "add its trade, or take the role demand away",
            )
    _check_trade_overlap(data, member, faults)


def _check_trade_overlap(data: RegionData, member: dict[str, str], faults: FaultCollector) -> None:
    """Note a member country's row beside its group's, and classes that add up to more than their total."""
    table = data["trade"]
    rows = {(row["exporter"], row["importer"], row["class"]): number for number, row in table.numbered()}
    for number, row in table.numbered():
        exporter, importer = row["exporter"], row["importer"]
        wider = {
            (a, b, row["class"])
            for a in (exporter, member.get(exporter) or exporter)
            for b in (importer, member.get(importer) or importer)
        } - {(exporter, importer, row["class"])}
        for key in wider & set(rows):
            faults.add(
                table.spec.file,
                number,
                "exporter",
                table.label(row),
                f"counted in row {rows[key]} already, which is about the group",
                "keep either the group's row or its members'",
            )
        if not row["class"]:
            parts = sum(
                other["value_bn_usd"]
                for other in table
                if other["class"] and (other["exporter"], other["importer"]) == (exporter, importer)
            )
            if parts > row["value_bn_usd"] * (1 + 1e-9):
                faults.add(
                    table.spec.file,
                    number,
                    "value_bn_usd",
                    table.label(row),
                    f"the pair's classes add up to {parts:g}, more than the total of {row['value_bn_usd']:g}",
                    "raise the total, or lower the classes",
                )
