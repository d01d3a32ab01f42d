"""A region: what can be asked of it, the problems made of it, and its variants."""

from geodata.region.calibration import fit_parameter
from geodata.region.capacity import CapacitatedNetwork, capacitated_network
from geodata.region.copying import bundled_regions, copy_region
from geodata.region.draws import InputDraws
from geodata.region.episodes import sample_years
from geodata.region.hub_sets import Family
from geodata.region.load import check_region, load_region, region_folder, region_warnings
from geodata.region.problems import scenario_probabilities
from geodata.region.region import Region
from geodata.region.sampling import sample_scenarios
from geodata.region.service_loads import service_loads
from geodata.region.state import State

__all__ = [
    "CapacitatedNetwork",
    "Family",
    "InputDraws",
    "Region",
    "State",
    "bundled_regions",
    "capacitated_network",
    "check_region",
    "copy_region",
    "fit_parameter",
    "load_region",
    "region_folder",
    "region_warnings",
    "sample_scenarios",
    "sample_years",
    "scenario_probabilities",
    "service_loads",
]
