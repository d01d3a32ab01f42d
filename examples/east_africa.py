"""A first region for East Africa in a few lines, and the best hub on it.

Places come from GeoNames, distances are great circles x circuity, trade is estimated by gravity: good enough to start,
and every number lies in a CSV file to be replaced. Run ``python examples/east_africa.py [FOLDER]``.
"""

import sys
import tempfile
from pathlib import Path

import geodata
from geodata.builders import region_from_geonames

GDP_BN_USD_2023 = {"KEN": 108, "UGA": 49, "TZA": 79, "RWA": 14, "ETH": 164, "BDI": 2.6}  # World Bank, rounded


def build(folder: Path) -> geodata.Region:
    """Write the region folder and load it."""
    region_from_geonames(
        folder,
        list(GDP_BN_USD_2023),
        name="east-africa",
        title="East Africa, a first cut",
        gdp_bn_usd=GDP_BN_USD_2023,
        per_country=5,
    )
    return geodata.load_region(folder)


def main() -> None:
    """Build the region and compare its capitals as single hubs."""
    from optimize import solve

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "east-africa"
    region = build(folder)
    print(region, "in", folder)
    problem = region.problem(services="hubs")
    for place in problem.candidates:
        cost = solve(problem, p=1, open_hubs=[place]).objective
        print(f"{region.places.name[place]:15s} {cost / 1e6:10.0f} M USD a year")


if __name__ == "__main__":
    main()
