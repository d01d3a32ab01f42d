"""The search over hub sets: never up, within the rules."""

from itertools import pairwise

import pytest

from optimize.heuristics.data import SearchData
from optimize.heuristics.hub_set_search import HubSetSearch
from optimize.instances import random_clustered
from optimize.run import Clock, make_request


def search_of(problem, **asked):
    request = make_request(problem, **asked)
    return request, HubSetSearch(SearchData.of(problem, request), Clock())


def test_a_descent_never_goes_up():
    problem = random_clustered(25, seed=8)
    request = make_request(problem, p=3)
    search = HubSetSearch(SearchData.of(problem, request), Clock())
    values = [search.sets.price([0, 1, 2]).value]
    search.run(shakes=3)
    values.append(search.best.value)
    assert all(later <= earlier for earlier, later in pairwise(values))


@pytest.mark.parametrize("asked", [{"p": 4, "open_hubs": [3], "closed_hubs": [7]}, {"p_min": 2, "p_max": 5}])
def test_every_shaken_hub_set_is_admissible(asked):
    request, search = search_of(random_clustered(12, seed=1), **asked)
    hubs = search.moves.construct().hubs
    assert request.allows(hubs.tolist())
    for depth in (1, 2, 3, 5):
        for _ in range(10):
            shaken = search.moves.shaken(depth, hubs)
            assert shaken == sorted(set(shaken))
            assert request.allows(shaken)
