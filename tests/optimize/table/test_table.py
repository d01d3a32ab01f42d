"""The table of all hub sets: exact costs, look-ups by set, the best by every risk measure."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, HubSetTable, InputError, ScenarioProblem
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import enumeration as oracle


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), p_max=st.integers(1, 4))
def test_every_set_costs_what_plain_loops_say(seed, p_max):
    problem = nasty_scenarios(seed)
    table = HubSetTable.build(problem, p_max)
    for row, hubs in enumerate(table.sets):
        if hubs:
            assert table.scenario_cost[row] == pytest.approx(oracle.scenario_costs(problem, hubs), rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_set_without_a_way_costs_infinity(seed):
    problem = nasty_problem(seed, unmet_penalty=None, direct_cost=None)
    table = HubSetTable.build(problem, min(3, problem.h))
    for row, hubs in enumerate(table.sets):
        if hubs:
            expected = oracle.scenario_costs(problem, hubs)[0]
            assert table.scenario_cost[row, 0] == pytest.approx(expected, rel=1e-12)


def test_more_hubs_never_cost_more_where_opening_is_free():
    table = HubSetTable.build(nasty_problem(3, fixed_cost=None), 3)
    for row, hubs in enumerate(table.sets):
        for k in hubs:
            fewer = table.row_of(set(hubs) - {k})
            assert table.scenario_cost[row, 0] <= table.scenario_cost[fewer, 0] + 1e-9


def test_rows_are_found_by_set_with_forced_and_banned_hubs():
    problem = nasty_problem(11, n=6, candidates=None, unmet_penalty=99.0)
    whole = HubSetTable.build(problem, 4)
    part = HubSetTable.build(problem, 4, forced=[2], banned=[5])
    assert all(2 in hubs and 5 not in hubs for hubs in part.sets)
    for row, hubs in enumerate(part.sets):
        assert part.row_of(hubs) == row
        assert part.scenario_cost[row] == pytest.approx(whole.scenario_cost[whole.row_of(hubs)])


@pytest.mark.parametrize("risk", ["expected", "worst_case", "max_regret", "cvar"])
def test_best_agrees_with_plain_loops(risk):
    problem = nasty_scenarios(5)
    table = HubSetTable.build(problem, 3)
    value, _ = oracle.optimum(problem, [2], risk=risk, level=0.6)
    assert table.best(p=2, risk=risk, cvar_level=0.6)["value"][0] == pytest.approx(value)


def test_k_best_come_in_order_and_obey_open_and_closed_hubs():
    problem = nasty_problem(8, n=6, candidates=None, unmet_penalty=99.0)
    best = HubSetTable.build(problem, 3).best(k=5, p=3, open_hubs=[1], closed_hubs=[4])
    assert len(best) == 5
    assert best["value"].is_monotonic_increasing
    assert all(1 in hubs and 4 not in hubs for hubs in best["hubs"])
    assert best["value"][0] == pytest.approx(oracle.optimum(problem, [3], opened=[1], closed=[4])[0])


def test_centre_is_the_dearest_pair():
    rng = np.random.default_rng(0)
    problem = HubProblem(np.ones((6, 6)), rng.random((6, 6)), transfer=0.5)
    table = HubSetTable.build(problem, 2, objective="center")
    block = problem.blocks[0]
    for row, hubs in enumerate(table.sets[1:], start=1):
        worst = max(
            min(oracle.path_cost(block, i, j, k, m) for k in hubs for m in hubs)
            for i in range(6)
            for j in range(6)
            if i != j
        )
        assert table.scenario_cost[row, 0] == pytest.approx(worst)


def test_a_saved_table_comes_back(tmp_path):
    table = HubSetTable.build(nasty_scenarios(2), 3)
    table.save(tmp_path / "table.npz")
    again = HubSetTable.load(tmp_path / "table.npz")
    assert again.sets == table.sets
    assert np.array_equal(again.scenario_cost, table.scenario_cost)
    assert again.best(3, p=2).equals(table.best(3, p=2))


def test_progress_counts_to_the_end():
    seen = []
    HubSetTable.build(nasty_scenarios(2), 2, progress=seen.append)
    assert seen[-1]["done"] == seen[-1]["total"]


def test_a_table_that_cannot_be_names_every_fault():
    problem = nasty_problem(1, capacity=np.ones(5))
    with pytest.raises(InputError) as error:
        HubSetTable.build(problem, 99, forced=["nowhere"], objective="center")
    assert len(error.value.faults) == 3


def test_a_table_beyond_memory_says_what_to_do():
    with pytest.raises(InputError, match="benders"):
        HubSetTable.build(HubProblem(np.ones((200, 200)), np.ones((200, 200))), 8)


def test_tables_of_single_scenarios_make_the_table_of_all():
    whole = nasty_scenarios(4)
    parts = [HubSetTable.build(ScenarioProblem({name: one}), 2) for name, one in whole.problems.items()]
    together = HubSetTable.concat(parts, whole.probability.values())
    expected = HubSetTable.build(whole, 2)
    np.testing.assert_array_equal(together.scenario_cost, expected.scenario_cost)
    np.testing.assert_array_equal(together.probability, expected.probability)
    assert together.scenarios == expected.scenarios


def test_tables_that_do_not_fit_are_not_put_together():
    whole = nasty_scenarios(4)
    first, second = (HubSetTable.build(ScenarioProblem({name: whole.problems[name]}), 2) for name in ("s0", "s1"))
    larger = HubSetTable.build(ScenarioProblem({"s2": whole.problems["s2"]}), 3)
    with pytest.raises(InputError, match="other hub sets"):
        HubSetTable.concat([first, larger])
    with pytest.raises(InputError, match="more than one table"):
        HubSetTable.concat([first, first])
    with pytest.raises(InputError, match="probabilities"):
        HubSetTable.concat([first, second], [1.0])
    with pytest.raises(InputError, match="at least one"):
        HubSetTable.concat([])


def two_scenarios():
    """Four hubs, of which "c" costs much in the second scenario; fixed costs differ by scenario."""
    rng = np.random.default_rng(3)
    flow, cost = rng.random((4, 4)), 1.0 + rng.random((4, 4))
    problems = {
        name: HubProblem(flow, cost * factor, labels=list("abcd"), transfer=0.5, fixed_cost=fixed)
        for name, factor, fixed in (("one", 1.0, [1, 2, 0, 4]), ("two", 1.5, [2, 1, 9, 1]))
    }
    return ScenarioProblem(problems, [0.75, 0.25])


@pytest.fixture(scope="module")
def forced():
    """All sets of at most three hubs that have "c", without "d"."""
    return HubSetTable.build(two_scenarios(), 3, forced=["c"], banned=["d"])


def test_a_forced_hub_may_be_named_among_the_open_ones(forced):
    whole = HubSetTable.build(two_scenarios(), 3)
    for asked in ({"open_hubs": ["c"]}, {"open_hubs": ["c", "a"]}, {"open_hubs": ["a"]}, {}):
        found = forced.best(9, **asked)
        named = [*asked.get("open_hubs", []), "c"]
        expected = whole.best(99, open_hubs=named, closed_hubs=["d"])
        assert found["hubs"].tolist() == expected["hubs"].tolist()
        assert found["value"].tolist() == pytest.approx(expected["value"].tolist())
    assert forced.allowed(open_hubs=["c"]).all()


def test_no_set_is_left_without_a_forced_hub_or_with_a_banned_one(forced):
    assert not forced.allowed(closed_hubs=["c"]).any()
    assert forced.best(closed_hubs=["c"]).empty
    assert not forced.allowed(open_hubs=["d"]).any()
    assert np.isinf(forced.scenario_optimum(closed_hubs=["c"])).all()


def test_a_set_is_looked_up_by_labels_with_its_forced_hubs(forced):
    problem = two_scenarios()
    for hubs in (["c"], ["a", "c"], ["c", "b"], ["b", "a", "c"]):
        positions = [problem.candidates.index(h) for h in hubs]
        assert forced.cost(hubs).tolist() == pytest.approx(oracle.scenario_costs(problem, positions))
        assert forced.labels(forced.row(hubs)) == tuple(sorted(hubs))


@pytest.mark.parametrize("hubs", [["a"], ["a", "b"], ["c", "d"], ["a", "b", "c", "d"]])
def test_a_set_that_the_table_does_not_hold_is_refused(forced, hubs):
    with pytest.raises(InputError, match="the table has no set"):
        forced.cost(hubs)
    with pytest.raises(InputError, match="'e' is not a node"):
        forced.cost(["e"])


def test_forced_hubs_cost_what_they_cost():
    """Nothing flows: what is left is the fixed cost of every hub of the set, in each scenario."""
    problems = {
        name: HubProblem(np.zeros((3, 3)), np.ones((3, 3)), fixed_cost=fixed)
        for name, fixed in (("one", [1.0, 20.0, 300.0]), ("two", [4.0, 50.0, 600.0]))
    }
    table = HubSetTable.build(ScenarioProblem(problems), 2, forced=[1])
    costs = {table.labels(row): cost.tolist() for row, cost in enumerate(table.scenario_cost)}
    assert costs == {(1,): [20.0, 50.0], (0, 1): [21.0, 54.0], (1, 2): [320.0, 650.0]}


def test_a_regret_is_measured_against_the_sets_that_may_be_chosen():
    problem = two_scenarios()
    table = HubSetTable.build(problem, 3)
    for asked in ({"p": 2}, {"p": 1, "closed_hubs": ["a"]}, {"p_min": 2, "open_hubs": ["c"]}):
        sizes = [asked["p"]] if "p" in asked else range(asked["p_min"], 4)
        opened, closed = (
            [problem.candidates.index(h) for h in asked.get(key, ())] for key in ("open_hubs", "closed_hubs")
        )
        value, hubs = oracle.optimum(problem, sizes, risk="max_regret", opened=opened, closed=closed)
        best = table.best(1, risk="max_regret", **asked)
        assert best["value"][0] == pytest.approx(value)
        assert best["hubs"][0] == tuple(problem.candidates[k] for k in hubs)


def test_one_scenario_can_be_looked_at_by_itself():
    problem = two_scenarios()
    table = HubSetTable.build(problem, 2)
    value, _ = oracle.optimum(problem.problems["two"], [1])
    assert table.best(1, p=1, scenario="two")["value"][0] == pytest.approx(value)
    with pytest.raises(InputError, match="'three' is not in the table"):
        table.objective_values(scenario="three")
    with pytest.raises(InputError, match="own_optimum"):
        table.objective_values("max_regret")


@pytest.mark.parametrize("name", ["forced", "open_hubs"])
@pytest.mark.parametrize("hubs", ["c", ["c"], ("c",), {"c": 1}])
def test_a_hub_may_be_named_alone_and_by_either_argument(name, hubs):
    table = HubSetTable.build(two_scenarios(), 2, **{name: hubs})
    assert [table.labels(row) for row in range(len(table))] == [("c",), ("a", "c"), ("b", "c"), ("c", "d")]


def test_a_number_that_is_no_hub_is_named_and_not_a_traceback():
    with pytest.raises(InputError, match="7"):
        HubSetTable.build(two_scenarios(), 2, open_hubs=7)


def test_some_sets_alone_keep_their_costs_loads_and_prices(tmp_path):
    problem = nasty_problem(8, n=6, candidates=None, unmet_penalty=60.0, capacity=40.0, capacity_on="throughput")
    whole = HubSetTable.build(problem, 4, forced=[1])
    sets = [(1, 4), (0, 1, 5, 3), (1,)]
    part = whole.only([problem.candidates[k] for k in hubs] for hubs in sets)
    assert [set(part.positions(row)) for row in range(3)] == [set(hubs) for hubs in sets]
    part.save(tmp_path / "some.npz")
    again = HubSetTable.load(tmp_path / "some.npz")
    for table in (part, again):
        for row in range(3):
            hubs = table.labels(row)
            assert table.cost(hubs).equals(whole.cost(hubs))
            assert table.loads(hubs).equals(whole.loads(hubs))
            assert table.room_prices(hubs).equals(whole.room_prices(hubs))
    assert part.best(p=2)["hubs"].tolist() == [(problem.candidates[1], problem.candidates[4])]
    with pytest.raises(InputError, match="its list alone"):
        part.cost([problem.candidates[k] for k in (1, 3)])
    with pytest.raises(InputError, match="has no set"):
        whole.only([[problem.candidates[0]]])
