"""All models with nasty numbers against enumerations: zeros, ties, gaps, tiny beside huge numbers, penalties."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optimize import HubProblem, HubSetTable, ScenarioProblem, solve
from optimize.problem import without_penalties
from optimize.run import make_request
from tests.fuzz.frame import few, value_or_refusal
from tests.oracles import compact, families
from tests.oracles.risk import RISKS, parameters

INF = float("inf")
RELATIVE = 2e-5
"""Solvers keep their rows to 1e-6 or so, and the default gap is 1e-6."""
FLOWS = st.sampled_from([0.0, 0.0, 1.0, 1.0, 2.0, 3.5, 1e-9, 1e9])
COSTS = st.sampled_from([0.0, 1.0, 1.0, 2.0, 2.5, 7.0, 1e-9, 1e9, INF])
PLAIN_COSTS = st.sampled_from([0.0, 1.0, 1.0, 2.0, 2.5, 7.0, 40.0, INF])
PLAIN = st.sampled_from([0.0, 1.0, 4.0, 7.0])
PRICES = st.sampled_from([0.0, 0.0, 1.0, 5.0, 1e-9, 1e9])
FACTORS = st.sampled_from([0.0, 0.5, 1.0, 3.0])
PENALTIES = st.sampled_from([0.0, 1.0, 9.0, 1e6, 1e9])


def matrix(draw, numbers, n):
    """A matrix of numbers, one of which fills a good part of it."""
    common = draw(numbers)
    return np.array([[draw(numbers) if draw(st.booleans()) else common for _ in range(n)] for _ in range(n)])


@st.composite
def problems(
    draw, costs=COSTS, *, flows=FLOWS, prices=PRICES, least_nodes=1, most_nodes=4, scenarios=2, blocks=2, **options
):
    """A problem, or some states of one."""
    n = draw(st.integers(least_nodes, most_nodes))
    candidates = draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=n, unique=True))
    common = {"candidates": sorted(candidates)}
    for name, make in options.items():
        common[name] = make(draw, n)

    def block():
        legs = {"flow": matrix(draw, flows, n), "cost": matrix(draw, costs, n), "transfer": draw(FACTORS)}
        if "discount" in common:
            legs["transfer"] = 1.0
        if draw(st.integers(0, 3)) == 0:
            legs["collection_cost"] = matrix(draw, costs, n)
        if draw(st.integers(0, 3)) == 0:
            legs["handling_cost"] = [draw(PRICES) for _ in range(n)]
        if draw(st.integers(0, 3)) == 0:
            legs["direct_cost"] = matrix(draw, costs, n)
        if draw(st.integers(0, 2)) == 0:
            legs["unmet_penalty"] = draw(PENALTIES)
        return legs

    made = {}
    for s in range(draw(st.integers(1, scenarios))):
        specs = {f"class {b}": block() for b in range(draw(st.integers(1, blocks)))}
        fixed = None if draw(st.booleans()) else [draw(prices) for _ in range(n)]
        made[f"state {s}"] = HubProblem.from_blocks(specs, fixed_cost=fixed, **common)
    if len(made) == 1:
        return made["state 0"]
    first = draw(st.sampled_from([0.1, 0.5, 0.9]))
    return ScenarioProblem(made, [first, 1.0 - first])


def asked_of(draw, problem, *, allocations=("multiple", "single", 2)):
    """Arguments of `solve` that the problem admits."""
    asked = {"allocation": draw(st.sampled_from(allocations))}
    if draw(st.integers(0, 3)):
        asked["p"] = draw(st.integers(1, problem.h))
    if isinstance(problem, ScenarioProblem):
        asked["risk"] = draw(st.sampled_from(RISKS))
        rng = np.random.default_rng(draw(st.integers(0, 1000)))
        asked |= parameters(asked["risk"], rng, len(problem.scenarios))
    return asked


def check(problem, asked, oracle, methods=("auto",)):
    """Hold the answer of every method that takes the question against the enumerated optimum."""
    request = make_request(problem, **asked)
    with np.errstate(invalid="ignore"):  # 0 x inf, and inf - inf, of designs that cannot be
        best = oracle(problem, request)
    for method in methods:
        solution = value_or_refusal(lambda way=method: solve(problem, method=way, **asked))
        if solution is None:
            continue
        told = f"{method}: {solution.summary()}\noptimum {best}"
        if best is None:
            # a heuristic that finds nothing proves nothing
            assert solution.status == "infeasible" or (method, solution.status) == ("heuristic", "no_solution"), told
            continue
        assert solution.status == "optimal" or (method == "heuristic" and solution.status == "feasible"), told
        size = float(np.abs(solution.scenario_cost).max())
        if request.objective.counts_covered:
            size = max(float(sum(b.weight * b.flow.sum() for b in s.blocks)) for s in problem.scenarios)
        slack = RELATIVE * max(abs(best), 1e-3 * size)
        sense = request.objective.sense
        assert sense * (solution.objective - best) >= -slack, f"better than all: {told}"
        assert sense * (solution.bound - best) <= slack, f"bound: {told}"
        if solution.status == "optimal":
            assert sense * (solution.objective - best) <= slack, f"worse than the best: {told}"


@few
@given(data=st.data(), problem=problems())
def test_costs(data, problem):
    asked = asked_of(data.draw, problem)
    check(problem, asked, compact.optimum, [data.draw(st.sampled_from(["auto", "compact", "benders", "heuristic"]))])


@few
@given(data=st.data(), problem=problems(PLAIN_COSTS, flows=PLAIN, prices=PLAIN, capacity=lambda draw, n: [
    draw(st.sampled_from([0.0, 1.0, 3.0, 8.0, 1e9, INF])) for _ in range(n)
], most_nodes=3))  # fmt: skip
def test_capacities(data, problem):
    asked = asked_of(data.draw, problem)
    check(problem, asked, compact.optimum, [data.draw(st.sampled_from(["auto", "compact"]))])


@few
@given(data=st.data(), problem=problems(least_nodes=2))
def test_centres(data, problem):
    asked = asked_of(data.draw, problem) | {"objective": "center"}
    check(problem, asked, families.center, [data.draw(st.sampled_from(["auto", "compact"]))])


@few
@given(data=st.data(), problem=problems(PLAIN_COSTS), threshold=st.sampled_from([1.0, 2.0, 5.0, 10.0]))
def test_covering(data, problem, threshold):
    asked = asked_of(data.draw, problem) | {"threshold": threshold}
    most = data.draw(st.booleans())
    asked["objective"] = "max_covering" if most else "set_covering"
    oracle = families.max_covering if most else families.set_covering
    # leaving demand behind covers nothing, whatever it costs
    check(problem, asked, lambda given, request: oracle(without_penalties(given), request))


@few
@given(data=st.data(), problem=problems(
    PLAIN_COSTS, most_nodes=3, link_cost=lambda draw, n: matrix(draw, PLAIN_COSTS, n), blocks=1
))  # fmt: skip
def test_links(data, problem):
    check(problem, asked_of(data.draw, problem), families.incomplete)


@few
@given(data=st.data(), problem=problems(
    PLAIN_COSTS, most_nodes=3, blocks=1, discount=lambda draw, _: draw(st.sampled_from(
        [[(0.0, 1.0), (6.0, 0.4)], [(0.0, 1.0), (3.0, 0.7), (12.0, 0.2)], [(2.0, 0.5)], [(0.0, 0.8)]]
    ))
))  # fmt: skip
def test_discounts(data, problem):
    check(problem, asked_of(data.draw, problem), families.discount)


@few
@given(problem=problems())
def test_tables(problem):
    table = value_or_refusal(lambda: HubSetTable.build(problem, p_max=problem.h))
    if table is None:
        return
    for hubs in families.hub_sets(problem, make_request(problem)):
        names = [problem.candidates[k] for k in hubs]
        found = np.atleast_1d(np.asarray(table.cost(names), dtype=float))
        for value, scenario in zip(found, problem.scenarios, strict=True):
            right = compact.scenario_cost(problem, scenario, hubs, "multiple")
            np.testing.assert_allclose(value, right, rtol=1e-9)
