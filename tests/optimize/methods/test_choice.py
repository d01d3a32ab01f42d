"""Which method "auto" takes, and how the others refuse."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, solve
from optimize.methods import METHODS, choose, method, methods, refusal
from optimize.run import make_request


def problem(n=8, **features):
    rng = np.random.default_rng(n)
    return HubProblem(rng.random((n, n)), rng.random((n, n)), transfer=0.5, **features)


@pytest.mark.parametrize(
    ("n", "features", "asked", "taken"),
    [
        (8, {}, {"p": 2}, "enumeration"),
        (150, {}, {"p": 5}, "benders"),
        (8, {}, {"p": 2, "allocation": "single"}, "single"),
        (8, {}, {"p": 3, "allocation": 2}, "ordered"),
        (8, {}, {"p": 2, "objective": "center"}, "enumeration"),
        (150, {}, {"p": 5, "objective": "center"}, "center"),
        (8, {}, {"p": 2, "objective": "center", "allocation": "single"}, "center"),
        (8, {}, {"p": 2, "objective": "covering", "threshold": 1.0}, "covering"),
        (8, {"capacity": 50.0}, {"p": 2}, "enumeration"),
        (20, {"capacity": 50.0}, {}, "ordered"),
        (8, {"capacity": 50.0}, {"p": 2, "allocation": "single"}, "single"),
        (8, {"capacity": 50.0, "capacity_on": "throughput"}, {"p": 2, "allocation": "single"}, "compact"),
        (8, {"capacity": 50.0, "unmet_penalty": 9.0}, {"p": 2, "allocation": "single"}, "compact"),
        (8, {}, {"p": 3, "hub_links": 2}, "links"),
        (8, {}, {"p": 3, "hub_links": 2, "allocation": "single"}, "links"),
        (8, {"discount": [(0.0, 1.0), (5.0, 0.5)]}, {"p": 2}, "links"),
    ],
)
def test_auto_takes_the_quickest_exact_method(n, features, asked, taken):
    one = problem(n, **features)
    way, reason = choose("auto", one, make_request(one, **asked))
    assert way.name == taken
    assert reason


def test_a_method_declares_what_it_is_and_what_it_refuses():
    assert [way.name for way in methods()] == list(METHODS)
    assert all(way.summary for way in methods())
    one = problem(capacity=50.0)
    assert "capacities" in refusal(method("benders"), one, make_request(one, p=2))
    assert "cost" in refusal(method("compact"), one, make_request(one, p=2, objective="center"))
    assert refusal(method("compact"), one, make_request(one, p=2)) == ""


def test_a_method_that_cannot_do_it_says_why():
    with pytest.raises(InputError, match="multiple allocation"):
        solve(problem(), p=2, allocation="single", method="benders")
    with pytest.raises(InputError, match="enumeration, benders"):
        solve(problem(), p=2, method="magic")


@pytest.mark.parametrize("rule", [{"link_cost": np.ones((8, 8))}, {"discount": [(0.0, 1.0), (5.0, 0.5)]}])
@pytest.mark.parametrize("asked", [{"objective": "center"}, {"objective": "covering", "threshold": 1.0}])
def test_links_and_discounts_are_refused_where_no_flow_is_priced(rule, asked):
    with pytest.raises(InputError, match="hub links and discounts count for the objective 'cost' alone"):
        solve(problem(**rule), p=3, **asked)
