"""Which options go together, and where the number of hubs comes from."""

from pathlib import Path

import numpy as np
import pytest

from experiments.commands.instance import Instance, number_of_hubs
from optimize import HubProblem, InputError

FILE, TABLE = Path("x.txt"), Path("x.csv")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ["give either an instance file"]),
        ({"file": FILE, "flow": TABLE, "cost": TABLE}, ["give either an instance file"]),
        ({"flow": TABLE}, ["--flow needs --cost"]),
        ({"file": FILE, "cost": TABLE}, ["--cost is for --flow"]),
        ({"flow": TABLE, "cost": TABLE, "nodes": 3}, ["--nodes is for an instance file"]),
        ({"flow": TABLE, "cost": TABLE, "form": "cab"}, ["--format is for an instance file"]),
        ({"flow": TABLE, "nodes": 3, "form": "tsp"}, ["needs --cost", "--nodes is", "--format is", "format 'tsp'"]),
        ({"file": FILE, "form": "tsp"}, ["unknown format 'tsp': use orlib or cab"]),
        ({"file": FILE, "layout": "pairs"}, ["--layout is for --format cab"]),
        ({"file": FILE, "form": "orlib", "layout": "pairs"}, ["--layout is for --format cab"]),
        ({"file": FILE, "form": "cab", "layout": "pairs"}, []),
        ({"file": FILE, "hubs": TABLE, "direct": TABLE}, []),
    ],
)
def test_options_that_do_not_go_together_are_named(given, said):
    faults = Instance(**given).faults()
    assert len(faults) == len(said)
    for fault, words in zip(faults, said, strict=True):
        assert words in fault


PLAIN = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
PRICED = PLAIN.replace(fixed_cost=5.0)
STATED = PLAIN.replace(metadata={"p": 2, "source": "x.txt"})


@pytest.mark.parametrize(
    ("given", "problem", "objective", "p"),
    [
        ("1", STATED, "cost", 1),
        (None, STATED, "cost", 2),
        (None, STATED, "center", 2),
        (None, STATED, "set_covering", None),
        (None, STATED, "covering", None),
        ("free", PRICED, "cost", None),
        (None, PRICED, "cost", None),
        (None, PRICED, "set_covering", None),
    ],
)
def test_the_number_of_hubs(given, problem, objective, p):
    found, note = number_of_hubs(given, problem, objective)
    assert found == p
    assert note == ("p = 2, as x.txt says" if given is None and p == 2 else "")


@pytest.mark.parametrize(
    ("given", "problem", "objective", "words"),
    [
        ("2.5", PLAIN, "cost", "--p is '2.5'"),
        ("²", PLAIN, "cost", "--p is '²'"),
        ("", PLAIN, "cost", "--p is ''"),
        (None, PLAIN, "cost", "give --p, their number, or fixed costs with --hubs"),
        ("free", STATED, "cost", "give --p, their number, or fixed costs with --hubs"),
        (None, PRICED, "center", "objective 'center' opens all hubs"),
        (None, PLAIN, "max_covering", "give --p"),
    ],
)
def test_without_a_number_it_is_said_what_to_give(given, problem, objective, words):
    with pytest.raises(InputError) as told:
        number_of_hubs(given, problem, objective)
    assert words in str(told.value)
