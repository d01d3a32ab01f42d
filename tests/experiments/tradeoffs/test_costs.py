"""All sets in one scenario, against the problem solved for some of them."""

import numpy as np
import pytest

from experiments.question import Study
from experiments.tradeoffs.costs import AllSets, evaluate_scenario
from optimize import solve


def test_costs_are_those_of_the_problem(tiny):
    study = Study.of(str(tiny))
    found = evaluate_scenario(AllSets(study, 2), {"scenario": "west-cut"}, np.random.default_rng(0))
    costs = dict(zip(found["hubs"], found["cost_usd"], strict=True))
    assert set(costs) == {"", "NOR", "SOU", "MID", "NOR+SOU", "NOR+MID", "SOU+MID"}
    problem = study.region.problem("west-cut", candidates=list(study.candidates))
    for hubs in ("", "SOU", "NOR+MID"):
        opened = ["GAT", *filter(None, hubs.split("+"))]
        wanted = solve(problem, p=len(opened), open_hubs=opened).objective
        assert costs[hubs] == pytest.approx(wanted, rel=1e-9)


def test_sets_are_no_larger_than_there_are_hubs(tiny):
    study = Study.of(str(tiny), hubs=["NOR"], gateways=[])
    found = evaluate_scenario(AllSets(study, 5), {"scenario": "base"}, np.random.default_rng(0))
    assert set(found["hubs"]) == {"", "NOR"}
