"""Files appear whole or not at all, alone and together."""

import errno
import os

import pytest

from experiments.files import staged, whole, write_text
from experiments.files.whole import PART, sweep


def left_in(folder):
    """Names of all files of a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_takes_the_place_of_what_was_there(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    with whole(tmp_path / "a.txt") as part:
        part.write_text("new")
        assert (tmp_path / "a.txt").read_text() == "old"
        assert part.suffix == ".txt"
    assert (tmp_path / "a.txt").read_text() == "new"
    assert left_in(tmp_path) == ["a.txt"]


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    (tmp_path / "a.gpkg").write_text("old")

    def interrupted():
        with whole(tmp_path / "a.gpkg") as part:
            part.write_text("half")
            part.with_name(part.name + "-journal").write_text("SQLite's own")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (tmp_path / "a.gpkg").read_text() == "old"
    assert left_in(tmp_path) == ["a.gpkg"]


def test_an_error_names_the_file_that_was_wanted(tmp_path):
    with pytest.raises(OSError, match="No space left") as caught, whole(tmp_path / "a.csv"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert caught.value.filename == str(tmp_path / "a.csv")
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write_text(tmp_path / "folder", "x")
    assert caught.value.filename == str(tmp_path / "folder")
    with pytest.raises(FileNotFoundError) as caught:
        write_text(tmp_path / "nowhere" / "a", "x")
    assert caught.value.filename == str(tmp_path / "nowhere" / "a")
    assert left_in(tmp_path) == ["folder"]


def test_half_of_a_surrogate_pair_does_not_stop_a_text(tmp_path):
    write_text(tmp_path / "a.txt", "x\udcffy я")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "x\\udcffy я"


def test_nothing_of_a_result_is_moved_before_all_of_it_is_there(tmp_path):
    for name in ("a.csv", "run.json"):
        (tmp_path / name).write_text("old")

    def stopped():
        with staged(tmp_path) as files:
            files.write("a.csv", lambda path: path.write_text("new"))
            files.write("b.csv", full)

    with pytest.raises(OSError, match="full"):
        stopped()
    assert [(tmp_path / name).read_text() for name in left_in(tmp_path)] == ["old", "old"]


def full(_path):
    raise OSError(errno.ENOSPC, "the disk is full")


def test_the_record_goes_first_and_comes_last(tmp_path, monkeypatch):
    (tmp_path / "run.json").write_text("old")
    seen = []
    real = type(tmp_path).replace

    def watched(self, target):
        seen.append((target.name, (tmp_path / "run.json").exists()))
        return real(self, target)

    with staged(tmp_path) as files:
        files.write("run.json", lambda path: path.write_text("new"))
        files.write("a.csv", lambda path: path.write_text("new"))
        monkeypatch.setattr(type(tmp_path), "replace", watched)
        assert [path.name for path in files.settle("run.json")] == ["run.json", "a.csv"]
    assert seen == [("a.csv", False), ("run.json", False)]
    assert left_in(tmp_path) == ["a.csv", "run.json"]


def test_a_file_that_can_be_done_without_is_noted_and_its_old_version_goes(tmp_path):
    (tmp_path / "map.png").write_text("of an earlier run")

    def fails(path):
        path.write_text("half")
        raise ValueError("no such\ncolour")

    with staged(tmp_path) as files:
        files.write("a.csv", lambda path: path.write_text("abc"))
        files.attempt("map.png", fails)
        # SHA-256 of "abc" as the standard gives it (FIPS 180-2, appendix B.1)
        assert files.digests() == {"a.csv": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
        files.settle(None)
    assert files.failures == {"map.png": "ValueError: no such colour"}
    assert left_in(tmp_path) == ["a.csv"]


def test_a_full_disk_is_no_fault_of_the_picture(tmp_path, monkeypatch):
    with pytest.raises(OSError, match="full"), staged(tmp_path) as files:
        files.attempt("map.png", full)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 0}))

    def driver_fails(_path):
        raise RuntimeError("failed to write feature")

    with pytest.raises(OSError, match="No space left"), staged(tmp_path) as files:
        files.attempt("hubs.gpkg", driver_fails)
    assert left_in(tmp_path) == []


def test_unfinished_files_of_killed_runs_are_swept_and_nothing_else(tmp_path):
    for name in (f"{PART}0123-a.csv", f"{PART}0123-a.gpkg-journal", "a.csv", ".hidden"):
        (tmp_path / name).write_text("x")
    sweep(tmp_path)
    assert left_in(tmp_path) == [".hidden", "a.csv"]


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_killed_while_files_are_moved_each_is_old_or_new_and_no_record_vouches(tmp_path, monkeypatch, moves):
    names = ("a.csv", "b.csv", "run.json")
    for name in names:
        (tmp_path / name).write_text("old")
    real, left = type(tmp_path).replace, iter(range(moves))

    def killed(self, target):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return real(self, target)

    def stopped():
        with staged(tmp_path) as files:
            for name in names:
                files.write(name, lambda path: path.write_text("new"))
            monkeypatch.setattr(type(tmp_path), "replace", killed)
            files.settle("run.json")

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert left_in(tmp_path) == ["a.csv", "b.csv"]
    assert [(tmp_path / name).read_text() for name in ("a.csv", "b.csv")] == ["new"] * moves + ["old"] * (2 - moves)


def test_a_folder_in_the_place_of_one_file_leaves_all_others_as_they_were(tmp_path):
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / "run.json").write_text("old")
    (tmp_path / "map.png").mkdir()

    def stopped():
        with staged(tmp_path) as files:
            for name in ("a.csv", "map.png", "run.json"):
                files.write(name, lambda path: path.write_text("new"))
            files.settle("run.json")

    with pytest.raises(IsADirectoryError) as caught:
        stopped()
    assert caught.value.filename == str(tmp_path / "map.png")
    assert [(tmp_path / name).read_text() for name in ("a.csv", "run.json")] == ["old", "old"]
    assert left_in(tmp_path) == ["a.csv", "map.png", "run.json"]
