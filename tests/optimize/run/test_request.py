"""The question, checked: numbers of hubs, labels as positions, allocation and objective by their meaning."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.run import counted_scenarios, make_request


def problem(n=5):
    return HubProblem(np.ones((n, n)), np.ones((n, n)), labels=list("abcdefgh")[:n], candidates=list("bcde"))


@pytest.mark.parametrize(
    ("asked", "low", "high"),
    [
        ({"p": 2}, 2, 2),
        ({}, 1, 4),
        ({"p_max": 3}, 1, 3),
        ({"p_min": 2}, 2, 4),
        ({"closed_hubs": ["b"]}, 1, 3),
        ({"open_hubs": ["b", "e"]}, 2, 4),
    ],
)
def test_how_many_hubs_may_open(asked, low, high):
    request = make_request(problem(), **asked)
    assert (request.p_min, request.p_max) == (low, high)
    assert request.p == (low if low == high else None)


def test_hubs_are_positions_among_the_candidates():
    request = make_request(problem(), p=2, open_hubs=["d"], closed_hubs=["b", "a"])
    assert request.open_hubs == {2}
    assert request.closed_hubs == {0}  # what is no candidate is closed anyway
    assert request.allows((2, 3))
    assert not request.allows((1, 3))
    assert not request.allows((0, 2))
    assert not request.allows((2,))


@pytest.mark.parametrize(
    ("given", "meant"),
    [(1, "single"), (2, 2), (np.int64(2), 2), (3, "multiple"), (9, "multiple"), ("single", "single")],
)
def test_allocation_by_its_meaning(given, meant):
    """With three hubs at most, three of them are all."""
    assert make_request(problem(), p=3, allocation=given).allocation == meant


@pytest.mark.parametrize(
    ("asked", "name"), [({"p": 2}, "max_covering"), ({"p_max": 2}, "max_covering"), ({}, "set_covering")]
)
def test_covering_by_whether_the_number_of_hubs_is_given(asked, name):
    request = make_request(problem(), objective="covering", threshold=3.0, **asked)
    assert request.objective.name == name
    assert request.objective.threshold == 3.0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"p": 5}, "only 4 candidate hubs"),
        ({"p": 4, "closed_hubs": ["b"]}, "4 less 1 closed"),
        ({"p": 1, "open_hubs": ["b", "c"]}, "2 hubs are in open_hubs"),
        ({"p": 2, "p_min": 1}, "either p, or p_min and p_max"),
        ({"p_min": 3, "p_max": 2}, "must not be larger"),
        ({"p": 2, "open_hubs": ["a"]}, "not a candidate"),
        ({"p": 2, "open_hubs": ["b"], "closed_hubs": ["b"]}, "in open_hubs and in closed_hubs"),
        ({"p": 2, "allocation": 0}, "r has to be at least 1"),
        ({"p": 2, "allocation": True}, "allocation is True"),
        ({"p": 2, "objective": "covering"}, "needs `threshold`"),
        ({"p": 2, "objective": "covering", "threshold": -1.0}, "needs `threshold`"),
        ({"p": 2, "cvar_level": 1.0}, "cvar_level"),
        ({"p": 2, "risk": "robust_probability"}, "needs radius"),
        ({"p": 2, "radius": 0.1}, "for 'robust_probability'"),
        ({"p": 2, "hub_links": 2}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_asked(asked, words):
    with pytest.raises(InputError, match=words):
        make_request(problem(), **asked)


@pytest.mark.parametrize(
    ("risk", "given", "counted"),
    [
        ("expected", {}, [0, 2]),
        ("cvar", {}, [0, 2]),
        ("mean_cvar", {"cvar_weight": 0.5}, [0, 2]),
        ("worst_case", {}, [0, 1, 2]),
        ("max_regret", {}, [0, 1, 2]),
        ("relative_regret", {}, [0, 1, 2]),
        ("robust_probability", {"radius": 0.0}, [0, 2]),
        ("robust_probability", {"radius": 0.1}, [0, 1, 2]),
        ("probability_bounds", {"probability_high": {"z": 0.0}}, [0, 1]),
    ],
)
def test_which_scenarios_count(risk, given, counted):
    both = ScenarioProblem({name: problem() for name in "xyz"}, [0.5, 0.0, 0.5])
    assert counted_scenarios(both, make_request(both, p=1, risk=risk, **given)) == counted


def test_a_request_puts_costs_together():
    request = make_request(problem(), p=1, risk="worst_case")
    assert request.combine(np.array([[1.0, 3.0], [5.0, 2.0]]), np.array([0.5, 0.5])).tolist() == [3.0, 5.0]


@pytest.mark.parametrize("asked", [{"hub_links": np.inf}, {"hub_links": np.nan}, {"threshold": 10**400}])
def test_numbers_that_are_none_to_calculate_with_are_refused(asked):
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    with pytest.raises(InputError, match=next(iter(asked))):
        make_request(problem, p=1, **asked)


@pytest.mark.parametrize("objective", ["cost", "center"])
def test_a_threshold_that_nothing_looks_at_is_refused(objective):
    with pytest.raises(InputError, match=r"threshold is given, but objective .* has none: leave it out"):
        make_request(problem(), p=2, objective=objective, threshold=5)
