"""Faults: how they read, and in which order they come."""

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context

import pytest

from geodata.faults import Fault, FaultCollector, RegionError, UnknownNameError, printable, unknown


def test_a_fault_says_where_it_is_what_is_wrong_and_what_to_do():
    row = Fault("trade.csv", 4, "value_bn_usd", "CHN -> KAZ", "-1 is negative", "correct it")
    assert str(row) == "trade.csv, row 4, column value_bn_usd (CHN -> KAZ): -1 is negative; correct it"
    key = Fault("region.toml", None, "title", "", "the key is missing", "add it")
    assert str(key) == "region.toml, title: the key is missing; add it"
    assert str(Fault("hubs.csv", None, "", "", "not UTF-8", "save it")) == "hubs.csv: not UTF-8; save it"


def test_all_faults_come_in_the_order_of_files_and_rows_each_once():
    faults = FaultCollector()
    for file, row in (("b.csv", 9), ("b.csv", 10), ("a.csv", 3), ("b.csv", None), ("b.csv", 9)):
        faults.add(file, row, "x", "", "wrong", "right")
    with pytest.raises(RegionError, match="region here has 4 faults:") as caught:
        faults.raise_if_any("here")
    assert [(fault.file, fault.row) for fault in caught.value.faults] == [
        ("a.csv", 3), ("b.csv", None), ("b.csv", 9), ("b.csv", 10)
    ]  # fmt: skip
    assert str(caught.value).count("\n") == 4


def test_one_fault_is_singular_and_none_is_no_error():
    faults = FaultCollector()
    faults.raise_if_any("here")
    faults.add("a.csv", 1, "", "", "wrong", "right")
    with pytest.raises(RegionError, match="has 1 fault:"):
        faults.raise_if_any("here")


def test_a_long_label_is_cut():
    faults = FaultCollector()
    for length in (60, 61):
        faults.add("a.csv", length, "", "x" * length, "wrong", "right")
    assert [fault.label for fault in faults.sorted()] == ["x" * 60, "x" * 57 + "..."]


def test_an_unknown_name_comes_with_what_is_close_or_with_all():
    assert unknown("class", "parcel", ["parcels", "bulk"]) == "unknown class 'parcel'; close matches: parcels"
    assert unknown("class", "gas", ["parcels", "bulk"]).startswith("unknown class 'gas'; ")
    assert unknown("mode", "zzz", ["rail", "road"]) == "unknown mode 'zzz'; the region has rail, road"


FAULTS = [Fault("a.csv", 2, "x", "y", "wrong", "right"), Fault("b.csv", None, "", "", "missing", "add it")]


def fail(_):
    raise RegionError("here", FAULTS)


def test_an_error_is_pickled_and_copied_with_its_faults():
    error = RegionError("here", FAULTS)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301
        assert (twin.folder, twin.faults, str(twin)) == ("here", FAULTS, str(error))
    assert str(pickle.loads(pickle.dumps(UnknownNameError("no x")))) == "no x"  # noqa: S301


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="forks are quick")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_an_error_comes_back_from_another_process():
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool, pytest.raises(RegionError) as caught:
        pool.submit(fail, 1).result()
    assert caught.value.faults == FAULTS


def test_whatever_is_quoted_a_fault_is_one_line_that_any_terminal_shows():
    faults = FaultCollector()
    faults.add("a\nb.csv", 2, "c\x1b[31m", "d\udcff", '"' + "x" * 100_000 + '" is wrong', "take \u202e out")
    (fault,) = faults.sorted()
    assert str(fault).isprintable()
    assert len(fault.problem) < 410
    assert fault.problem.endswith('x" is wrong')
    assert (fault.file, fault.column, fault.label) == (r"a\nb.csv", r"c\x1b[31m", r"d\udcff")
    assert fault.remedy == r"take \u202e out"
    assert printable("Xi'an\u00a0北京") == "Xi'an\u00a0北京"


def test_five_hundred_faults_of_a_file_are_told_and_that_there_are_more():
    faults = FaultCollector()
    for row in range(2, 502):
        faults.add("a.csv", row, "", "", "wrong", "right")
    assert not faults.full("a.csv")
    assert len(faults.sorted()) == 500
    faults.add("a.csv", 502, "", "", "wrong", "right")
    assert faults.full("a.csv")
    assert not faults.full("b.csv")
    assert faults.sorted()[-1].problem == "more than 500 faults; the rest is not shown"
