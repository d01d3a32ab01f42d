"""`ScenarioProblem`: the same nodes, hubs and rules in every scenario; chances that sum to one."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.problem import is_capacitated

COST = np.array([[0.0, 1, 2], [1, 0, 1], [2, 1, 0]])


def one(**rest):
    return HubProblem(np.ones((3, 3)), COST, **rest)


def test_scenarios_have_to_agree_and_probabilities_to_sum_to_one():
    a = HubProblem(np.ones((3, 3)), COST, labels=["a", "b", "c"])
    b = HubProblem(np.ones((3, 3)), COST, labels=["a", "b", "d"])
    c = HubProblem(np.ones((3, 3)), COST, labels=["a", "b", "c"], candidates=["a"])
    with pytest.raises(InputError) as error:
        ScenarioProblem({"a": a, "b": b, "c": c}, probability={"a": 0.5, "b": 0.2, "x": 0.3})
    assert len(error.value.faults) == 4
    with pytest.raises(InputError, match=r"sum to 0\.9"):
        ScenarioProblem({"a": a, "a2": a}, probability=[0.5, 0.4])
    assert ScenarioProblem({"a": a, "a2": a}).probability == {"a": 0.5, "a2": 0.5}


@pytest.mark.parametrize(
    "other",
    [
        {"capacity_on": "throughput"},
        {"discount": [(0.0, 1.0), (5.0, 0.5)]},
        {"link_cost": COST},
        {"candidates": [0, 1]},
        {"labels": list("abc")},
    ],
)
def test_a_scenario_that_differs_in_the_rules_is_refused(other):
    with pytest.raises(InputError, match="scenario 'b'"):
        ScenarioProblem({"a": one(), "b": one(**other)})


def test_flows_costs_fixed_costs_and_capacities_may_differ():
    other = HubProblem(np.zeros((3, 3)), 2 * COST, fixed_cost=[1, 2, 3], capacity=[9, 9, 9])
    problem = ScenarioProblem({"a": one(), "b": other})
    first, second = problem.scenarios
    assert first.fixed_cost.tolist() == [0, 0, 0]
    assert second.fixed_cost.tolist() == [1, 2, 3]
    assert (first.is_limited, second.is_limited) == (False, True)
    assert is_capacitated(problem)
    assert not is_capacitated(ScenarioProblem({"a": one()}))


@pytest.mark.parametrize(
    ("capacity", "limited"), [([np.inf] * 3, False), ([5.0, np.inf, np.inf], True), ([0, 0, 0], True)]
)
def test_one_limit_is_enough_to_be_limited(capacity, limited):
    assert is_capacitated(one(capacity=capacity)) is limited


@pytest.mark.parametrize("sum_", [0.999, 1.001, 1 + 1e-7])
def test_chances_that_do_not_sum_to_one_are_refused(sum_):
    with pytest.raises(InputError, match="sum to"):
        ScenarioProblem({"a": one(), "b": one()}, [0.5, sum_ - 0.5])


def test_rounding_of_chances_is_no_fault():
    thirds = ScenarioProblem({name: one() for name in "abc"}, [0.3333333333, 0.3333333333, 0.3333333334])
    assert sum(thirds.probability.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("chances", [[-0.1, 1.1], {"a": 1.5, "b": -0.5}])
def test_chances_outside_zero_to_one_are_refused(chances):
    with pytest.raises(InputError, match="outside 0 to 1: a, b"):
        ScenarioProblem({"a": one(), "b": one()}, chances)


@pytest.mark.parametrize(
    "probability", [True, 1.0, "ab", b"ab", {0.4, 0.6}, np.array(1.0), [10**400, 0], [[0.5], [0.5]]]
)
def test_probabilities_that_are_no_list_of_numbers_are_refused(probability):
    plain = HubProblem(np.ones((2, 2)), np.ones((2, 2)))
    with pytest.raises(InputError, match="probabilit"):
        ScenarioProblem({"a": plain, "b": plain}, probability)
