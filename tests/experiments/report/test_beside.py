"""Results of other studies on the page of a comparison."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from experiments.corridors import study_corridors
from experiments.corridors.export import write_corridors
from experiments.files import region_digest
from experiments.report.beside import read_beside
from experiments.report.page import write_report
from experiments.report.scene import Scene
from optimize import InputError

SWITCHES = """\
input,name,kind,unit,low,central,high,lead_low_usd,lead_high_usd,swing_usd,switch,switch_factor,within,hub_before,\
hub_after,method,confirmed,cause
a,trade of Northland (factor),country,factor,0.5,1.0,2.0,-2e6,5e6,7e6,3.25,3.25,False,NOR,SOU,bracketed,True,
b,rail tariff <b>,parameter,USD/t-km,0.015,0.03,0.06,1e6,-2e6,3e6,0.045,1.5,True,NOR,MID,exact,True,
c,road tariff,parameter,USD/t-km,0.05,0.06,0.07,1e6,1e6,2e5,,,,NOR,,bracketed,True,
d,sea tariff,parameter,USD/t-km,0.05,0.06,0.07,1e6,1e6,1e5,,,,NOR,,screened,,
"""
FRONT = """\
measure,p,hubs,name,expected_usd,value_usd,extra_usd,saved_usd
worst_case,1,NOR,Northtown,1e9,2e9,0,0
worst_case,1,SOU,Southtown,1.2e9,1.5e9,2e8,5e8
"""
CLAIMS = """\
year,freight,gateways,claim,incumbent,challenger,central,draws,first_share,first_share_low,first_share_high,\
first_lead_mean_usd,first_lead_sd_usd
2023,all,GAT,undecided,NOR,SOU,MID,40,0.25,0.125,0.5,-18e6,26e6
2023,all,,refuted,NOR,SOU,,40,,,,,
"""


def wrote(folder, study, command, tables, **changed):
    """A folder as a study leaves it."""
    folder.mkdir()
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    region = {"digest": region_digest(study.region.data), "base_year": study.region.base_year}
    record = {
        "command": command, "written": "2026-01-02", "region": region, "changed": [], "gateways": ["GAT"],
        "verdict": ["Northtown, it seems."],
        "files": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tables.items()},
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(record | changed), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def corridors(found, tmp_path_factory):
    """Freight within the capacities of links, as the study of corridors writes it."""
    folder = tmp_path_factory.mktemp("corridors")
    study = study_corridors(found.study.region, ["north-closed", "west-cut"], hubs=["NOR"])
    write_corridors(study, folder)
    return study, folder


def test_switching_values_are_those_that_turn_the_answer_within_their_range_first(found, tmp_path):
    (beside,) = read_beside([wrote(tmp_path / "t", found.study, "tipping", {"tipping.csv": SWITCHES})], found.study)
    told, others = beside.switches()
    assert [(row["name"], row["switch"], row["within"], row["after"]) for row in told] == [
        ("rail tariff <b>", "0.045", "yes", "Midtown"),
        ("trade of Northland (factor)", "3.25", "no", "Southtown"),
    ]
    assert others == "1 input searched without any and 1 input looked at alone"
    assert beside.verdict == ("Northtown, it seems.",)
    assert beside.fronts() == beside.closures() == beside.claims() == []


def test_fronts_and_claims_name_hubs_and_gateways(found, tmp_path):
    tables = {"verdict.csv": CLAIMS, "verdict-switches.csv": SWITCHES, "verdict-frontier.csv": FRONT}
    (beside,) = read_beside([wrote(tmp_path / "v", found.study, "verdict", tables)], found.study)
    assert [(row["size"], row["name"], row["more"], row["less"]) for row in beside.fronts()] == [
        ("1 hub", "Northtown", "0", "0"), ("1 hub", "Southtown", "200 m", "500 m"),
    ]  # fmt: skip
    first, second = beside.claims()
    assert (first["gateways"], first["central"], first["incumbent"]) == ("Gate", "Midtown", "Northtown")
    assert (first["share"], first["lead"]) == ("25.0% (12.5% to 50.0%)", "-18.0 m ± 26.0 m")
    assert (second["gateways"], second["central"], second["share"], second["lead"]) == ("none", "none", "-", "-")


def test_closures_within_capacities_are_those_of_the_study(found, corridors):
    study, folder = corridors
    (beside,) = read_beside([folder], found.study)
    assert beside.hubs == ("GAT", "NOR")
    by_name = study.corridors.groupby(["scenario", "corridor"])["flow_t"].sum()
    titles, matrix = beside.corridor_matrix()
    assert titles == list(study.costs["title"])
    for name, cells in matrix:
        before, after = by_name["base", name], by_name["north-closed", name]
        sign = "" if abs(after - before) < 0.5 else "+" if after > before else "-"
        assert cells[1][:1] == (sign or "0")
    closures = beside.closures()
    assert [row["title"] for row in closures] == titles
    change = by_name["north-closed"] - by_name["base"]
    assert closures[1]["loses"].startswith(f"{change.idxmin()} -")
    left = study.unmet[study.unmet["scenario"] == "west-cut"].groupby("class")["unmet_t"].sum()
    named = found.study.region.classes["name"]
    assert all(str(named[cls]) in closures[2]["unmet"] for cls in left.index[left >= 0.5])


def test_the_page_shows_them_as_text_and_says_how_to_get_them_otherwise(found, corridors, tmp_path):
    folder = wrote(tmp_path / "t", found.study, "tipping", {"tipping.csv": SWITCHES})
    scene, record = Scene.of(found), {"region": {"overrides": []}, "versions": {"silkhub": "1"}, "written": "today"}
    write_report(scene, record, tmp_path / "with.html", read_beside([folder, corridors[1]], found.study))
    page = (tmp_path / "with.html").read_text(encoding="utf-8")
    assert "rail tariff &lt;b&gt;" in page
    assert "Within the capacities of links" in page
    assert "Not worked out here" not in page
    assert str(tmp_path) not in page
    write_report(scene, record, tmp_path / "without.html")
    page = (tmp_path / "without.html").read_text(encoding="utf-8")
    assert "silkhub tipping" in page
    assert "silkhub verdict" in page
    assert "silkhub corridors" in page


TIPPING = {"tipping.csv": SWITCHES}


@pytest.mark.parametrize(
    ("command", "tables", "changed", "why"),
    [
        ("compare", TIPPING, {}, "results of `silkhub compare`; give a folder that one of `silkhub verdict`"),
        ("tipping", TIPPING, {"region": {"digest": "0"}}, "are of another region, or of other files of it; run it"),
        ("tipping", TIPPING, {"changed": ["a tariff"]}, "are of the region with other changes"),
        ("tipping", TIPPING, {"gateways": ["SOU"]}, r"are beside other gateways \(SOU\)"),
        ("tipping", TIPPING, {"files": {"tipping.csv": "0"}}, "have a tipping.csv that is not the one"),
        ("frontier", TIPPING, {}, "lack frontier.csv"),
    ],
)
def test_what_does_not_fit_is_refused(found, tmp_path, command, tables, changed, why):
    folder = wrote(tmp_path / "x", found.study, command, tables, **changed)
    with pytest.raises(InputError, match=why):
        read_beside([folder], found.study)


def test_results_of_another_year_and_empty_folders_are_refused_together(found, tmp_path):
    region = {"digest": region_digest(found.study.region.data), "base_year": 1999}
    other = wrote(tmp_path / "x", found.study, "tipping", TIPPING, region=region)
    with pytest.raises(InputError, match="are of 1999") as told:
        read_beside([other, tmp_path / "nowhere"], found.study)
    assert "nowhere: no results; give a folder" in str(told.value)


def test_the_record_of_the_comparison_names_them(found, tmp_path):
    folder = wrote(tmp_path / "t", found.study, "tipping", TIPPING)
    (beside,) = read_beside([str(folder)], found.study)
    assert beside.fact == {
        "command": "tipping", "folder": str(folder), "written": "2026-01-02",
        "digest": hashlib.sha256(Path(folder / "run.json").read_bytes()).hexdigest(),
    }  # fmt: skip
    assert isinstance(beside.tables["tipping.csv"], pd.DataFrame)
