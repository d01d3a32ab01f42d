"""Plans: the cases as dicts, their names, their random numbers."""

import pandas as pd
import pytest

from experiments.runs.cases import Cases, stream
from optimize import InputError
from tests.experiments.runs.studies import square

ROWS = [{"hub": "ALA", "draw": 1}, {"hub": "TAS", "draw": 2}]


class Many:
    """So many cases that are all the same."""

    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, number):
        return {"x": 1}


@pytest.mark.parametrize("cases", [ROWS, pd.DataFrame(ROWS)])
def test_cases_are_plain_dicts_however_they_were_given(cases):
    plan = Cases(square, cases)
    assert len(plan) == 2
    assert plan.pick([1, 0]) == ROWS[::-1]
    assert plan.name(1) == "hub TAS, draw 2"


def test_a_study_may_name_its_cases():
    assert Cases(square, ROWS, label=lambda case: f"draw {case['draw']}").name(0) == "draw 1"
    assert Cases(square, [{}]).name(0) == "case 0"


@pytest.mark.parametrize(("count", "size"), [(0, 256), (256 * 1024, 256), (256 * 1024 + 1, 257), (10**8, 65536)])
def test_parts_are_few_and_small(count, size):
    assert Cases(square, Many(count)).part_size == size


@pytest.mark.parametrize("wrong", [{"seed": -1}, {"seed": 1.5}, {"seed": True}, {"batch": 0}, {"batch": 2.0}])
def test_senseless_numbers_are_refused(wrong):
    with pytest.raises(InputError):
        Cases(square, ROWS, **wrong)


def test_the_name_of_the_number_is_taken():
    with pytest.raises(InputError, match="cases have a value 'case'"):
        Cases(square, [{"case": "AP50"}])


def test_streams_are_independent_and_repeatable():
    assert stream(1, 2).random() == stream(1, 2).random()
    assert len({stream(seed, number).random() for seed in range(5) for number in range(5)}) == 25


def test_digests_tell_what_has_changed():
    plan = Cases(square, ROWS, shared={"plus": 1}, seed=3)
    other = Cases(square, pd.DataFrame(ROWS), shared={"plus": 2}, seed=4)
    same = {name for name, digest in plan.digests().items() if other.digests()[name] == digest}
    assert same == {"code"}
    assert Cases(square, ROWS, shared=object(), inputs="x").digests()["data"]
