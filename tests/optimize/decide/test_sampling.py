"""Sample average approximation on distributions whose best hubs are known by enumeration."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.decide import sample_average
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import enumeration as oracle


def drawn_from(scenarios, *, merged=False):
    """Draw scenarios of a finite distribution by their probabilities: one by one, or with their shares."""
    names, chance = list(scenarios.problems), [scenario.probability for scenario in scenarios.scenarios]

    def sample(n, rng):
        counts = rng.multinomial(n, chance) if merged else None
        if merged:
            return ScenarioProblem(scenarios.problems, dict(zip(names, counts / n, strict=True)))
        return [scenarios.problems[names[k]] for k in rng.choice(len(names), n, p=chance)]

    return sample


def truth(scenarios, p):
    """Expected cost of each set, and the least."""
    chance = [scenario.probability for scenario in scenarios.scenarios]
    costs = {
        tuple(scenarios.candidates[k] for k in s): oracle.risk_value(
            oracle.scenario_costs(scenarios, s), chance, "expected"
        )
        for s in oracle.all_sets(scenarios, [p])
    }
    return costs, min(costs.values())


@pytest.mark.parametrize("merged", [False, True])
def test_intervals_hold_the_true_values(merged):
    scenarios = nasty_scenarios(3)
    costs, best = truth(scenarios, 2)
    found = sample_average(
        drawn_from(scenarios, merged=merged),
        2,
        sizes=[5, 40],
        replications=15,
        evaluation=400,
        seed=1,
        confidence=0.999,
    )
    for row in found.convergence.itertuples():
        assert row.upper_low <= costs[row.hubs] <= row.upper_high
        assert costs[row.hubs] - best <= row.gap_limit
        assert row.lower_low <= best  # the bound is below the optimum on average, and may be far
    assert found.hubs == found.convergence["hubs"].iloc[-1]
    assert (found.lower, found.upper) == tuple(found.convergence[["lower", "upper"]].iloc[-1])
    assert found.gap == pytest.approx(found.upper - found.lower)


def test_the_lower_bound_is_low_on_average_and_rises_with_the_size():
    scenarios = nasty_scenarios(8)
    _, best = truth(scenarios, 1)
    found = sample_average(drawn_from(scenarios, merged=True), 1, [1, 4, 64], replications=120, evaluation=10, seed=4)
    bounds = found.convergence
    assert (bounds["lower"] <= best + 4 * bounds["lower_error"]).all()
    assert bounds["lower"].is_monotonic_increasing
    assert bounds["lower_error"].is_monotonic_decreasing


def test_each_replication_is_the_optimum_of_its_own_sample():
    scenarios = nasty_scenarios(5)
    seen = []

    def sample(n, rng):
        problems = drawn_from(scenarios)(n, rng)
        seen.append(ScenarioProblem({str(k): problem for k, problem in enumerate(problems)}))
        return problems

    found = sample_average(sample, 2, [3], replications=4, evaluation=20, seed=2)
    for problem, row in zip(seen[:4], found.replications.itertuples(), strict=True):
        costs, best = truth(problem, 2)
        assert row.value == pytest.approx(best)
        assert costs[row.hubs] == pytest.approx(best)
    chosen = [truth(problem, 2)[0] for problem in seen[:4]]
    assert sum(c[found.hubs] for c in chosen) == pytest.approx(min(sum(c[s] for c in chosen) for s in chosen[0]))
    cost = [truth(seen[4], 2)[0][found.hubs]]
    assert found.upper == pytest.approx(cost[0])
    values = [
        oracle.scenario_costs(one, [scenarios.candidates.index(x) for x in found.hubs])[0]
        for one in seen[4].problems.values()
    ]
    assert found.convergence["upper_error"].iloc[0] == pytest.approx(np.std(values, ddof=1) / np.sqrt(20))


def test_a_sample_is_the_same_whatever_else_is_drawn():
    sample = drawn_from(nasty_scenarios(6))
    both = sample_average(sample, 2, [8, 3], replications=3, evaluation=10, seed=9).replications
    one = sample_average(sample, 2, 8, replications=5, evaluation=10, seed=9).replications
    assert both[both["size"] == 8]["value"].tolist() == one["value"].tolist()[:3]
    other = sample_average(sample, 2, 8, replications=5, evaluation=10, seed=10).replications
    assert other["value"].tolist() != one["value"].tolist()


def test_without_chance_there_is_no_gap():
    problem = nasty_problem(1, unmet_penalty=40.0)
    found = sample_average(lambda n, _: [problem] * n, 2, 3, replications=2, evaluation=4)
    assert found.gap == pytest.approx(0.0, abs=1e-9 * found.upper)
    assert found.gap_limit == pytest.approx(0.0, abs=1e-9 * found.upper)
    assert found.convergence["sets"].tolist() == [1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"sample": 3}, "function of a number"),
        ({"sizes": []}, "sizes is empty"),
        ({"sizes": [0]}, "sizes is 0"),
        ({"replications": 1}, "replications is 1"),
        ({"seed": -1}, "seed is -1"),
        ({"evaluation": 1}, "evaluation is 1"),
        ({"confidence": 1.0}, "confidence"),
        ({"sample": lambda n, _: [nasty_problem(1)]}, "list of 4 HubProblem"),
        ({"sample": lambda n, _: "no problem"}, "list of 4 HubProblem"),
        ({"sample": lambda n, _: [HubProblem(np.ones((2, 2)), np.full((2, 2), np.inf))] * n}, "unmet_penalty"),
    ],
)
def test_what_cannot_be_is_refused_by_name(arguments, words):
    sample = drawn_from(nasty_scenarios(1))
    with pytest.raises(InputError, match=words):
        sample_average(**{"sample": sample, "p": 1, "sizes": [4], "replications": 2, "evaluation": 4, **arguments})


def test_candidates_have_to_stay():
    def sample(n, rng):
        return [HubProblem(np.ones((3, 3)), np.ones((3, 3)), candidates=[0, int(rng.integers(1, 3))])] * n

    with pytest.raises(InputError, match="same candidates"):
        sample_average(sample, 1, [1], replications=20, evaluation=2)
