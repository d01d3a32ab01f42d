"""What couples of hubs cover, against plain loops."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.covering.coverage import best_couple, couple_gains, coverage_of, extend, total_worth

N = 6


def problem_of(seed, *, symmetric):
    rng = np.random.default_rng(seed)
    cost = rng.random((N, N))
    cost = cost + cost.T if symmetric else cost
    flow = rng.random((N, N)) * (rng.random((N, N)) < 0.8)
    return HubProblem(flow, cost, transfer=0.5, direct_cost=rng.random((N, N)) * 3 if seed % 2 else None)


def pairs_of(block, hubs, limit):
    """Pairs with flow that hubs cover and no outside option does."""
    found = set()
    for i, j in np.argwhere(block.flow > 0):
        if block.direct is not None and block.direct[i, j] <= limit:
            continue
        between = [[block.transfer[k, m] if k != m else 0.0 for m in hubs] for k in hubs]
        ways = [
            block.collection[i, k] + between[a][b] + block.distribution[m, j]
            for a, k in enumerate(hubs)
            for b, m in enumerate(hubs)
        ]
        if min(ways, default=np.inf) <= limit:
            found.add((int(i), int(j)))
    return found


def worth(block, pairs):
    return sum(float(block.flow[i, j]) for i, j in pairs)


@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_couples_and_what_they_add_are_those_of_plain_loops(seed, symmetric):
    problem, limit = problem_of(seed, symmetric=symmetric), 0.9
    block = problem.blocks[0]
    coverage = coverage_of([(block, 2.0)], limit, np.arange(N), lambda: None)
    for k, m in combinations(range(N), 2):
        expected = 2.0 * worth(block, pairs_of(block, (k, m), limit))
        assert total_worth(coverage, coverage.sets[k, m]) == pytest.approx(expected)

    usable = np.arange(1, N)
    covered = coverage.sets[0, 0]
    wider, gain = np.empty((N - 1, len(covered)), dtype=np.uint64), np.empty(N - 1)
    extend(coverage, np.array([0]), covered, usable, wider, gain)
    now = worth(block, pairs_of(block, (0,), limit))
    for a, k in enumerate(usable):
        assert gain[a] == pytest.approx(2.0 * (worth(block, pairs_of(block, (0, k), limit)) - now))
        assert total_worth(coverage, wider[a]) == pytest.approx(2.0 * now + gain[a])

    together = couple_gains(coverage, usable, wider)
    for a, b in combinations(range(N - 1), 2):
        k, m = int(usable[a]), int(usable[b])
        alone = pairs_of(block, (0, k), limit) | pairs_of(block, (0, m), limit)
        assert together[a, b] == pytest.approx(2.0 * worth(block, pairs_of(block, (k, m), limit) - alone))

    added, a, b, _ = best_couple(coverage, covered, usable, wider, gain, together, -1.0)
    best = max(worth(block, pairs_of(block, (0, *couple), limit)) for couple in combinations(range(1, N), 2))
    assert added == pytest.approx(2.0 * (best - now))
    assert a < b


def test_building_stops_when_the_clock_says_so():
    def look():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        coverage_of([(problem_of(0, symmetric=False).blocks[0], 1.0)], 0.9, np.arange(N), look)
