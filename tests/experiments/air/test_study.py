"""The study as a whole."""

import pytest

from experiments.air import study_air


def test_all_scenarios_are_there_and_weighed(study):
    assert study.hubs["scenario"].tolist() == ["base", "base", "hub-shut", "hub-shut"]
    # base and a scenario of half of the time: both weigh a half
    expected = study.hubs.drop_duplicates("hub").set_index("hub")["expected_saving_usd"]
    assert expected.to_dict() == pytest.approx(
        {"HUB": (-1_490_000 - 2_980_000) / 2, "ALT": (-2_900_000 - 2_860_000) / 2}
    )
    assert study.base["hub"].tolist() == ["HUB", "ALT"]
    assert len(study.flights) == 4


def test_break_evens_can_be_left_out(region):
    study = study_air(region, best=0, flights=["fly-hub"])
    assert study.volumes.empty
    assert study.curve.empty
    assert len(study.flights) == 2


def test_it_tells_how_far_it_is(region):
    told = []
    study_air(region, best=1, progress=lambda *step: told.append(step))
    assert told[0] == ("Undisturbed", 0, 5)
    assert told[-1] == ("", 5, 5)
