"""Faults: how they read, and in which order they come."""

import pytest

from geodata.faults import Fault, FaultCollector, RegionError, unknown


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
