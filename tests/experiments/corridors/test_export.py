"""The files of the corridor study."""

import hashlib
import json
import sys

import pandas as pd
import pytest
from matplotlib import image

from experiments.corridors import choice_words, write_corridors


@pytest.fixture(scope="module")
def written(tiny_study, tmp_path_factory):
    return write_corridors(tiny_study, tmp_path_factory.mktemp("parent") / "corridors")


def test_tables_a_picture_and_a_record_are_written(written):
    names = [path.name for path in written]
    assert names == [
        "corridors.csv", "bottlenecks.csv", "rooms.csv", "unmet.csv", "corridor-costs.csv", "corridors.png",
        "corridors.json",
    ]  # fmt: skip
    assert all(path.is_file() for path in written)


def test_the_tables_hold_the_frames_to_a_thousandth(written, tiny_study):
    frames = (tiny_study.corridors, tiny_study.bottlenecks, tiny_study.rooms, tiny_study.unmet, tiny_study.costs)
    for path, frame in zip(written, frames, strict=False):
        table = pd.read_csv(path, keep_default_na=False)
        assert list(table.columns) == list(frame.columns)
        for column in table.select_dtypes("number"):
            assert table[column].to_numpy() == pytest.approx(frame[column].to_numpy(), abs=0.0005 + 1e-12)
    text = written[1].read_text().splitlines()[1]
    assert all(len(cell.partition(".")[2]) <= 3 for cell in text.split(",")[7:])


def test_the_picture_shows_something(written):
    picture = image.imread(written[-2])
    assert picture.shape[1] >= 1500
    assert picture[..., :3].std() > 0.05


def test_a_picture_that_fails_takes_no_table_with_it(tiny_study, tmp_path, monkeypatch):
    def fails(*_):
        raise ValueError("no picture")

    monkeypatch.setattr(sys.modules["experiments.corridors.export"], "draw_corridors", fails)
    written = write_corridors(tiny_study, tmp_path)
    assert written.failures == {"corridors.png": "ValueError: no picture"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)
    assert len(written) == 6


def test_the_record_says_which_hubs_are_open_and_vouches_for_the_files(hub_study, tmp_path):
    written = write_corridors(hub_study, tmp_path)
    record = json.loads(written[-1].read_text())
    assert record["command"] == "corridors"
    asked = {"scenarios": ["base", "slow-south"], "hubs": ["GAT", "NOR"], "open_gateways": ["GAT"]}
    assert record["arguments"] == asked | {"from": [], "to": [], "classes": []}
    assert record["region"]["name"] == "tiny"
    assert record["found"]["base"]["hub_fixed_usd"] == 100_000
    assert record["files"]["rooms.csv"] == hashlib.sha256((tmp_path / "rooms.csv").read_bytes()).hexdigest()
    rooms = pd.read_csv(tmp_path / "rooms.csv").query("scenario == 'base' and kind == 'hub'")
    assert rooms[["id", "capacity", "load", "use", "price_usd"]].to_numpy().tolist() == [["NOR", 20000, 20000, 1, 32]]


def test_how_hubs_were_chosen_is_written_with_the_study(tiny_study, tiny_choice, tmp_path):
    written = write_corridors(tiny_study, tmp_path, tiny_choice)
    names = [path.name for path in written]
    assert names[5:] == [
        "hub-choice.csv", "hub-sets.csv", "hub-candidates.csv", "corridors.png", "hub-choice.png", "corridors.json",
    ]  # fmt: skip
    sets = pd.read_csv(tmp_path / "hub-sets.csv")
    assert sets["hubs"].tolist() == tiny_choice.sets["hubs"].tolist()
    assert sets["lower_usd"].to_numpy() == pytest.approx(tiny_choice.sets["lower_usd"].to_numpy(), abs=0.001)
    record = json.loads((tmp_path / "corridors.json").read_text())
    assert record["arguments"]["choose"] == 1
    assert record["arguments"]["open_anyway"] == ["GAT"]
    assert record["hub_choice"]["base"]["hubs"] == "NOR"
    assert record["verdict"] == choice_words(tiny_choice)
