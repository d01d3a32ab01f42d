"""How little would have to give: amounts by hand."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.explain.elastic import least_relaxation
from optimize.run import make_request

NAMES = list("abcd")
CHAIN = np.array([[0, 1, np.inf, np.inf], [1, 0, 1, np.inf], [np.inf, 1, 0, 1], [np.inf, np.inf, 1, 0]])


def chain(flow=1.0, **rest):
    """Four places in a row, each with a way to its neighbours alone."""
    return HubProblem(np.full((4, 4), flow), CHAIN, labels=NAMES, **rest)


def said(problem, **asked):
    (text,) = least_relaxation(problem, make_request(problem, **asked))
    return text


def test_a_hub_in_the_middle_serves_three_places():
    # everything from, to and within the fourth: seven of sixteen flows
    assert "with any choice of 1 hub, at least 7 of the flow cannot be served" in said(chain(), p=1)
    assert "at least 70 of the flow" in said(chain(10.0), p=1)
    assert "10 of a -> d" in said(chain(10.0), p=1, open_hubs=["b"])


def test_amounts_are_summed_over_scenarios_whatever_their_probability():
    both = ScenarioProblem({"calm": chain(), "storm": chain(10.0)}, [0.9, 0.1])
    text = said(both, p=1)
    assert "at least 77 of the flow" in text
    assert "(storm)" in text


def test_a_scenario_of_no_probability_is_not_counted():
    both = ScenarioProblem({"calm": chain(), "storm": chain(10.0)}, [1.0, 0.0])
    assert "at least 7 of the flow" in said(both, p=1)
    assert "at least 77 of the flow" in said(both, p=1, risk="worst_case")


def test_flow_with_an_outside_option_is_not_missed():
    direct = np.full((4, 4), np.inf)
    direct[0], direct[:, 0] = 5.0, 5.0
    text = said(chain(direct_cost=direct), p=1, open_hubs=["b"])
    # b serves a, b and c; of the seven flows from, to and within d two go direct
    assert "at least 5 of the flow" in text
    assert "a -> d" not in text


def test_weights_do_not_count_in_amounts():
    block = {"flow": np.ones((4, 4)), "cost": CHAIN}
    problem = HubProblem.from_blocks(
        {"light": {**block, "weight": 0.5}, "heavy": {**block, "weight": 9.0}}, labels=NAMES
    )
    assert "at least 14 of the flow" in said(problem, p=1)


def test_capacities_are_named_where_they_are_the_obstacle():
    problem = HubProblem(np.diag([3.0, 3.0, 3.0]), np.ones((3, 3)), capacity=[5.0, 5.0, 0.0])
    text = said(problem, p=2, allocation="single")
    assert "capacities are too small" in text
    assert "at least 1 of the flow" in text


@pytest.mark.parametrize("asked", [{"p": 2, "hub_links": 1}, {"objective": "set_covering", "threshold": 1.0}])
def test_of_links_and_covering_nothing_is_said(asked):
    problem = chain()
    assert least_relaxation(problem, make_request(problem, **asked)) == []


def test_nothing_is_said_where_all_can_be_served():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    assert least_relaxation(problem, make_request(problem, p=1)) == []
