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
        HubSetTable.build(problem, 99, forced=["nowhere"])
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
