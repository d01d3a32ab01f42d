"""Flow-dependent discounts as a family: what hub sets cost, and the relaxation that orders them."""

from itertools import combinations

import numpy as np
import pytest

from optimize import ScenarioProblem
from optimize.evaluate import evaluate
from optimize.links.discount import DiscountFamily
from optimize.run import make_request
from optimize.table import HubSetTable
from tests.optimize.links.cases import linked_problem
from tests.optimize.links.test_discount_kernels import PIECES, least_cost


def cost_of(problem, hubs):
    fixed = float(problem.scenarios[0].fixed_cost[list(hubs)].sum())
    return fixed + sum(block.weight * least_cost(problem, b, hubs) for b, block in enumerate(problem.blocks))


@pytest.mark.parametrize("pieces", PIECES)
def test_a_hub_set_is_priced_with_its_best_pieces(pieces):
    problem = linked_problem(6, discount=pieces)
    request = make_request(problem, p=2)
    family = DiscountFamily(problem, request)
    for hubs in combinations(range(5), 2):
        found = family.price(np.array([hubs]), np.array([2]), np.inf, 1000)
        assert found.value == pytest.approx(cost_of(problem, hubs))
        assert found.proven[0] == pytest.approx(found.value)
        assert evaluate(problem, found.design, request).objective == pytest.approx(found.value)


def test_no_hub_set_costs_less_than_in_the_relaxation():
    for seed in range(12):
        problem = linked_problem(seed, discount=PIECES[seed % 4])
        family = DiscountFamily(problem, make_request(problem, p_max=2))
        table = HubSetTable.build(family.relaxed, 2)
        for row in range(1, len(table)):
            assert table.scenario_cost[row, 0] <= cost_of(problem, table.positions(row)) * (1 + 1e-9)


@pytest.mark.parametrize("risk", ["expected", "worst_case", "cvar"])
def test_scenarios_are_put_together_by_the_risk_measure(risk):
    states = {name: linked_problem(seed, discount=PIECES[0]) for name, seed in (("a", 1), ("b", 2), ("c", 3))}
    problem = ScenarioProblem(states, [0.5, 0.3, 0.2])
    request = make_request(problem, p=2, risk=risk, cvar_level=0.6)
    sets = np.array(list(combinations(range(5), 2)))
    found = DiscountFamily(problem, request).price(sets, np.full(len(sets), 2), np.inf, 1000)
    costs = np.array([[cost_of(each, tuple(hubs)) for each in states.values()] for hubs in sets])
    expected = {
        "expected": costs @ [0.5, 0.3, 0.2],
        "worst_case": costs.max(axis=1),
        # the dearest 40% of the probability
        "cvar": np.array([_dearest(row, [0.5, 0.3, 0.2], 0.4) for row in costs]),
    }[risk]
    assert found.value == pytest.approx(expected.min())
    assert (found.proven <= expected * (1 + 1e-9)).all()
    assert evaluate(problem, found.design, request).objective == pytest.approx(expected.min())


def _dearest(costs, chances, share):
    total, left = 0.0, share
    for cost, chance in sorted(zip(costs, chances, strict=True), reverse=True):
        total += min(chance, left) * cost
        left -= min(chance, left)
    return total / share
