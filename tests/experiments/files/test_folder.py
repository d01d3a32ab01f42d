"""One run a folder, whatever became of the one before."""

import os
import subprocess
import sys

import pytest

from experiments.files import results_folder
from experiments.files.folder import LOCK
from experiments.files.whole import PART
from optimize import InputError

pytest.importorskip("fcntl", reason="no locks of this kind on Windows")

HOLDER = """
import fcntl, os, sys
lock = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(lock, fcntl.LOCK_EX)
os.pwrite(lock, str(os.getpid()).encode(), 0)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_run_is_refused_in_so_many_words(tmp_path):
    with results_folder(tmp_path / "out") as folder:
        assert folder == tmp_path / "out"
        with pytest.raises(InputError) as refused, results_folder(folder):
            pass
    assert f"another run of silkhub (process {os.getpid()}) is writing to {folder}" in str(refused.value)
    assert "--out" in str(refused.value)
    with results_folder(folder):
        pass


def test_results_do_not_lie_among_the_files_of_a_region_but_may_in_a_folder_within(tmp_path):
    (tmp_path / "region.toml").write_text('name = "mine"\n', encoding="utf-8")
    with pytest.raises(InputError, match="a region's own folder") as refused, results_folder(tmp_path):
        pass
    assert str(tmp_path / "results") in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["region.toml"]
    with results_folder(tmp_path / "results"):
        pass
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with results_folder(tmp_path):  # it has results already
        pass


def test_a_killed_run_blocks_nobody_and_its_leftovers_go(tmp_path):
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", HOLDER, str(tmp_path / LOCK)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InputError, match=f"process {other.pid}"), results_folder(tmp_path):
            pass
        other.kill()
        other.wait()
    (tmp_path / f"{PART}12-map.png").write_text("half")
    (tmp_path / "map.png").write_text("whole")
    with results_folder(tmp_path):
        assert sorted(path.name for path in tmp_path.iterdir()) == [LOCK, "map.png"]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / LOCK).mkdir()
    with pytest.raises(IsADirectoryError) as caught, results_folder(tmp_path):
        pass
    assert caught.value.filename == str(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises((FileExistsError, NotADirectoryError)), results_folder(tmp_path / "file"):
        pass


def test_without_locks_the_work_goes_on(tmp_path, monkeypatch):
    def no_locks(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("experiments.files.folder.fcntl.flock", no_locks)
    with results_folder(tmp_path), results_folder(tmp_path):
        pass
