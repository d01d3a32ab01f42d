"""Greedy, descent and shaking: local optima by trying every neighbour, hubs that are forced, numbers that are free."""

from itertools import combinations, product

import numpy as np
import pytest

from optimize.benders.certificate import Domain
from optimize.benders.instance import make_instance
from optimize.run import Clock, Workers, make_request
from optimize.search import AnyPricing, Choice, HubSet, LocalSearch, below
from tests.oracles.benders import random_case


class Table:
    """Prices out of a list of random numbers, one a set of hubs."""

    def __init__(self, h, seed, chunk=10):
        rng = np.random.default_rng(seed)
        sets = [s for p in range(h + 1) for s in combinations(range(h), p)]
        self.values = dict(zip(sets, rng.random(len(sets)), strict=True))
        self.values[()] = np.inf
        self.chunk = chunk

    def price(self, hubs):
        opened = np.array(sorted(int(k) for k in hubs), dtype=np.int64)
        value = float(self.values[tuple(opened.tolist())])
        return HubSet(opened, np.array([value]), value)

    def additions(self, hubs, newcomers):
        return np.array([self.price([*hubs, k]).value for k in newcomers])


def neighbours(hubs, choice):
    """All admissible sets with one hub exchanged, one more or one less."""
    outside = [k for k in choice.free.tolist() if k not in hubs]
    may_go = [k for k in hubs if k not in choice.forced]
    swaps = [(set(hubs) - {old}) | {new} for old, new in product(may_go, outside)]
    larger = [set(hubs) | {new} for new in outside] if len(hubs) < choice.p_max else []
    smaller = [set(hubs) - {old} for old in may_go] if len(hubs) > choice.p_min else []
    return [tuple(sorted(s)) for s in swaps + larger + smaller]


CHOICES = {
    "three": Choice(3, 3, frozenset(), np.arange(7)),
    "any number": Choice(1, 7, frozenset(), np.arange(7)),
    "some forced": Choice(2, 4, frozenset({1, 5}), np.array([0, 1, 3, 5, 6])),
    "all there are": Choice(2, 2, frozenset(), np.array([2, 4])),
    "forced alone": Choice(2, 2, frozenset({2, 4}), np.array([2, 4])),
}


@pytest.mark.parametrize("chunk", [1, 2, 10])
@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("shuffled", [False, True])
def test_a_descent_ends_where_no_neighbour_is_better(name, chunk, shuffled):
    choice = CHOICES[name]
    for seed in range(10):
        table = Table(7, seed, chunk)
        moves = LocalSearch(table, choice, rng=np.random.default_rng(seed) if shuffled else None)
        start = moves.construct()
        found = moves.descend(start)
        hubs = tuple(found.hubs.tolist())
        assert found.value == table.values[hubs] <= start.value
        assert choice.p_min <= len(hubs) <= choice.p_max
        assert choice.forced <= set(hubs) <= set(choice.free.tolist())
        assert all(table.values[other] >= found.value for other in neighbours(hubs, choice))


def test_greedy_opens_what_helps_most_while_it_pays():
    worth = {(): np.inf, (0,): 5.0, (1,): 4.0, (2,): 9.0, (0, 1): 3.5, (1, 2): 3.0, (0, 1, 2): 3.2}

    def opened(p_min, p_max):
        pricing = AnyPricing(lambda hubs: worth[tuple(hubs.tolist())])
        return LocalSearch(pricing, Choice(p_min, p_max, frozenset(), np.arange(3))).construct().hubs.tolist()

    assert opened(1, 1) == [1]
    assert opened(1, 3) == [1, 2]
    assert opened(3, 3) == [0, 1, 2]


def test_out_of_time_greedy_still_opens_as_many_as_have_to_be():
    table = Table(7, 0)
    moves = LocalSearch(table, Choice(3, 5, frozenset({4}), np.arange(7)), Clock(time_limit=0.0))
    state = moves.construct()
    assert len(state.hubs) == 3
    assert 4 in state.hubs
    assert moves.descend(state) is state


@pytest.mark.parametrize("name", CHOICES)
def test_every_shaken_hub_set_is_admissible_and_steps_are_as_many_as_asked(name):
    choice = CHOICES[name]
    moves = LocalSearch(Table(7, 1), choice, rng=np.random.default_rng(1))
    hubs = moves.construct().hubs
    for depth in (1, 2, 4):
        for _ in range(20):
            shaken = set(moves.shaken(depth, hubs))
            assert choice.p_min <= len(shaken) <= choice.p_max
            assert choice.forced <= shaken <= set(choice.free.tolist())
            assert len(shaken - set(hubs.tolist())) <= depth


def test_it_keeps_to_the_rules_of_the_decomposition():
    for seed in range(40):
        problem, request = random_case(seed)
        if request.measure.against_optimum:
            continue
        instance = make_instance(problem, request)
        instance = instance.capped(instance.ceiling(request.p_max))
        opened = np.isin(instance.alive, sorted(request.open_hubs))
        domain = Domain(opened, ~opened, request.p_min, min(request.p_max, instance.h))
        moves = LocalSearch(instance.hub_sets(Workers()), domain.choice())
        start = moves.construct()
        found = moves.descend(start)
        assert found.value <= start.value
        for state in (start, found):
            assert request.allows(int(instance.alive[k]) for k in state.hubs)


def test_the_choice_of_a_request_leaves_out_what_is_closed():
    problem, _ = random_case(0)
    request = make_request(problem, p=1, closed_hubs=[problem.candidates[0]])
    choice = Choice.of(request, problem.h)
    assert choice.free.tolist() == list(range(1, problem.h))
    assert (choice.p_min, choice.p_max, choice.forced) == (1, 1, frozenset())


def test_rounding_is_no_improvement():
    assert below(1.0, 2.0)
    assert not below(1.0, 1.0)
    assert not below(1.0 - 1e-13, 1.0)
    assert below(1.0, np.inf)
    assert not below(np.inf, np.inf)
