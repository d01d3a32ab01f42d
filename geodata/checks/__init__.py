"""Checks across the files of a region: names that must exist, numbers that must fit together."""

from __future__ import annotations

from geodata.checks.common import check_sources, check_triples
from geodata.checks.links import check_crossings, check_links
from geodata.checks.parameters import check_hubs, check_parameters
from geodata.checks.places import check_places
from geodata.checks.references import check_references
from geodata.checks.scenarios import check_scenarios
from geodata.checks.settings import check_settings
from geodata.checks.trade import check_trade
from geodata.data import RegionData
from geodata.faults import FaultCollector


def check_data(data: RegionData, faults: FaultCollector) -> None:
    """Note every fault that shows only when files are held against each other."""
    for name in data.tables:
        check_sources(data, data[name], faults)
        check_triples(name, data[name], faults)
    check_places(data, faults)
    check_links(data, faults)
    check_crossings(data, faults)
    check_parameters(data, faults)
    check_hubs(data, faults)
    check_trade(data, faults)
    check_settings(data, faults)
    check_references(data, faults)
    check_scenarios(data, faults)


__all__ = ["check_data"]
