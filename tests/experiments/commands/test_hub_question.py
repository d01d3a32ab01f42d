"""The question of `silkhub solve`: what goes together, labels as the problem has them, earlier solutions as starts."""

import numpy as np
import pytest

from experiments.commands.hub_question import HubQuestion, labels, read_start
from optimize import HubProblem, HubSolution, InputError, solve

PROBLEM = HubProblem(
    np.ones((3, 3)), np.array([[0.0, 3, 9], [3, 0, 4], [9, 4, 0]]), labels=[4, 12, "Almaty, KZ"], fixed_cost=1.0
)
NO_LEVELS = dict.fromkeys(("cvar_level", "cvar_weight", "radius"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"p": "2", "p_min": 1}, ["either --p, or --p-min"]),
        ({"only": "4", "p": "1", "opened": "4", "closed": "12"}, ["leave out --p, --open, --closed"]),
        ({"risk": "cvar"}, ["name a file of them with --scenarios"]),
        ({"levels": NO_LEVELS | {"radius": 0.2}}, ["--radius is for --risk robust_probability"]),
        ({"levels": NO_LEVELS | {"cvar_level": 0.2}, "scenarios": "x", "risk": "worst_case"}, ["--cvar-level is for"]),
        ({"levels": NO_LEVELS | {"cvar_level": 0.2}, "scenarios": "x", "risk": "cvar"}, []),
        ({"threshold": 3.0}, ["--threshold is for covering"]),
        ({"threshold": 3.0, "objective": "max_covering"}, []),
    ],
)
def test_options_that_do_not_go_together_are_named(given, said):
    faults = HubQuestion(**given).faults()
    assert len(faults) == len(said)
    for fault, words in zip(faults, said, strict=True):
        assert words in fault


def test_lists_name_labels_as_the_problem_has_them():
    assert labels(PROBLEM, '12,"Almaty, KZ"') == [12, "Almaty, KZ"]
    assert labels(PROBLEM, "Almaty, KZ") == ["Almaty, KZ"]
    assert labels(PROBLEM, None) == []


def test_exactly_these_hubs_are_their_number_and_open():
    asked = HubQuestion(only="4,12").arguments(PROBLEM)
    assert (asked["p"], asked["open_hubs"]) == (2, [4, 12])
    assert solve(PROBLEM, **asked).hubs == (4, 12)
    with pytest.raises(InputError, match="names no hub"):
        HubQuestion(only="none").arguments(PROBLEM)


def test_only_what_was_given_is_asked():
    assert HubQuestion(p_max=2, closed="4").arguments(PROBLEM) == {"open_hubs": [], "closed_hubs": [4], "p_max": 2}
    asked = HubQuestion(risk="cvar", levels=NO_LEVELS | {"cvar_level": 0.5}).arguments(PROBLEM)
    assert (asked["risk"], asked["cvar_level"]) == ("cvar", 0.5)
    assert "radius" not in asked


def test_a_start_is_labels_or_a_solution_of_this_problem_or_hubs_of_another(tmp_path):
    assert read_start(PROBLEM, "12, 4") == [12, 4]
    solve(PROBLEM, p=1).save(tmp_path / "one.json")
    assert isinstance(read_start(PROBLEM, str(tmp_path / "one.json")), HubSolution)
    other = PROBLEM.replace(fixed_cost=2.0)
    assert read_start(other, str(tmp_path / "one.json")) == [12]
    (tmp_path / "no.json").write_text("{}")
    with pytest.raises(InputError, match=r"no\.json.* cannot be used"):
        read_start(PROBLEM, str(tmp_path / "no.json"))
