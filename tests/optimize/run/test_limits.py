"""Limits: every argument that cannot be used is named."""

import pytest

from optimize import InputError
from optimize.run import make_limits, thread_count


@pytest.mark.parametrize(
    ("argument", "word"),
    [
        ({"time_limit": 0}, "time_limit"),
        ({"time_limit": "60"}, "time_limit"),
        ({"gap": 1.0}, "gap"),
        ({"gap": -1e-9}, "gap"),
        ({"gap": None}, "gap"),
        ({"threads": 0}, "threads"),
        ({"threads": 1.5}, "threads"),
        ({"threads": float("inf")}, "threads"),
        ({"seed": float("nan")}, "seed"),
        ({"threads": True}, "threads"),
        ({"seed": -1}, "seed"),
        ({"seed": 0.5}, "seed"),
        ({"seed": None}, "seed"),
        ({"progress": 3}, "progress"),
    ],
)
def test_an_unusable_limit_is_named(argument, word):
    with pytest.raises(InputError, match=word):
        make_limits(**argument)


def test_all_faults_are_told_at_once():
    with pytest.raises(InputError) as error:
        make_limits(time_limit=-1, gap=2, threads=0, seed=-3)
    assert len(error.value.faults) == 4


def test_a_share_of_the_limits_keeps_all_else():
    limits = make_limits(time_limit=60, gap=0.5, seed=7, threads=1, solver="CBC")
    part = limits.within(5.0)
    assert part.clock.left <= 5.0 < limits.clock.left
    assert (part.gap, part.seed, part.threads, part.solver) == (0.5, 7, 1, "CBC")


def test_the_number_of_threads_is_the_one_asked_for():
    assert thread_count(3) == 3
    assert thread_count(None) >= 1
