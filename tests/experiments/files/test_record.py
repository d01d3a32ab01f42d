"""The record of a run: digest of the region, versions, digests of files."""

import hashlib
import json
import math

import geodata
from experiments.files import json_ready, machine_facts, region_digest, run_facts, staged, write_record
from tests.experiments.tiny import FILES, write_tiny


def test_the_digest_of_a_region_follows_its_files_and_nothing_else_in_the_folder(tmp_path):
    def digest():
        return region_digest(geodata.load_region(tmp_path).data)

    write_tiny(tmp_path)
    first = digest()
    for name in ("comparison.csv", "notes.md", "results/run.json", "scenarios/results.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert digest() == first
    others = set()
    for name in ("links.csv", "region.toml", "scenarios/west-cut.toml"):
        write_tiny(tmp_path)
        with (tmp_path / name).open("a") as file:
            file.write("\n")
        others.add(digest())
    write_tiny(tmp_path)
    (tmp_path / "scenarios" / "west-cut.toml").rename(tmp_path / "scenarios" / "cut.toml")
    assert len({first, *others, digest()}) == 5


def test_the_digest_of_a_region_follows_its_other_years(tmp_path):
    region = geodata.load_region(write_tiny(tmp_path))
    first = region_digest(region.data)
    (tmp_path / "years" / "2025").mkdir(parents=True)
    (tmp_path / "years" / "2025" / "trade.csv").write_text(FILES["trade.csv"])
    assert region_digest(region.data) != first


def test_the_digest_of_a_region_follows_its_places_in_every_form(tmp_path):
    places = geodata.load_region(write_tiny(tmp_path)).places
    (tmp_path / "places.csv").unlink()
    seen = set()
    for name in ("Midtown", "Midville"):
        places.loc["MID", "name"] = name
        (tmp_path / "places.geojson").write_text(places.to_json(), encoding="utf-8")
        seen.add(region_digest(geodata.load_region(tmp_path).data))
    assert len(seen) == 2


def test_a_record_says_what_was_asked_of_which_region_with_what(tiny):
    region = geodata.load_region(tiny).with_hub("MID", fixed_usd_per_year=5e8)
    record = run_facts("corridors", {"hubs": ["MID"]}, region)
    assert (record["command"], record["arguments"]) == ("corridors", {"hubs": ["MID"]})
    assert (record["region"]["name"], record["region"]["base_year"]) == ("tiny", 2023)
    assert ["MID" in each for each in record["region"]["overrides"]] == [True]
    assert {"python", "numpy", "silkhub"} <= set(machine_facts()["versions"])


def test_what_json_does_not_have_becomes_null():
    assert json_ready({1: (math.inf, -math.inf, math.nan, 1.5), "b": {"c": ["x"]}}) == {
        "1": [None, None, None, 1.5], "b": {"c": ["x"]},
    }  # fmt: skip


def test_a_record_vouches_for_the_files_before_it(tmp_path):
    with staged(tmp_path) as files:
        files.write("a.csv", lambda path: path.write_text("x"))
        write_record(files, {"command": "corridors"}, "corridors.json")
        files.settle("corridors.json")
    expected = {"a.csv": hashlib.sha256(b"x").hexdigest()}
    found = json.loads((tmp_path / "corridors.json").read_text())
    assert found == {"command": "corridors", "files": expected, "failures": {}}
