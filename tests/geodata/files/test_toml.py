"""TOML files: whatever is in them is read or is a fault."""

import pytest

import geodata
from geodata.faults import FaultCollector
from geodata.files.toml import read_toml, shown


def test_a_byte_order_mark_is_passed_over(danube):
    for path in (danube / "region.toml", danube / "scenarios" / "danube-bridge-closed.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert geodata.check_region(danube) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("x = " + "[" * 100_000 + "]" * 100_000, "nested too deeply", id="lists"),
        pytest.param("x = " + "{a=" * 100_000 + "1" + "}" * 100_000, "nested too deeply", id="tables"),
        pytest.param(".".join(["a"] * 200_000) + " = 1", "more than 100 parts", id="key"),
        pytest.param("x = " + "9" * 5000, "4300 digits", id="digits"),
        pytest.param("x = ", "not readable as TOML", id="nothing"),
        pytest.param("x = '\udcff'", "not UTF-8", id="byte"),
    ],
)
def test_what_cannot_be_read_is_one_fault(tmp_path, text, problem):
    (tmp_path / "x.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    faults = FaultCollector()
    assert read_toml(tmp_path, "x.toml", faults) is None
    (fault,) = faults.sorted()
    assert problem in fault.problem


def test_how_values_are_quoted():
    values = (3, "a\nb", [[1]], {"a": 1}, {}, 16**5000)
    told = ["3", r"'a\nb'", "a list", "a table", "{}", "a very long number"]
    assert [shown(value) for value in values] == told


def test_a_number_too_large_for_arithmetic_is_out_of_range(edit):
    edit.scenario("x", f"probability = {'9' * 400}\n[[change]]\nmode = 'rail'\ntime = 0x{'f' * 9000}\n")
    assert [fault.column for fault in geodata.check_region(edit.folder)] == ["change 1.time", "probability"]


@pytest.mark.parametrize("year", ["-5", "9" * 400, "0x" + "f" * 9000, "20230101"], ids=range(4))
def test_a_year_that_is_none(edit, year):
    edit.settings("base_year = 2023", f"base_year = {year}")
    assert edit.only_fault().problem.endswith("is no year")
