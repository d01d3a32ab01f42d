"""The bound from the pairs alone: each its cheapest path over all hubs, and the cheapest admissible hubs."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.heuristics.data import SearchData
from optimize.heuristics.pair_bound import least_fixed_cost, pair_bound
from optimize.run import Clock, make_request
from tests.oracles.random_cases import TWISTS, every_path, random_case

FIXED = [5.0, 2.0, 9.0, 4.0]


def data_of(problem, **asked):
    return SearchData.of(problem, make_request(problem, **asked))


@pytest.mark.parametrize(
    ("asked", "fixed"),
    [
        ({"p": 1}, 2.0),
        ({"p": 3}, 11.0),
        ({"p": 2, "open_hubs": [2]}, 11.0),
        ({"p": 1, "open_hubs": [2]}, 9.0),
        ({"p_min": 1, "p_max": 4, "open_hubs": [0, 2]}, 14.0),
        ({"p": 2, "closed_hubs": [1]}, 9.0),
        ({"p": 3, "open_hubs": [0], "closed_hubs": [1]}, 18.0),
    ],
)
def test_the_forced_hubs_and_the_cheapest_others_are_paid_for(asked, fixed):
    problem = HubProblem(np.zeros((4, 4)), np.ones((4, 4)), fixed_cost=FIXED)
    assert least_fixed_cost(data_of(problem, **asked)).tolist() == [fixed]
    assert pair_bound(data_of(problem, **asked)).tolist() == [fixed]


def test_every_pair_takes_its_cheapest_path_over_all_hubs_that_may_open():
    rng = np.random.default_rng(1)
    problem = HubProblem(rng.random((5, 5)), rng.random((5, 5)), transfer=0.4)
    (block,) = problem.blocks
    for closed in ([], [0, 3]):
        alive = [k for k in range(5) if k not in closed]
        expected = (block.flow * every_path(block, alive)).sum()
        assert pair_bound(data_of(problem, p=2, closed_hubs=closed)) == pytest.approx([expected])


def test_of_several_classes_costs_are_added_and_of_a_centre_the_largest_counts():
    flow = np.ones((3, 3)) - np.eye(3)
    blocks = {
        "near": {"flow": flow, "cost": 1.0 - np.eye(3)},
        "far": {"flow": flow, "cost": 5.0 * (1.0 - np.eye(3)), "weight": 2.0},
    }
    problem = HubProblem.from_blocks(blocks)
    assert pair_bound(data_of(problem, p=1)).tolist() == [6 * 1.0 + 2 * 6 * 5.0]
    assert pair_bound(data_of(problem, p=1, objective="center")).tolist() == [5.0]


def test_what_is_covered_by_no_hub_at_all_is_missed():
    place = np.arange(4.0)
    problem = HubProblem(np.ones((4, 4)), np.abs(place[:, None] - place), candidates=[1])
    # over the hub at 1 only 0 and 3, 2 and 3, both ways, and 3 and itself are farther apart
    data = data_of(problem, p=1, objective="max_covering", threshold=2.5)
    assert pair_bound(data).tolist() == [5.0]


@pytest.mark.parametrize("twist", TWISTS)
@pytest.mark.parametrize("objective", ["cost", "center"])
def test_it_is_never_above_the_optimum(twist, objective):
    for seed in range(6):
        case = random_case(seed, twists=[twist], objective=objective)
        problem = case.problem
        asked = {key: value for key, value in case.arguments().items() if key not in ("risk", "cvar_level")}
        assert pair_bound(data_of(problem, **asked))[0] <= case.optimum() + 1e-9


def test_without_time_origins_count_nothing(monkeypatch):
    problem = HubProblem(np.ones((4, 4)), np.ones((4, 4)), fixed_cost=FIXED)
    over = Clock(60.0)
    over.stop("interrupted")
    assert pair_bound(data_of(problem, p=1), over).tolist() == [2.0]
    monkeypatch.setattr("optimize.heuristics.pair_bound._STEPS_BETWEEN_LOOKS", 0)
    # 16 pairs over one hub, in and out
    assert pair_bound(data_of(problem, p=1), Clock(60.0)).tolist() == [2.0 + 32.0]
