"""Discounts under single and r-allocation: each hub set by one model, where multiple allocation leaves it open."""

from functools import partial
from itertools import combinations, product

import numpy as np
import pytest

from optimize import compact
from optimize.evaluate import evaluate
from optimize.links.allocated import AllocatedDiscount
from optimize.links.discount import DiscountFamily
from optimize.run import Clock, Limits, make_request
from optimize.table import HubSetTable
from tests.optimize.links.cases import linked_problem
from tests.optimize.links.test_discount_kernels import PIECES


def by_lists(problem, hubs):
    """Least cost over every way to give each node one of two hubs, for one class after the other."""
    total = float(problem.fixed_cost[list(hubs)].sum())
    for block in problem.blocks:
        best = np.inf
        for of in product(hubs, repeat=problem.n):
            if any(of[k] != k for k in hubs):
                continue
            cost, on_link = 0.0, {}
            for i, j in np.argwhere(block.flow > 0):
                k, m, flow = of[i], of[j], block.flow[i, j]
                over = block.collection[i, k] + block.handling[k] + block.distribution[m, j]
                over += block.handling[m] if k != m else 0.0
                if k != m:
                    on_link[k, m] = on_link.get((k, m), 0.0) + flow
                cost += flow * over
            cost += sum(block.transfer[e] * min(f + s * y for f, s in problem.discount) for e, y in on_link.items())
            best = min(best, cost)
        total += block.weight * best
    return total


@pytest.fixture
def family():
    problem = linked_problem(21, discount=PIECES[0])
    for block in problem.blocks:  # all flow has to travel
        object.__setattr__(block, "unmet_penalty", None)
        for leg in ("collection", "transfer", "distribution"):
            object.__setattr__(block, leg, np.where(np.isinf(cost := getattr(block, leg)), 20.0, cost))
    request = make_request(problem, p=2, allocation="single")
    solve = partial(compact.run, problem, limits=Limits(gap=1e-8))
    multiple = DiscountFamily(problem, make_request(problem, p=2))
    return problem, request, AllocatedDiscount(problem, request, Clock(), multiple, solve)


def test_the_best_hub_set_is_that_of_all_allocations(family):
    problem, request, priced = family
    sets = np.array(list(combinations(range(5), 2)))
    expected = np.array([by_lists(problem, tuple(hubs.tolist())) for hubs in sets])
    found = priced.price(sets, np.full(len(sets), 2), np.inf, 1000)
    assert found.value == pytest.approx(expected.min())
    assert (found.proven <= expected * (1 + 1e-9)).all()
    assert evaluate(problem, found.design, request).faults == ()
    assert evaluate(problem, found.design, request).objective == pytest.approx(expected.min())


def test_the_relaxation_and_the_estimate_bound_every_hub_set(family):
    problem, _, priced = family
    table = HubSetTable.build(priced.relaxed, 2)
    for hubs in combinations(range(5), 2):
        value = by_lists(problem, hubs)
        assert table.scenario_cost[table.order.row(hubs), 0] <= value * (1 + 1e-9)
        assert priced.roughly(np.array(hubs)) <= value * (1 + 1e-9)


def test_hub_sets_that_multiple_allocation_rules_out_are_not_solved(family):
    problem, request, priced = family
    never = AllocatedDiscount(problem, request, Clock(), priced._bounds, None)
    found = never.price(np.array([[0, 1]]), np.array([2]), 1e-3, 1000)
    assert found.value == np.inf
    assert found.proven[0] >= 1e-3
