"""Where, how much, at what cost: regions of plain files, turned into problems for `optimize`."""

from geodata.faults import Fault, RegionError, UnknownNameError
from geodata.load import check_region, load_region, region_folder
from geodata.problems import scenario_probabilities
from geodata.region import Region
from geodata.sampling import sample_scenarios
from geodata.scenarios import Change, DemandChange, ParameterChange, Scenario, combined
from geodata.template import new_region

__all__ = [
    "Change",
    "DemandChange",
    "Fault",
    "ParameterChange",
    "Region",
    "RegionError",
    "Scenario",
    "UnknownNameError",
    "check_region",
    "combined",
    "load_region",
    "new_region",
    "region_folder",
    "sample_scenarios",
    "scenario_probabilities",
]
