"""Symmetries: found where they were planted, proper ones only, and of use in the search without loss."""

from itertools import permutations

import numpy as np
import pytest

from optimize import HubProblem, solve
from optimize.run import Limits, make_request
from optimize.single import build_model
from optimize.single.heuristic import Incumbent
from optimize.single.search import Search
from optimize.single.symmetry import orbit, symmetries
from tests.oracles.clock import ShortClock
from tests.oracles.single import best_single


def line(n):
    place = np.arange(float(n))
    return np.abs(place[:, None] - place)


def grid(rows, columns):
    place = np.array([(a, b) for a in range(rows) for b in range(columns)], dtype=float)
    return np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=-1))


def moves_of(problem, **asked):
    request = make_request(problem, allocation="single", **asked)
    return symmetries(build_model(problem, [1.0]), request)


def planted(seed, *, blocks=1, outside=False):
    """Asymmetric costs, without triangle inequality, and flows that a cycle of three nodes or two swaps leave."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(5, 7))
    generator = np.arange(n)
    if seed % 2:
        generator[:3] = [1, 2, 0]
    else:
        generator[:4] = [1, 0, 3, 2]
    powers = [np.arange(n), generator, generator[generator]]
    powers = powers if seed % 2 else powers[:2]

    def even(array):
        return np.mean([array[np.ix_(q, q)] if array.ndim == 2 else array[q] for q in powers], axis=0)

    parts = {}
    for b in range(blocks):
        cost = even(rng.integers(0, 9, (n, n)) * 1.0)
        np.fill_diagonal(cost, 0.0)
        parts[f"class {b}"] = {"flow": even(rng.integers(0, 4, (n, n)) * 1.0), "cost": cost, "transfer": 0.6}
        if outside:
            parts[f"class {b}"]["direct_cost"] = even(rng.integers(5, 20, (n, n)) * 1.0)
    problem = HubProblem.from_blocks(parts, fixed_cost=even(rng.integers(0, 6, n) * 1.0))
    return problem, generator


@pytest.mark.parametrize(("rows", "columns", "number"), [(1, 5, 2), (2, 3, 4), (3, 3, 8), (4, 4, 8), (5, 3, 4)])
def test_a_grid_has_those_of_a_rectangle_or_a_square(rows, columns, number):
    cost = grid(rows, columns)
    moves = moves_of(HubProblem(np.ones(cost.shape), cost), p=1)
    assert len(moves) == number - 1


def test_what_an_orbit_has_by_hand():
    """Three in a line: the ends change places, the middle stays."""
    moves = moves_of(HubProblem(np.ones((3, 3)), line(3)), p=1)
    assert moves.tolist() == [[2, 1, 0]]
    assert orbit(0, moves).tolist() == [0, 2]
    assert orbit(1, moves).tolist() == [1]
    assert orbit(1, np.empty((0, 3), dtype=np.int64)).tolist() == [1]


def test_an_orbit_is_of_all_that_is_made_of_the_symmetries():
    assert orbit(0, np.array([[1, 0, 2, 3], [0, 2, 1, 3]])).tolist() == [0, 1, 2]


@pytest.mark.parametrize("fixed", [[1.0, 0.0, 0.0], [0.0, 0.0, 1e-6]])
def test_anything_that_differs_takes_the_symmetry_away(fixed):
    assert len(moves_of(HubProblem(np.ones((3, 3)), line(3), fixed_cost=fixed), p=1)) == 0


def test_open_and_closed_hubs_candidates_capacities_and_flows_count():
    cost, flow = line(3), np.ones((3, 3))
    plain = HubProblem(flow, cost)
    assert len(moves_of(plain, p=2, open_hubs=[0])) == 0
    assert len(moves_of(plain, p=1, closed_hubs=[2])) == 0
    assert len(moves_of(plain, p=2, open_hubs=[1])) == 1
    assert len(moves_of(HubProblem(flow, cost, candidates=[0, 1]), p=1)) == 0
    assert len(moves_of(HubProblem(flow, cost, candidates=[0, 2]), p=1)) == 1
    assert len(moves_of(HubProblem(flow, cost, capacity=[np.inf, 5.0, 9.0]), p=2)) == 0
    skew = flow.copy()
    skew[0, 1] = 2.0
    assert len(moves_of(HubProblem(skew, cost), p=1)) == 0


@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_what_was_planted_is_found_and_all_found_are_proper(seed, outside):
    problem, generator = planted(seed, blocks=1 + seed % 2, outside=outside)
    moves = moves_of(problem, p=2)
    assert generator.tolist() in moves.tolist()
    proper = set()
    for images in permutations(range(problem.n)):
        q = np.array(images)
        same = np.allclose(problem.fixed_cost[q], problem.fixed_cost, rtol=1e-13)
        for block in problem.blocks:
            arrays = [block.flow, block.collection, block.transfer, block.distribution]
            arrays += [] if block.direct is None else [block.direct]
            same = same and all(np.allclose(a[np.ix_(q, q)], a, rtol=1e-13) for a in arrays)
        if same:
            proper.add(images)
    # the model knows a flow within a node only by what it costs, so it may have more than the problem
    for move in moves.tolist():
        for pair in ((0, 1), (1, 3), (2, 4)):
            image = tuple(sorted(move[k] for k in pair))
            costs = [best_single(problem, [2], opened=hubs) for hubs in (pair, image)]
            assert costs[0] == pytest.approx(costs[1], rel=1e-12)
    assert proper - {tuple(range(problem.n))} <= {tuple(move) for move in moves.tolist()}


def test_values_that_differ_by_rounding_count_as_the_same_and_others_do_not():
    for shift, number in ((1e-15, 1), (1e-9, 0)):
        cost = line(4)
        cost[0, 1] *= 1 + shift
        assert len(moves_of(HubProblem(np.ones((4, 4)), cost), p=1)) == number


def test_nodes_without_difference_are_no_trouble():
    """Twelve nodes all alike have half a billion symmetries, of which none or some are found."""
    cost = np.ones((12, 12)) - np.eye(12)
    problem = HubProblem(np.ones((12, 12)), cost)
    assert len(moves_of(problem, p=2)) <= 200
    assert solve(problem, p=3, allocation="single", method="single").status == "optimal"


class NoHelp(Search):
    """Finds nothing but by branching to the end."""

    def _round(self, part):
        pass


@pytest.mark.parametrize("looks", [2, 6, 10**9])
@pytest.mark.parametrize("outside", [False, True])
def test_branching_on_one_of_each_orbit_finds_the_optimum(outside, looks):
    for seed in range(100, 130):
        problem, _ = planted(seed, blocks=1 + seed % 2, outside=outside)
        rng = np.random.default_rng(seed)
        p_min = int(rng.integers(1, 4))
        p_max = int(rng.integers(max(p_min, 3), 5))
        best = best_single(problem, range(p_min, p_max + 1))
        model = build_model(problem, [1.0])
        request = make_request(problem, p_min=p_min, p_max=p_max, allocation="single")
        known = Incumbent((0, 1, 2), np.zeros((model.flow.shape[0], problem.n), dtype=np.int64), 1.0 + 1.5 * best)
        moves = symmetries(model, request)
        assert len(moves)
        search = NoHelp(model, request, Limits(clock=ShortClock(looks)), known, moves=moves)
        bound = search.run()
        assert bound <= best + 1e-9 * best
        if looks > 10:
            assert search.finished
            assert search.incumbent.value == pytest.approx(best, rel=1e-6)


@pytest.mark.parametrize("p", [3, 4])
def test_a_grid_of_equal_cells_agrees_with_enumeration(p):
    cost = grid(2, 3)
    problem = HubProblem(np.ones(cost.shape), cost, collection=2.0, transfer=0.75)
    solution = solve(problem, p=p, allocation="single", method="single")
    assert solution.objective == pytest.approx(best_single(problem, [p]), rel=1e-7)
    assert solution.status == "optimal"
