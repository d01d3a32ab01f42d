"""A tiny region with a flight that has a timetable and a cost, a planned railway and a ferry."""

import pytest

from experiments import route_value
from tests.experiments.tiny import FILES, write_tiny

LINKS = """\
id,from,to,mode,length_km,wait_h,capacity_t_per_year,departures_per_week,t_per_departure,fill,usd_per_departure,\
corridors,status,source,confidence
far-gate,FAR,GAT,rail,950,,,,,,,Trunk,open,made-up,derived
gate-north,GAT,NOR,rail,1000,,,,,,,Trunk;North,open,made-up,derived
gate-south,GAT,SOU,rail,1150,,,,,,,Trunk;South,open,made-up,derived
north-mid,NOR,MID,rail,950,,,,,,,North,open,made-up,derived
south-mid,SOU,MID,rail,800,,,,,,,South,open,made-up,derived
mid-west,MID,WES,ferry,950,48,900000,,,,,Trunk,open,made-up,derived
mid-east,MID,EAS,rail,320,,,,,,,,open,made-up,derived
north-south,NOR,SOU,road,620,,,,,,,,open,made-up,derived
fly,FAR,SOU,air,1900,,,3,20,0.8,6000,,open,made-up,derived
west-mid-road,WES,MID,road,1000,,,,,,,New,planned,made-up,derived
gate-mid,GAT,MID,rail,1720,,,,,,,Straight,planned,made-up,derived
"""
PARAMETERS = (
    FILES["parameters.csv"]
    + """\
tariff_usd_per_tkm,,ferry,,,0.02,,USD/tkm,made-up,assumed
tariff_usd_per_tkm,,air,consolidated,,0.5,,USD/tkm,made-up,assumed
tariff_usd_per_tkm,,air,single,,0.6,,USD/tkm,made-up,assumed
speed_kmh,,ferry,,,25,,km/h,made-up,assumed
speed_kmh,,air,,,700,,km/h,made-up,assumed
"""
)
# parcels that are worth flying, and worth more than to be left behind
PARAMETERS = PARAMETERS.replace("parcels,,,,9000,", "parcels,,,60000,90000,150000").replace(
    ",900,,USD/t", ",9000,,USD/t"
)


def write_routes(folder):
    """Write the region."""
    return write_tiny(
        folder, links=(FILES["links.csv"], LINKS), parameters=(FILES["parameters.csv"].lstrip("\n"), PARAMETERS)
    )


@pytest.fixture(scope="session")
def routes(tmp_path_factory):
    """Folder of the region; not to be changed."""
    return write_routes(tmp_path_factory.mktemp("routes"))


@pytest.fixture(scope="session")
def valued(routes):
    """All that is of interest by default in it, in three scenarios, and a flight, over six draws."""
    return route_value(
        str(routes),
        links=["fly", "gate-mid"],
        works=["west-road"],
        more=["mid-west"],
        costs={"gate-mid": 20e6},
        scenarios=["base", "north-closed", "west-cut"],
        draws=6,
        seed=2,
    )
