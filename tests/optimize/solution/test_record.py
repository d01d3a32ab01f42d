"""Solutions as plain data: the way there and back, and what is no solution."""

import copy
import json

import numpy as np
import pytest

from optimize import HubProblem, HubSolution, InputError, ScenarioProblem, solve
from optimize.solution.record import Record

COST = np.array([[0.0, 2.0, 4.0, 9.0], [2.0, 0.0, 3.0, 8.0], [5.0, 3.0, 0.0, 1.0], [9.0, 7.0, 1.0, 0.0]])
FLOW = np.array([[0, 3, 0, 8.0], [1, 0, 2, 0], [4, 0, 1, 1], [0, 6, 0, 0]])
PLAIN = HubProblem(FLOW, COST, transfer=0.5, labels=list("abcd"))
WEIGHTLESS = {"flow": FLOW, "cost": np.where(COST < 5, COST, np.inf), "weight": 0.0}
NONE = {"flow": 0 * FLOW, "cost": COST}
TWO_STATES = ScenarioProblem({"dry": PLAIN, "flood": PLAIN.replace(transfer=2.0)}, [0.75, 0.25])

MODELS = {
    "multiple": (PLAIN, {"p": 2}),
    "single": (PLAIN, {"p": 2, "allocation": "single"}),
    "two hubs a node": (PLAIN, {"p": 3, "allocation": 2}),
    "forced": (PLAIN, {"p": 2, "open_hubs": ["c"], "closed_hubs": ["a"]}),
    "capacity": (PLAIN.replace(capacity=[8.0] * 4, unmet_penalty=9.0), {"p": 2}),
    "capacity beside a class without flow": (
        HubProblem.from_blocks({"bulk": {"flow": FLOW, "cost": COST}, "none": NONE}, capacity=[26.0] * 4), {"p": 1},
    ),
    "links": (PLAIN.replace(link_cost=COST), {"p": 3}),
    "discount": (PLAIN.replace(transfer=1.0, discount=[(0.0, 1.0), (2.0, 0.5)]), {"p": 2}),
    "centre": (PLAIN, {"p": 2, "objective": "center"}),
    "covering beside a penalty": (
        PLAIN.replace(unmet_penalty=0.1), {"p": 2, "objective": "covering", "threshold": 3.0},
    ),
    "set covering": (PLAIN, {"objective": "covering", "threshold": 6.0}),
    "a class without weight": (
        HubProblem.from_blocks({"bulk": {"flow": FLOW, "cost": COST}, "free": WEIGHTLESS}), {"p": 2},
    ),
    "regret": (TWO_STATES, {"p": 2, "risk": "max_regret"}),
    "tail": (TWO_STATES, {"p": 2, "risk": "cvar", "cvar_level": 0.5}),
}  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_a_solution_comes_back_equal(model, tmp_path):
    problem, asked = MODELS[model]
    solution = solve(problem, **asked)
    assert solution.status == "optimal"
    solution.save(tmp_path / "x.json")
    again = HubSolution.load(tmp_path / "x.json", problem)
    for name in ("hubs", "objective", "bound", "gap", "status", "method", "seconds", "explanation", "request"):
        assert getattr(again, name) == getattr(solution, name), name
    assert again.flows.equals(solution.flows)
    assert again.legs.equals(solution.legs)
    assert again.cost_by_leg.equals(solution.cost_by_leg)
    assert again.allocation.equals(solution.allocation)
    assert again.scenario_cost.equals(solution.scenario_cost)
    again.save(tmp_path / "y.json")
    assert (tmp_path / "y.json").read_bytes() == (tmp_path / "x.json").read_bytes()


def test_no_solution_comes_back_as_none(tmp_path):
    lost = HubProblem(np.ones((2, 2)), np.where(np.eye(2, dtype=bool), 0.0, np.inf))
    solution = solve(lost, p=1)
    assert solution.status == "infeasible"
    solution.save(tmp_path / "x.json")
    again = HubSolution.load(tmp_path / "x.json", lost)
    assert (again.status, again.hubs, again.bound) == ("infeasible", (), np.inf)
    assert np.isnan(again.objective)
    assert again.explanation == solution.explanation
    json.loads((tmp_path / "x.json").read_text(), parse_constant=pytest.fail)  # numbers that JSON does not have


def test_files_of_the_first_version_have_the_name_of_the_objective_and_its_threshold_apart(tmp_path):
    solution = solve(PLAIN, p=2, objective="covering", threshold=3.0)
    solution.save(tmp_path / "x.json")
    data = json.loads((tmp_path / "x.json").read_text())
    data["request"] |= data["request"]["objective"] | {"objective": data["request"]["objective"]["name"]}
    data["request"]["time_limit"] = None  # a field that requests had then
    (tmp_path / "x.json").write_text(json.dumps(data))
    assert HubSolution.load(tmp_path / "x.json", PLAIN).request == solution.request


def spoilt(path, value):
    """Make a change of what is at a path in plain data; ... takes it out."""

    def change(data):
        *way, last = path
        for step in way:
            data = data[step]
        if value is ...:
            del data[last]
        else:
            data[last] = value

    return change


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A problem, and a solution of it as it stands in a file, with allocations and paths."""
    problem = PLAIN.replace(capacity=[99.0] * 4, direct_cost=2 * COST)
    file = tmp_path_factory.mktemp("saved") / "x.json"
    solve(problem, p=2, allocation="single", open_hubs=["a"], method="compact").save(file)
    data = json.loads(file.read_text())
    assert data["design"]["assigned"] is not None
    assert data["design"]["routing"] is not None
    return problem, data


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (spoilt(["format"], 2), "format 2"),
        (spoilt(["format"], ...), "'format' is missing"),
        (spoilt(["objective"], "dear"), "dear"),
        (spoilt(["status"], "perfect"), "perfect"),
        (spoilt(["design", "hubs"], [0, 99]), "hub 99 is not one of the 4"),
        (spoilt(["design", "hubs"], [0, -1]), "hub -1"),
        (spoilt(["design", "hubs"], ["a", "c"]), "hub 'a'"),
        (spoilt(["design", "hubs"], [0, True]), "hub True"),
        (spoilt(["design", "hubs"], [0, 1.5]), "hub 1.5"),
        (spoilt(["design", "hubs"], 0), "not a saved solution"),
        (spoilt(["design", "assigned"], []), "0 scenarios instead of 1"),
        (spoilt(["design", "assigned"], [[]]), "0 allocations of classes instead of 1"),
        (spoilt(["design", "assigned", 0, 0], [[0]]), "1 nodes instead of 4"),
        (spoilt(["design", "assigned", 0, 0, 0], [4]), "hub 4"),
        (spoilt(["design", "routing"], [[], []]), "2 scenarios instead of 1"),
        (spoilt(["design", "routing", 0], []), "0 paths of classes instead of 1"),
        (spoilt(["design", "routing", 0, 0, "share"], [1.0]), "1 paths instead of"),
        (spoilt(["design", "routing", 0, 0, "last"], [0]), "1 paths instead of"),
        (spoilt(["design", "routing", 0, 0, "first", 0], 4), "hub 4"),
        (spoilt(["design", "routing", 0, 0, "first", 0], -3), "hub -3"),
        (spoilt(["design", "routing", 0, 0, "origin", 0], 4), "node 4 is not one of the 4"),
        (spoilt(["design", "routing", 0, 0, "destination", 0], -1), "node -1"),
        (spoilt(["design", "links"], [[0, 4]]), "hub 4"),
        (spoilt(["request", "open_hubs"], [7]), "hub 7"),
        (spoilt(["request", "own_optimum"], [1.0, 2.0]), "2 own optima instead of 1"),
        (spoilt(["request"], []), "not a saved solution"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_the_file(saved, tmp_path, change, said):
    problem, data = saved
    data = copy.deepcopy(data)
    change(data)
    file = tmp_path / "x.json"
    file.write_text(json.dumps(data))
    with pytest.raises(InputError) as told:
        HubSolution.load(file, problem)
    assert said in str(told.value)
    assert str(file) in str(told.value)


def test_the_file_that_the_others_are_made_from_is_fine(saved, tmp_path):
    problem, data = saved
    (tmp_path / "x.json").write_text(json.dumps(data))
    assert HubSolution.load(tmp_path / "x.json", problem).status == "optimal"


def test_a_record_is_made_of_plain_data_alone(saved):
    problem, data = saved
    assert Record.of(data, problem).plain() == data
