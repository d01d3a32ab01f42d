"""The local search keeps to the rules, and never gets worse."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from optimize.benders.evaluation import additions
from optimize.benders.instance import make_instance
from optimize.benders.local_search import greedy, improve
from optimize.run import Clock
from tests.oracles.benders import random_case


@pytest.fixture(scope="module")
def pool():
    with ThreadPoolExecutor(2) as executor:
        yield executor


def test_local_search_keeps_forced_hubs_and_numbers(pool):
    for seed in range(40):
        problem, request = random_case(seed)
        if request.risk == "max_regret":
            continue
        instance = make_instance(problem, request)
        instance = instance.capped(instance.ceiling(request.p_max))
        forced = [k for k in range(instance.h) if int(instance.alive[k]) in request.open_hubs]
        p_max = min(request.p_max, instance.h)
        hubs, value = greedy(instance, forced, request.p_min, p_max, pool)
        better, lower = improve(instance, hubs, value, forced, request.p_min, p_max, pool, Clock())
        assert lower <= value
        assert request.allows(int(instance.alive[k]) for k in better)
        assert additions(instance, better, pool)[better[0]] == pytest.approx(lower, rel=1e-9)
