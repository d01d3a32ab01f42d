"""The lower Danube with trains, a truck, a ferry, customs areas, a break of gauge and hubs with little room."""

import pytest

import geodata
from tests.geodata.conftest import Editor


@pytest.fixture(scope="session")
def busy(tmp_path_factory):
    """Loaded once; not to be changed."""
    edit = Editor(geodata.new_region(tmp_path_factory.mktemp("busy") / "danube"))
    edit.cell("links.csv", 3, "gauge_from_mm", "1520")  # bud-beg-rail: 1520 at Budapest, 1435 at Belgrade
    edit.add("parameters.csv", parameter="gauge_usd_per_t", central=1)
    edit.add("parameters.csv", parameter="gauge_h", central=1)
    edit.services(
        {"id": "stopping", "stops": "VIE;BUD;BEG;SOF", "departures_per_week": 4, "stop_h": 6, "tariff_factor": 0.8},
        {"id": "paid", "stops": "BUD;BUH;CND", "fill": 0.5, "usd_per_departure": 9000, "direction": "forward"},
        {"id": "truck", "modes": "road", "stops": "BEG;BUD;VIE", "departures_per_week": 14, "t_per_departure": 20},
        full=0.5,
    )
    edit.column("countries.csv", "customs_area", AUT="EU", BGR="EU")
    edit.column("parameters.csv", "country")
    for country, usd in {"HUN": 3.0, "SRB": 2.0, "ROU": 1.0}.items():
        edit.add("parameters.csv", parameter="third_country_usd_per_t", country=country, central=usd)
    edit.add("parameters.csv", parameter="third_country_h", country="SRB", central=5)
    return edit.region().with_parameter("tariff_usd_per_tkm", factor=2.5, service="single")
