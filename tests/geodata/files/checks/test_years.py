"""Faults of the folders of other years."""

import shutil

import pytest

import geodata


@pytest.fixture
def later(edit):
    """The folder years/2025, with the trade of the region's own year."""
    folder = edit.folder / "years" / "2025"
    folder.mkdir(parents=True)
    shutil.copy(edit.folder / "trade.csv", folder)
    return edit


def test_a_year_with_trade_has_no_fault(later):
    assert geodata.check_region(later.folder) == []


def test_a_year_without_trade(later):
    (later.folder / "years/2025/trade.csv").unlink()
    fault = later.only_fault()
    assert (fault.file, fault.problem) == ("years/2025/trade.csv", "the file is missing")


def test_faults_of_the_years_trade_name_its_file_and_row(later):
    file = "years/2025/trade.csv"
    later.cell(file, 2, "value_bn_usd_low", "9")
    later.cell(file, 3, "source", "eurostat")
    later.cell(file, 4, "importer", "ROM")
    later.cell(file, 5, "value_bn_usd", "-1")
    found = [(fault.file, fault.row, fault.column) for fault in geodata.check_region(later.folder)]
    assert found == [(file, 2, "value_bn_usd"), (file, 3, "source"), (file, 4, "importer"), (file, 5, "value_bn_usd")]


def test_a_place_that_does_not_trade_that_year(later):
    later.drop("years/2025/trade.csv", lambda row: "AUT" not in (row["exporter"], row["importer"]))
    fault = later.only_fault()
    assert (fault.file, fault.label) == ("places.csv", "VIE")
    assert "no row in years/2025/trade.csv" in fault.problem


def test_the_regions_own_year(later):
    (later.folder / "years/2025").rename(later.folder / "years/2023")
    fault = later.only_fault()
    assert (fault.file, fault.problem) == ("years/2023/", "the region's own year, whose trade is in trade.csv")
    assert "base_year" in fault.remedy


def test_a_folder_that_is_no_year(later):
    (later.folder / "years/2025").rename(later.folder / "years/2025-plan")
    fault = later.only_fault()
    assert (fault.file, fault.label, fault.problem) == ("years/", "2025-plan", "the folder's name is not a year")


def test_a_file_that_nobody_reads(later):
    shutil.copy(later.folder / "countries.csv", later.folder / "years/2025")
    fault = later.only_fault()
    assert (fault.file, fault.problem) == ("years/2025/countries.csv", "a file that is not read")
    assert "world.toml" in fault.remedy


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("probability = 0.5", "probability", "unknown key"),
        ("combine = ['danube-bridge-closed']", "combine", "unknown key"),
        ("[[change]]\nlinks = ['x']\nclose = true", "change 1.links", 'unknown link "x"'),
        ("[[demand]]\nexporter = 'XXX'\nfactor = 2", "demand 1.exporter", 'unknown country "XXX"'),
        ("[[parameter]]\nparameter='terminal_h'\ncountry='ROU'\nvalue=2", "parameter 1.country", "does not differ"),
        ("[[service]]\nservices = ['x']\nclose = true", "service 1.services", 'unknown scheduled service "x"'),
        ("title = ", "", "not readable as TOML"),
    ],
)
def test_what_is_wrong_in_the_years_changes(later, text, column, problem):
    (later.folder / "years/2025/world.toml").write_text(text)
    later.services({"stops": "BUD;BUH"})
    fault = later.only_fault()
    assert (fault.file, fault.column) == ("years/2025/world.toml", column)
    assert problem in fault.problem
