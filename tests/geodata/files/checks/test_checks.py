"""Every kind of fault: found, placed by file, row and column, and reported together with the others."""

import pytest

import geodata
from geodata.faults import RegionError


def only_fault(edit):
    """Return the one fault there is."""
    faults = geodata.check_region(edit.folder)
    assert len(faults) == 1, "\n".join(map(str, faults))
    return faults[0]


def test_the_template_has_no_fault(danube):
    assert geodata.check_region(danube) == []


def test_the_bundled_region_has_no_fault():
    assert geodata.check_region("central-asia") == []


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("12,5", '"12,5" is not a number', "write it with a decimal point: 12.5"),
        ("abc", '"abc" is not a number', "decimal point"),
        ("nan", "not a usable number", "finite"),
        ("inf", "not a usable number", "finite"),
        ("-3", "negative", "correct it"),
        ("1_000", "is not a number", "1000"),
        ("", "empty", "fill it in"),
    ],
)
def test_a_broken_trade_value(edit, text, problem, remedy):
    row = edit.cell("trade.csv", 5, "value_bn_usd", text)
    fault = only_fault(edit)
    assert (fault.file, fault.row, fault.column, fault.label) == ("trade.csv", row, "value_bn_usd", "ROU -> AUT")
    assert problem in fault.problem
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("places.csv", 3, "lat", "91", "above 90"),
        ("places.csv", 3, "lon", "-200", "below -180"),
        ("places.csv", 3, "country", "Hungary", "not an ISO 3166"),
        ("places.csv", 3, "country", "FRA", "not in countries.csv"),
        ("places.csv", 3, "roles", "demand;hub", '"hub" is not known'),
        ("places.csv", 3, "population", "", "needs a population"),
        ("places.csv", 3, "population", "0", "needs a population"),
        ("places.csv", 3, "mass_factor", "0", "needs a mass_factor"),
        ("places.csv", 3, "source", "nowhere", 'unknown source "nowhere"'),
        ("places.csv", 3, "confidence", "sure", '"sure" is not known'),
        ("links.csv", 4, "to", "XXX", 'unknown place "XXX"'),
        ("links.csv", 4, "to", "BUD", "ends where it starts"),
        ("links.csv", 4, "mode", "train", '"train" is not known'),
        ("links.csv", 4, "length_km", "600", "shorter than the great circle"),
        ("links.csv", 4, "length_km", "870000", "more than 6 times the great circle"),
        ("links.csv", 4, "length_km", "0", "is not above 0"),
        ("links.csv", 4, "gauge_from_mm", "", "a gauge is missing"),
        ("links.csv", 4, "gauge_from_mm", "1500", "no gauge that is known"),
        ("links.csv", 9, "gauge_from_mm", "1435", "a road link has no gauge"),
        ("links.csv", 4, "services", "express", '"express" is not known'),
        ("links.csv", 4, "classes", "gas", 'unknown class "gas"'),
        ("links.csv", 4, "status", "shut", '"shut" is not known'),
        ("links.csv", 4, "time_h", "0.1", "km/h"),
        ("crossings.csv", 2, "link", "no-link", 'unknown link "no-link"'),
        ("crossings.csv", 2, "class", "gas", 'unknown class "gas"'),
        ("crossings.csv", 2, "direction", "north", '"north" is not known'),
        ("crossings.csv", 2, "dwell_h", "50", "not in order"),
        ("crossings.csv", 2, "dwell_h", "", "is given without dwell_h"),
        ("crossings.csv", 3, "capacity_trucks_per_day", "10", "a capacity in a row of one class"),
        ("classes.csv", 2, "direct_service", "fast", '"fast" is not known'),
        ("parameters.csv", 2, "parameter", "tarif_usd_per_tkm", "not a parameter of the models"),
        ("parameters.csv", 2, "mode", "train", '"train" is not known'),
        ("parameters.csv", 2, "place", "BUD", "does not differ by place"),
        ("parameters.csv", 2, "low", "1", "not in order"),
        ("hubs.csv", 2, "place", "XXX", 'unknown place "XXX"'),
        ("hubs.csv", 2, "handling_factor_high", "0.5", "not in order"),
        ("countries.csv", 2, "gdp_bn_usd", "0", "is not above 0"),
        ("trade.csv", 2, "exporter", "FRA", 'unknown country "FRA"'),
        ("trade.csv", 2, "importer", "AUT", "trades with itself"),
        ("trade.csv", 2, "class", "gas", 'unknown class "gas"'),
        ("references.csv", 2, "from", "XXX", 'unknown place "XXX"'),
        ("references.csv", 2, "via", "the-moon", 'unknown link, place or corridor "the-moon"'),
        ("references.csv", 2, "kind", "speed", '"speed" is not known'),
        ("references.csv", 2, "scenario", "flood", 'unknown scenario "flood"'),
        ("references.csv", 2, "to", "", "needs to"),
        ("references.csv", 2, "to", "VIE", "ends where it starts"),
    ],
)
def test_one_wrong_cell(edit, file, row, column, text, problem):
    edit.cell(file, row, column, text)
    faults = geodata.check_region(edit.folder)
    found = [fault for fault in faults if fault.file == file and fault.row == row and problem in fault.problem]
    assert found, "\n".join(map(str, faults))
    assert found[0].remedy


def test_all_faults_are_reported_at_once(edit):
    edit.cell("trade.csv", 2, "value_bn_usd", "-1")
    edit.cell("links.csv", 3, "to", "XXX")
    edit.cell("places.csv", 2, "lat", "north")
    edit.scenario("flood", 'title = "Flood"\n[[change]]\nlinks = ["no-link"]\nclose = true\n')
    with pytest.raises(RegionError) as caught:
        geodata.load_region(edit.folder)
    files = [fault.file for fault in caught.value.faults]
    assert files == ["links.csv", "places.csv", "scenarios/flood.toml", "trade.csv"]
    assert "region" in str(caught.value)
    assert "4 faults" in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_a_broken_row_does_not_make_its_name_unknown_elsewhere(edit):
    edit.cell("places.csv", 3, "lat", "x")  # Budapest, which links, hubs and region.toml name
    assert only_fault(edit).file == "places.csv"


def test_rows_count_comments_as_a_spreadsheet_does(danube):
    text = (danube / "places.csv").read_text(encoding="utf-8").replace("47.50", "47,50x")
    (danube / "places.csv").write_text(text.replace(",47,50x,", ',"47,50",'), encoding="utf-8")
    (fault,) = geodata.check_region(danube)
    lines = text.splitlines()
    assert lines[fault.row - 1].startswith("BUD")


@pytest.mark.parametrize("file", ["places.csv", "links.csv", "trade.csv", "parameters.csv", "region.toml"])
def test_a_missing_file(danube, file):
    (danube / file).unlink()
    faults = geodata.check_region(danube)
    assert any(fault.file == file and "missing" in fault.problem for fault in faults)


def test_optional_files_may_be_missing(danube):
    for file in ("crossings.csv", "hubs.csv", "references.csv"):
        (danube / file).unlink()
    assert geodata.check_region(danube) == []
    assert geodata.load_region(danube).problem().n == 6


def test_a_missing_a_repeated_and_an_unknown_column(edit):
    rows = edit.rows("countries.csv")
    rows[0][rows[0].index("gdp_bn_usd")] = "gdp_bn_us"
    edit.write("countries.csv", rows)
    faults = geodata.check_region(edit.folder)
    assert any("unknown column" in f.problem and f.remedy == "did you mean gdp_bn_usd?" for f in faults)
    assert any("the column is missing" in f.problem and f.column == "gdp_bn_usd" for f in faults)
    rows[0] = ["iso3", "name", "gdp_bn_usd", "population_m", "iso3", "source", "year", "confidence", "note"]
    edit.write("countries.csv", rows)
    assert any("is there twice" in f.problem for f in geodata.check_region(edit.folder))


def test_a_column_of_ones_own(edit):
    rows = edit.rows("countries.csv")
    rows[0].append("x_colour")
    edit.write("countries.csv", [rows[0], *([*row, "red"] for row in rows[1:])])
    assert geodata.check_region(edit.folder) == []


def test_too_many_cells_in_a_row(danube):
    path = danube / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8") + "more,Title, with a comma,,,,,,\n", encoding="utf-8")
    (fault,) = geodata.check_region(danube)
    assert "cells under" in fault.problem
    assert "double quotes" in fault.remedy


def test_a_file_in_another_encoding(danube):
    (danube / "sources.csv").write_bytes("id,title\nexample,Müller\n".encode("latin-1"))
    assert any("not UTF-8" in fault.problem for fault in geodata.check_region(danube))


@pytest.mark.parametrize("file", ["places.csv", "links.csv", "classes.csv", "hubs.csv", "countries.csv", "trade.csv"])
def test_a_repeated_row(edit, file):
    rows = edit.rows(file)
    edit.write(file, [*rows, rows[1]])
    assert "the same as row 2" in only_fault(edit).problem


def test_a_needed_parameter_is_missing(edit):
    edit.drop("parameters.csv", lambda row: (row["parameter"], row["class"]) != ("value_usd_per_t", "parcels"))
    fault = only_fault(edit)
    assert (fault.label, fault.problem) == ("class parcels", "value_usd_per_t is missing")


def test_a_mode_without_tariff_or_speed(edit):
    edit.drop("parameters.csv", lambda row: row["mode"] != "road")
    problems = {(fault.label.split(",")[0], fault.problem) for fault in geodata.check_region(edit.folder)}
    assert problems == {("mode road", "tariff_usd_per_tkm is missing"), ("mode road", "speed_kmh is missing")}


def test_train_capacity_needs_the_load_of_a_train(edit):
    edit.drop("parameters.csv", lambda row: row["parameter"] != "tonnes_per_train")
    assert "there is no parameter tonnes_per_train" in only_fault(edit).problem


def test_a_country_that_trades_without_a_place(edit):
    edit.add("countries.csv", iso3="FRA", name="France", gdp_bn_usd=3000, population_m=68, source="example")
    row = edit.add("trade.csv", exporter="FRA", importer="AUT", value_bn_usd=1, source="example")
    fault = only_fault(edit)
    assert (fault.row, fault.column) == (row, "exporter")
    assert "has no demand place" in fault.problem


def test_a_demand_place_without_trade(edit):
    edit.drop("trade.csv", lambda row: "BGR" not in (row["exporter"], row["importer"]))
    assert "which has no row in trade.csv" in only_fault(edit).problem


def test_classes_that_exceed_their_total(edit):
    row = edit.add("trade.csv", exporter="SRB", importer="BGR", value_bn_usd=0.5, source="example")
    fault = only_fault(edit)
    assert fault.row == row
    assert "more than the total of 0.5" in fault.problem


def test_a_group_and_its_member_count_double(edit):
    rows = edit.rows("countries.csv")
    for row in rows[1:]:
        if row[0] in ("AUT", "HUN"):
            row[rows[0].index("group")] = "EU"
    edit.write("countries.csv", rows)
    edit.add("trade.csv", exporter="EU", importer="ROU", value_bn_usd=1, source="example")
    faults = geodata.check_region(edit.folder)
    assert {fault.label for fault in faults} == {"AUT -> ROU", "HUN -> ROU"}
    assert all("about the group" in fault.problem for fault in faults)


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
        ("title = ", "", "not readable as TOML"),
    ],
)
def test_a_wrong_scenario(edit, text, column, problem):
    edit.scenario("wrong", text)
    faults = geodata.check_region(edit.folder)
    found = [fault for fault in faults if fault.column == column and problem in fault.problem]
    assert found, "\n".join(map(str, faults))
    assert found[0].file == "scenarios/wrong.toml"


def test_scenarios_that_combine_each_other(edit):
    edit.scenario("one", "combine = ['two']")
    edit.scenario("two", "combine = ['one']")
    assert "combines itself" in only_fault(edit).problem


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('candidates = ["BUD", "BEG", "BUH"]', 'candidates = ["XXX"]', 'unknown place "XXX"'),
        ('scenarios = ["base", "danube-bridge-closed"]', 'scenarios = ["flood"]', 'unknown scenario "flood"'),
        ('reference_class = "containers"', 'reference_class = "gas"', 'unknown class "gas"'),
        ("base_year = 2023", 'base_year = "2023"', "must be a whole number"),
        ("base_year = 2023", "", "the key is missing"),
        ("[defaults]", "[default]", "unknown key"),
        ("gateways = []", "gateway = []", "unknown key"),
        ("gateways = []", 'gateways = "BUD"', "list of names"),
    ],
)
def test_wrong_settings(danube, old, new, problem):
    text = (danube / "region.toml").read_text(encoding="utf-8")
    assert old in text
    (danube / "region.toml").write_text(text.replace(old, new), encoding="utf-8")
    faults = geodata.check_region(danube)
    assert any(fault.file == "region.toml" and problem in fault.problem for fault in faults), faults


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ('country = "HUN"\norigin = "AUT"', "missing or wrong"),
        ('country = "HUN"\norigin = "FRA"\ndestinations = { ROU = 1 }', "FRA has no demand place"),
        ('country = "HUN"\norigin = "AUT"\ndestinations = { HUN = 1 }', "sends on to itself"),
        ('country = "HUN"\norigin = "AUT"\ndestinations = { ROU = 1 }', 'unknown parameter "reexport_share"'),
    ],
)
def test_wrong_reexports(danube, block, problem):
    path = danube / "region.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n[[reexport]]\n{block}\n", encoding="utf-8")
    assert any(problem in fault.problem for fault in geodata.check_region(danube))


@pytest.mark.parametrize("file", ["links.csv", "places.csv", "trade.csv", "classes.csv", "countries.csv"])
def test_a_table_without_rows(edit, file):
    edit.drop(file, lambda row: False)
    faults = [fault for fault in geodata.check_region(edit.folder) if fault.file == file]
    assert [fault.problem for fault in faults] == ["there is no row below the header"]


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_one_fault(danube, separator, name):
    path = danube / "classes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", separator), encoding="utf-8")
    assert [fault.problem for fault in geodata.check_region(danube)] == [f"the cells are separated by {name}"]


def test_quotes_that_are_not_closed(danube):
    path = danube / "links.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("bud-beg-rail,", '"bud-beg-rail,', 1), encoding="utf-8")
    (fault,) = geodata.check_region(danube)
    assert (fault.file, fault.column, fault.remedy) == ("links.csv", "id", "close its double quotes")


@pytest.mark.parametrize("name", ["bud", "Budapest", "BUDAPEST"])
def test_who_writes_a_name_is_told_the_id(edit, name):
    edit.cell("hubs.csv", 2, "place", name)
    assert only_fault(edit).remedy.endswith("BUD")


def test_a_broken_country_is_not_reported_with_all_its_trade(edit):
    edit.cell("countries.csv", 3, "gdp_bn_usd", "much")
    assert only_fault(edit).file == "countries.csv"


def test_gateways_that_are_none_are_none(edit):
    """An empty list in region.toml is a choice; without one the role gateway counts."""
    edit.cell("places.csv", 3, "roles", "demand;gateway")
    assert geodata.load_region(edit.folder).gateways == ()
    settings = edit.folder / "region.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("gateways = []", ""), encoding="utf-8")
    assert geodata.load_region(edit.folder).gateways == ("BUD",)


@pytest.mark.parametrize("given", ["", "  "])
def test_no_region_is_not_the_current_folder(given, danube, monkeypatch):
    monkeypatch.chdir(danube)
    with pytest.raises(geodata.UnknownNameError, match="there is no region"):
        geodata.load_region(given)


def test_a_file_is_no_region(danube):
    with pytest.raises(geodata.UnknownNameError, match="is a file; give the folder"):
        geodata.load_region(danube / "region.toml")


def test_an_unknown_region_names_those_there_are():
    with pytest.raises(geodata.UnknownNameError, match="central-asia"):
        geodata.load_region("central-asai")
