"""A start is an incumbent for every method: no worse solution comes back, and what is not allowed is said."""

from itertools import combinations, product

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve

NAMES = ("almaty", "bishkek", "dushanbe", "khiva", "osh", "tashkent")


def problem_of(seed, n=6, **more):
    rng = np.random.default_rng(seed)
    cost = rng.uniform(1, 10, (n, n))
    np.fill_diagonal(cost, 0.0)
    given = {"transfer": 0.5, "labels": NAMES[:n]} | more
    return HubProblem(rng.uniform(0, 5, (n, n)), cost, **given)


def cost_by_hand(problem, hubs, hub_of=None):
    """Cheapest ways over hubs; each node over one hub of its own if it is given."""
    block = problem.scenarios[0].blocks[0]
    at = [problem.labels.index(hub) for hub in hubs]
    total = float(sum(problem.fixed_cost[k] for k in at))
    for i, j in product(range(problem.n), repeat=2):
        firsts, lasts = (at, at) if hub_of is None else ([hub_of[i]], [hub_of[j]])
        ways = [
            block.collection[i, k] + (block.transfer[k, m] if k != m else 0.0) + block.distribution[m, j]
            for k in firsts
            for m in lasts
        ]
        total += block.flow[i, j] * min(ways)
    return total


def best_single_by_hand(problem, hubs):
    at = [problem.labels.index(hub) for hub in hubs]
    choices = [[i] if i in at else at for i in range(problem.n)]
    return min(cost_by_hand(problem, hubs, hub_of) for hub_of in product(*choices))


@pytest.mark.parametrize("method", ["compact", "benders", "enumeration", "heuristic", "auto"])
@pytest.mark.parametrize("limit", [None, 1e-9])
def test_multiple_allocation_is_never_worse_than_its_start_and_its_bound_holds(method, limit):
    problem = problem_of(1)
    least = min(cost_by_hand(problem, hubs) for hubs in combinations(NAMES, 2))
    for hubs in (("khiva", "osh"), min(combinations(NAMES, 2), key=lambda each: cost_by_hand(problem, each))):
        found = solve(problem, p=2, method=method, start=hubs, time_limit=limit)
        assert found.objective <= cost_by_hand(problem, hubs) * (1 + 1e-9)
        assert found.bound <= least * (1 + 1e-9)
        if limit is None and method != "heuristic":
            assert found.objective == pytest.approx(least)


@pytest.mark.parametrize("method", ["compact", "single", "heuristic"])
@pytest.mark.parametrize("limit", [None, 1e-9])
def test_single_allocation_finds_who_uses_the_hubs_of_a_start(method, limit):
    problem = problem_of(2, n=5)
    hubs = min(combinations(NAMES[:5], 2), key=lambda each: best_single_by_hand(problem, each))
    found = solve(problem, p=2, allocation="single", method=method, start=hubs, time_limit=limit)
    assert found.objective == pytest.approx(best_single_by_hand(problem, hubs))
    assert found.bound <= found.objective


def test_the_best_of_several_starts_counts_and_one_may_be_a_solution():
    problem = problem_of(3)
    order = sorted(combinations(NAMES, 2), key=lambda each: cost_by_hand(problem, each))
    earlier = solve(problem, p=2)
    for starts in ([order[-1], order[0]], [order[-1], earlier], [list(order[-1]), np.array(order[0])]):
        found = solve(problem, p=2, method="heuristic", start=starts, time_limit=1e-9)
        assert found.hubs == order[0]


def test_a_solution_of_another_problem_brings_its_hubs():
    nearly, problem = problem_of(4), problem_of(4, transfer=0.45)
    found = solve(problem, p=2, start=solve(nearly, p=2))
    assert found.objective == pytest.approx(min(cost_by_hand(problem, hubs) for hubs in combinations(NAMES, 2)))


@pytest.mark.parametrize("method", ["single", "compact", "heuristic"])
def test_within_capacities_a_solution_brings_its_allocation(method):
    problem = problem_of(5, n=5)
    sent = np.asarray(problem.scenarios[0].blocks[0].flow).sum(axis=1)
    tight = problem.replace(capacity=np.full(5, 0.6 * sent.sum()))
    earlier = solve(tight, p=2, allocation="single", method="compact")
    found = solve(tight, p=2, allocation="single", method=method, start=earlier, time_limit=1e-9)
    assert found.objective <= earlier.objective * (1 + 1e-9)


def test_a_solution_with_other_labels_is_an_error():
    elsewhere = solve(problem_of(5, n=3, labels=["x", "y", "z"]), p=1)
    with pytest.raises(InputError, match="is not a node"):
        solve(problem_of(5, n=3), p=1, start=elsewhere)


def test_nodes_in_another_order_keep_their_hubs():
    problem = problem_of(6, n=5)
    block = problem.scenarios[0].blocks[0]
    turn = [3, 1, 4, 0, 2]
    turned = HubProblem(
        block.flow[np.ix_(turn, turn)],
        np.asarray(block.collection)[np.ix_(turn, turn)],
        transfer=0.5,
        labels=[NAMES[i] for i in turn],
    )
    earlier = solve(turned, p=2, allocation="single")
    found = solve(problem, p=2, allocation="single", method="heuristic", start=earlier, time_limit=1e-9)
    assert found.objective == pytest.approx(earlier.objective)


@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
@pytest.mark.parametrize("objective", ["center", "max_covering", "set_covering"])
def test_other_objectives_start_too(allocation, objective):
    problem = problem_of(7, n=5)
    threshold = None if objective == "center" else 9.0
    asked = {"allocation": allocation, "objective": objective, "threshold": threshold}
    asked |= {} if objective == "set_covering" else {"p": 3}
    best = solve(problem, **asked)
    for method in ("auto", "compact", "heuristic"):
        found = solve(problem, method=method, start=best, time_limit=1e-9, **asked)
        assert found.objective == pytest.approx(best.objective)
        assert solve(problem, method=method, start=best.hubs, **asked).objective == pytest.approx(best.objective)


@pytest.mark.parametrize("risk", ["expected", "worst_case", "max_regret", "cvar"])
@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_scenarios_start_under_every_risk(risk, allocation):
    scenarios = ScenarioProblem({"a": problem_of(8, n=5), "b": problem_of(9, n=5)}, {"a": 0.7, "b": 0.3})
    best = solve(scenarios, p=2, risk=risk, allocation=allocation)
    for start in (best, best.hubs, solve(problem_of(8, n=5), p=2, allocation=allocation)):
        again = solve(scenarios, p=2, risk=risk, allocation=allocation, start=start)
        assert again.objective == pytest.approx(best.objective, rel=1e-6, abs=1e-9)


def test_hub_links_of_a_solution_are_kept():
    rng = np.random.default_rng(10)
    problem = problem_of(10, n=5, link_cost=rng.uniform(5, 20, (5, 5)))
    best = solve(problem, p=3)
    found = solve(problem, p=3, start=best, time_limit=1e-9)
    assert found.objective == pytest.approx(best.objective)
    assert solve(problem, p=3, start=best.hubs).objective == pytest.approx(best.objective)


@pytest.mark.parametrize(
    ("start", "asked", "words"),
    [
        (("almaty",), {}, "has 1 hub "),
        (("almaty", "osh", "khiva"), {}, "but 2 are asked for"),
        (("almaty", "ohs"), {}, "did you mean 'osh'"),
        (("almaty", "osh"), {"closed_hubs": ["osh"]}, "closed_hubs forbids"),
        (("almaty", "osh"), {"open_hubs": ["khiva"]}, "lacks 'khiva'"),
        ([("almaty", "osh"), ("almaty", "nowhere")], {}, "start 2: 'nowhere'"),
        (7, {}, "give a list"),
    ],
)
def test_what_is_not_allowed_is_said(start, asked, words):
    with pytest.raises(InputError, match=words):
        solve(problem_of(11), p=2, start=start, **asked)


def test_a_hub_that_is_no_candidate_is_said():
    with pytest.raises(InputError, match="'osh' is not a candidate"):
        solve(problem_of(11, candidates=["almaty", "khiva"]), p=1, start=["osh"])


@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_hubs_that_cannot_serve_all_flow_are_an_error_that_says_why(allocation):
    cost = np.full((4, 4), np.inf)
    cost[:, 0] = cost[0, :] = 1.0
    np.fill_diagonal(cost, 0.0)
    problem = HubProblem(np.ones((4, 4)), cost, labels=list("abcd"))
    with pytest.raises(InputError, match="start: hubs 'b' are no solution"):
        solve(problem, p=1, allocation=allocation, start=["b"])


def test_an_earlier_solution_without_hubs_is_an_error():
    nothing = solve(HubProblem(np.ones((2, 2)), np.full((2, 2), np.inf), labels=["a", "b"]), p=1)
    with pytest.raises(InputError, match="has no hubs"):
        solve(problem_of(11, n=2, labels=["a", "b"]), p=1, start=nothing)


def test_a_method_that_cannot_use_a_start_says_so():
    found = solve(problem_of(12), p=2, method="enumeration", start=("osh", "khiva"))
    assert "whatever the start" in found.explanation
    assert "whatever the start" not in solve(problem_of(12), p=2, method="enumeration").explanation


def test_labels_that_are_tuples_are_labels():
    names = [("kz", i) for i in range(4)]
    problem = problem_of(13, n=4, labels=names)
    assert solve(problem, p=2, start=[names[0], names[3]]).status == "optimal"
