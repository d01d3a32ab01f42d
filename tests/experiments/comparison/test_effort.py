"""What a comparison takes: sizes counted by hand, and orders of magnitude."""

from dataclasses import replace

import pandas as pd
import pytest

from experiments.comparison import Study, effort


class Region:
    """As much of a region as its sizes."""

    def __init__(self, places, classes, candidates):
        index = [*candidates, *range(places - len(candidates))]
        self.places = pd.DataFrame({"name": [str(place) for place in index]}, index=index)
        self.classes = range(classes)


def sized(places, candidates, scenarios, classes=5, p_max=3):
    names = [f"h{i}" for i in range(candidates)]
    cases = tuple(f"s{i}" for i in range(scenarios))
    return Study(
        Region(places, classes, [*names, "g"]), tuple(names), ("g",), cases, dict.fromkeys(cases, 1 / scenarios), p_max
    )


def test_sets_are_counted_family_by_family():
    """Beside the gateway 1 + 4 + 6 + 4; alone, of five, 1 + 5 + 10 + 10; without direct service 1 + 4."""
    assert effort(sized(100, 4, 2)).sets == 15 + 26 + 5


def test_a_study_like_the_bundled_one_is_not_worth_a_word():
    assert not effort(sized(118, 16, 14)).noteworthy


def test_two_thousand_places_and_two_hundred_candidates_take_hours_a_scenario():
    """And a problem of half a gigabyte, of which one is held at a time, beside the tables."""
    study = sized(2000, 200, 300)
    found = effort(study)
    assert found.noteworthy
    assert 3600 < found.seconds / 300 < 100 * 3600
    assert 10e9 < found.memory_bytes < 30e9
    words = found.words(study)
    for part in ("days on one core", " GB", "2000 places", "5 classes", "300 scenarios", "sets of hubs", "--resume"):
        assert part in words


def test_memory_does_not_grow_with_the_scenarios_but_by_the_tables():
    few, many = effort(sized(2000, 10, 10)), effort(sized(2000, 10, 300))
    assert many.memory_bytes - few.memory_bytes == pytest.approx(2 * 8 * few.sets * 290)


@pytest.mark.parametrize(
    ("seconds", "words"), [(130, "2 min"), (5000, "83 min"), (3 * 3600, "3 h"), (86400 * 9, "9 days")]
)
def test_durations(seconds, words):
    study = sized(10, 3, 1)
    assert f"about {words} on" in replace(effort(study), seconds=seconds).words(study)
