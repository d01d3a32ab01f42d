"""Pickles: equal to the last bit, as they lay in memory, each array once, and nothing that can be calculated again."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_st

from optimize import HubProblem, HubSetTable, ScenarioProblem, solve
from optimize.pickles import Slim


class Thing(Slim):
    """An object with arrays, and with a property that remembers."""

    def __init__(self, **values):
        self.__dict__.update(values)

    @cached_property
    def remembered(self):
        return np.ones(100_000)


def sent(value):
    return pickle.loads(pickle.dumps(value, protocol=5))  # noqa: S301


def assert_same(found, expected):
    assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
    assert found.tobytes() == expected.tobytes()
    assert found.flags.writeable == expected.flags.writeable
    if expected.flags.c_contiguous or expected.flags.f_contiguous:
        assert found.strides == expected.strides


KINDS = st.sampled_from(["f8", "f4", "i8", "i4", "u1", "?", "c16", "U3", ">f8"])


@given(
    kind=KINDS,
    shape=numpy_st.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=30),
    usual=st.sampled_from([0.0, -0.0, np.nan, np.inf, 1.0]),
    part=st.sampled_from([0.0, 0.1, 0.9]),
    fortran=st.booleans(),
    frozen=st.booleans(),
    seed=st.integers(0, 100),
)
def test_any_array_comes_back_as_it_was(kind, shape, usual, part, fortran, frozen, seed):
    rng = np.random.default_rng(seed)
    plain = np.full(shape, usual) if kind in ("f8", "f4", "c16", ">f8") else np.zeros(shape)
    array = np.where(rng.random(shape) < part, rng.integers(-2, 3, shape), plain).astype(kind)
    array = np.asarray(array, order="F" if fortran else "C")
    array.flags.writeable = not frozen
    found = sent(Thing(a=array, within={"b": [array, ("c", array)]}))
    for other in (found.a, found.within["b"][0], found.within["b"][1][1]):
        assert_same(other, array)


def test_a_slice_comes_back_with_its_values():
    array = np.arange(9000.0).reshape(30, 300)[::2, ::3]
    assert np.array_equal(sent(Thing(a=array)).a, array)


def frozen(array):
    array.flags.writeable = False
    return array


def test_equal_arrays_that_cannot_be_written_to_are_one():
    values = np.random.default_rng(0).random(10_000)
    things = [Thing(a=frozen(values.copy())) for _ in range(20)]
    assert len(pickle.dumps(things)) < 1.5 * values.nbytes
    first, second, *_ = sent(things)
    assert first.a is second.a
    first, second = sent([Thing(a=values), Thing(a=values.copy())])
    first.a[0] = 5.0
    assert second.a[0] == values[0]


def test_what_is_mostly_one_number_is_small():
    array = np.full((300, 300), np.inf)
    array[::50, ::50] = 2.0
    assert len(pickle.dumps(Thing(a=array))) < 2000


def test_what_properties_remember_is_left_out():
    thing = Thing(a=1)
    assert thing.remembered.size == 100_000
    assert len(pickle.dumps(thing)) < 1000
    assert sent(thing).remembered.size == 100_000


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_copies_have_arrays_too(copied):
    array = np.random.default_rng(1).random(1000)
    assert np.array_equal(copied(Thing(a=array, more=[array])).more[0], array)


@pytest.fixture(scope="module")
def problem():
    """Twelve nodes, two blocks, a hub that some cannot reach, fixed costs, capacities, penalties."""
    rng = np.random.default_rng(4)
    cost = rng.uniform(1, 9, (12, 12))
    cost[3, :3] = np.inf
    blocks = {name: {"flow": rng.random((12, 12)), "cost": cost, "unmet_penalty": 30.0} for name in ("a", "b")}
    return HubProblem.from_blocks(blocks, fixed_cost=2.0, capacity=rng.uniform(60, 90, 12), candidates=range(1, 7))


@pytest.mark.parametrize("how", [{"allocation": "multiple"}, {"allocation": "single", "method": "heuristic"}])
def test_a_solution_that_was_sent_still_tells_everything(problem, how):
    problem = problem.replace(capacity=None, unmet_penalty=None)
    asked = ScenarioProblem({"x": problem, "y": problem.replace(transfer=0.5)}, {"x": 0.25, "y": 0.75})
    solution = solve(asked, p=2, **how)
    there = sent(solution)
    assert (there.hubs, there.objective, there.bound, there.status) == (
        solution.hubs, solution.objective, solution.bound, solution.status,
    )  # fmt: skip
    for name in ("allocation", "flows", "legs", "cost_by_leg", "throughput", "unmet", "scenario_cost"):
        assert getattr(there, name).equals(getattr(solution, name)), name
    assert len(pickle.dumps(there)) < 1.02 * len(pickle.dumps(solve(asked, p=2, **how)))


def test_a_problem_that_was_sent_has_the_same_answers_and_cannot_be_written_to(problem):
    there = sent(problem)
    assert solve(there, p=2).objective == solve(problem, p=2).objective
    assert solve(there.replace(transfer=0.3), p=2).objective == solve(problem.replace(transfer=0.3), p=2).objective
    with pytest.raises(ValueError, match="read-only"):
        there.blocks[0].flow[0, 0] = 1.0
    assert np.array_equal(HubSetTable.build(there, 2).scenario_cost, HubSetTable.build(problem, 2).scenario_cost)


def test_many_threads_may_pickle_and_solve_at_once(problem):
    def ask(number):
        return solve(sent(problem), p=1 + number % 2).objective

    expected = [solve(problem, p=p).objective for p in (1, 2)] * 4
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == expected
