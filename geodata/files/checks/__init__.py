"""Checks across the files of a region: names that must exist, numbers that must fit together."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import check_sources, check_triples
from geodata.files.checks.links import check_crossings, check_links
from geodata.files.checks.parameters import check_hubs, check_parameters
from geodata.files.checks.places import check_places
from geodata.files.checks.production import check_production
from geodata.files.checks.references import check_references
from geodata.files.checks.scenarios import check_scenarios
from geodata.files.checks.services import check_services
from geodata.files.checks.settings import check_settings
from geodata.files.checks.trade import check_trade
from geodata.files.checks.years import check_years
from geodata.files.data import RegionData


def check_data(data: RegionData, faults: FaultCollector) -> None:
    """Note every fault that shows only when files are compared with each other.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    for name in data.tables:
        check_sources(data, data[name], faults)
        check_triples(name, data[name], faults)
    check_places(data, faults)
    check_links(data, faults)
    check_crossings(data, faults)
    check_parameters(data, faults)
    check_hubs(data, faults)
    check_trade(data, faults)
    check_production(data, faults)
    check_services(data, faults)
    check_settings(data, faults)
    check_references(data, faults)
    check_scenarios(data, faults)
    check_years(data, faults)


__all__ = ["check_data"]
