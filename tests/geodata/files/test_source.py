"""The gate to a folder: what is no plain file of a size that can be held is refused, and nothing waits for it."""

import os
import socket

import pytest

import geodata
from geodata.faults import FaultCollector
from geodata.files.source import find_file, list_files, read_text


def only(faults):
    (fault,) = faults.sorted()
    return fault


@pytest.fixture
def faults():
    return FaultCollector()


def test_a_plain_file_is_found_and_read(danube, faults):
    assert find_file(danube, "hubs.csv", faults) == danube / "hubs.csv"
    assert read_text(danube, "hubs.csv", faults).startswith("place,")
    assert faults.sorted() == []


def test_a_file_that_is_not_there_is_a_fault_when_it_is_needed(danube, faults):
    assert read_text(danube, "x.csv", faults) is None
    assert faults.sorted() == []
    assert read_text(danube, "x.csv", faults, needed=True) is None
    assert only(faults).problem == "the file is missing"


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/passwd", ".."])
def test_a_link_that_leaves_the_folder_is_not_followed(danube, faults, target):
    (danube / "hubs.csv").unlink()
    (danube / "hubs.csv").symlink_to(target)
    assert read_text(danube, "hubs.csv", faults) is None
    assert only(faults).problem == "a link that leaves the region's folder"


def test_a_link_within_the_folder_is_followed_and_one_to_nothing_is_a_fault(danube, faults):
    (danube / "hubs.csv").rename(danube / "mine.csv")
    (danube / "hubs.csv").symlink_to("mine.csv")
    assert read_text(danube, "hubs.csv", faults).startswith("place,")
    (danube / "mine.csv").unlink()
    assert read_text(danube, "hubs.csv", faults) is None
    assert only(faults).problem.startswith("not readable")


def test_links_in_a_circle_are_a_fault(danube, faults):
    (danube / "hubs.csv").unlink()
    (danube / "hubs.csv").symlink_to("hubs.csv")
    assert read_text(danube, "hubs.csv", faults) is None
    assert only(faults).problem.startswith("not readable")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("file", ["hubs.csv", "region.toml", "scenarios/danube-bridge-closed.toml", "places.csv"])
def test_a_pipe_is_refused_before_it_is_waited_for(danube, file):
    (danube / file).unlink()
    os.mkfifo(danube / file)
    assert [fault.problem for fault in geodata.check_region(danube) if fault.file == file] == ["a pipe, not a file"]


def test_a_folder_and_a_socket_are_no_files(danube, faults, monkeypatch):
    (danube / "hubs.csv").unlink()
    (danube / "hubs.csv").mkdir()
    assert find_file(danube, "hubs.csv", faults) is None
    assert only(faults).problem == "a folder, not a file"
    monkeypatch.chdir(danube)  # the address of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.csv")
        assert find_file(danube, "s.csv", faults) is None
    assert [fault.problem for fault in faults.sorted()] == ["a folder, not a file", "a socket, not a file"]


@pytest.mark.parametrize("file", ["trade.csv", "region.toml", "scenarios/danube-bridge-closed.toml"])
def test_a_file_that_takes_all_memory_is_refused_by_its_size(danube, file):
    with (danube / file).open("wb") as stream:
        stream.truncate(20_000_000_000)  # no bytes on the disk
    problems = [fault.problem for fault in geodata.check_region(danube) if fault.file == file]
    assert len(problems) == 1
    assert problems[0].startswith("20,000.0 MB, more than the ")


def test_files_that_begin_with_a_dot_are_passed_over(danube, faults):
    (danube / "scenarios" / "._danube-bridge-closed.toml").write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X")
    (danube / "._places.csv").write_bytes(b"\x00\x05\x16\x07")
    assert list_files(danube, "scenarios", ".toml", faults) == ["scenarios/danube-bridge-closed.toml"]
    assert geodata.check_region(danube) == []


def test_scenarios_that_cannot_be_listed_are_a_fault_and_not_a_scenario_less(danube, faults, monkeypatch):
    def refused(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.iterdir", refused)
    assert list_files(danube, "scenarios", ".toml", faults) == []
    fault = only(faults)
    assert (fault.file, fault.problem) == ("scenarios/", "not readable (Permission denied)")


@pytest.mark.parametrize("way", ["file", "link"])
def test_scenarios_have_to_be_a_folder_of_the_region(danube, faults, way, tmp_path):
    (danube / "scenarios" / "danube-bridge-closed.toml").unlink()
    (danube / "scenarios").rmdir()
    if way == "file":
        (danube / "scenarios").write_text("x", encoding="utf-8")
    else:
        (danube / "scenarios").symlink_to(tmp_path)
    assert list_files(danube, "scenarios", ".toml", faults) == []
    assert only(faults).problem == {"file": "not a folder", "link": "a link that leaves the region's folder"}[way]


def test_a_region_may_have_no_scenarios(danube, faults):
    assert list_files(danube, "more", ".toml", faults) == []
    assert faults.sorted() == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Hubs.csv", "hubs.csv"), ("hub.csv", "hubs.csv"), ("hubs.csv.txt", "hubs.csv"),
        ("crossing.csv", "crossings.csv"), ("scenario", "scenarios"), ("Scenarios", "scenarios"),
    ],
)  # fmt: skip
def test_a_file_that_is_almost_named_right_is_not_passed_over(danube, name, meant):
    if meant == "scenarios":
        (danube / "region.toml").write_text('name = "x"\ntitle = "X"\nbase_year = 2023\n', encoding="utf-8")
    (danube / meant).rename(danube / name)
    (fault,) = geodata.check_region(danube)
    assert (fault.file, fault.remedy) == (name, f"did you mean {meant}?")


@pytest.mark.parametrize("name", ["x.TOML", "x.toml.txt"])
def test_a_scenario_that_is_almost_named_right_is_not_passed_over(danube, name):
    (danube / "scenarios" / name).write_text("", encoding="utf-8")
    (fault,) = geodata.check_region(danube)
    assert (fault.file, fault.remedy) == (f"scenarios/{name}", "rename it")


def test_other_files_may_lie_in_the_folder(danube):
    for name in (
        "README.md",
        "notes.csv",
        "hubs-old.csv",
        "links (copy).csv",
        "places.csv.bak",
        "map.png",
        ".hubs.csv",
    ):
        (danube / name).write_text("x", encoding="utf-8")
    (danube / "scenarios" / "README.txt").write_text("x", encoding="utf-8")
    (danube / "out").mkdir()
    (danube / "hubs.csv").unlink()
    assert geodata.check_region(danube) == []
