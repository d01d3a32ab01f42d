"""Reading tables: cells, rows, columns and files that cannot be read."""

import numpy as np
import pytest

import geodata


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
    fault = edit.only_fault()
    assert (fault.file, fault.row, fault.column, fault.label) == ("trade.csv", row, "value_bn_usd", "ROU -> AUT")
    assert problem in fault.problem
    assert remedy in fault.remedy


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
    assert "the same as row 2" in edit.only_fault().problem


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


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("classes.csv", 2, "direct_service", "fast", '"fast" is not known'),
    ],
)
def test_a_wrong_cell(edit, file, row, column, text, problem):
    edit.assert_wrong(file, row, column, text, problem)


def test_a_file_of_comments_has_no_header(danube):
    (danube / "hubs.csv").write_text("# nothing yet\n\n", encoding="utf-8")
    (fault,) = geodata.check_region(danube)
    assert (fault.file, fault.problem) == ("hubs.csv", "there is no header row")


def test_cells_are_read_by_their_kind(edit):
    edit.cell("places.csv", 3, "aliases", " Pest ; Buda;")
    edit.cell("places.csv", 3, "mass_factor", "")
    edit.cell("links.csv", 2, "direction", "")
    data = edit.region().data
    budapest, link = list(data["places"])[1], next(iter(data["links"]))
    assert budapest["aliases"] == ("Pest", "Buda")
    assert budapest["roles"] == ("demand", "hub_candidate")
    assert (budapest["lat"], budapest["population"], budapest["mass_factor"]) == (47.5, 1690000.0, 1.0)
    assert (link["direction"], link["status"], link["services"]) == ("both", "open", ())
    assert np.isnan(link["speed_kmh"])
