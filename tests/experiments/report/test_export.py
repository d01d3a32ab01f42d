"""The files of a comparison and the record of its run."""

import errno
import hashlib
import json
import math
import sys
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

import geodata
from experiments import compare
from experiments.files import region_digest
from experiments.report.export import designs_frame, export, run_record, write_layers
from experiments.report.scene import Scene
from optimize import InputError
from tests.experiments.hand import hand_comparison
from tests.experiments.tiny import write_tiny

module = sys.modules["experiments.report.export"]
"""By its name, as the room's face has a function of the same name."""


def test_all_files_are_written_and_named(found, tmp_path):
    written = export(found, tmp_path / "new" / "folder", {})
    assert [path.name for path in written] == [
        "comparison.csv", "designs.csv", "overloaded.csv", "map.png", "flows.png", "report.html", "hubs.gpkg",
        "results.xlsx", "run.json",
    ]  # fmt: skip
    assert all(path.stat().st_size > 500 for path in written if path.name != "overloaded.csv")  # no link has a limit


def test_further_formats_are_written_where_they_are_asked_for(found, tmp_path):
    written = export(found, tmp_path, {}, also=["geojson", "geoparquet", "markdown", "latex", "latex"])
    assert written.failures == {}
    layers = {path.stem for path in written if path.suffix == ".geojson"}
    assert (
        layers
        == {path.stem for path in written if path.suffix == ".parquet"}
        == set(pyogrio.list_layers(tmp_path / "hubs.gpkg")[:, 0]) - {"about", "layer_styles"}
    )
    for name in layers:
        rows = {
            len(pyogrio.read_dataframe(tmp_path / f"{name}.geojson")),
            len(gpd.read_parquet(tmp_path / f"{name}.parquet")),
        }
        assert rows == {len(pyogrio.read_dataframe(tmp_path / "hubs.gpkg", layer=name))}, name
    assert (tmp_path / "hubs.md").read_text(encoding="utf-8") == found.to_markdown()
    assert (tmp_path / "hubs.tex").read_text(encoding="utf-8") == found.to_latex()
    assert written[-1].name == "run.json"


def test_a_format_that_is_not_known_is_told_before_anything_is_written(found, tmp_path):
    with pytest.raises(InputError, match="format 'shp' is not known; use one of geoparquet, geojson, markdown, latex"):
        export(found, tmp_path / "new", {}, also=["shp"])
    assert not (tmp_path / "new").exists()


def test_comparison_csv_has_the_columns_that_others_rely_on(results, found):
    table = pd.read_csv(results / "comparison.csv")
    wanted = {"hub", "name", "design", "scenario", "probability", "cost_usd", "rank", "regret_usd", "unmet_t",
              "expected_cost_usd", "worst_case_cost_usd", "max_regret_usd", "expected_rank"}  # fmt: skip
    assert wanted <= set(table.columns)
    assert len(table) == len(found.study.hubs) * len(found.study.scenarios)
    weighted = (table["cost_usd"] * table["probability"]).groupby(table["hub"]).sum()
    assert weighted.to_dict() == pytest.approx(table.groupby("hub")["expected_cost_usd"].first().to_dict())


def test_dollars_and_tonnes_are_written_to_the_cent_and_weights_in_full(results, found):
    table = pd.read_csv(results / "comparison.csv", dtype=str)
    for column in table.columns[table.columns.str.endswith(("_usd", "_t"))]:
        assert table[column].dropna().str.partition(".")[2].str.len().max() <= 2, column
    assert float(table["probability"].iloc[0]) == found.study.probability["base"]


def test_designs_csv_lists_hubs_with_semicolons():
    frame = designs_frame(hand_comparison())
    row = frame[(frame["further_hubs"] == 2) & (frame["criterion"] == "expected")].iloc[0]
    assert (row["hubs"], row["runner_up"], row["value_usd"], row["margin_usd"]) == ("A;C", "A;B", 1085.0, 25.0)


def test_layers_carry_hubs_with_their_figures_places_and_links(results, found):
    hubs = gpd.read_file(results / "hubs.gpkg", layer="hubs")
    assert hubs.crs.to_epsg() == 4326
    assert set(hubs["hub"]) == set(found.study.hubs)
    expected = found.over_scenarios["beside"]["expected_cost_usd"]
    assert hubs.set_index("hub")["expected_cost_usd"].to_dict() == pytest.approx(expected.to_dict())
    assert hubs.set_index("hub").loc["NOR", "geometry"].coords[0] == (70.0, 43.0)
    assert sorted(hubs["substitute_rank"].dropna()) == [1.0, 2.0]
    places = gpd.read_file(results / "hubs.gpkg", layer="places")
    assert len(places) == 7
    assert places.loc[0, "roles"] == "demand;gateway"
    links = gpd.read_file(results / "hubs.gpkg", layer="links").set_index("link")
    assert links.loc["gate-north", "corridors"] == "Trunk;North"
    assert links.loc["gate-north", "length_km"] == 1000


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """Comparison of the tiny region with a narrow line to Westport, which has no other."""
    line = ("mid-west,MID,WES,rail,950,,Trunk", "mid-west,MID,WES,rail,950,1000,Trunk")
    folder = write_tiny(tmp_path_factory.mktemp("narrow"), links=line)
    return compare(str(folder), hubs=["NOR", "SOU"], scenarios=["base"], confirmed=False)


def test_links_above_their_capacity_are_in_the_table_the_record_and_on_the_page(narrow, tmp_path):
    export(narrow, tmp_path, {})
    table = pd.read_csv(tmp_path / "overloaded.csv")
    assert list(table.columns) == [
        "scenario", "hubs", "link", "from", "to", "mode", "corridors", "load_t", "capacity_t", "use",
    ]  # fmt: skip
    assert set(zip(table["link"], table["from"], strict=True)) == {("mid-west", "MID"), ("mid-west", "WES")}
    assert set(table["hubs"]) == {f"GAT;{narrow.ranking.index[0]}"}
    sent = sum(narrow.study.region.flows(cls=cls)["WES"].sum() for cls in narrow.classes)
    assert table.set_index("from").loc["MID", ["load_t", "use"]].tolist() == pytest.approx([sent, sent / 1000])
    told = json.loads((tmp_path / "run.json").read_text())["overload"]
    assert told["hubs"] == ["GAT", narrow.ranking.index[0]]
    assert told["words"].startswith("2 directed links are loaded above their own capacity")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert told["words"] in page
    assert '<th scope="row">mid-west</th><td>Midtown - Westport</td><td>rail</td>' in page


def test_the_record_says_what_was_asked_and_found(found):
    record = run_record(found, {"region": "tiny", "seed": 7})
    assert record["command"] == "compare"
    assert record["arguments"] == {
        "region": "tiny", "seed": 7, "hubs": ["NOR", "SOU", "MID"], "gateways": ["GAT"],
        "scenarios": ["base", "north-closed", "west-cut", "slow-south", "west-road"],
        "incumbent": found.incumbent, "challenger": found.challenger,
    }  # fmt: skip
    assert record["region"]["name"] == "tiny"
    assert record["region"]["digest"] == region_digest(found.study.region.data)
    assert record["verdict"] == list(found.verdict)
    assert record["probability"] == dict(found.study.probability)
    assert (record["run"]["cases"], record["run"]["kept_from_earlier"], record["run"]["failed"]) == (5, 0, [])
    assert len(record["run"]["inputs"]) == 16
    assert record["confirmation"]["agrees"] is True
    assert [check["method"] for check in record["confirmation"]["checks"]] == ["benders", "benders", "compact"]
    assert {"python", "numpy", "silkhub"} <= set(record["versions"])
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_what_has_no_number_is_null_in_the_record(found):
    check = replace(found.confirmation.checks[0], solver_cost_usd=math.inf, bound_usd=-math.inf, seconds=math.nan)
    odd = replace(found, confirmation=replace(found.confirmation, checks=(check,)), run=None, seconds={"s": 1.23456})
    record = run_record(odd, {})
    told = record["confirmation"]["checks"][0]
    assert [told["solver_cost_usd"], told["bound_usd"], told["seconds"]] == [None, None, None]
    assert record["run"] is None
    assert record["seconds"] == {"s": 1.235}
    assert run_record(replace(found, confirmation=None), {})["confirmation"] is None


def test_overrides_of_the_region_are_recorded(tiny):
    dearer = geodata.load_region(tiny).with_hub("MID", fixed_usd_per_year=5e8)
    record = run_record(compare(dearer, scenarios=["base"], confirmed=False), {})
    assert len(record["region"]["overrides"]) == 1
    assert "MID" in record["region"]["overrides"][0]


@pytest.fixture
def broken_map(monkeypatch):
    """A picture that cannot be drawn."""

    def fails(scene, path):
        path.write_text("half of it")
        raise ValueError("the map cannot be drawn")

    monkeypatch.setattr(module, "draw_map", fails)


@pytest.mark.usefixtures("broken_map")
def test_a_picture_that_fails_takes_nothing_with_it(found, tmp_path):
    (tmp_path / "map.png").write_text("of an earlier run")
    (tmp_path / "corridors.csv").write_text("of another study")
    exported = export(found, tmp_path, {})
    assert exported.failures == {"map.png": "ValueError: the map cannot be drawn"}
    names = [
        "comparison.csv",
        "corridors.csv",
        "designs.csv",
        "flows.png",
        "hubs.gpkg",
        "overloaded.csv",
        "report.html",
        "results.xlsx",
        "run.json",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["failures"] == exported.failures
    assert sorted(record["files"]) == sorted({*names} - {"corridors.csv", "run.json"})
    for name, digest in record["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    "which", ["write_csv", "draw_map", "draw_flows", "write_report", "write_layers", "write_record"]
)
def test_a_full_disk_leaves_all_files_of_the_earlier_run_as_they_were(found, tmp_path, monkeypatch, which):
    names = ["comparison.csv", "designs.csv", "overloaded.csv", "map.png", "flows.png", "report.html", "hubs.gpkg"]
    names += ["results.xlsx", "run.json"]
    for name in names:
        (tmp_path / name).write_text("of an earlier run")

    def quick(_, path):
        path.write_text("x")

    def full(_, path):
        path.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in ("draw_map", "draw_flows", "write_layers"):
        monkeypatch.setattr(module, name, quick)
    monkeypatch.setattr(module, "write_report", lambda scene, record, path, besides: quick(scene, path))
    if which == "write_report":
        monkeypatch.setattr(module, which, lambda scene, record, path, besides: full(scene, path))
    elif which == "write_record":
        monkeypatch.setattr(module, which, lambda files, _: files.write("run.json", lambda path: full(None, path)))
    else:
        monkeypatch.setattr(module, which, full)
    with pytest.raises(OSError, match="No space left"):
        export(found, tmp_path, {})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert {(tmp_path / name).read_text() for name in names} == {"of an earlier run"}


def test_a_layer_that_was_cut_short_is_found_out(found, tmp_path, monkeypatch):
    real = pyogrio.write_dataframe
    monkeypatch.setattr(pyogrio, "write_dataframe", lambda frame, *given, **how: real(frame.iloc[:2], *given, **how))
    with pytest.raises(RuntimeError, match="layer hubs has 2 of 3 rows"):
        write_layers(Scene.of(found), tmp_path / "hubs.gpkg")
    assert list(tmp_path.iterdir()) == []
