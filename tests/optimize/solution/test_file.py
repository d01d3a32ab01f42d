"""Solutions in files, audited when they are read."""

import json

import numpy as np
import pytest

from optimize import HubProblem, HubSolution, InputError, solve


def test_a_saved_solution_is_audited_when_it_is_read(solution, tmp_path):
    file = tmp_path / "solution.json"
    solution.save(file)
    again = HubSolution.load(file, solution.problem)
    assert again.hubs == solution.hubs
    assert again.objective == solution.objective
    assert again.flows.equals(solution.flows)
    file.write_text(file.read_text().replace(f'"objective": {solution.objective}', '"objective": 1.0'))
    with pytest.raises(InputError, match="evaluates to"):
        HubSolution.load(file, solution.problem)


def test_a_file_that_is_no_solution_is_refused(solution, tmp_path):
    (tmp_path / "x.json").write_text("[1, 2]")
    with pytest.raises(InputError, match="not a saved solution"):
        HubSolution.load(tmp_path / "x.json", solution.problem)


def test_a_file_keeps_paths_links_and_request(tmp_path):
    cost = np.array([[0.0, 9.0, 1.0, 3.0], [9.0, 0.0, 1.0, 3.0], [1.0, 1.0, 0.0, 9.0], [3.0, 3.0, 9.0, 0.0]])
    flow = np.zeros((4, 4))
    flow[0, 1] = 10.0
    split = HubProblem(flow, cost, candidates=[2, 3], capacity=[0, 0, 6, 100])
    linked = HubProblem(np.ones((4, 4)), cost, link_cost=np.ones((4, 4)))
    for problem, asked in ((split, {"p": 2}), (linked, {"p": 3}), (linked, {"p": 3, "allocation": "single"})):
        solution = solve(problem, **asked)
        solution.save(tmp_path / "x.json")
        again = HubSolution.load(tmp_path / "x.json", problem)
        assert again.objective == pytest.approx(solution.objective)
        assert again.flows.equals(solution.flows)
        assert (again.design.links is None) == (solution.design.links is None)


def test_a_file_with_another_hub_is_not_worth_what_it_says(solution, tmp_path):
    file = tmp_path / "solution.json"
    solution.save(file)
    data = json.loads(file.read_text())
    others = [k for k in range(4) if k not in data["design"]["hubs"]]
    data["design"]["hubs"] = sorted([data["design"]["hubs"][0], others[0]])
    file.write_text(json.dumps(data))
    with pytest.raises(InputError):
        HubSolution.load(file, solution.problem)


def test_a_file_is_read_for_a_problem(solution, tmp_path):
    solution.save(tmp_path / "x.json")
    with pytest.raises(InputError, match="give the problem that was solved"):
        HubSolution.load(tmp_path / "x.json", None)
