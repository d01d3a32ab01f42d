"""The second opinion: what it asks, and when it agrees."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from experiments.comparison.confirm import Check, Confirmation, agrees, check, confirm
from experiments.comparison.families import families
from optimize import HubProblem, HubSetTable, ScenarioProblem
from tests.experiments.hand import HandRegion, hand_comparison, hand_study


def crowd(n, hubs):
    """Many places that trade with the first in descending amounts, and hubs among the last."""
    flow = np.zeros((n, n))
    flow[0, 1:] = np.arange(n - 1, 0, -1)
    rng = np.random.default_rng(3)
    names = [f"n{i}" for i in range(n)]
    return HubProblem(flow, rng.random((n, n)) + 1, transfer=0.5, labels=names, candidates=names[-hubs:],
                      direct_cost=np.full((n, n), 3.0))  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return hand_comparison(confirmed=True)


def weighted(region=None, **options):
    """The hand-made scenarios that have a weight, as one problem."""
    region = region or HandRegion(**options)
    problems = {name: region.problem(name, [*"GABC"]) for name in ("base", "shock")}
    return ScenarioProblem(problems, {"base": 0.75, "shock": 0.25})


def test_single_pair_and_a_reduced_problem_are_asked(found):
    checks = found.confirmation.checks
    assert [each.method for each in checks] == ["benders", "benders", "compact"]
    assert [each.question for each in checks] == [
        "best single hub of 3, 6 places, 2 scenarios",
        "best pair of hubs of 3, 6 places, 2 scenarios",
        "best single hub of 3, 6 places, 2 scenarios",
    ]


def test_both_answers_are_recorded_and_agree(found):
    single, pair, reduced = found.confirmation.checks
    assert (single.table_hubs, single.solver_hubs) == (("G", "B"), ("G", "B"))
    assert (pair.table_hubs, pair.solver_hubs) == (("G", "A", "C"), ("G", "A", "C"))
    for each, cost in ((single, 1250.0), (pair, 1085.0), (reduced, 1250.0)):
        assert (each.table_cost_usd, each.status, each.agrees) == (cost, "optimal", True)
        assert each.solver_cost_usd == pytest.approx(cost)
        assert each.bound_usd == pytest.approx(cost)
        assert each.seconds > 0
    assert found.confirmation.agrees


def test_no_pair_is_asked_where_designs_have_one_hub():
    questions = [each.question for each in hand_comparison(confirmed=True, p_max=1).confirmation.checks]
    assert [question.split(" of ")[0] for question in questions] == ["best single hub", "best single hub"]


@pytest.mark.parametrize(
    ("objective", "status", "same"),
    [
        (1250.0, "optimal", True),
        (1250.0 * (1 + 0.9e-6), "optimal", True),
        (1250.0 * (1 + 2e-6), "optimal", False),
        (1250.0 * (1 - 2e-6), "optimal", False),
        (1250.0, "feasible", False),
        (1250.0, "no_solution", False),
        (np.inf, "infeasible", False),
    ],
)
def test_only_a_proof_of_the_same_cost_agrees(objective, status, same):
    assert agrees(1250.0, SimpleNamespace(objective=objective, status=status)) is same


def test_costs_of_a_trillionth_are_held_against_each_other_by_their_ratio():
    assert not agrees(1e-12, SimpleNamespace(objective=2e-12, status="optimal"))


def test_a_table_that_is_wrong_is_found_out():
    problem = weighted()
    table = HubSetTable.build(problem, 2, forced=["G"])
    wrong = replace(table, scenario_cost=table.scenario_cost * 1.001)
    assert check("?", "benders", problem, table, ["G"], 2).agrees
    assert not check("?", "benders", problem, wrong, ["G"], 2).agrees


def test_the_gateways_are_open_and_the_size_counts_them():
    problem = ScenarioProblem({"base": crowd(12, 4)})
    free = HubSetTable.build(problem, 2).best(1, p=2).iloc[0]["hubs"]
    gateway = next(hub for hub in problem.candidates if hub not in free)
    answer = check("?", "benders", problem, HubSetTable.build(problem, 2, forced=[gateway]), [gateway], 2)
    assert gateway in answer.solver_hubs
    assert len(answer.solver_hubs) == 2
    assert answer.agrees


def test_one_check_that_does_not_agree_spoils_the_confirmation(found):
    good = found.confirmation.checks[0]
    bad = replace(good, agrees=False)
    assert Confirmation((good, good)).agrees
    assert not Confirmation((good, bad)).agrees
    assert not Confirmation((bad, good)).agrees
    assert [record["agrees"] for record in Confirmation((good, bad)).records()] == [True, False]
    assert set(found.confirmation.records()[0]) == set(Check.__dataclass_fields__)


def test_scenarios_without_weight_are_left_out_whatever_they_cost():
    """The what-if case is replaced by one that would turn the answer, were it counted."""
    study, kinds = hand_study(), families(hand_study())
    table = hand_comparison().tables["beside"]
    region = HandRegion()
    problems = [region.problem("base", [*"GABC"]), region.problem("shock", [*"GABC"])]
    odd = HandRegion(fixed={"B": 1e9}).problem("what-if", [*"GABC"])
    assert confirm(study, kinds[0], table, [*"BAC"], [*problems, odd]).agrees


def test_the_reduced_problem_has_the_largest_places_and_the_best_hubs():
    """Of 30 places the 14 of most trade and the five best hubs of eight, which are among the last."""
    problem = crowd(30, 8).replace(fixed_cost=[1000.0 * number for number in range(30)])
    table = HubSetTable.build(ScenarioProblem({"base": problem}), 1)
    hubs = list(problem.candidates)
    study = hand_study(hubs=hubs, gateways=(), weights={"base": 1.0}, p_max=1)
    ranking = sorted(hubs, key=lambda hub: table.cost([hub]).iloc[0])
    answer = confirm(study, families(study)[0], table, ranking, [problem])
    full, reduced = answer.checks
    assert full.question == "best single hub of 8, 30 places, 1 scenario"
    assert reduced.question == "best single hub of 5, 19 places, 1 scenario"
    assert answer.agrees
    assert full.table_hubs == reduced.table_hubs == reduced.solver_hubs == (ranking[0],)


def test_capacities_do_not_count_in_the_second_opinion_as_they_do_not_in_the_table():
    found = hand_comparison(HandRegion(capacity={"B": 1.0, "A": 1.0}), confirmed=True)
    assert found.capacity_t.to_dict() == {"A": 1.0, "B": 1.0}
    assert found.confirmation.checks[0].solver_hubs == ("G", "B")
    assert found.confirmation.agrees
