"""Faults of scenarios."""

import pytest

import geodata


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("title = 'x'", "", "changes nothing"),
        ("probability = 1.5\n[[change]]\nmode='air'\nclose=true", "probability", "out of range"),
        ("probability = -0.1\n[[change]]\nmode='air'\nclose=true", "probability", "out of range"),
        ("probability = nan\n[[change]]\nmode='air'\nclose=true", "probability", "not a usable number"),
        ("probabilty = 0.1\n[[change]]\nmode='air'\nclose=true", "probabilty", "unknown key"),
        ("probability_source = 'x'\n[[change]]\nmode='air'\nclose=true", "probability_source", "unknown source"),
        ("correlation = 0.5\n[[change]]\nmode='air'\nclose=true", "correlation", "without a group"),
        ("combine = ['flood']", "combine", 'unknown scenario "flood"'),
        ("[[change]]\nclose = true", "change 1", "selects no links"),
        ("[[change]]\nmode = 'air'", "change 1", "does nothing"),
        ("[[change]]\nlinks = ['x']\nclose = true", "change 1.links", 'unknown link "x"'),
        ("[[change]]\ncorridor = 'balkans'\nclose = true", "change 1.corridor", 'unknown corridor "balkans"'),
        ("[[change]]\ncountry = 'XXX'\nclose = true", "change 1.country", 'unknown country "XXX"'),
        ("[[change]]\nplace = 'XXX'\nclose = true", "change 1.place", 'unknown place "XXX"'),
        ("[[change]]\nmode = 'tram'\nclose = true", "change 1.mode", 'unknown mode "tram"'),
        ("[[change]]\nmode = 'air'\nclass = 'gas'\nclose = true", "change 1.class", 'unknown class "gas"'),
        ("[[change]]\nmode = 'air'\nservice = 'gas'\nclose = true", "change 1.service", "is not known"),
        ("[[change]]\nmode = 'air'\ntime = -1", "change 1.time", "out of range"),
        ("[[change]]\nmode = 'air'\ntime = '2'", "change 1.time", "not a usable number"),
        ("[[change]]\nmode = 'air'\nclose = 'yes'\ntime = 2", "change 1.close", "not true or false"),
        ("[[change]]\nmode = 'air'\ntolls = 2", "change 1.tolls", "unknown key"),
        ("[[change]]\nmode = 'air'\nexclusive = true\nclose = true", "change 1.exclusive", "without corridor"),
        ("[change]\nmode = 'air'", "change", "list of tables"),
        ("[[demand]]\nexporter = 'HUN'", "demand 1.factor", "is missing"),
        ("[[demand]]\nexporter = 'XXX'\nfactor = 2", "demand 1.exporter", 'unknown country "XXX"'),
        ("[[demand]]\nfactor = -2", "demand 1.factor", "out of range"),
        ("[[parameter]]\nparameter = 'x'\nfactor = 2", "parameter 1.parameter", 'unknown parameter "x"'),
        ("[[parameter]]\nfactor = 2", "parameter 1.parameter", "is missing"),
        ("[[parameter]]\nparameter = 'terminal_h'", "parameter 1", "either factor or value"),
        (
            "[[parameter]]\nparameter = 'speed_kmh'\nclass = 'parcels'\nfactor = 2",
            "parameter 1.class",
            "differ by class",
        ),
        ("[[parameter]]\nparameter = 'handling_factor'\nplace = 'X'\nfactor = 2", "parameter 1.place", "unknown place"),
        ("[[parameter]]\nparameter = 'value_usd_per_t'\nfactor = 0", "parameter 1", "must stay above 0"),
        ("[[demand]]\nfactor = 1e300", "demand 1.factor", "out of range"),
        ("[[change]]\nmode = 'air'\nadd_dwell_h = -1e300", "change 1.add_dwell_h", "out of range"),
        ("title = ", "", "not readable as TOML"),
        ("[[service]]\nclose = true", "service 1", "selects no services"),
        ("[[service]]\nmode = 'rail'", "service 1", "does nothing"),
        ("[[service]]\nmode = 'rail'\nclose = true\nopen = true", "service 1", "closes and opens at once"),
        ("[[service]]\nservices = 'x'\nclose = true", "service 1.services", 'unknown scheduled service "x"'),
        ("[[service]]\nmode = 'tram'\nclose = true", "service 1.mode", 'unknown mode "tram"'),
        ("[[service]]\nmodes = 'rail'\nclose = true", "service 1.modes", "unknown key"),
        ("[[service]]\nplace = 'XXX'\nclose = true", "service 1.place", 'unknown place "XXX"'),
        ("[[service]]\nmode = 'rail'\ndepartures = -1", "service 1.departures", "out of range"),
        ("[[service]]\nmode = 'rail'\ntariff = '2'", "service 1.tariff", "not a usable number"),
        ("[service]\nmode = 'rail'", "service", "list of tables"),
        ("[[parameter]]\nparameter = 'speed_kmh'\ncountry = 'X'\nvalue = 2", "parameter 1.country", "unknown country"),
        ("[[parameter]]\nparameter = 'terminal_h'\ncountry = 'ROU'\nvalue = 2", "parameter 1.country", "by country"),
        ("per_year = 2\n[[change]]\nmode='road'\nclose=true", "duration_days", "without a duration"),
        (
            "per_year = 2\nduration_days = 9\nprobability = 0.1\n[[change]]\nmode='road'\nclose=true",
            "probability",
            "from which it follows",
        ),
        ("per_year = 2\nduration_days = 200\n[[change]]\nmode='road'\nclose=true", "duration_days", "more than a year"),
        ("per_year = -2\nduration_days = 2\n[[change]]\nmode='road'\nclose=true", "per_year", "out of range"),
        (
            "per_year = 2\nper_year_low = 3\nduration_days = 2\n[[change]]\nmode='road'\nclose=true",
            "per_year",
            "not in order",
        ),
        ("per_year_low = 3\n[[change]]\nmode='road'\nclose=true", "per_year_low", "without per_year"),
        (
            "recovery_days = 3\nprobability = 0.1\n[[change]]\nmode='road'\nclose=true",
            "recovery_days",
            "without per_year",
        ),
    ],
)
def test_a_wrong_scenario(edit, text, column, problem):
    edit.services({"stops": "VIE;BUD"})
    edit.scenario("wrong", text)
    faults = geodata.check_region(edit.folder)
    found = [fault for fault in faults if fault.column == column and problem in fault.problem]
    assert found, "\n".join(map(str, faults))
    assert found[0].file == "scenarios/wrong.toml"


def test_scenarios_that_combine_each_other(edit):
    edit.scenario("one", "combine = ['two']")
    edit.scenario("two", "combine = ['one']")
    assert "combines itself" in edit.only_fault().problem


def test_a_combination_of_itself_and_an_unknown_one_is_two_faults(edit):
    edit.scenario("one", "combine = ['one', 'nowhere']")
    problems = [fault.problem for fault in geodata.check_region(edit.folder)]
    assert problems == ["scenario one combines itself: one -> one", 'unknown scenario "nowhere"']


def test_a_service_where_the_region_has_none(edit):
    edit.scenario("strike", "[[service]]\nservices = 'train'\nclose = true")
    fault = edit.only_fault()
    assert (fault.column, fault.problem) == ("service 1.services", 'unknown scheduled service "train"')
    assert "add it" in fault.remedy


def test_no_service_is_unknown_where_services_cannot_be_read(edit):
    edit.services({"stops": "VIE;BUD", "departures_per_week": "daily"})
    edit.scenario("strike", "[[service]]\nservices = 'train'\nclose = true")
    assert edit.only_fault().file == "services.csv"
