"""What is read from a scenario file."""

import pytest

import geodata
from geodata import Change, DemandChange, ParameterChange, ServiceChange


def test_everything_that_a_file_can_say(edit):
    edit.scenario(
        "flood",
        """
title = " The flood "
description = "Water."
probability = 0.25
probability_source = "example"
confidence = "assumed"
duration_days = 30
group = "weather"
correlation = 0.5
combine = ["danube-bridge-closed"]
note = "n"

[[change]]
links = ["vie-bud-rail", "bud-beg-rail"]
corridor = "balkan"
country = ["HUN"]
place = "BUD"
mode = "rail"
exclusive = true
direction = "backward"
class = "parcels"
service = ["single"]
time = 2
tariff = 3
dwell = 4
fee = 5
capacity = 0
wait = 6
reload = 7
add_time_h = -1
add_dwell_h = 2
add_fee_usd_per_t = -3

[[change]]
mode = "road"
close = true

[[change]]
links = "sof-buh-rail"
open = true

[[demand]]
exporter = "HUN"
importer = ["ROU", "SRB"]
country = "ROU"
class = "parcels"
factor = 0

[[parameter]]
parameter = "terminal_h"
class = "parcels"
mode = "rail"
service = "single"
place = "BUD"
value = 3

[[parameter]]
parameter = "terminal_h"
factor = 0
""",
    )
    read = geodata.load_region(edit.folder).data.scenarios["flood"]
    assert (read.name, read.title, read.description, read.note) == ("flood", "The flood", "Water.", "n")
    assert (read.probability, read.probability_source, read.confidence) == (0.25, "example", "assumed")
    assert (read.duration_days, read.group, read.correlation) == (30, "weather", 0.5)
    assert read.combine == ("danube-bridge-closed",)
    assert read.changes == (
        Change(
            links=("vie-bud-rail", "bud-beg-rail"), corridor=("balkan",), country=("HUN",), place=("BUD",),
            mode=("rail",), exclusive=True, direction="backward", cls=("parcels",), service=("single",), time=2.0,
            tariff=3.0, dwell=4.0, fee=5.0, capacity=0.0, wait=6.0, reload=7.0, add_time_h=-1.0, add_dwell_h=2.0,
            add_fee_usd_per_t=-3.0,
        ),
        Change(mode=("road",), close=True),
        Change(links=("sof-buh-rail",), open=True),
    )  # fmt: skip
    assert read.demand == (
        DemandChange(0.0, exporter=("HUN",), importer=("ROU", "SRB"), country=("ROU",), cls=("parcels",)),
    )
    assert read.parameters == (
        ParameterChange("terminal_h", 3.0, 1.0, "parcels", "rail", "single", "BUD"),
        ParameterChange("terminal_h", None, 0.0),
    )


def test_what_a_file_leaves_out(edit):
    edit.scenario("slow", '[[change]]\nmode = "rail"\ntime = 1.5\n')
    read = geodata.load_region(edit.folder).scenarios["slow"]
    assert (read.title, read.probability, read.group, read.correlation) == ("slow", None, "", 0.0)
    assert read.changes == (Change(mode=("rail",), time=1.5),)


def test_scenarios_come_by_name_with_the_base_first(edit):
    for name in ("zebra", "ant"):
        edit.scenario(name, '[[change]]\nmode = "rail"\nclose = true\n')
    assert list(geodata.load_region(edit.folder).scenarios) == ["base", "ant", "danube-bridge-closed", "zebra"]


@pytest.mark.parametrize(
    ("name", "text", "column", "problem"),
    [
        ("base", "", "", "base is the undisturbed state"),
        ("x", "confidence = 'sure'\n[[change]]\nmode = 'rail'\nclose = true", "confidence", '"sure" is not known'),
        ("x", "[[change]]\nmode = 'rail'\ndirection = 'north'\nclose = true", "change 1.direction", "is not known"),
        ("x", "[[change]]\nmode = 'rail'\nopen = true\nclose = true", "change 1", "closes and opens at once"),
        ("x", "title = 3\n[[change]]\nmode = 'rail'\nclose = true", "title", "3 is not a text"),
        ("x", "[[change]]\nmode = 3\nclose = true", "change 1.mode", "3 is not a name or list of names"),
    ],
)
def test_what_cannot_be_read(edit, name, text, column, problem):
    edit.scenario(name, text)
    faults = geodata.check_region(edit.folder)
    found = [fault for fault in faults if fault.column == column and problem in fault.problem]
    assert found, faults
    assert found[0].file == f"scenarios/{name}.toml"


SERVICES = """
per_year = 0.5
per_year_low = 0.25
per_year_high = 1
duration_days = 30
recovery_days = 20

[[service]]
services = ["line", "other"]
mode = "rail"
place = ["BUD"]
departures = 0.5
tariff = 1.5

[[service]]
services = "line"
open = true

[[parameter]]
parameter = "tariff_usd_per_tkm"
country = "ROU"
factor = 1.2
"""


def test_how_often_how_long_and_what_happens_to_services(edit):
    edit.services({"stops": "VIE;BUD"}, {"id": "other", "stops": "BUD;BEG"})
    edit.scenario("strike", SERVICES)
    read = edit.region().scenarios["strike"]
    assert (read.per_year, read.duration_days, read.recovery_days) == ((0.25, 0.5, 1), 30, 20)
    assert read.probability == pytest.approx(0.5 * (30 + 20 / 2) / 365)
    assert read.services == (
        ServiceChange(services=("line", "other"), mode=("rail",), place=("BUD",), departures=0.5, tariff=1.5),
        ServiceChange(services=("line",), open=True),
    )
    assert read.parameters == (ParameterChange("tariff_usd_per_tkm", factor=1.2, country="ROU"),)


def test_what_begins_once_a_year_and_lasts_as_long_as_it_says_needs_no_recovery(edit):
    edit.scenario("snow", "per_year = 1\nduration_days = 73\n[[change]]\nmode = 'road'\nclose = true\n")
    read = edit.region().scenarios["snow"]
    assert (read.per_year, read.recovery_days) == ((1, 1, 1), None)
    assert read.probability == pytest.approx(0.2)
    assert "snow" in geodata.load_region(edit.folder).scenarios


def test_services_of_combined_scenarios_come_together(edit):
    edit.services({"stops": "VIE;BUD"})
    edit.scenario("one", "[[service]]\nmode = 'rail'\ndepartures = 0.5\n")
    edit.scenario("two", "combine = ['one']\n[[service]]\nservices = 'line'\nclose = true\n")
    assert edit.region().scenarios["two"].services == (
        ServiceChange(mode=("rail",), departures=0.5),
        ServiceChange(services=("line",), close=True),
    )


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("probability_low = 0.1", "probability_low", "without probability"),
        ("probability = 0.2\nprobability_low = 0.3", "probability", "0.3, 0.2, 0.2 are not in order"),
        ("probability = 0.2\nprobability_high = 1.5", "probability_high", "1.5"),
        ("per_year = 0.2\nduration_days = 10\nprobability_high = 0.5", "probability_high", "without probability"),
    ],
)
def test_bounds_of_a_probability_have_to_fit_it(edit, text, column, problem):
    edit.scenario("odd", text + '\n[[change]]\nmode = "rail"\nclose = true\n')
    fault = edit.only_fault()
    assert fault.column == column
    assert problem in fault.problem


def test_a_probability_with_one_bound_has_itself_as_the_other(edit):
    edit.scenario("odd", 'probability = 0.2\nprobability_high = 0.4\n[[change]]\nmode = "rail"\nclose = true\n')
    assert edit.region().scenarios["odd"].probability_range == (0.2, 0.2, 0.4)
