"""References met, by what they were to the model and by kind."""

import pandas as pd
import pytest

from experiments.calibration import summary, summary_table
from experiments.calibration.summary import group_words, kind_of

LINES = [
    # kind, scope, use, within, within 15%
    ("distance_km", "door", "fitted", True, True),
    ("distance_km", "door", "fitted", True, False),
    ("transit_days", "station", "seen", True, True),
    ("transit_days", "station", "seen", False, True),
    ("transit_days", "door", "seen", False, False),
    ("transit_days", "door", "", True, True),
]


@pytest.fixture(scope="module")
def frame():
    found = pd.DataFrame(LINES, columns=["kind", "scope", "use", "within", "within_15_percent"])
    return found.assign(met=found["within"] & found["within_15_percent"])


def test_references_are_counted_by_group_and_kind_door_and_station_apart(frame):
    columns = ["group", "kind", "references", "within", "within_15_percent", "met"]
    assert summary(frame)[columns].to_numpy().tolist() == [
        ["fitted", "distance_km", 2, 2, 1, 1],
        ["fitted", "all", 2, 2, 1, 1],
        ["seen", "transit_days door", 1, 0, 0, 0],
        ["seen", "transit_days station", 2, 1, 2, 1],
        ["seen", "all", 3, 1, 2, 1],
        ["not said", "transit_days door", 1, 1, 1, 1],
        ["not said", "all", 1, 1, 1, 1],
        ["all", "distance_km", 2, 2, 1, 1],
        ["all", "transit_days door", 2, 1, 1, 1],
        ["all", "transit_days station", 2, 1, 2, 1],
        ["all", "all", 6, 4, 4, 3],
    ]
    assert group_words(frame) == "fitted 1 of 2, seen 1 of 3, not said 1 of 1"


def test_the_table_names_each_group_once(frame):
    table = summary_table(frame)
    rows = list(zip(*[column.cells for column in table.columns], strict=True))
    assert rows[:3] == [
        ("fitted", "Distance, km", "2", "2", "1", "1"),
        ("", "all", "2", "2", "1", "1"),
        ("seen", "Transit time from door to door, days", "1", "0", "0", "0"),
    ]
    assert [row[0] for row in rows if row[0]] == ["fitted", "seen", "not said", "all"]
    assert "fresh" not in table.caption
    assert "the region does not say" in table.caption


def test_only_days_are_told_apart_by_scope():
    assert kind_of("transit_days", "station") == "transit_days station"
    assert kind_of("cost_usd_per_t", "station") == "cost_usd_per_t"
