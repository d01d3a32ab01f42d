"""Hub sets within capacities: against linear programs over all paths, other solvers, and what must hold of prices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, HubSetTable, InputError, ScenarioProblem, solve
from optimize.run import Clock, OutOfTimeError
from optimize.table import RoomCosts
from tests.conftest import nasty_problem
from tests.oracles.compact import scenario_cost
from tests.oracles.random_cases import random_case

ON = ["collection", "throughput"]


def crowded(seed, capacity_on, n=6, **changes):
    """Two classes, one of which may go directly; room for part of the flow at each of four hubs."""
    rng = np.random.default_rng(seed)
    legs = {"cost": 1 + 9 * rng.random((n, n)), "transfer": 0.5, "handling_cost": rng.random(n)}
    flow = rng.random((2, n, n)) * 5
    blocks = {
        "goods": {"flow": flow[0], **legs, "direct_cost": 4 + 20 * rng.random((n, n)), "unmet_penalty": 30.0},
        "bulk": {"flow": flow[1], **legs, "collection": 0.7, "unmet_penalty": 40.0, "weight": 2.0},
    }
    capacity = flow.sum() * rng.uniform(0.05, 0.4, n)
    return HubProblem.from_blocks(
        blocks, **{"candidates": [0, 1, 3, 4], "capacity": capacity, "capacity_on": capacity_on, **changes}
    )


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_set_costs_what_a_linear_program_over_all_paths_says(seed):
    """Ties, self flows, classes of weight 0, infinite costs, tight and infinite capacities, sets that cannot do it."""
    problem = random_case(seed, n=3, capacities=True).problem
    table = HubSetTable.build(problem, problem.h)
    for row, hubs in enumerate(table.sets):
        if hubs:
            expected = scenario_cost(problem, problem.scenarios[0], hubs, "multiple")
            assert table.scenario_cost[row, 0] == pytest.approx(expected, rel=1e-7, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), capacity_on=st.sampled_from(ON))
def test_flows_that_nothing_but_hubs_can_take_fit_or_do_not(seed, capacity_on):
    rng = np.random.default_rng(seed)
    capacity = np.where(rng.random(5) < 0.3, 0.0, rng.integers(0, 60, 5)).astype(float)
    options = {"capacity": capacity, "capacity_on": capacity_on, "direct_cost": None, "unmet_penalty": None}
    problem = nasty_problem(seed, **options)
    table = HubSetTable.build(problem, problem.h)
    for row, hubs in enumerate(table.sets):
        if hubs:
            expected = scenario_cost(problem, problem.scenarios[0], hubs, "multiple")
            assert table.scenario_cost[row, 0] == pytest.approx(expected, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("capacity_on", ON)
def test_a_set_costs_what_the_compact_model_says(capacity_on):
    problem = crowded(1, capacity_on)
    table = HubSetTable.build(problem, 3)
    for hubs in ((0, 3), (0, 1, 4)):
        found = solve(problem, p=len(hubs), open_hubs=hubs, method="compact", gap=1e-9)
        assert table.cost(hubs, "base") == pytest.approx(found.objective, rel=1e-8)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), capacity_on=st.sampled_from(ON))
def test_hubs_keep_to_their_room_and_only_full_ones_have_a_price(seed, capacity_on):
    problem = crowded(seed, capacity_on)
    table = HubSetTable.build(problem, 4)
    hubs = (0, 1, 3, 4)
    room = problem.capacity
    load, price = table.loads(hubs, "base").to_numpy(), table.room_prices(hubs, "base").to_numpy()
    assert (load <= room * (1 + 1e-9)).all()
    assert (price >= 0).all()
    assert (price[load < room * (1 - 1e-6)] == 0).all()
    free = HubSetTable.build(problem, 4, capacities=False).cost(hubs, "base")
    assert (price.max() > 0) == (table.cost(hubs, "base") > free * (1 + 1e-12))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), capacity_on=st.sampled_from(ON), hub=st.integers(0, 3))
def test_a_price_is_between_what_a_little_more_and_a_little_less_room_are_worth(seed, capacity_on, hub):
    problem = crowded(seed, capacity_on)
    step = 1e-5 * problem.capacity[hub]

    def cost(change):
        room = np.full(6, np.inf)
        room[problem.candidate_index] = problem.capacity
        room[problem.candidate_index[hub]] += change
        return HubSetTable.build(problem.replace(capacity=room), 4).cost((0, 1, 3, 4), "base")

    price = HubSetTable.build(problem, 4).room_prices((0, 1, 3, 4), "base").iloc[hub]
    more, less = (cost(0) - cost(step)) / step, (cost(-step) - cost(0)) / step
    slack = 1e-5 * max(1.0, less)
    assert more - slack <= price <= less + slack


def test_the_price_of_room_is_what_the_next_best_path_costs_more():
    """Ten units want hub "x" at 2 each; direct they cost 7. Room for 4: the other 6 go directly."""
    flow, cost = np.zeros((3, 3)), np.full((3, 3), np.inf)
    flow[0, 2] = 10.0
    cost[0, 1] = cost[1, 2] = 1.0
    one = HubProblem(
        flow, cost, candidates=["x"], labels=["a", "x", "b"], direct_cost=np.full((3, 3), 7.0), capacity={"x": 4.0}
    )
    table = HubSetTable.build(one, 1)
    assert table.cost("x", "base") == pytest.approx(4 * 2.0 + 6 * 7.0)
    assert table.room_prices("x", "base")["x"] == pytest.approx(5.0)
    assert table.loads("x")["base"]["x"] == pytest.approx(4.0)


def test_throughput_counts_at_the_last_hub_too_and_once_where_it_is_the_first():
    """All ten units enter at "k"; six leave at "m", which has room for five, so that one leaves at "k", 8 dearer."""
    flow, cost = np.zeros((4, 4)), np.full((4, 4), np.inf)
    flow[0, 3], flow[0, 1] = 6.0, 4.0
    cost[0, 1], cost[1, 2], cost[2, 3], cost[1, 3], cost[1, 1] = 1.0, 1.0, 1.0, 10.0, 0.0
    room = {"k": 10.0, "m": 5.0}
    one = HubProblem(flow, cost, labels=list("akmb"), candidates=["k", "m"], capacity=room, capacity_on="throughput")
    table = HubSetTable.build(one, 2)
    assert table.cost(["k", "m"], "base") == pytest.approx(4 * 1.0 + 5 * 3.0 + 11.0)
    assert table.loads(["m", "k"], "base").to_dict() == pytest.approx({"k": 10.0, "m": 5.0})
    assert table.room_prices(["k", "m"], "base").to_dict() == pytest.approx({"k": 0.0, "m": 8.0})
    collected = HubSetTable.build(one.replace(capacity_on="collection"), 2)
    assert collected.cost(["k", "m"], "base") == pytest.approx(4 * 1.0 + 6 * 3.0)


def test_a_class_that_takes_more_room_gives_way_first():
    """Per unit direct service costs 5 more for both classes, but parcels take three times the room: 5 / 3 a unit."""
    flow, cost = np.zeros((3, 3)), np.full((3, 3), np.inf)
    flow[0, 2] = 10.0
    cost[0, 1] = cost[1, 2] = 1.0
    legs = {"flow": flow, "cost": cost, "direct_cost": np.full((3, 3), 7.0)}
    classes = {"grain": legs, "parcels": {**legs, "capacity_use": 3.0}, "letters": {**legs, "capacity_use": 0.0}}
    one = HubProblem.from_blocks(classes, candidates=[1], capacity=22.0)
    table = HubSetTable.build(one, 1)
    assert table.cost([1], "base") == pytest.approx(10 * 2.0 + (4 * 2.0 + 6 * 7.0) + 10 * 2.0)
    assert table.room_prices([1], "base")[1] == pytest.approx(5 / 3)
    assert table.loads([1], "base")[1] == pytest.approx(22.0)
    assert solve(one, p=1, method="enumeration").objective == pytest.approx(90.0)


@pytest.mark.parametrize("capacity_on", ON)
def test_more_room_never_costs_more_and_enough_costs_what_no_limit_does(capacity_on):
    problem = crowded(5, capacity_on)
    free = HubSetTable.build(problem, 3, capacities=False)
    before = np.full(len(free), np.inf)
    for factor in (0.0, 0.3, 1.0, 2.0, 1e3):
        room = dict(zip(problem.candidates, factor * problem.capacity, strict=True))
        cost = HubSetTable.build(problem.replace(capacity=room), 3).scenario_cost[:, 0]
        assert (cost <= before * (1 + 1e-12)).all()
        assert (cost >= free.scenario_cost[:, 0] * (1 - 1e-12)).all()
        before = cost
    np.testing.assert_allclose(before, free.scenario_cost[:, 0], rtol=1e-12)


@pytest.mark.parametrize("capacity_on", ON)
@pytest.mark.parametrize(("flow_unit", "cost_unit"), [(1e-6, 1e9), (1e9, 1e-6), (1e7, 1e3)])
def test_units_do_not_matter(capacity_on, flow_unit, cost_unit):
    problem = crowded(6, capacity_on)
    blocks = {}
    for block in problem.blocks:
        matrices = {leg: np.zeros((6, 6)) for leg in ("collection_cost", "transfer_cost", "distribution_cost")}
        h = problem.candidate_index
        matrices["collection_cost"][:, h] = block.collection * cost_unit
        matrices["transfer_cost"][np.ix_(h, h)] = block.transfer * cost_unit
        matrices["distribution_cost"][h] = block.distribution * cost_unit
        blocks[block.name] = {
            "flow": block.flow * flow_unit,
            **matrices,
            "handling_cost": dict(zip(h.tolist(), block.handling * cost_unit, strict=True)),
            "direct_cost": None if block.direct is None else block.direct * cost_unit,
            "unmet_penalty": block.unmet_penalty * cost_unit,
            "weight": block.weight,
        }
    room = dict(zip(problem.candidates, problem.capacity * flow_unit, strict=True))
    scaled = HubProblem.from_blocks(blocks, candidates=[0, 1, 3, 4], capacity=room, capacity_on=capacity_on)
    one, other = HubSetTable.build(problem, 3), HubSetTable.build(scaled, 3)
    np.testing.assert_allclose(other.scenario_cost, one.scenario_cost * flow_unit * cost_unit, rtol=1e-10)
    np.testing.assert_allclose(other.hub_load, one.hub_load * flow_unit, rtol=1e-6, atol=1e-6 * flow_unit)
    np.testing.assert_allclose(other.room_price, one.room_price * cost_unit, rtol=1e-5, atol=1e-5 * cost_unit)


def scenarios():
    one = crowded(7, "throughput")
    half = dict(zip(one.candidates, 0.5 * one.capacity, strict=True))
    return ScenarioProblem({"base": one, "half the room": one.replace(capacity=half)}, [0.75, 0.25])


def test_threads_do_not_change_a_digit():
    one, four = (HubSetTable.build(scenarios(), 3, threads=threads) for threads in (1, 4))
    np.testing.assert_array_equal(one.scenario_cost, four.scenario_cost)
    np.testing.assert_array_equal(one.hub_load, four.hub_load)
    np.testing.assert_array_equal(one.room_price, four.room_price)


def test_forced_hubs_and_their_order_change_nothing():
    whole = HubSetTable.build(scenarios(), 3)
    part = HubSetTable.build(scenarios(), p_max=3, open_hubs=(4,), closed_hubs=(1,))
    for row in range(len(part)):
        hubs = part.labels(row)
        assert part.cost(hubs).to_numpy() == pytest.approx(whole.cost(hubs).to_numpy(), rel=1e-12)
        np.testing.assert_allclose(part.loads(hubs), whole.loads(hubs), rtol=1e-6)
        assert list(part.loads(hubs).index) == list(hubs)


def test_a_saved_table_keeps_loads_and_prices(tmp_path):
    table = HubSetTable.build(scenarios(), 2)
    table.save(tmp_path / "table.npz")
    again = HubSetTable.load(tmp_path / "table.npz")
    assert again.room_prices((0, 4)).equals(table.room_prices((0, 4)))
    assert again.loads((0, 4)).equals(table.loads((0, 4)))
    assert again.capacities


def test_tables_of_single_scenarios_make_the_table_of_all():
    whole = scenarios()
    free = whole.problems["base"].replace(capacity=None)
    problems = {**whole.problems, "free": free}
    parts = [HubSetTable.build(ScenarioProblem({name: one}), 2) for name, one in problems.items()]
    together = HubSetTable.concat(parts, [0.5, 0.25, 0.25])
    expected = HubSetTable.build(ScenarioProblem(problems, [0.5, 0.25, 0.25]), 2)
    np.testing.assert_allclose(together.scenario_cost, expected.scenario_cost, rtol=1e-12)
    np.testing.assert_array_equal(together.hub_load[:, :2], expected.hub_load[:, :2])
    np.testing.assert_array_equal(together.room_price, expected.room_price)
    assert together.room_prices((0, 4), "free").tolist() == [0.0, 0.0]
    assert together.loads((0, 4), "free").isna().all()
    stripped = HubSetTable.build(whole, 2, capacities=False)
    with pytest.raises(InputError, match="capacities="):
        HubSetTable.concat([parts[2], stripped], [0.4, 0.3, 0.3])


def test_capacities_are_never_left_out_in_silence():
    problem = crowded(2, "collection")
    assert HubSetTable.build(problem, 2).capacities
    stripped = HubSetTable.build(problem, 2, capacities=False)
    assert not stripped.capacities
    assert (HubSetTable.build(problem, 2).scenario_cost > stripped.scenario_cost + 1e-9).any()
    with pytest.raises(InputError, match="capacities=True"):
        stripped.loads((0, 1))
    with pytest.raises(InputError, match="capacities=False"):
        HubSetTable.build(problem, 2, objective="center")


def test_loads_without_capacities_are_those_of_the_cheapest_paths():
    free = crowded(2, "collection", capacity=None)
    table = HubSetTable.build(free, 2, capacities=True)
    np.testing.assert_allclose(table.scenario_cost, HubSetTable.build(free, 2).scenario_cost, rtol=1e-12)
    flows = solve(free, p=2, open_hubs=(0, 4)).flows
    over_hubs = flows[flows["first_hub"] != "direct"]
    expected = over_hubs.groupby("first_hub")["flow"].sum()
    assert table.loads((0, 4), "base").to_dict() == pytest.approx(expected.to_dict())
    assert table.room_prices((0, 4), "base").tolist() == [0.0, 0.0]


@pytest.mark.parametrize("capacity_on", ON)
@pytest.mark.parametrize("seed", range(4))
def test_the_flows_of_the_best_set_are_ones_that_can_be_had(seed, capacity_on):
    """The evaluator checks every share and capacity, and its price has to be the table's."""
    problem = crowded(seed, capacity_on)
    found = solve(problem, p=2, method="enumeration")
    table = HubSetTable.build(problem, 2)
    assert found.status == "optimal"
    assert found.objective == pytest.approx(table.best(p=2)["value"][0], rel=1e-9)
    assert found.objective == pytest.approx(solve(problem, p=2, method="compact", gap=1e-9).objective, rel=1e-8)


def test_what_does_not_fit_costs_infinity_and_has_no_price():
    flow = np.ones((3, 3))
    problem = HubProblem(flow, flow, capacity={0: 8.0, 1: 4.0, 2: 4.0})
    table = HubSetTable.build(problem, 2)
    assert table.cost([0, 1], "base") < np.inf
    for hubs in ([0], [1, 2]):
        assert table.cost(hubs, "base") == np.inf
        assert table.room_prices(hubs).isna().all(axis=None)
    assert solve(problem, p=1, method="enumeration").status == "infeasible"


def test_the_clock_ends_a_table_with_capacities():
    class Late(Clock):
        @property
        def over(self):
            return True

    with pytest.raises(OutOfTimeError):
        HubSetTable.build(scenarios(), 3, clock=Late())


@pytest.mark.parametrize("capacity_on", ON)
@pytest.mark.parametrize("seed", range(4))
def test_flow_that_costs_nothing_takes_the_room_that_was_counted_for_it(seed, capacity_on):
    """With a weight of 0 all ways tie, but not in the room that they take."""
    rng = np.random.default_rng(seed)
    flow, cost = rng.integers(1, 8, (2, 4, 4)).astype(float), 1 + 9 * rng.random((4, 4))
    blocks = {"free": {"flow": flow[0], "cost": cost, "weight": 0.0}, "paid": {"flow": flow[1], "cost": cost}}
    capacity = [np.inf, *(0.75 * flow.sum() * rng.uniform(0.5, 1.0, 3))]
    for chosen in (blocks, {"free": blocks["free"]}):
        problem = HubProblem.from_blocks(chosen, capacity=capacity, capacity_on=capacity_on)
        for hubs in ([0, 1], [1, 3], [0, 1, 2]):
            asked = {"p": len(hubs), "open_hubs": hubs}
            found, other = (solve(problem, **asked, method=m) for m in ("enumeration", "compact"))
            assert found.status == other.status
            if found.status == "optimal":
                assert found.objective == pytest.approx(other.objective, abs=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_some_sets_cost_what_they_do_in_the_table(seed):
    """In any order, fixed costs included; a scenario that nobody asks for costs nothing."""
    problem = random_case(seed, n=3, scenarios=2, capacities=True, risk="worst_case").problem
    table = HubSetTable.build(problem, problem.h)
    sets = [tuple(hubs) for hubs in table.sets if hubs][::-1]
    rows = [row for row, hubs in enumerate(table.sets) if hubs][::-1]
    found = RoomCosts(problem).of(sets, [1])
    np.testing.assert_allclose(found[:, 1], table.scenario_cost[rows, 1], rtol=1e-12)
    assert not found[:, [s for s in range(found.shape[1]) if s != 1]].any()
