"""Probabilities of hubs: one for all, by label, or in the order of the candidates."""

import numpy as np
import pandas as pd
import pytest

from optimize import HubProblem, InputError
from optimize.decide.chances import chances_of

PROBLEM = HubProblem(np.ones((3, 3)), np.ones((3, 3)), labels=["osh", "ala", "tas"], candidates=["tas", "osh"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (0.25, [0.25, 0.25]),
        (1, [1.0, 1.0]),
        ({"tas": 0.5, "osh": 0}, [0.0, 0.5]),
        ({"tas": 0.5, "osh": 0.1, "ala": 0.9}, [0.1, 0.5]),
        (pd.Series({"tas": 0.5, "osh": 0.25}), [0.25, 0.5]),
        (np.array([0.1, 0.2]), [0.1, 0.2]),
        ([0.1, 0.2], [0.1, 0.2]),
    ],
)
def test_each_candidate_has_its_probability(given, expected):
    assert chances_of(PROBLEM, given).tolist() == expected


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"tas": 0.5}, "not given for 'osh'"),
        ({"tas": 0.5, "osh": 0.1, "bis": 0.1}, "'bis' is not a node"),
        (1.5, r"not from 0 to 1 for 'osh' \(1.5\)"),
        ([-0.1, 0.2], "not from 0 to 1"),
        (float("nan"), "not from 0 to 1"),
        ([0.1], "1 numbers: give one for each of 2"),
        ({"tas": "often", "osh": 0.1}, "numbers from 0 to 1"),
        (None, "give one number"),
        (True, "give one number"),
    ],
)
def test_what_is_no_probability_is_refused(given, fault):
    with pytest.raises(InputError, match=fault):
        chances_of(PROBLEM, given)
