"""Opening and closing hubs at least cost, against all pairs of sets."""

from itertools import combinations

import numpy as np
import pytest

from optimize.decide.moves import Family, moved


def sets_of(count, largest):
    return [s for size in range(largest + 1) for s in combinations(range(count), size)]


@pytest.mark.parametrize(("count", "largest"), [(4, 2), (5, 3), (3, 3), (2, 1)])
def test_every_set_has_its_row(count, largest):
    family, sets = Family(count, largest), sets_of(count, largest)
    assert len(family) == len(sets)
    assert [tuple(np.flatnonzero(row)) for row in family.member] == sets
    for size in range(largest + 1):
        members = np.array([s for s in sets if len(s) == size], dtype=np.int64)
        assert [sets[row] for row in family.rows(members)] == [tuple(m) for m in members]
        for s, rows in zip(members.tolist(), family.without[size], strict=True):
            assert {sets[row] for row in rows} == set(combinations(s, size - 1) if size else [])


@pytest.mark.parametrize("seed", range(8))
def test_getting_anywhere_costs_the_least_over_all_origins(seed):
    rng = np.random.default_rng(seed)
    count, largest = 5, int(rng.integers(1, 5))
    family, sets = Family(count, largest), sets_of(count, largest)
    value = np.where(rng.random(len(sets)) < 0.4, np.inf, rng.integers(0, 20, len(sets)).astype(float))
    opening, closing = rng.integers(0, 6, (2, count)).astype(float)
    if seed % 3 == 0:
        closing[:] = np.inf

    def way(old, new):
        return sum(opening[k] for k in set(new) - set(old)) + sum(closing[k] for k in set(old) - set(new))

    best, origin = moved(family, value, opening, closing)
    for row, new in enumerate(sets):
        costs = [value[at] + way(old, new) for at, old in enumerate(sets)]
        assert best[row] == min(costs)
        if np.isfinite(best[row]):
            assert costs[origin[row]] == min(costs)


def test_where_nothing_is_cheaper_a_set_stays():
    _, origin = moved(Family(3, 2), np.zeros(7), np.zeros(3), np.zeros(3))
    assert origin.tolist() == list(range(7))
