"""Checks across the files of a region."""

from __future__ import annotations

from geodata.data import RegionData
from geodata.faults import FaultCollector


def check_data(data: RegionData, faults: FaultCollector) -> None:
    """Note every fault (to come)."""
