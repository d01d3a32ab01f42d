"""The best hubs within capacities against a linear program for every set, and bounds that hold at any moment."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from optimize import HubProblem, InputError, solve
from optimize.flows import MulticommodityProblem
from optimize.networks.design import hub_network_design
from optimize.networks.network import HubNetwork
from optimize.run import Status
from tests.oracles.hub_networks import costs_of_all_sets, random_network


def least(costs):
    return min(costs.values())


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("p", [1, 2])
def test_the_best_set_of_p_hubs_is_that_of_a_program_for_each_set(seed, p):
    network = random_network(seed)
    costs = costs_of_all_sets(network, [p])
    found = hub_network_design(network, p=p)
    assert found.status is Status.OPTIMAL
    assert len(found.hubs) == p
    assert found.objective == pytest.approx(least(costs), rel=1e-6)
    assert costs[found.hubs] == pytest.approx(found.objective, rel=1e-6)
    assert found.bound == pytest.approx(found.objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(20, 26))
def test_without_p_as_many_hubs_open_as_pay(seed):
    network = random_network(seed)
    costs = costs_of_all_sets(network)
    found = hub_network_design(network)
    assert found.objective == pytest.approx(least(costs), rel=1e-6)
    assert costs[found.hubs] == pytest.approx(found.objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(30, 34))
def test_open_hubs_are_open_and_closed_ones_are_not(seed):
    network = random_network(seed, hubs=4)
    must, not_that = network.labels[2], network.labels[0]
    costs = {
        hubs: cost
        for hubs, cost in costs_of_all_sets(network, [2]).items()
        if must in hubs and not_that not in hubs
    }  # fmt: skip
    found = hub_network_design(network, p=2, open_hubs=[must], closed_hubs=[not_that])
    assert set(found.sets) == set(costs)
    assert found.objective == pytest.approx(least(costs), rel=1e-6)


@pytest.mark.parametrize("seed", range(38, 42))
def test_the_best_sets_are_ranked_as_their_programs_rank_them(seed):
    network = random_network(seed, hubs=4)
    costs = sorted(costs_of_all_sets(network, [2]).values())
    found = hub_network_design(network, p=2, best=3)
    ranking = found.ranking
    assert ranking["upper"].head(3).tolist() == pytest.approx(costs[:3], rel=1e-6)
    assert ranking["solved"].head(3).all()


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10**6), tight=st.sampled_from([0.05, 0.4, 3.0]), stop=st.integers(0, 4))
def test_wherever_it_is_stopped_every_set_costs_what_its_bounds_say(seed, tight, stop):
    network = random_network(seed, tight=tight)
    costs = costs_of_all_sets(network, [2])
    told = []

    def stops(record):
        told.append(record)
        if len(told) > stop:
            raise ValueError("enough")

    found = hub_network_design(network, p=2, progress=stops)
    slack = 1e-6 * least(costs) + 1e-9
    assert found.bound <= least(costs) + slack <= found.objective + 2 * slack
    assert found.objective <= costs[found.hubs] + slack or found.flow.gap > 0
    for hubs, low, up in zip(found.sets, found.lower, found.upper, strict=True):
        assert low - slack <= costs[hubs] <= up + slack
    assert all(record["bound"] <= least(costs) + slack for record in told)
    assert all(record["incumbent"] >= least(costs) - slack for record in told)


@pytest.mark.parametrize("limit", [1e-9, 0.003, 0.02])
def test_a_time_limit_leaves_a_set_with_a_flow_and_a_bound(limit):
    network = random_network(7, places=6, hubs=6, tight=0.3)
    optimum = hub_network_design(network, p=3).objective
    found = hub_network_design(network, p=3, time_limit=limit)
    assert found.bound <= optimum * (1 + 1e-6)
    assert found.objective >= optimum * (1 - 1e-6)
    assert len(found.hubs) == 3
    assert (found.flow.load <= network.flow.capacity + 1e-6).all()
    assert found.status is Status.FEASIBLE or found.gap <= 1e-6


def classic(seed, capacity=None):
    """A hub problem whose hub links are as long as the plane is flat, and the same as a network with a node a hub."""
    draw = np.random.default_rng(seed)
    n, candidates = 6, [0, 2, 3, 5]
    at = draw.random((n, 2))
    transfer = 4 * np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    collection, distribution = draw.uniform(1, 9, (n, n)), draw.uniform(1, 9, (n, n))
    quantity = draw.uniform(1, 9, (n, n)) * (1 - np.eye(n))
    room = None if capacity is None else capacity * draw.uniform(0.6, 1.4, n) * quantity.sum()
    problem = HubProblem(
        flow=quantity, collection_cost=collection, transfer_cost=transfer, distribution_cost=distribution,
        candidates=candidates, capacity=room, direct_cost=np.full((n, n), 25.0), fixed_cost=np.full(n, 3.0),
    )  # fmt: skip
    hub = n + np.arange(len(candidates))
    arcs = [(i, hub[k], collection[i, node]) for i in range(n) for k, node in enumerate(candidates)]
    first = len(arcs)
    arcs += [(hub[k], hub[m], transfer[a, b]) for k, a in enumerate(candidates) for m, b in enumerate(candidates)
             if a != b]  # fmt: skip
    arcs += [(hub[k], n + len(hub) + j, distribution[node, j]) for j in range(n) for k, node in enumerate(candidates)]
    arcs += [(i, n + len(hub) + j, 25.0) for i in range(n) for j in range(n) if i != j]
    tail, head, cost = zip(*arcs, strict=True)
    usage = np.array([[float(a < first and head[a] == k) for a in range(len(arcs))] for k in hub])
    start, end = np.nonzero(quantity)
    flow = MulticommodityProblem(
        nodes=2 * n + len(hub), tail=tail, head=head, cost=[cost], usage=sparse.csr_array(usage),
        capacity=np.full(len(hub), np.inf) if room is None else room[candidates],
        cls=np.zeros(len(start), dtype=int), origin=start, destination=n + len(hub) + end,
        demand=quantity[start, end], penalty=[1e4],
    )  # fmt: skip
    return problem, HubNetwork(flow, hub, np.full(len(hub), 3.0), candidates)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("p", [1, 2, 3])
def test_without_capacities_it_is_the_hub_problem(seed, p):
    problem, network = classic(seed)
    known, found = solve(problem, p=p, method="compact"), hub_network_design(network, p=p)
    assert found.objective == pytest.approx(known.objective, rel=1e-6)
    assert found.hubs == known.hubs
    assert found.info["programmes"] == 1


@pytest.mark.parametrize("seed", range(5))
def test_with_capacities_of_hubs_alone_it_is_the_hub_problem_with_them(seed):
    problem, network = classic(seed, capacity=0.3)
    found = hub_network_design(network, p=2)
    assert found.objective == pytest.approx(solve(problem, p=2, method="compact").objective, rel=1e-6)
    assert found.flow.price.any()


def test_full_corridors_change_the_choice():
    """Hub a is cheaper, but only 4 of the 10 units find room on the way to it; the others go at 9 a unit."""
    flow = MulticommodityProblem(
        nodes=4, tail=[0, 0, 2, 0, 3], head=[1, 2, 1, 3, 1], cost=[[9.0, 1.0, 0.0, 3.0, 0.0]],
        usage=sparse.csr_array(np.array([[0.0, 1, 0, 0, 0]])), capacity=[4.0],
        cls=[0], origin=[0], destination=[1], demand=[10.0], penalty=[50.0],
    )  # fmt: skip
    found = hub_network_design(HubNetwork(flow, [2, 3], labels=["a", "b"]), p=1, best=2)
    assert found.ranking["hubs"].tolist() == [("b",), ("a",)]
    assert found.ranking["upper"].tolist() == [30.0, 4 * 1.0 + 6 * 9.0]
    wide = HubNetwork(replaced(flow, capacity=[10.0]), [2, 3], labels=["a", "b"])
    assert hub_network_design(wide, p=1).hubs == ("a",)


def replaced(problem, **changes):
    given = {name: getattr(problem, name) for name in problem.__dataclass_fields__}
    return MulticommodityProblem(**{**given, **changes})


def test_to_the_last_digit_it_is_as_good_as_it_can_be_told():
    network = random_network(4)
    found = hub_network_design(network, p=2, gap=0.0, best=3)
    assert found.status is Status.OPTIMAL
    assert found.solved.all()
    assert found.objective == pytest.approx(least(costs_of_all_sets(network, [2])), rel=1e-9)


def test_no_hub_at_all_may_be_asked_for():
    network = random_network(3)
    nothing = hub_network_design(network, p=0)
    assert nothing.hubs == ()
    assert nothing.objective == pytest.approx(costs_of_all_sets(network, [0])[()])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"p": 4}, "p is 4; .* a whole number from 0 to 3"),
        ({"p": 1.5}, "p is 1.5; .* a whole number from 0 to 3"),
        ({"p": 0, "open_hubs": ["hub z"]}, "a whole number from 1 to 3"),
        ({"open_hubs": ["hub z"], "closed_hubs": ["hub z"]}, "cannot be open and closed"),
        ({"open_hubs": ["nowhere"]}, "open_hubs names .*nowhere"),
        ({"closed_hubs": ["nowhere"]}, "closed_hubs names .*nowhere"),
        ({"best": 0}, "one at least"),
        ({"gap": -1.0}, "gap is -1.0"),
        ({"time_limit": 0.0}, "time_limit is 0.0"),
    ],
)
def test_what_cannot_be_chosen_is_said(asked, words):
    with pytest.raises(InputError, match=words):
        hub_network_design(random_network(0), **asked)


def test_more_sets_than_can_be_listed_are_refused():
    flow = MulticommodityProblem(
        nodes=32, tail=[0], head=[1], cost=[[1.0]], usage=sparse.csr_array((1, 1)), capacity=[1.0], cls=[0],
        origin=[0], destination=[1], demand=[1.0], penalty=[1.0],
    )  # fmt: skip
    with pytest.raises(InputError, match="1,073,741,824 sets of hubs"):
        hub_network_design(HubNetwork(flow, np.arange(2, 32)))


def test_what_a_progress_function_raises_to_leave_the_program_leaves_it():
    def leaves(_):
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        hub_network_design(random_network(1), p=1, progress=leaves)
