"""Checks of the folders ``years/<year>``: their trade, and a year that is not the region's own."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import check_sources, check_triples
from geodata.files.checks.trade import check_trade
from geodata.files.data import RegionData


def check_years(data: RegionData, faults: FaultCollector) -> None:
    """Note faults of other years' trade; what ``world.toml`` says is checked with the scenarios.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    for year, world in data.worlds.items():
        if year == data.settings.base_year:
            remedy = "take the folder away, or correct base_year in region.toml"
            faults.add(f"years/{year}/", None, "", "", "the region's own year, whose trade is in trade.csv", remedy)
            continue
        check_sources(data, world.trade, faults)
        check_triples("trade", world.trade, faults)
        check_trade(data.in_year(year), faults)
