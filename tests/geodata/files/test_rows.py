"""Rows of a table, as they are written."""

import math

from geodata.files import HUBS, PLACES, write_rows


def test_rows_are_written_under_all_columns_of_the_table(tmp_path):
    rows = [
        {"id": "A", "name": "a, b", "lat": 1.5, "roles": ("demand", "port"), "population": math.nan},
        {"id": "B", "roles": "", "lon": 2},
    ]
    write_rows(tmp_path, PLACES, rows)
    head, first, second = (tmp_path / "places.csv").read_text(encoding="utf-8").splitlines()
    assert head.split(",")[:7] == ["id", "name", "country", "lat", "lon", "roles", "population"]
    assert first.startswith('A,"a, b",,1.5,,demand;port,,')
    assert second.startswith("B,,,,2,,,")


def test_a_table_may_have_no_rows(tmp_path):
    write_rows(tmp_path, HUBS, [])
    assert (tmp_path / "hubs.csv").read_text(encoding="utf-8").count("\n") == 1
