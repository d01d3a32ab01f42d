"""The small problem that comes first changes how long the search takes, and nothing that it proves."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.benders import instance as instances
from optimize.benders import narrow, order, run
from optimize.benders.certificate import Domain
from optimize.benders.instance import make_instance
from optimize.benders.separation import separate
from optimize.benders.shares import make_shares
from optimize.run import Clock, Limits, Status, Workers, make_request
from tests.oracles.benders import objectives, random_case
from tests.oracles.random_cases import every_path


@pytest.fixture
def always(monkeypatch):
    """Ask a small problem first however few nodes and candidates there are, with some of them left out."""
    for name, value in (("_NODES", 3), ("_DEAR", 0.0), ("_CANDIDATES", 1), ("_NEWCOMERS", 1), ("_TIMES", 3)):
        monkeypatch.setattr(narrow, name, value)
    monkeypatch.setattr(instances, "_ARRANGED", 2)
    monkeypatch.setattr(order, "_FEW", 1)


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_agrees_with_enumeration(first):
    for seed in range(first, first + 50):
        problem, request = random_case(seed)
        if request.measure.against_optimum:
            continue
        sets, value = objectives(problem, request)
        best = value.min()
        result = run(problem, request, Limits())
        if not np.isfinite(best):
            assert result.status is Status.INFEASIBLE
            continue
        assert value[sets.index(result.design.hubs)] <= best * (1 + 2e-9)
        assert best * (1 - 1.1e-6) <= result.bound <= best * (1 + 1e-9) + 1e-9


def a_problem(seed, n=9, blocks=2):
    rng = np.random.default_rng(seed)
    one = {"flow": rng.random((n, n)) * (rng.random((n, n)) < 0.6), "transfer": 0.6, "cost": None}
    return HubProblem.from_blocks({f"b{b}": {**one, "cost": rng.random((n, n))} for b in range(blocks)})


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("risk", ["expected", "worst_case"])
def test_the_cuts_of_the_mixture_are_below_every_hub_set(seed, risk):
    scenarios = ScenarioProblem({"one": a_problem(seed), "two": a_problem(seed + 100)})
    instance = make_instance(scenarios, make_request(scenarios, p=2, risk=risk))
    instance = instance.capped(instance.ceiling(2))
    domain = Domain(np.zeros(9, dtype=bool), np.ones(9, dtype=bool), 2, 2)
    known = np.isin(np.arange(9), (1, 4)).astype(float)
    with Workers() as workers:
        start = narrow.find_start(instance, domain, known, 100.0, workers, Clock())
        shares = make_shares(instance)
        assert (start.mixture.share.sum(axis=2) <= 1 + 1e-9).all()
        cuts = list(separate(instance, shares, start.mixture, start.promise, workers, Clock()))
    for hubs in combinations(range(9), 2):
        z = np.isin(np.arange(9), hubs).astype(float)
        cost = np.zeros(instance.groups)
        for of_bundle in cuts:
            cost[shares.group[of_bundle.bundle]] += (of_bundle.constant - of_bundle.slope @ z).sum()
        paths = [sum((b.flow * every_path(b, hubs)).sum() for b in s.blocks) for s in scenarios.scenarios]
        own = [np.mean(paths)] if risk == "expected" else paths
        assert (cost <= np.array(own) + 1e-9).all()


def test_gathered_nodes_send_what_they_send_together_over_legs_of_average_cost():
    flow = np.array([[0.0, 1.0, 2.0], [3.0, 0.0, 4.0], [5.0, 6.0, 0.0]])
    cost = np.array([[1.0, 2.0, 3.0], [5.0, 6.0, 7.0], [8.0, 9.0, 10.0]])
    problem = HubProblem(flow, cost, direct_cost=np.full((3, 3), 20.0))
    small = narrow.gathered(make_instance(problem, make_request(problem, p=1)), np.array([0, 0, 1]))
    view = small.pieces[0].view
    assert view.weight.tolist() == [[4.0, 6.0], [11.0, 0.0]]
    # nodes 0 and 1 send 3 and 7, and receive 8 and 7
    assert view.a == pytest.approx(np.array([[3.8, 4.8, 5.8], [8.0, 9.0, 10.0]]))
    assert view.e == pytest.approx(np.array([[(8 * c[0] + 7 * c[1]) / 15, c[2]] for c in cost]))
    assert view.outside[0, 1] == pytest.approx(20.0)


def test_out_of_time_there_is_no_start():
    problem = a_problem(0)
    instance = make_instance(problem, make_request(problem, p=2)).capped(100.0)
    domain = Domain(np.zeros(9, dtype=bool), np.ones(9, dtype=bool), 2, 2)
    with Workers() as workers:
        assert narrow.find_start(instance, domain, np.eye(9)[0], 9.0, workers, Clock(time_limit=0.0)) is None
