"""Switching values of problems: solved again on both sides, and swept for what is missing."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve
from optimize.decide import switching
from tests.conftest import nasty_problem
from tests.oracles import enumeration as oracle


def priced(problem, p, risk="expected"):
    """The best hubs of a problem, and by how much; by plain loops."""
    chance = [scenario.probability for scenario in problem.scenarios]
    values = sorted(
        (oracle.risk_value(oracle.scenario_costs(problem, s), chance, risk), s) for s in oracle.all_sets(problem, [p])
    )
    return tuple(problem.candidates[k] for k in values[0][1]), values[1][0] - values[0][0]


def questions(kind, seed):
    """A problem as a function of a parameter, and the range of that."""
    base = nasty_problem(seed, 5, unmet_penalty=40.0)
    other = nasty_problem(seed + 1000, 5, unmet_penalty=40.0, candidates=list(base.candidates))
    flow, first = base.blocks[0].flow, int(base.candidate_index[0])
    rent = np.random.default_rng(seed).random(5) * 20

    def one(values, theta):
        changed = np.array(values, dtype=float)
        changed[first] = theta
        return changed

    return {
        "transfer": (lambda x: base.replace(transfer=x), 0.0, 2.0),
        "rent": (lambda x: base.replace(fixed_cost=one(rent, x)), 0.0, 60.0),
        "probability": (lambda x: ScenarioProblem({"calm": base, "storm": other}, [1 - x, x]), 0.0, 1.0),
        "growth": (lambda x: base.replace(flow=flow + x * other.blocks[0].flow), 0.0, 5.0),
        "both": (lambda x: base.replace(flow=flow + x * other.blocks[0].flow, transfer=x), 0.0, 2.0),
    }[kind]


@pytest.mark.parametrize("kind", ["transfer", "rent", "probability", "growth", "both"])
@pytest.mark.parametrize("seed", [2, 5, 11])
def test_hubs_before_and_after_are_the_best_on_their_sides(kind, seed):
    make_problem, low, high = questions(kind, seed)
    found = switching(make_problem, low, high, 2)
    assert found["confirmed"].all()
    assert set(found["method"]) <= {"bracketed" if kind == "both" else "exact"}
    for row in found.itertuples():
        for eps in (1e-4, 1e-6):
            assert priced(make_problem(row.theta * (1 - eps)), 2)[0] == row.hubs_before
            assert priced(make_problem(row.theta * (1 + eps)), 2)[0] == row.hubs_after
    for theta in np.linspace(low, high, 23):
        below, above = found[found["theta"] <= theta], found[found["theta"] > theta]
        said = below["hubs_after"].iloc[-1] if len(below) else above["hubs_before"].iloc[0] if len(above) else None
        hubs, lead = priced(make_problem(theta), 2)
        if said is None:
            said = priced(make_problem(low), 2)[0]
        assert said == hubs or lead < 1e-9


@pytest.mark.parametrize("seed", [1, 4])
def test_the_capacity_of_a_hub_is_a_parameter_with_a_convex_cost(seed):
    base = nasty_problem(seed, 5, unmet_penalty=40.0)
    room = np.random.default_rng(seed).random(5) * base.total_flow
    first = int(base.candidate_index[0])

    def make_problem(theta):
        changed = room.copy()
        changed[first] = theta
        return base.replace(capacity=changed)

    found = switching(make_problem, 0.0, base.total_flow, 2)
    assert set(found["method"]) <= {"exact"}
    for row in found.itertuples():
        assert solve(make_problem(row.theta * (1 - 1e-5)), p=2, method="compact").hubs == row.hubs_before
        assert solve(make_problem(row.theta * (1 + 1e-5)), p=2, method="compact").hubs == row.hubs_after


def test_a_switch_that_is_known_by_hand():
    # b costs 2 + 3 a round trip, so 20 for all flow, a 24 and c 28: b's rent may be 4
    flow, cost = np.ones((3, 3)) - np.eye(3), np.array([[0, 2, 4], [2, 0, 3], [4, 3, 0.0]])
    found = switching(lambda x: HubProblem(flow, cost, fixed_cost={"b": x}, labels="abc"), 0.0, 20.0, p=1)
    assert found[["hubs_before", "hubs_after"]].to_numpy().tolist() == [[("b",), ("a",)]]
    assert found["theta"].to_list() == pytest.approx([4.0])
    assert found["cost"].to_list() == pytest.approx([24.0])


def test_the_number_of_hubs_may_switch_too():
    flow, cost = np.ones((3, 3)), np.array([[0, 2, 4], [2, 0, 3], [4, 3, 0.0]])
    found = switching(lambda x: HubProblem(flow, cost, fixed_cost=x), 0.0, 100.0, range(1, 4))
    sizes = [len(hubs) for hubs in [found["hubs_before"].iloc[0], *found["hubs_after"]]]
    assert sizes == [3, 2, 1]


def test_a_measure_of_risk_is_bracketed():
    make_problem, low, high = questions("transfer", 3)
    other = nasty_problem(77, 5, unmet_penalty=40.0, candidates=list(make_problem(0.0).candidates))

    def scenarios(theta):
        return ScenarioProblem({"calm": make_problem(theta), "storm": other.replace(transfer=theta)})

    found = switching(scenarios, low, high, 2, risk="worst_case")
    assert set(found["method"]) <= {"bracketed"}
    for row in found.itertuples():
        assert priced(scenarios(row.theta * (1 - 1e-5)), 2, "worst_case")[0] == row.hubs_before
        assert priced(scenarios(row.theta * (1 + 1e-5)), 2, "worst_case")[0] == row.hubs_after


def test_a_jump_that_is_met_on_the_way_turns_the_search_to_brackets():
    make_problem, low, high = questions("probability", 2)
    first = make_problem(0.0)

    def jumping(theta):
        return make_problem(theta) if theta < 0.95 * high else first

    found = switching(jumping, low, high, 2)
    assert set(found["method"]) <= {"bracketed"}
    assert found["confirmed"].all()


def test_without_a_solution_there_are_no_hubs():
    flow = np.ones((3, 3))
    found = switching(lambda x: HubProblem(flow, flow, capacity=x, labels="abc"), 1.0, 20.0, 2)
    assert found["theta"].to_list() == pytest.approx([4.5], abs=1e-6)  # 9 units, two hubs
    assert found["hubs_before"].to_list() == [()]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"make_problem": 3}, "function of the parameter"),
        ({"make_problem": lambda x: x}, "HubProblem"),
        ({"low": "zero"}, "low is 'zero'"),
        ({"low": 2.0}, "smaller one first"),
        ({"p": 7}, "p is 7"),
        ({"risk": "luck"}, "risk is 'luck'"),
    ],
)
def test_what_cannot_be_is_refused_by_name(arguments, words):
    make_problem = questions("rent", 1)[0]
    with pytest.raises(InputError, match=words):
        switching(**{"make_problem": make_problem, "low": 0.0, "high": 1.0, "p": 1, **arguments})


def test_candidates_have_to_stay():
    flow = np.ones((3, 3))
    with pytest.raises(InputError, match="same candidates"):
        switching(lambda x: HubProblem(flow, flow, candidates=[0, 1] if x < 0.5 else [1, 2]), 0.0, 1.0, 1)
