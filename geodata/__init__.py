"""Where, how much, at what cost: regions of plain files, turned into problems for `optimize`."""

from geodata.faults import Fault, RegionError, UnknownNameError
from geodata.files import new_region, read_scenario
from geodata.gmns import read_gmns, region_from_gmns, write_gmns
from geodata.region import (
    Family,
    InputDraws,
    Region,
    bundled_regions,
    check_region,
    copy_region,
    load_region,
    region_folder,
    region_warnings,
    sample_scenarios,
    sample_years,
    scenario_probabilities,
)
from geodata.scenarios import (
    CellChange,
    Change,
    DemandChange,
    InputChange,
    ParameterChange,
    Scenario,
    ServiceChange,
    combined,
)

__all__ = [
    "CellChange",
    "Change",
    "DemandChange",
    "Family",
    "Fault",
    "InputChange",
    "InputDraws",
    "ParameterChange",
    "Region",
    "RegionError",
    "Scenario",
    "ServiceChange",
    "UnknownNameError",
    "bundled_regions",
    "check_region",
    "combined",
    "copy_region",
    "load_region",
    "new_region",
    "read_gmns",
    "read_scenario",
    "region_folder",
    "region_from_gmns",
    "region_warnings",
    "sample_scenarios",
    "sample_years",
    "scenario_probabilities",
    "write_gmns",
]
