"""Plans over several periods against all sequences of hub sets."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, ScenarioProblem, solve
from optimize.decide import multi_period
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import enumeration as oracle

LOCAL = np.array([[0, 4, 9], [4, 0, 4], [9, 4, 0.0]])


def at(*flows):
    """A problem in which nodes send to themselves, over a hub and back."""
    return HubProblem(np.diag(flows), LOCAL, labels="abc")


def expected_costs(problem, sets):
    """Expected cost of each set of labels."""
    where = {label: k for k, label in enumerate(problem.candidates)}
    chance = [scenario.probability for scenario in problem.scenarios]
    return {
        s: oracle.risk_value(oracle.scenario_costs(problem, sorted(where[x] for x in s)), chance, "expected")
        for s in sets
    }


def best_sequence(costs, opening, closing, start=None, keep=False):
    """Least cost over all sequences, by trying every one."""

    def switch(old, new):
        return sum(opening[x] for x in new - old) + sum(closing[x] for x in old - new)

    def total(sequence):
        steps = list(pairwise(sequence if start is None else (frozenset(start), *sequence)))
        if keep and any(old - new for old, new in steps):
            return np.inf
        return sum(c[s] for c, s in zip(costs, sequence, strict=True)) + sum(switch(*step) for step in steps)

    return min(total(sequence) for sequence in product(*costs))


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    p=st.sampled_from([1, 2, 3, range(1, 4)]),
    keep=st.booleans(),
    started=st.booleans(),
    scenarios=st.booleans(),
)
def test_no_sequence_of_hub_sets_is_cheaper(seed, p, keep, started, scenarios):
    rng = np.random.default_rng(seed)
    candidates = [0, 1, 3, 4]
    problems = [nasty_problem(seed + t, 5, candidates=candidates, unmet_penalty=40.0) for t in range(3)]
    if scenarios:
        calm = nasty_problem(seed + 7, 5, candidates=candidates, unmet_penalty=40.0)
        problems[1] = ScenarioProblem({"calm": calm, "storm": problems[1]}, [0.7, 0.3])
    names = problems[0].candidates
    opening, closing = ({x: float(v) for x, v in zip(names, rng.random(4) * 30, strict=True)} for _ in range(2))
    start = [names[int(rng.integers(4))]] if started else None
    sizes = [p] if isinstance(p, int) else list(p)
    sets = [frozenset(names[k] for k in s) for s in oracle.all_sets(problems[0], sizes)]
    costs = [expected_costs(problem, sets) for problem in problems]
    plan = multi_period(problems, p, open_cost=opening, close_cost=closing, start=start, keep=keep)
    assert plan.cost == pytest.approx(best_sequence(costs, opening, closing, start, keep))
    assert plan.bound == plan.cost
    assert plan.period_costs == pytest.approx([c[frozenset(s)] for c, s in zip(costs, plan.hubs, strict=True)])
    assert plan.cost == pytest.approx(sum(plan.period_costs) + sum(plan.switch_costs))


def test_one_number_is_paid_for_each_hub_that_opens_or_closes_and_the_first_period_is_free():
    plan = multi_period([at(5, 0, 0), at(0, 0, 5)], p=1, switch_cost=2.0)
    assert plan.hubs == (("a",), ("c",))
    assert plan.switch_costs == (0.0, 4.0)  # a closes, c opens
    assert plan.cost == 4.0
    assert plan.status == "optimal"
    plan = multi_period([at(5, 0, 0), at(0, 0, 5)], p=1, switch_cost=2.0, start=["b"])
    assert plan.switch_costs == (4.0, 4.0)


def test_dear_switches_keep_a_compromise_open():
    # b serves a, and c, at 5 x 8 = 40; a serves c at 5 x 18 = 90
    plan = multi_period({2026: at(5, 0, 0), 2030: at(0, 0, 5)}, p=1, switch_cost=200.0)
    assert plan.hubs == (("b",), ("b",))
    assert plan.cost == 80.0
    assert plan.periods == (2026, 2030)


def test_each_period_may_have_its_number_of_hubs():
    early, late = at(5, 4, 0), at(0, 4, 5)
    assert multi_period([early, late], [1, 2], 1.0, keep=True).hubs == (("b",), ("b", "c"))
    assert multi_period({"x": early, "y": late}, {"y": 2, "x": 1}, 1.0).hubs[1] == ("b", "c")


def test_weights_are_for_periods_and_discounts_for_switches_too():
    periods = [at(5, 0, 0), at(0, 0, 5)]
    # a for good costs 90 w, b 40 + 40 w; a then c costs the switches alone, 2 x 30
    assert multi_period(periods, 1, 30.0, weights=[1, 0.25]).hubs == (("a",), ("a",))
    assert multi_period(periods, 1, 30.0, weights=[1, 2.0]).hubs == (("a",), ("c",))
    plan = multi_period(periods, 1, 30.0, discount=0.5)
    assert (plan.hubs, plan.cost, plan.switch_costs) == ((("a",), ("c",)), 30.0, (0.0, 60.0))
    # with factors 1 and 0, what the second period is like does not matter
    assert multi_period(periods, 1, 500.0, discount=[1.0, 0.0], keep=True).hubs[0] == ("a",)


def test_a_hub_that_is_no_candidate_yet_opens_later():
    early = HubProblem(np.diag([5, 0, 5]), LOCAL, labels="abc", candidates=["a", "b"])
    late = HubProblem(np.diag([5, 0, 50]), LOCAL, labels="abc", candidates=["b", "c"])
    plan = multi_period([early, late], 1, switch_cost=1.0)
    assert plan.hubs == (("b",), ("c",))
    assert plan.cost == 80.0 + 2.0 + 5 * 18.0


@pytest.mark.parametrize("on", ["collection", "throughput"])
def test_capacities_count(on):
    room = np.array([9.0, 4.0, 12.0, 7.0, 5.0])
    problems = [nasty_problem(t, 5, unmet_penalty=40.0, capacity=room, capacity_on=on) for t in (3, 4)]
    free = [solve(problem, p=2, method="compact", gap=1e-9) for problem in problems]
    plan = multi_period(problems, 2, 0.0)
    assert plan.period_costs == pytest.approx([solution.objective for solution in free])
    held = multi_period([problems[0]] * 2, 2, 1e6)
    assert held.cost == pytest.approx(2 * free[0].objective)
    assert held.switch_costs == (0.0, 0.0)


def test_a_regret_is_against_the_best_of_its_period():
    problems = [nasty_scenarios(3), nasty_scenarios(3)]
    one = multi_period(problems[:1], 2, risk="max_regret")
    costs = np.array([oracle.scenario_costs(problems[0], s) for s in oracle.all_sets(problems[0], [2])])
    assert one.cost == pytest.approx((costs - costs.min(axis=0)).max(axis=1).min())
    assert multi_period(problems, 2, 1.0, risk="max_regret").cost == pytest.approx(2 * one.cost)


def test_what_has_no_plan_says_why():
    gone = HubProblem(np.ones((3, 3)), np.full((3, 3), np.inf), labels="abc")
    plan = multi_period({"now": at(1, 1, 1), "then": gone}, 1, 1.0)
    assert (plan.status, plan.hubs, plan.cost) == ("infeasible", (), np.inf)
    assert "then" in plan.explanation
    assert "unmet_penalty" in plan.explanation
    plan = multi_period([at(1, 1, 1), at(1, 1, 1)], [2, 1], keep=True)
    assert plan.status == "infeasible"
    assert "keep" in plan.explanation


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"problems": []}, "at least one problem"),
        ({"problems": 3}, "list of problems"),
        ({"problems": [at(1, 1, 1), 5]}, "HubProblem"),
        ({"p": [1, 2, 3]}, "3 entries for 2 periods"),
        ({"p": {0: 1}}, "missing"),
        ({"p": 4}, "p is 4"),
        ({"switch_cost": -1.0}, ">= 0"),
        ({"switch_cost": {"z": 1.0}}, "z are no candidates"),
        ({"close_cost": "dear"}, "close_cost"),
        ({"weights": [1.0, -1.0]}, "weights"),
        ({"discount": np.inf}, "discount"),
    ],
)
def test_what_cannot_be_is_refused_by_name(arguments, words):
    with pytest.raises(InputError, match=words):
        multi_period(**{"problems": [at(1, 1, 1), at(2, 1, 1)], "p": 1, "switch_cost": 1.0, **arguments})
