"""Places that the map marks in a scenario."""

import geodata
from experiments.report.marks import Mark, place_marks
from tests.experiments.tiny import write_tiny

SCENARIO = """title = "All at once"
[[demand]]
importer = "BBB"
factor = 0.75
[[parameter]]
parameter = "handling_factor"
place = "MID"
value = 9.0
[[parameter]]
parameter = "value_usd_per_t"
factor = 1.1
[[service]]
services = ["line"]
close = true
"""
SERVICES = (
    "id,name,modes,stops,departures_per_week,t_per_departure,source,confidence\n"
    "line,Line,rail,WES;MID,3,1000,made-up,assumed\n"
)


def region_with(folder, text):
    share = "full_load_share,,,,,0.5,,,made-up,assumed\n"
    write_tiny(folder, parameters=("class_share,goods", f"{share}class_share,goods"))
    (folder / "services.csv").write_text(SERVICES)
    (folder / "scenarios" / "odd.toml").write_text(text)
    return geodata.load_region(folder)


def test_demand_handling_and_services_have_their_places(tmp_path):
    marks = place_marks(region_with(tmp_path, SCENARIO), "odd")
    assert marks == [
        Mark("SOU", "trade to BBB \u221225.0%"),  # 2.5 m people, Northtown has 1.5
        Mark("MID", "handling factor set to 9"),
        Mark("WES", "line: stops"),
    ]


def test_what_has_no_place_and_closed_links_have_no_mark(tmp_path):
    region = region_with(tmp_path, SCENARIO)
    assert place_marks(region, "base") == []
    assert place_marks(region, "north-closed") == []
