"""``silkhub air``: tables, sentences, files."""

import json

import pandas as pd
import pytest

from tests.experiments.air.airborne import write_airborne


@pytest.fixture(scope="module")
def airborne(tmp_path_factory):
    return write_airborne(tmp_path_factory.mktemp("airborne"))


def test_the_command_says_who_and_writes_all(call, airborne, tmp_path):
    status, out, err = call("air", "--region", airborne, "--flight", "ORG-HUB", "--best", 1, "--out", tmp_path)
    assert (status, err) == (0, "")
    told = " ".join(out.split())
    assert "Nobody should be the hub of air cargo" in told
    assert "Chosen by the data: hubs: candidates with an open flight." in told
    assert "Origin - Hubtown (fly-hub), hubs at both ends" in told
    for name in ("air.csv", "flights.csv", "airports.csv", "air-volumes.csv", "air-growth.csv"):
        assert not pd.read_csv(tmp_path / name).empty
    assert (tmp_path / "air.png").stat().st_size > 10_000
    assert (tmp_path / "air.json").exists()


def test_names_are_taken_as_they_are_given(call, airborne, tmp_path):
    arguments = ["--hubs", "altville", "--gateways", "origin", "--classes", "parcels", "--fixed-usd", "0"]
    status, out, _ = call("air", "--region", airborne, *arguments, "--best", 0, "--flight", "none", "--out", tmp_path)
    assert status == 0
    assert "Altville should be the hub" in " ".join(out.split())
    assert "Chosen by the data" not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--best", "-1"], "best is -1"),
        (["--flight", "fly-moon"], "fly-moon"),
        (["--fixed-usd", "1", "--fixed-share", "1"], "given twice"),
        (["--hubs", "none"], "no hub is named"),
    ],
)
def test_the_command_says_what_it_cannot_use(call, airborne, tmp_path, arguments, words):
    status, _, err = call("air", "--region", airborne, "--out", tmp_path, *arguments)
    assert status == 2
    assert err.startswith("silkhub: ")
    assert words in err


def test_interrupted_it_says_that_nothing_is_kept(call, airborne, tmp_path, monkeypatch):
    def interrupted(*_, progress, **__):
        progress("airports", 1, 4)
        raise KeyboardInterrupt

    monkeypatch.setattr("experiments.air.study_air", interrupted)
    status, out, _ = call("air", "--region", airborne, "--out", tmp_path)
    assert status == 130
    assert "Stopped in step 2 of 4: this study keeps nothing." in out


def test_what_ifs_are_asked_as_of_all_studies_and_told(call, airborne, tmp_path):
    arguments = ("--best", 0, "--flight", "none", "--set", "fixed_usd_per_year*0", "--json", "--quiet")
    status, out, err = call("air", "--region", airborne, *arguments, "--out", tmp_path)
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert told["changed"] == json.loads((tmp_path / "air.json").read_text())["changed"]
    assert len(told["changed"]) == 1
    assert any("should be the hub" in text for text in told["sentences"])
    status, _, err = call("air", "--region", airborne, "--modes", "rail", "--out", tmp_path)
    assert status == 2
