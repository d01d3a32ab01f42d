"""`silkhub rerun`: a run again, compared byte by byte; the run itself is a double but for once."""

import hashlib
import json
from pathlib import Path

import pytest

from experiments.commands import rerun
from experiments.commands.rerun import arguments_into

CALL = ["compare", "--region", "r", "--out", "first"]


def write_results(folder, tables, name="run.json", **more):
    folder.mkdir(parents=True, exist_ok=True)
    for table, text in tables.items():
        (folder / table).write_text(text)
    files = {table: hashlib.sha256(text.encode()).hexdigest() for table, text in tables.items()}
    record = {"call": {"arguments": CALL, "folder": str(folder)}, "files": files, **more}
    (folder / name).write_text(json.dumps(record))


@pytest.fixture
def again(monkeypatch):
    """Let the run write given tables instead of running."""

    def set_to(tables, status=0, name="run.json", **more):
        def run(arguments, folder):
            if tables is not None:
                write_results(Path(arguments[-1]), tables, name, **more)
            return status

        monkeypatch.setattr(rerun, "_run", run)

    return set_to


@pytest.mark.parametrize("given", [[*CALL, "--resume"], ["compare", "--out=first", "--region", "r"]])
def test_it_begins_anew_in_another_folder(given):
    assert arguments_into(given, Path("second")) == ["compare", "--region", "r", "--out", "second"]


def test_the_same_tables_are_the_same_result(call, again, tmp_path):
    write_results(tmp_path, {"a.csv": "x,seconds\n1,0.5\n", "page.html": "at noon"})
    again({"a.csv": "x,seconds\n1,0.7\n", "page.html": "at night"})
    status, out, err = call("rerun", tmp_path)
    assert (status, err) == (0, "")
    assert "Other bytes, as they hold times or drawings: page.html." in out
    assert "The result is the same: 1 table, to the last digit." in out


def test_other_tables_are_named(call, again, tmp_path):
    write_results(tmp_path, {"a.csv": "1", "b.csv": "2", "c.csv": "3"}, region={"digest": "x"}, versions={"numpy": "1"})
    again({"a.csv": "1", "b.csv": "5"}, region={"digest": "y"})
    (tmp_path / "a.csv").write_text("edited")
    status, out, err = call("rerun", tmp_path, "--out", tmp_path / "new")
    assert status == 3
    assert "b.csv and c.csv of 2 tables differ; the new one is in" in err
    assert "The region's files have changed since." in out
    assert "numpy 1 then" in out
    assert "someone has changed a.csv" in out


def test_a_run_that_fails_is_told(call, again, tmp_path):
    write_results(tmp_path, {"a.csv": "1"})
    again(None, status=2)
    status, _, err = call("rerun", tmp_path)
    assert status == 2
    assert "ended with exit status 2 and no results" in err


def test_the_only_record_is_found_and_several_have_to_be_named(call, again, tmp_path):
    write_results(tmp_path, {"a.csv": "1"}, "air.json")
    again({"a.csv": "1"}, name="air.json")
    assert call("rerun", tmp_path)[0] == 0
    write_results(tmp_path, {"a.csv": "1"}, "corridors.json")
    assert "air.json and corridors.json: name one" in call("rerun", tmp_path)[2]
    assert call("rerun", tmp_path, "--record", "air.json")[0] == 0


def test_folders_without_a_usable_record_are_refused(call, tmp_path):
    assert "has no record of a run" in call("rerun", tmp_path)[2]
    (tmp_path / "run.json").write_text("{")
    assert "is no record of a run" in call("rerun", tmp_path)[2]
    (tmp_path / "run.json").write_text('{"call": null}')
    assert "does not say how the command was called" in call("rerun", tmp_path)[2]
    write_results(tmp_path, {})
    assert "name another folder" in call("rerun", tmp_path, "--out", tmp_path)[2]


def test_a_region_is_compared_again_to_the_byte(call, tiny, tmp_path):
    """The only test here that starts the command in earnest."""
    assert call("corridors", "--region", tiny, "--scenarios", "base", "--out", tmp_path)[0] == 0
    status, out, err = call("rerun", tmp_path)
    assert (status, err) == (0, "")
    assert "The result is the same" in out
