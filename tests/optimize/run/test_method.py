"""Which capacities of single allocation are for the compact model alone."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.run import beyond_capacities


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"capacity_on": "throughput"}, "throughput"),
        ({"unmet_penalty": 5.0}, "unmet demand"),
        ({"direct_cost": np.ones((3, 3))}, "direct service"),
    ],
)
def test_throughput_and_outside_options_are(change, words):
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), capacity=[3.0, 3.0, 3.0], **change)
    said = beyond_capacities(problem)
    assert (words in said) if words else said == ""
