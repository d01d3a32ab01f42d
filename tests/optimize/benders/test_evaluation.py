"""Costs of hub sets: of a set with each further hub, and of lists of sets that share prefixes."""

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.benders.evaluation import add_sets, additions
from optimize.benders.instance import make_instance
from optimize.run import make_request
from tests.oracles.random_cases import every_path


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(6)
    return HubProblem(
        rng.random((7, 7)), rng.random((7, 7)) * 5, transfer=0.3, handling_cost=rng.random(7), fixed_cost=rng.random(7),
        unmet_penalty=6.0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def instance(problem):
    return make_instance(problem, make_request(problem, p=2)).capped(1e6)


def transport(problem, hubs, origins=slice(None)):
    (block,) = problem.blocks
    return float((block.flow * every_path(block, hubs))[origins].sum())


@pytest.mark.parametrize("hubs", [(), (3,), (1, 5)])
def test_additions_price_the_set_with_each_hub(problem, instance, hubs):
    with ThreadPoolExecutor(1) as pool:
        value = additions(instance, hubs, pool)
    for m in range(7):
        joined = sorted({*hubs, m})
        assert value[m] == pytest.approx(problem.fixed_cost[joined].sum() + transport(problem, joined))


def test_lists_of_sets_are_priced_one_by_one_whatever_they_share(problem, instance):
    sets = [s for p in (1, 2, 3) for s in combinations(range(7), p)]
    rng = np.random.default_rng(0)
    sets = sorted(sets[k] for k in rng.choice(len(sets), 30, replace=False))
    rows = np.array([[*s, *[-1] * (3 - len(s))] for s in sets])
    size = np.array([len(s) for s in sets])
    (piece,) = instance.pieces
    cost = np.full(len(sets), 100.0)
    add_sets(piece.weight, piece.a, piece.t, piece.e, piece.outside, rows, size, 5, 25, cost)
    assert (cost[:5] == 100.0).all()
    assert (cost[25:] == 100.0).all()
    assert cost[5:25] - 100.0 == pytest.approx([transport(problem, s) for s in sets[5:25]])
    part = np.zeros(len(sets))
    some = slice(2, 4)
    add_sets(piece.weight[some], piece.a[some], piece.t, piece.e, piece.outside[some], rows, size, 0, len(sets), part)
    assert part == pytest.approx([transport(problem, s, some) for s in sets])
