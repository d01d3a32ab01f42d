"""`method="links"`: against enumeration of hubs, links and pieces, and against the compact model."""

from dataclasses import replace

import numpy as np
import pytest

from optimize import HubProblem, InputError, solve
from optimize.instances import random_euclidean
from optimize.links.method import run
from optimize.methods import method, refusal
from optimize.run import make_request
from tests.optimize.links.cases import linked_problem
from tests.optimize.links.test_discount_kernels import PIECES
from tests.oracles import families
from tests.oracles.families import check_optimal, nasty_case


def network_case(seed, **features):
    """A random problem with priced links, a given number of them, or both."""
    problem, request = nasty_case(seed, "cost", links=True, **features)
    rng = np.random.default_rng(seed + 1)
    if problem.link_cost is None or rng.random() < 0.5:
        request = replace(request, hub_links=int(rng.integers(0, request.p_max * (request.p_max - 1) // 2 + 1)))
    return problem, request


@pytest.mark.parametrize("several", [False, True])
def test_incomplete_networks_equal_enumeration(several):
    """Under any allocation and risk measure."""
    for seed in range(15):
        problem, request = network_case(seed, several=several)
        check_optimal(run, problem, request, families.incomplete(problem, request))


def test_incomplete_networks_with_multiple_allocation_equal_enumeration():
    for seed in range(100, 120):
        problem, request = network_case(seed)
        request = replace(request, allocation="multiple")
        check_optimal(run, problem, request, families.incomplete(problem, request))


@pytest.mark.parametrize("several", [False, True])
def test_discounts_equal_enumeration(several):
    for seed in range(10, 24):
        problem, request = nasty_case(seed, "cost", discount=True, r_allocation=False, several=several)
        p_max = max(min(request.p_max, 2), len(request.open_hubs))
        request = replace(request, p_min=min(request.p_min, p_max), p_max=p_max)
        check_optimal(run, problem, request, families.discount(problem, request))


@pytest.mark.parametrize("allocation", ["single", 2])
def test_other_allocations_agree_with_the_compact_model(allocation):
    for problem, asked in (
        (linked_problem(2, nodes=6), {"p": 3, "hub_links": 2}),
        (linked_problem(5, nodes=5, discount=PIECES[1]), {"p": 3}),
    ):
        ways = ("links", "compact")
        found, other = (solve(problem, allocation=allocation, method=name, **asked) for name in ways)
        assert found.status == other.status == "optimal"
        assert found.objective == pytest.approx(other.objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_networks_of_four_hubs_agree_with_the_compact_model(seed):
    problem = linked_problem(seed, nodes=7, priced=seed % 2 == 0)
    found, other = (solve(problem, p=4, hub_links=4, method=name) for name in ("links", "compact"))
    assert found.status == other.status == "optimal"
    assert found.objective == pytest.approx(other.objective, rel=1e-6)
    assert found.bound == pytest.approx(found.objective)


@pytest.mark.parametrize("pieces", PIECES)
def test_discounts_between_three_hubs_agree_with_the_compact_model(pieces):
    problem = linked_problem(3, nodes=6, discount=pieces)
    found, other = (solve(problem, p=3, method=name) for name in ("links", "compact"))
    assert found.objective == pytest.approx(other.objective, rel=1e-6)
    assert found.bound == pytest.approx(found.objective)


def test_auto_takes_it_and_forty_nodes_are_ordinary():
    problem = random_euclidean(40, seed=5)
    complete, solution = solve(problem, p=3), solve(problem, p=3, hub_links=2)
    assert solution.method == "links"
    assert solution.status == "optimal"
    assert solution.design.links.sum() == 4
    assert solution.objective > complete.objective


def test_open_and_closed_hubs_are_kept_to():
    problem = linked_problem(9, nodes=7)
    free = solve(problem, p=3, hub_links=2, method="links")
    other = solve(problem, p=3, hub_links=2, method="links", closed_hubs=free.hubs[:1], open_hubs=free.hubs[1:2])
    assert free.hubs[0] not in other.hubs
    assert free.hubs[1] in other.hubs
    again = solve(problem, p=3, hub_links=2, method="compact", closed_hubs=free.hubs[:1], open_hubs=free.hubs[1:2])
    assert other.objective == pytest.approx(again.objective, rel=1e-6)


def test_the_next_best_hub_sets_are_found_too():
    problem = linked_problem(10, nodes=6, priced=True)
    best = solve(problem, p=3, method="links", k_best=3)
    by_model = solve(problem, p=3, method="compact", k_best=3)
    assert [each.objective for each in best.pool] == pytest.approx([each.objective for each in by_model.pool], rel=1e-6)


def test_no_solution_is_said_to_be_none():
    cost = np.full((4, 4), np.inf)
    np.fill_diagonal(cost, 0.0)
    solution = solve(HubProblem(np.ones((4, 4)), cost), p=2, hub_links=1, method="links")
    assert solution.status == "infeasible"


@pytest.mark.parametrize(
    ("features", "asked", "words"),
    [
        ({}, {"p": 2}, "hub links as a decision"),
        ({"discount": [(0.0, 1.0)]}, {"p": 2, "hub_links": 1}, "hub links as a decision"),
        ({"link_cost": np.ones((4, 4)), "capacity": 9.0}, {"p": 2}, "without capacities"),
        ({"link_cost": np.ones((7, 7))}, {"p": 7, "allocation": "single"}, "too many"),
    ],
)
def test_what_it_is_not_for_is_refused(features, asked, words):
    n = len(features.get("link_cost", np.ones((4, 4))))
    problem = HubProblem(np.ones((n, n)), 1.0 - np.eye(n), **features)
    assert words in refusal(method("links"), problem, make_request(problem, **asked))
    with pytest.raises(InputError, match=words):
        solve(problem, method="links", **asked)
