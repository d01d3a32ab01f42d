"""Problems without their matrices: what the same problem with blocks costs, and plain loops over all paths."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import Freight, HubProblem, HubSetTable, InputError, PooledProblem, PooledScenario, ScenarioProblem
from tests.oracles.compact import scenario_cost
from tests.oracles.random_cases import random_case


def freight(seed, n=5, h=3):
    """Two classes that share three tariffs, with gaps in the legs; some pairs have to use a hub, if there is a way."""
    rng = np.random.default_rng(seed)

    def legs(*shape):
        return np.where(rng.random(shape) < 0.1, np.inf, rng.uniform(0, 9, shape))

    pairs = np.array([(c, i, j) for c in range(2) for i in range(n) for j in range(n) if rng.random() < 0.6]).T
    count = pairs.shape[1]
    transfer = legs(2, h, h)
    transfer[:, range(h), range(h)] = 0.0
    return Freight(
        classes=("goods", "parcels"),
        collection=legs(2, n, h),
        transfer=transfer,
        distribution=legs(2, h, n),
        charge=rng.uniform(0, 4, (3, h)),
        weight=np.array([1.0, 1.5]),
        capacity_use=np.array([1.0, 0.25]),
        cls=pairs[0],
        tariff=rng.integers(0, 3, count),
        origin=pairs[1],
        destination=pairs[2],
        flow=rng.uniform(0.5, 5, count),
        outside=np.where(rng.random(count) < 0.1, np.inf, rng.uniform(2, 20, count)),
    )


def with_blocks(one, capacity, capacity_on):
    """The same as a problem with a block for each class and tariff, whose hubs are its first nodes."""
    n, h = one.collection.shape[1:]
    blocks = {}
    for c in range(2):
        for f in range(3):
            flow, outside = np.zeros((n, n)), np.full((n, n), np.inf)
            own = (one.cls == c) & (one.tariff == f)
            at = one.origin[own], one.destination[own]
            flow[at], outside[at] = one.flow[own], one.outside[own]
            wide = {leg: np.full((n, n), np.inf) for leg in ("collection_cost", "transfer_cost", "distribution_cost")}
            wide["collection_cost"][:, :h] = one.collection[c]
            wide["transfer_cost"][:h, :h] = one.transfer[c]
            wide["distribution_cost"][:h] = one.distribution[c]
            blocks[f"{c}/{f}"] = {
                "flow": flow,
                **wide,
                "handling_cost": np.append(one.charge[f], np.zeros(n - h)),
                "direct_cost": outside,
                "weight": one.weight[c],
                "capacity_use": one.capacity_use[c],
            }
    room = None if capacity is None else np.append(capacity, np.full(n - h, np.inf))
    return HubProblem.from_blocks(blocks, candidates=list(range(h)), capacity=room, capacity_on=capacity_on)


def compact(one, capacity, capacity_on="collection", fixed=(1.0, 0.0, 2.0)):
    return PooledProblem((0, 1, 2), (PooledScenario("base", 1.0, one, np.array(fixed), capacity),), capacity_on)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10**6), on=st.sampled_from(["collection", "throughput"]), room=st.floats(0.05, 0.6))
def test_every_set_costs_what_a_linear_program_over_all_paths_of_the_blocks_says(seed, on, room):
    one = freight(seed)
    capacity = room * np.array([1.0, 0.3, np.inf]) * (one.flow * one.capacity_use[one.cls]).sum()
    problem, fixed = with_blocks(one, capacity, on), np.array([1.0, 0.0, 2.0])
    table = HubSetTable.build(compact(one, capacity, on), 3)
    for row, hubs in enumerate(table.sets):
        if hubs:
            expected = scenario_cost(problem, problem.scenarios[0], hubs, "multiple") + fixed[list(hubs)].sum()
            assert table.scenario_cost[row, 0] == pytest.approx(expected, rel=1e-7, abs=1e-7)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10**6), on=st.sampled_from(["collection", "throughput"]), limited=st.booleans())
def test_the_table_is_that_of_the_blocks(seed, on, limited):
    one = freight(seed, n=6)
    capacity = 0.2 * one.flow.sum() * np.array([1.0, 0.5, np.inf]) if limited else None
    found = HubSetTable.build(compact(one, capacity, on, fixed=(0, 0, 0)), 3)
    expected = HubSetTable.build(with_blocks(one, capacity, on), 3)
    assert found.sets == expected.sets
    np.testing.assert_allclose(found.scenario_cost, expected.scenario_cost, rtol=1e-9)
    assert (found.hub_load is None) == (not limited)
    if limited:
        np.testing.assert_allclose(found.hub_load, expected.hub_load, rtol=1e-6, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_list_of_sets_costs_what_they_do_among_all(seed):
    """Of problems with blocks, some of weight 0, with and without capacities."""
    problem = random_case(seed, n=4, capacities=True).problem
    rng = np.random.default_rng(seed)
    whole = HubSetTable.build(problem, problem.h)
    rows = rng.permutation(len(whole))[: rng.integers(1, len(whole) + 1)]
    some = HubSetTable.build(problem, sets=[whole.labels(int(row)) for row in rows])
    np.testing.assert_allclose(some.scenario_cost, whole.scenario_cost[rows], rtol=1e-9)
    assert [some.positions(at) for at in range(len(rows))] == [whole.positions(int(row)) for row in rows]
    free = HubSetTable.build(problem, sets=[whole.labels(int(row)) for row in rows], capacities=False)
    expected = HubSetTable.build(problem, problem.h, capacities=False).scenario_cost[rows]
    np.testing.assert_allclose(free.scenario_cost, expected, rtol=1e-9)


def test_scenarios_of_their_own_and_forced_hubs():
    one, other = freight(3), freight(4)
    scenarios = tuple(PooledScenario(name, 0.5, each, np.zeros(3)) for name, each in (("calm", one), ("storm", other)))
    found = HubSetTable.build(PooledProblem((0, 1, 2), scenarios), 2, forced=[2], banned=[0])
    blocks = {"calm": with_blocks(one, None, "collection"), "storm": with_blocks(other, None, "collection")}
    expected = HubSetTable.build(ScenarioProblem(blocks), 2, forced=[2], banned=[0])
    assert found.sets == expected.sets == [(2,), (1, 2)]
    np.testing.assert_allclose(found.scenario_cost, expected.scenario_cost, rtol=1e-12)
    assert found.scenarios == ("calm", "storm")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"flow": -1.0}, "flow is -1"),
        ({"outside": np.nan}, "outside is nan"),
        ({"collection": 1e120}, "collection is 1e.120"),
        ({"charge": np.inf}, "charge is inf"),
        ({"tariff": 9}, "tariff has to be a whole number below 3"),
        ({"destination": -1}, "destination has to be"),
    ],
)
def test_what_cannot_be_calculated_with_is_refused(change, says):
    one = freight(1)
    ((name, value),) = change.items()
    array = getattr(one, name).copy()
    array.ravel()[-1] = value
    with pytest.raises(InputError, match=f"'base': {says}"):
        compact(replace(one, **{name: array}), None)


def test_shapes_and_names_are_checked():
    one = freight(1)
    with pytest.raises(InputError, match="transfer has shape"):
        compact(replace(one, transfer=one.transfer[:, :2]), None)
    with pytest.raises(InputError, match="fixed_cost has to be 3 numbers"):
        compact(one, None, fixed=(1.0, 2.0))
    with pytest.raises(InputError, match="capacity_on"):
        compact(one, None, "some")
    with pytest.raises(InputError, match="at least one candidate and one scenario"):
        PooledProblem((), ())
    with pytest.raises(InputError, match="'center'"):
        HubSetTable.build(compact(one, None), 2, objective="center")
    with pytest.raises(InputError, match="leave p_max out"):
        HubSetTable.build(compact(one, None), 2, sets=[[0]])
    with pytest.raises(InputError, match="p_max is None"):
        HubSetTable.build(compact(one, None))
