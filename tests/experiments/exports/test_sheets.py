"""The workbook of a comparison as a spreadsheet program reads it."""

from dataclasses import replace

import openpyxl
import pytest

import geodata
from experiments.exports import about_comparison, write_results
from tests.experiments.tiny import write_tiny


def read(path):
    """By sheet: its title, what stands below, and the rows under the names of the columns."""
    told = {}
    for page in openpyxl.load_workbook(path):
        head = int(page.freeze_panes[1:]) - 1
        rows = [[cell.value for cell in row] for row in page]
        told[page.title] = (
            rows[0][0],
            rows[1][0],
            [dict(zip(rows[head - 1], row, strict=True)) for row in rows[head:]],
        )
    return told


@pytest.fixture(scope="module")
def told(found, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "results.xlsx"
    write_results(found, path, about_comparison(found, "© somebody"))
    return read(path)


def test_every_sheet_says_what_it_is(told, found):
    assert list(told) == ["about", "hubs", "scenarios", "designs", "inputs", "parameters", "sources"]
    assert told["about"][1] == found.verdict[0]
    assert {"what": "attribution", "words": "© somebody"} in told["about"][2]
    assert all(title and words for title, words, _ in told.values())


def test_hubs_have_their_figures(told, found):
    rows = told["hubs"][2]
    assert [row["hub"] for row in rows] == list(found.ranking.index)
    assert [row["expected_cost_usd"] for row in rows] == pytest.approx(found.ranking["expected_cost_usd"].tolist())
    assert {row["hub"]: row["name"] for row in rows}["NOR"] == "Northtown"


def test_scenarios_and_designs_are_whole(told, found):
    assert [row["cost_usd"] for row in told["scenarios"][2]] == pytest.approx(found.hubs["cost_usd"].tolist())
    assert [row["hubs"] for row in told["designs"][2]] == [";".join(hubs) for hubs in found.best["hubs"]]


def test_parameters_have_values_and_sources(told):
    tariffs = [
        row for row in told["parameters"][2] if row["parameter"] == "tariff_usd_per_tkm" and row["mode"] == "rail"
    ]
    assert {row["service"]: row["value"] for row in tariffs} == {"consolidated": 0.02, "single": 0.06}
    assert told["sources"][2][0]["title"] == "Made up for tests"


def test_names_that_look_like_formulas_stay_names(found, tmp_path):
    name = "=1+cmd"
    region = geodata.load_region(write_tiny(tmp_path / "region", places=("Northtown", name)))
    odd = replace(found, study=replace(found.study, region=region))
    write_results(odd, tmp_path / "x.xlsx", about_comparison(odd, "=1+1"))
    pages = openpyxl.load_workbook(tmp_path / "x.xlsx")
    cells = [cell for page in pages for row in page for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert name in [cell.value for cell in cells]
