"""The look at a wheel: what is missing, what should not be there, what is too large."""

import zipfile

import pytest

from tools import wheel as tool
from tools.wheel import faults_of, main

METADATA = (
    "Metadata-Version: 2.4\nName: thing\nVersion: 1\nSummary: a thing\nLicense-Expression: MIT\n"
    "Requires-Python: >=3.11\nRequires-Dist: numpy\n\nAll about it.\n"
)
INFO = {
    "thing-1.dist-info/METADATA": METADATA,
    "thing-1.dist-info/licenses/LICENSE": "do",
    "thing-1.dist-info/licenses/NOTICE": "thanks",
}


@pytest.fixture
def checkout(tmp_path):
    """Three packages with code, data and what running them has left behind."""
    for package in tool.PACKAGES:
        for name in ("__init__.py", "py.typed", "data/table.csv", "__pycache__/__init__.cpython-311.pyc"):
            path = tmp_path / "checkout" / package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(package)
    return tmp_path / "checkout"


def pack(checkout, without=(), more=(), name="thing-1-py3-none-any.whl"):
    """A wheel of the checkout, without some files and with more."""
    files = {
        path.relative_to(checkout).as_posix(): path.read_text()
        for path in checkout.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    files |= INFO | dict(more)
    wheel = checkout.parent / name
    with zipfile.ZipFile(wheel, "w") as archive:
        for each, text in files.items():
            if each not in without:
                archive.writestr(each, text)
    return wheel


def test_a_wheel_with_all_that_belongs_into_it_has_no_faults(checkout):
    assert faults_of(pack(checkout), checkout) == []


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("geodata/data/table.csv", ["geodata/data/table.csv is missing"]),
        ("optimize/__init__.py", ["optimize/__init__.py is missing"]),
        ("experiments/py.typed", ["experiments/py.typed is missing"]),
        ("thing-1.dist-info/licenses/NOTICE", ["the licence file NOTICE is missing"]),
    ],
)
def test_what_is_missing_is_named(checkout, without, said):
    assert faults_of(pack(checkout, without={without}), checkout) == said


def test_a_package_that_is_nowhere_typed_is_told_too(checkout):
    (checkout / "optimize" / "py.typed").unlink()
    assert faults_of(pack(checkout), checkout) == ["optimize/py.typed is missing"]


@pytest.mark.parametrize("name", ["tests/test_a.py", "tools/wheel.py", "optimize/__pycache__/a.pyc", "README.md"])
def test_what_should_not_be_in_it_is_named(checkout, name):
    assert faults_of(pack(checkout, more={name: "x"}), checkout) == [f"{name} should not be in it"]


def test_metadata_that_are_silent_are_told(checkout):
    silent = METADATA.replace("License-Expression: MIT\n", "")
    wheel = pack(checkout, more={"thing-1.dist-info/METADATA": silent})
    assert faults_of(wheel, checkout) == ["the metadata say nothing of License-Expression"]


def test_a_wheel_without_metadata_is_told(checkout):
    wheel = pack(checkout, without={"thing-1.dist-info/METADATA"})
    assert "the metadata say nothing of Name" in faults_of(wheel, checkout)


def test_what_is_too_large_is_told(checkout, monkeypatch):
    monkeypatch.setattr(tool, "LARGEST_BYTES", 100)
    monkeypatch.setattr(tool, "LARGEST_FILE_BYTES", 9)
    faults = faults_of(pack(checkout), checkout)
    assert faults[0].endswith("more than 100")
    assert "experiments/py.typed has 11 bytes, more than 9" in faults
    assert not any("optimize" in fault for fault in faults)


def test_the_program_says_what_is_wrong_and_ends_with_status_1(checkout, monkeypatch, capsys):
    monkeypatch.setattr(tool, "__file__", str(checkout / "tools" / "wheel.py"))
    good, bad = pack(checkout), pack(checkout, without={"geodata/py.typed"}, name="bad.whl")
    assert main([str(good)]) == 0
    assert "9 files" in capsys.readouterr().out
    assert main([str(good), str(bad)]) == 1
    assert "bad.whl: geodata/py.typed is missing" in capsys.readouterr().out
    assert main(["dist/silkhub.tar.gz"]) == 2
