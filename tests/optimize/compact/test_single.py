"""Single allocation by one program: which pairs go into its path part, and what comes out however they are shared."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.compact import single
from optimize.compact.single import SingleModel
from optimize.run import Limits, make_request
from tests.oracles import compact as oracle
from tests.oracles.checks import solved
from tests.oracles.random_cases import random_case


def chain(**rest):
    """Three places in a row, one unit apart."""
    place = np.arange(3.0)
    return HubProblem(np.ones((3, 3)), np.abs(place[:, None] - place), **rest)


@pytest.fixture(params=["all paths", "all flows"])
def part(request, monkeypatch):
    few = 10**9 if request.param == "all paths" else -1
    monkeypatch.setattr(single, "_FEW_PATHS", few)
    monkeypatch.setattr(single, "_MANY_PATHS", few)


@pytest.mark.usefixtures("part")
@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("capacities", [True, False])
def test_every_part_agrees_with_enumeration(outside, capacities):
    for seed in range(6):
        case = random_case(seed, n=3, allocation="single", outside=outside, capacities=capacities)
        expected = oracle.optimum(case.problem, case.asked)
        arguments = case.arguments()
        if expected is not None:
            assert solved(case.problem, **arguments)[0] == pytest.approx(expected, rel=1e-5, abs=1e-5)


@pytest.mark.usefixtures("part")
def test_a_flow_to_itself_may_go_outside_too():
    problem = chain(direct_cost=np.full((3, 3), 0.5), candidates=[0])
    # 0 -> 0 is free over the hub at 0; all others cost more than the half outside
    assert solved(problem, p=1, allocation="single")[0] == pytest.approx(8 * 0.5)


def test_a_node_that_reaches_no_hub_is_hopeless_unless_it_may_go_outside():
    cost = np.array([[0.0, np.inf], [1.0, 0.0]])
    lonely = HubProblem(np.ones((2, 2)), cost, candidates=[1])
    assert SingleModel(lonely, make_request(lonely, p=1, allocation="single"), Limits()).hopeless
    served = HubProblem(np.ones((2, 2)), cost, candidates=[1], unmet_penalty=5.0)
    assert not SingleModel(served, make_request(served, p=1, allocation="single"), Limits()).hopeless
    # from 0 all two are unserved; 1 -> 0 costs 1, 1 -> 1 nothing
    assert solved(served, p=1, allocation="single")[0] == pytest.approx(11.0)


def test_dear_transfer_and_small_size_take_the_paths():
    small = SingleModel(chain(), make_request(chain(), p=1, allocation="single"), Limits())
    assert small._small
    cost = np.random.default_rng(0).random((12, 12))
    for transfer, wants in ((0.1, False), (1.0, True)):
        larger = HubProblem(np.ones((12, 12)), cost, transfer=transfer)
        assert SingleModel(larger, make_request(larger, p=2, allocation="single"), Limits())._small is wants
