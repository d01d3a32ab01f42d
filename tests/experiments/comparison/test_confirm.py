"""The second opinion: what it asks, and when it agrees."""

import os
import signal
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from experiments.comparison.confirm import Check, Confirmation, check, confirm, outcome
from experiments.comparison.families import families
from experiments.comparison.problems import Problems
from optimize import HubProblem, HubSetTable, ScenarioProblem, solve
from tests.experiments.hand import HandRegion, hand_comparison, hand_study, priced


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


def answered(objective, bound, status):
    return SimpleNamespace(objective=objective, bound=bound, status=status)


@pytest.mark.parametrize(
    ("objective", "bound", "status", "told"),
    [
        (1250.0, 1250.0, "optimal", "agrees"),
        (1250.0 * (1 + 0.9e-6), 1250.0, "optimal", "agrees"),
        (1250.0 * (1 + 2e-6), 1250.0, "optimal", "disagrees"),
        (1250.0 * (1 - 2e-6), 1240.0, "optimal", "disagrees"),
        (1250.0, 1000.0, "feasible", "not proven"),
        (1300.0, 1000.0, "feasible", "not proven"),
        (1249.0, 1000.0, "feasible", "disagrees"),  # cheaper than what the table calls the best, proof or not
        (1300.0, 1260.0, "feasible", "disagrees"),  # proven that nothing is as cheap as the table says
        (np.nan, 1000.0, "no_solution", "not proven"),
        (np.nan, -np.inf, "no_solution", "not proven"),
        (np.nan, 1260.0, "no_solution", "disagrees"),
        (np.nan, np.inf, "infeasible", "disagrees"),
    ],
)
def test_three_things_may_come_of_a_question(objective, bound, status, told):
    assert outcome(1250.0, answered(objective, bound, status)) == told


def test_costs_of_a_trillionth_are_held_against_each_other_by_their_ratio():
    assert outcome(1e-12, answered(2e-12, 2e-12, "optimal")) == "disagrees"


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_during_a_question_is_no_answer(monkeypatch):
    """`solve` takes the first Ctrl-C for a time limit and hands over what it has; here the person wants to leave."""
    problem = weighted()

    def pressed(problem, **asked):
        return solve(problem, **asked, progress=lambda _: os.kill(os.getpid(), signal.SIGINT))

    monkeypatch.setattr("experiments.comparison.confirm.solve", pressed)
    with pytest.raises(KeyboardInterrupt):
        check("?", "benders", problem, HubSetTable.build(problem, 2, forced=["G"]), ["G"], 2)


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
    bad, open_ = replace(good, outcome="disagrees"), replace(good, outcome="not proven")
    assert Confirmation((good, good)).agrees
    assert not Confirmation((good, open_)).agrees
    told = [Confirmation(checks).outcome for checks in ((good, good), (good, open_), (bad, open_, good))]
    assert told == ["agrees", "not proven", "disagrees"]
    assert not Confirmation((good, bad)).agrees
    assert not Confirmation((bad, good)).agrees
    assert [record["agrees"] for record in Confirmation((good, bad)).records()] == [True, False]
    assert set(found.confirmation.records()[0]) == {*Check.__dataclass_fields__, "agrees"}


def test_scenarios_without_weight_are_left_out_whatever_they_cost():
    """The what-if case is replaced by one that would turn the answer, were it counted."""
    study, kinds = hand_study(), families(hand_study())
    table = hand_comparison().tables["beside"]
    region = HandRegion()
    odd = HandRegion(fixed={"B": 1e9})
    problems = made(lambda name: (odd if name == "what-if" else region).problem(name, [*"GABC"]))
    assert confirm(study, kinds[0], table, [*"BAC"], problems).agrees


def made(make):
    """Problems by a function of the scenario."""
    return SimpleNamespace(make=make, fit=lambda: True)


def test_problems_too_large_to_be_held_at_once_are_asked_reduced_alone():
    study = hand_study()
    problems = Problems(study, room=0.0)
    for name in study.scenarios:
        problems.make(name)
    found = confirm(study, families(study)[0], hand_comparison().tables["beside"], [*"BAC"], problems)
    assert [each.outcome for each in found.checks] == ["not proven", "not proven", "agrees"]
    assert [each.status for each in found.checks] == ["too large to ask", "too large to ask", "optimal"]
    assert found.checks[0].table_hubs == ("G", "B")
    assert found.outcome == "not proven"


def test_the_reduced_problem_has_the_largest_places_and_the_best_hubs():
    """Of 30 places the 14 of most trade and the five best hubs of eight, which are among the last."""
    problem = crowd(30, 8).replace(fixed_cost=[1000.0 * number for number in range(30)])
    table = HubSetTable.build(ScenarioProblem({"base": problem}), 1)
    hubs = list(problem.candidates)
    study = hand_study(hubs=hubs, gateways=(), weights={"base": 1.0}, p_max=1)
    ranking = sorted(hubs, key=lambda hub: table.cost([hub]).iloc[0])
    answer = confirm(study, families(study)[0], table, ranking, made(lambda _: problem))
    full, reduced = answer.checks
    assert full.question == "best single hub of 8, 30 places, 1 scenario"
    assert reduced.question == "best single hub of 5, 19 places, 1 scenario"
    assert answer.agrees
    assert full.table_hubs == reduced.table_hubs == reduced.solver_hubs == (ranking[0],)


def test_the_prices_of_room_prove_the_cost_whatever_the_order_of_the_gateways():
    """The gateway G has room for 4 of 10 t, at 100 over A; the rest goes direct at 200: 400 + 1200, and 10 for A."""
    region = HandRegion(priced(), capacity={"G": 4.0})
    found = hand_comparison(region, hubs="A", gateways="CG", weights={"base": 1.0}, p_max=1, room=True, confirmed=True)
    first = found.confirmation.checks[0]
    assert (first.method, first.outcome, first.table_hubs) == ("the prices of room", "agrees", ("C", "G", "A"))
    assert first.table_cost_usd == pytest.approx(1610)
    assert first.bound_usd == pytest.approx(1610)


@pytest.mark.parametrize(
    ("status", "bound", "seconds", "words"),
    [
        ("feasible", 1000.0, 0.03, "not proven: proven is that nothing costs less than 1.0000000 k USD, 250 USD"),
        ("feasible", 1000.0, 120.0, "not proven within 120 s: proven is that nothing costs less than"),
        ("no_solution", -np.inf, 120.1, "not proven within 120 s: no lower bound was found"),
        ("too large to ask", np.nan, 0.0, "not proven: too large to ask"),
    ],
)
def test_what_is_not_proven_is_told_with_what_is(found, status, bound, seconds, words):
    good = found.confirmation.checks[0]
    each = replace(good, status=status, outcome="not proven", bound_usd=bound, seconds=seconds)
    assert good.proof_words == ""
    assert each.proof_words.startswith(words)
    assert Confirmation((each,)).records()[0]["agrees"] is None


def test_capacities_do_not_count_in_the_second_opinion_as_they_do_not_in_the_table():
    found = hand_comparison(HandRegion(capacity={"B": 1.0, "A": 1.0}), confirmed=True)
    assert found.capacity_t.to_dict() == {"A": 1.0, "B": 1.0}
    assert found.confirmation.checks[0].solver_hubs == ("G", "B")
    assert found.confirmation.agrees
