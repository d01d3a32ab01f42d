"""The number of hubs: what is asked for has to be possible, and something has to say it where hubs cost nothing."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve


def problem_of(n=4, **more):
    rng = np.random.default_rng(1)
    return HubProblem(rng.random((n, n)), rng.random((n, n)), labels=list("abcdef")[:n], **more)


@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
@pytest.mark.parametrize("asked", [{}, {"p_min": 2}, {"open_hubs": ["a"]}, {"closed_hubs": ["a"]}])
def test_without_a_number_and_without_a_price_of_hubs_it_is_said_what_to_give(allocation, asked):
    with pytest.raises(InputError, match=r"p=.*p_min= and p_max=.*fixed_cost="):
        solve(problem_of(), allocation=allocation, **asked)


@pytest.mark.parametrize("more", [{"capacity": np.full(4, 9.0)}, {"direct_cost": np.ones((4, 4))}])
def test_neither_capacities_nor_direct_costs_say_a_number(more):
    with pytest.raises(InputError, match="how many hubs"):
        solve(problem_of(**more))


def test_scenarios_without_a_price_do_not_say_a_number_and_one_with_a_price_does():
    free, priced = problem_of(), problem_of(fixed_cost=np.ones(4))
    with pytest.raises(InputError, match="how many hubs"):
        solve(ScenarioProblem({"x": free, "y": free}))
    assert solve(ScenarioProblem({"x": free, "y": priced})).status == "optimal"


@pytest.mark.parametrize(
    ("more", "asked", "number"),
    [
        ({}, {"p_max": 4}, 4),
        ({}, {"p_min": 4}, 4),
        ({}, {"open_hubs": ["a", "b"], "closed_hubs": ["c", "d"]}, 2),
        ({"candidates": ["b"]}, {}, 1),
        ({"fixed_cost": np.full(4, 1e6)}, {}, 1),
        ({"link_cost": np.ones((4, 4))}, {}, 4),
    ],
)
def test_what_says_a_number_is_enough(more, asked, number):
    assert len(solve(problem_of(**more), **asked).hubs) == number


def test_a_radius_is_another_question():
    assert len(solve(problem_of(), objective="set_covering", threshold=3.0).hubs) >= 1
    assert solve(problem_of(), objective="center").status == "optimal"


def test_a_number_below_one_is_one_fault():
    with pytest.raises(InputError) as error:
        solve(problem_of(), p=-1)
    assert list(error.value.faults) == ["p is -1: at least one hub has to be open"]


def test_one_candidate_is_spoken_of_as_one():
    with pytest.raises(InputError, match="there is only 1 candidate hub: lower it"):
        solve(problem_of(candidates=["b"]), p=2)
