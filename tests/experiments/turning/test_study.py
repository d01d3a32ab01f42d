"""The study as a whole, and the arguments that it refuses."""

import pytest

from experiments import tipping
from experiments.turning import Tipping
from optimize import InputError


def test_the_study_has_all_its_tables(tipped):
    assert isinstance(tipped, Tipping)
    assert tipped.gateways["hub"].tolist() == ["SOU"]
    assert set(tipped.shapley["kind"]) == {"hub", "corridor"}
    assert all(run.failed.empty for run in tipped.runs)


def test_parts_can_be_left_out(unsure_study):
    found = tipping(unsure_study, inputs=["probability"], grid=0, worth=False)
    assert found.map.empty
    assert found.shapley.empty
    assert found.near.empty


def test_inputs_of_a_map_are_looked_at_too(unsure_study):
    names = ["hubs.fixed_usd_per_year[place=NOR]", "hubs.fixed_usd_per_year[place=MID]"]
    found = tipping(unsure_study, inputs=["probability"], map_of=names, grid=2, worth=False)
    assert set(names) <= set(found.rows["input"])
    assert found.map[["a", "b"]].drop_duplicates().values.tolist() == [names]


@pytest.mark.parametrize("wrong", [{"grid": 1}, {"within": -0.1}])
def test_arguments_that_make_no_sense_are_refused(unsure_study, wrong):
    with pytest.raises(InputError):
        tipping(unsure_study, **wrong)
