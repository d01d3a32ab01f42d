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
    "relative regret": (TWO_STATES, {"p": 2, "risk": "relative_regret"}),
    "mean and tail": (TWO_STATES, {"p": 2, "risk": "mean_cvar", "cvar_level": 0.5, "cvar_weight": 0.25}),
    "moved probability": (TWO_STATES, {"p": 2, "risk": "robust_probability", "radius": 0.1}),
    "bounded probability": (TWO_STATES, {"p": 2, "risk": "probability_bounds", "probability_high": [0.9, 0.3]}),
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
    objective = data["request"]["objective"]
    data["request"] |= {"objective": objective["name"], "threshold": objective["threshold"]}
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
        (spoilt(["request"], []), "request: is a list of 0, and has to be entries by name"),
        (spoilt(["request"], None), "a design, but no request"),
        (spoilt(["request", "p_min"], 0), "request.p_min: is 0, and has to be from 1 to 4"),
        (spoilt(["request", "p_max"], 1), "it must not be larger"),
        (spoilt(["request", "p_max"], 2.0), "request.p_max: is 2.0, and has to be a whole number"),
        (spoilt(["request", "allocation"], "double"), "request.allocation: is 'double'"),
        (spoilt(["request", "allocation"], [1]), "request.allocation: is a list of 1"),
        (spoilt(["request", "risk"], "luck"), "request.risk: is 'luck'"),
        (spoilt(["request", "risk"], "max_regret"), "needs own_optimum"),
        (spoilt(["request", "risk"], "mean_cvar"), "needs cvar_weight"),
        (spoilt(["request", "radius"], 0.5), "radius is given, but risk 'expected'"),
        (spoilt(["request", "radius"], 2), "request.radius: is 2"),
        (spoilt(["request", "probability_low"], [0.1, 0.2]), "2 probabilities instead of 1"),
        (spoilt(["request", "probability_low"], ["x"]), "request.probability_low: is 'x'"),
        (spoilt(["request", "cvar_level"], 1.0), "request.cvar_level"),
        (spoilt(["request", "cvar_level"], "nan"), "request.cvar_level: is nan"),
        (spoilt(["request", "closed_hubs"], [0]), "have to be open and closed"),
        (spoilt(["request", "hub_links"], 9), "request.hub_links: is 9"),
        (spoilt(["request", "objective"], {"name": "covering", "threshold": 1}), "request.objective: is 'covering'"),
        (spoilt(["request", "objective"], {"name": "max_covering", "threshold": None}), "needs a threshold"),
        (spoilt(["request", "objective"], {"name": "max_covering", "threshold": -1}), "from 0 to inf"),
        (spoilt(["request", "colour"], 1), "request: 'colour' is not known"),
        (spoilt(["colour"], 1), "'colour' is not known"),
        (spoilt(["objective"], "nan"), "the objective is nan"),
        (spoilt(["objective"], True), "objective: is True"),
        (spoilt(["objective"], 10**400), "objective: is a very large number"),
        (spoilt(["bound"], 1e9), "the bound is 1000000000.0, and has to be below the objective"),
        (spoilt(["bound"], "nan"), "the bound is nan"),
        (spoilt(["bound"], 1.0), "the gap is 0.0, which does not fit the bound 1.0"),
        (spoilt(["gap"], -0.5), "gap: is -0.5, and has to be from 0 to inf"),
        (spoilt(["gap"], 0.9), "the gap is 0.9, which does not fit"),
        (spoilt(["gap"], "nan"), "the gap is nan, which does not fit"),
        (spoilt(["seconds"], -1), "seconds: is -1.0"),
        (spoilt(["seconds"], None), "seconds: is empty"),
        (spoilt(["method"], 5), "method: is 5, and has to be text"),
        (spoilt(["status"], "infeasible"), "the status is infeasible, but there is a design"),
        (spoilt(["status"], ["optimal"]), "status: is a list of 1"),
        (spoilt(["design"], None), "the status is optimal, but there is no design"),
        (spoilt(["design"], {}), "'hubs' is missing"),
        (spoilt(["hubs"], ["a", "d"]), "hubs are named a, d, but the design opens a, c"),
        (spoilt(["hubs"], "a"), "hubs: is 'a', and has to be a list"),
        (spoilt(["hubs"], [1, 2]), "hubs: is 1, and has to be text"),
        (spoilt(["design", "hubs"], [0, 0]), "hub 0 is named more than once"),
        (spoilt(["design", "hubs"], [2, 0]), "not in the order of the nodes"),
        (spoilt(["design", "hubs"], []), "0 hubs"),
        (spoilt(["design", "assigned", 0, 0, 0], [3]), "is assigned to hub 'd', which is not open"),
        (spoilt(["design", "assigned", 0, 0, 0], [0, 0]), "hub 0 is named more than once"),
        (spoilt(["design", "assigned", 0, 0, 0], 0), "has to be a list"),
        (spoilt(["design", "routing", 0, 0, "share", 0], 1.5), "from -1e-06 to 1"),
        (spoilt(["design", "routing", 0, 0, "share", 0], "inf"), "share: is inf, and has to be finite"),
        (spoilt(["design", "routing", 0, 0, "share", 0], [1]), "share: is a list of 1"),
        (spoilt(["design", "routing", 0, 0, "first", 0], -1), "a path that uses no hub"),
        (spoilt(["design", "routing", 0, 0], []), "design.routing: is a list of 0"),
        (spoilt(["design", "links"], [[0, 2], [2, 0]]), "the link 2 - 0 is there more than once"),
        (spoilt(["design", "links"], [[0]]), "1 entries instead of 2"),
        (spoilt(["design", "links"], 7), "design.links: is 7"),
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
    faults = []
    assert Record.of(data, problem, faults).plain() == data
    assert faults == []


def test_all_faults_of_a_file_come_at_once(saved, tmp_path):
    problem, data = saved
    data = copy.deepcopy(data)
    for path, value in ((["bound"], "x"), (["status"], 1), (["request", "risk"], "luck"), (["design", "hubs"], [0, 9])):
        spoilt(path, value)(data)
    (tmp_path / "x.json").write_text(json.dumps(data))
    with pytest.raises(InputError) as told:
        HubSolution.load(tmp_path / "x.json", problem)
    assert len(told.value.faults) == 4
    assert all("x.json" in fault for fault in told.value.faults)


def test_numbers_that_json_does_not_have_are_written_as_words(tmp_path):
    solution = solve(PLAIN, p=2, objective="covering", threshold=np.inf)
    solution.save(tmp_path / "x.json")
    json.loads((tmp_path / "x.json").read_text(), parse_constant=pytest.fail)
    assert HubSolution.load(tmp_path / "x.json", PLAIN).request == solution.request


def test_a_solution_stopped_early_comes_back_with_its_gap(tmp_path):
    for problem, asked in ((PLAIN, {"p": 2}), (TWO_STATES, {"p": 2, "risk": "max_regret"})):
        solution = solve(problem, **asked, method="heuristic")
        solution.save(tmp_path / "x.json")
        assert HubSolution.load(tmp_path / "x.json", problem).gap == solution.gap
