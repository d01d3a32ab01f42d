"""Scenarios of an instance: tables and factors that differ, and how likely each is."""

import numpy as np
import pytest

from experiments.commands.instance_scenarios import read_scenarios
from optimize import HubProblem, InputError

BASE = HubProblem(np.ones((2, 2)), np.array([[0.0, 3], [5, 0]]), labels=["A", "B"], fixed_cost=[1.0, 2.0], transfer=0.5)


def write(folder, text):
    (folder / "flow.csv").write_text("id,A,B\nA,0,7\nB,1,0\n")
    (folder / "cost.csv").write_text("id,B,A\nB,0,inf\nA,4,0\n")
    (folder / "hubs.csv").write_text("node,fixed_cost\nA,10\nB,20\n")
    (folder / "s.toml").write_text(text)
    return folder / "s.toml"


def test_what_a_scenario_does_not_say_is_as_in_the_instance(tmp_path):
    text = """
    [scenario.base]
    probability = 0.75
    [scenario."corridor closed"]
    probability = 0.25
    probability_high = 0.5
    flow = "flow.csv"
    cost = "cost.csv"
    hubs = "hubs.csv"
    collection = 2.0
    """
    found = read_scenarios(write(tmp_path, text), BASE)
    base, closed = found.problem.scenarios
    assert (base.name, base.probability, closed.name, closed.probability) == ("base", 0.75, "corridor closed", 0.25)
    assert (found.low, found.high) == ({}, {"corridor closed": 0.5})
    assert np.array_equal(base.blocks[0].transfer, [[0, 1.5], [2.5, 0]])
    assert base.fixed_cost.tolist() == [1.0, 2.0]
    assert np.array_equal(closed.blocks[0].flow, [[0, 7], [1, 0]])
    assert np.array_equal(closed.blocks[0].collection, [[0, 8], [np.inf, 0]])
    assert np.array_equal(closed.blocks[0].transfer, [[0, 2], [np.inf, 0]])
    assert closed.fixed_cost.tolist() == [10.0, 20.0]


def test_without_probabilities_all_are_as_likely(tmp_path):
    found = read_scenarios(write(tmp_path, "[scenario.a]\n[scenario.b]\ntransfer = 0.1\n"), BASE)
    assert [each.probability for each in found.problem.scenarios] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[scenario", ["is no TOML"]),
        ("", ["has to consist of tables"]),
        ("[scenarios.a]\n", ["has to consist of tables"]),
        ("[scenario]\na = 3\n", ["scenario 'a': it has to be a table"]),
        ("[scenario.a]\nprob = 1\ncost = 3\n", ["there is no key 'prob'", "cost has to be the name"]),
        ("[scenario.a]\nprobability = true\ntransfer = nan\n", ["probability is True", "transfer is nan"]),
        ("[scenario.a]\nprobability = 1\n[scenario.b]\n", ["scenario 'b' has no probability"]),
        ("[scenario.a]\ncost = 'nowhere.csv'\n", ["scenario 'a': ", "nowhere.csv"]),
    ],
)
def test_what_cannot_be_is_said_with_the_scenario(tmp_path, text, words):
    with pytest.raises(InputError) as caught:
        read_scenarios(write(tmp_path, text), BASE)
    for word in words:
        assert word in str(caught.value)
