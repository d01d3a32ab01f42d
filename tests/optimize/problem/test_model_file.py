"""A problem writes its model; what is in the file is tried in `tests/optimize/compact/test_model_file.py`."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem


@pytest.mark.parametrize("several", [False, True])
def test_a_problem_and_scenarios_write_their_model(tmp_path, several):
    problem = HubProblem(np.ones((2, 2)), np.array([[0, 1], [1, 0.0]]), labels=["a", "b"])
    told = ScenarioProblem({"x": problem, "y": problem}) if several else problem
    told.write_model(tmp_path / "x.lp", p=1)
    assert "open_a" in (tmp_path / "x.lp").read_text()
