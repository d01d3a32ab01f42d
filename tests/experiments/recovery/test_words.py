"""Sentences follow from the tables."""

from dataclasses import replace

from experiments.recovery import resilience_words


def _changed(followed, **values):
    own = followed.areas["hub"] == followed.watched
    return replace(
        followed, areas=followed.areas.assign(**{k: followed.areas[k].where(~own, v) for k, v in values.items()})
    )


def test_total_and_peak_are_told(followed):
    found = _changed(followed, extra_usd=5e9, peak_usd_per_day=2e8, lost_t=3e4, fixed_usd_per_day=2e8)
    first = resilience_words(found)[0]
    lead = f"With Gate + {found.study.name(found.watched)}, “West cut off” (30 days, 10 to recover)"
    assert first == f"{lead} costs 5.00 bn USD in total, 200 m USD a day at its worst; 30.0 kt are not carried."


def test_recourse_is_told_with_what_it_saves(followed):
    numbers = {"fixed_usd_per_day": 9e6, "reroute_usd_per_day": 5e6, "backup_usd_per_day": 3e6, "extra_usd": 1e9}
    text = resilience_words(_changed(followed, **numbers, backup_name="Northtown"))[1]
    assert text == "In “West cut off”, rerouting saves 4.00 m USD a day, a backup hub at Northtown 2.00 m USD more."
    text = resilience_words(_changed(followed, **numbers, backup_name=""))[1]
    assert text == "In “West cut off”, rerouting saves 4.00 m USD a day; no backup hub would pay for itself."


def test_disruptions_that_cost_nothing_are_told(followed):
    (text,) = resilience_words(_changed(followed, extra_usd=0.0))
    assert text.startswith("No disruption that was looked at costs anything with")


def test_freight_without_a_way_is_told(followed):
    found = _changed(followed, extra_usd=float("inf"), fixed_usd_per_day=float("inf"))
    assert resilience_words(found)[0].endswith("leaves some freight without a way.")


def test_who_suffers_least_is_named(followed):
    found = _changed(followed, extra_usd=9e9, rank=3)
    least = followed.areas.sort_values("rank").iloc[0]["name"]
    assert any(text.startswith(f"Least suffers from it {least}") for text in resilience_words(found))
