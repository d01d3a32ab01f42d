"""Multicommodity flow against an arc-flow linear program, its bound, and what a solution must obey."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from optimize.errors import InputError
from optimize.flows.commodities import MulticommodityProblem
from optimize.flows.multicommodity import solve_multicommodity
from optimize.flows.route_pool import RoutePool
from optimize.run import Clock, Status
from tests.oracles.multicommodity import arc_flow_optimum, lagrangian_value


def random_problem(seed, nodes=7, arcs=22, classes=2, pairs=12, tight=1.0):
    """A network with parallel, free and closed arcs, shared capacities of different use, small and large numbers."""
    draw = np.random.default_rng(seed)
    tail = draw.integers(nodes, size=arcs)
    head = (tail + draw.integers(1, nodes, size=arcs)) % nodes
    cost = draw.integers(0, 20, size=(classes, arcs)) * draw.choice([1.0, 3.7])
    cost[draw.random((classes, arcs)) < 0.15] = np.inf
    usage = sparse.random_array((8, arcs), density=0.15, rng=draw, format="csr")
    usage.data = draw.choice([1.0, 1.0, 0.5, 2.0], size=len(usage.data))
    origin = draw.integers(nodes, size=pairs)
    quantity = draw.exponential(10.0, size=pairs) * draw.choice([1.0, 1e-3, 1e4], size=pairs, p=[0.8, 0.1, 0.1])
    capacity = draw.exponential(tight * quantity.sum() / 8, size=8)
    capacity[draw.random(8) < 0.2] = draw.choice([0.0, np.inf])
    return MulticommodityProblem(
        nodes=nodes,
        tail=tail,
        head=head,
        cost=cost,
        usage=usage,
        capacity=capacity,
        cls=draw.integers(classes, size=pairs),
        origin=origin,
        destination=(origin + draw.integers(1, nodes, size=pairs)) % nodes,
        demand=quantity,
        penalty=draw.choice([5.0, 40.0, 3000.0], size=classes),
    )


def check_flow(problem, found):
    """The routes are routes, and keep demand and capacity; the objective is theirs."""
    routes = found.routes
    assert (routes.quantity > 0).all()
    moved = np.bincount(routes.pair, routes.quantity, minlength=problem.pairs)
    scale = problem.demand.max(initial=1.0)
    np.testing.assert_allclose(moved + found.unmet, problem.demand, rtol=1e-9, atol=1e-7 * scale)
    assert (found.load <= problem.capacity + 1e-6 * scale).all()
    for pair, row in zip(routes.pair, routes.arcs, strict=True):
        passed = row.indices if hasattr(row, "indices") else row.coords[0]
        balance = np.bincount(problem.tail[passed], minlength=problem.nodes)
        balance = balance - np.bincount(problem.head[passed], minlength=problem.nodes)
        ends = np.zeros(problem.nodes)
        ends[problem.origin[pair]], ends[problem.destination[pair]] = 1, -1
        np.testing.assert_array_equal(balance, ends)
    with np.errstate(invalid="ignore"):
        paid = np.where(found.flow > 0, problem.cost * found.flow, 0.0).sum()
    assert found.objective == pytest.approx(paid + problem.penalty[problem.cls] @ found.unmet)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("tight", [0.1, 0.6])
def test_the_optimum_is_that_of_the_arc_flow_program(seed, tight):
    problem = random_problem(seed, tight=tight)
    found = solve_multicommodity(problem)
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(arc_flow_optimum(problem), rel=1e-6)
    check_flow(problem, found)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), tight=st.sampled_from([0.02, 0.3, 2.0]), size=st.integers(4, 9))
def test_every_round_bounds_the_optimum_from_below(seed, tight, size):
    problem = random_problem(seed, nodes=size, arcs=4 * size, pairs=15, tight=tight)
    told = []
    found = solve_multicommodity(problem, progress=told.append)
    optimum = arc_flow_optimum(problem)
    slack = 1e-6 * abs(optimum) + 1e-9
    assert all(line["bound"] <= optimum + slack <= line["incumbent"] + 2 * slack for line in told)
    assert found.uncapacitated <= optimum + slack
    assert found.bound <= found.objective
    check_flow(problem, found)


@pytest.mark.parametrize("seed", range(12))
def test_the_bound_is_the_lagrangian_at_the_prices(seed):
    problem = random_problem(seed, tight=0.3)
    found = solve_multicommodity(problem)
    assert found.bound == pytest.approx(lagrangian_value(problem, found.price), rel=1e-7)


@pytest.mark.parametrize("seed", range(12))
def test_a_price_is_what_another_unit_of_capacity_is_worth(seed):
    problem = random_problem(seed, tight=0.4)
    found = solve_multicommodity(problem)
    for resource in np.flatnonzero(np.isfinite(problem.capacity)):
        step = 1e-3 * max(problem.capacity[resource], 1.0)
        more = problem.capacity.copy()
        more[resource] += step
        gain = found.objective - arc_flow_optimum(replace(problem, capacity=more))
        # the optimum is convex in the capacity: what is gained is never more than the price
        assert gain <= found.price[resource] * step + 1e-6 * abs(found.objective)


def test_scales_of_cost_and_quantity_do_not_matter():
    problem = random_problem(3, tight=0.3)
    found = solve_multicommodity(problem)
    large = replace(
        problem,
        cost=problem.cost * 1e4,
        penalty=problem.penalty * 1e4,
        demand=problem.demand * 1e6,
        capacity=problem.capacity * 1e6,
    )
    assert solve_multicommodity(large).objective == pytest.approx(found.objective * 1e10, rel=1e-6)


def test_without_capacities_all_take_the_shortest_route():
    problem = random_problem(5)
    free = replace(problem, capacity=np.full(problem.resources, np.inf))
    found = solve_multicommodity(free)
    assert found.objective == pytest.approx(found.uncapacitated, rel=1e-12)
    assert found.bound == pytest.approx(found.uncapacitated, rel=1e-12)
    assert found.objective == pytest.approx(arc_flow_optimum(free))
    assert not found.price.any()


def test_no_capacity_at_all_leaves_everything_that_needs_it():
    problem = random_problem(6)
    shut = replace(problem, usage=sparse.csr_array(np.ones((8, problem.arcs))), capacity=np.zeros(8))
    found = solve_multicommodity(shut)
    np.testing.assert_allclose(found.unmet, problem.demand)
    assert found.objective == pytest.approx(found.bound)


def test_no_demand_costs_nothing():
    problem = random_problem(7)
    none = np.zeros(0, dtype=int)
    empty = replace(problem, cls=none, origin=none, destination=none, demand=np.zeros(0))
    found = solve_multicommodity(empty)
    assert found.objective == 0.0
    assert found.status is Status.OPTIMAL


@pytest.mark.parametrize("limit", [1e-9, 0.02, 0.05])
def test_a_time_limit_leaves_a_solution_within_capacity_and_a_bound(limit):
    problem = random_problem(11, nodes=40, arcs=200, pairs=600, tight=0.05)
    found = solve_multicommodity(problem, time_limit=limit)
    optimum = solve_multicommodity(problem).objective
    check_flow(problem, found)
    assert found.bound <= optimum * (1 + 1e-6)
    assert found.objective >= optimum * (1 - 1e-6)
    assert found.status is Status.FEASIBLE or found.gap <= 1e-7


def test_a_unit_on_several_arcs_of_a_set_is_counted_once():
    problem = MulticommodityProblem(
        nodes=3, tail=[0, 1], head=[1, 2], cost=np.ones((1, 2)), usage=sparse.eye_array(2), capacity=[5.0, 5.0],
        cls=[0, 0], origin=[0, 1], destination=[2, 2], demand=[2.0, 1.0], penalty=[9.0],
    )  # fmt: skip
    found = solve_multicommodity(problem)
    assert found.routes.over(np.array([0, 1])).sum() == 3.0
    assert found.routes.over(np.array([0])).sum() == 2.0


def test_all_faults_are_named_at_once():
    problem = random_problem(1)
    with pytest.raises(InputError) as caught:
        replace(problem, demand=-problem.demand, penalty=np.array([np.inf, 1.0]), head=problem.head + 100)
    text = str(caught.value)
    assert "head" in text
    assert "demand" in text
    assert "finite" in text


def kept_for_later(problem):
    """Routes and prices of the problem with some of its arcs closed."""
    closed = problem.cost.copy()
    closed[:, ::4] = np.inf
    before = solve_multicommodity(replace(problem, cost=closed))
    return RoutePool.empty(problem).joined(before.generated).priced(before.price)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("tight", [0.1, 0.6])
def test_known_routes_and_prices_change_no_result(seed, tight):
    problem = random_problem(seed, tight=tight)
    found = solve_multicommodity(problem, start=kept_for_later(problem))
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(arc_flow_optimum(problem), rel=1e-6)
    assert found.bound == pytest.approx(lagrangian_value(problem, found.price), rel=1e-7)
    check_flow(problem, found)


@pytest.mark.parametrize("seed", range(6))
def test_any_prices_are_a_start(seed):
    problem = random_problem(seed, tight=0.3)
    draw = np.random.default_rng(seed)
    price = np.where(np.isfinite(problem.capacity), draw.exponential(50.0, problem.resources), 0.0)
    found = solve_multicommodity(problem, start=RoutePool.empty(problem).priced(price))
    assert found.objective == pytest.approx(arc_flow_optimum(problem), rel=1e-6)
    check_flow(problem, found)


def test_its_own_routes_save_rounds():
    problem = random_problem(11, nodes=40, arcs=200, pairs=600, tight=0.05)
    cold = solve_multicommodity(problem)
    warm = solve_multicommodity(problem, start=RoutePool.empty(problem).joined(cold.generated).priced(cold.price))
    assert warm.objective == pytest.approx(cold.objective, rel=1e-6)
    assert warm.info["rounds"] <= 2 < cold.info["rounds"]


def test_above_a_cutoff_the_search_stops_with_a_bound_and_a_flow():
    problem = random_problem(11, nodes=40, arcs=200, pairs=600, tight=0.05)
    whole = solve_multicommodity(problem)
    cutoff = whole.uncapacitated + 0.5 * (whole.objective - whole.uncapacitated)
    found = solve_multicommodity(problem, cutoff=cutoff)
    assert cutoff <= found.bound <= whole.objective
    assert found.info["rounds"] < whole.info["rounds"]
    check_flow(problem, found)


def test_the_clock_of_a_larger_run_is_obeyed():
    problem = random_problem(11, nodes=40, arcs=200, pairs=600, tight=0.05)
    clock = Clock()
    clock.stop("enough")
    found = solve_multicommodity(problem, clock=clock)
    assert found.status is Status.FEASIBLE
    check_flow(problem, found)
