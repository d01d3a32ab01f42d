"""Requests out of plain data; single faults are in test_record.py, where they come with a file."""

import numpy as np

from optimize import HubProblem
from optimize.risk import Cvar, Expected
from optimize.rules import Objective
from optimize.solution.reading import Reading
from optimize.solution.request_reading import read_request

PROBLEM = HubProblem(np.ones((3, 3)), np.ones((3, 3)))


def test_what_is_left_out_is_as_in_a_request_and_the_threshold_may_stand_apart():
    reading = Reading()
    request = read_request(reading, {"p_min": 1, "p_max": 2, "objective": "max_covering", "threshold": 4}, PROBLEM)
    assert reading.faults == []
    assert (request.p_min, request.p_max, request.allocation) == (1, 2, "multiple")
    assert request.objective == Objective("max_covering", 4.0)


def test_files_of_the_first_version_have_a_level_beside_every_measure():
    reading = Reading()
    plain = read_request(reading, {"p_min": 1, "p_max": 2, "risk": "expected", "cvar_level": 0.5}, PROBLEM)
    tail = read_request(reading, {"p_min": 1, "p_max": 2, "risk": "cvar", "cvar_level": 0.5}, PROBLEM)
    assert reading.faults == []
    assert (plain.measure, tail.measure) == (Expected(), Cvar(0.5))


def test_every_fault_is_told():
    reading = Reading()
    assert read_request(reading, {"p_min": 0, "p_max": "x", "risk": 3, "luck": 1}, PROBLEM) is None
    assert [fault.partition(":")[0] for fault in reading.faults] == ["'luck' is not known", "p_min", "p_max", "risk"]
