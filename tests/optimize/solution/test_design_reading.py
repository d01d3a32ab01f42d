"""Designs out of plain data; single faults are in test_record.py, where they come with a file."""

import numpy as np

from optimize import HubProblem
from optimize.solution.design_reading import read_design
from optimize.solution.reading import Reading

PROBLEM = HubProblem(np.ones((2, 2)), np.ones((2, 2)))
NONE = {"assigned": None, "routing": None, "links": None}


def test_a_design_is_made_of_arrays():
    paths = {"origin": [0, 1], "destination": [1, 0], "first": [0, -2], "last": [1, -2], "share": [1, 1.0]}
    data = {"hubs": [0, 1], "assigned": [[[[0], [0, 1]]]], "routing": [[paths]], "links": [[0, 1]]}
    reading = Reading()
    design = read_design(reading, data, PROBLEM)
    assert reading.faults == []
    assert design.hubs == (0, 1)
    assert design.assigned[0][0].tolist() == [[True, False], [True, True]]
    assert design.routing[0][0].first.tolist() == [0, -2]
    assert design.links.tolist() == [[False, True], [True, False]]


def test_every_fault_is_told():
    reading = Reading()
    assert read_design(reading, {**NONE, "hubs": [5], "assigned": [[[[7], 0]]], "links": [[0, 0]]}, PROBLEM) is None
    assert [fault.partition(": ")[0] for fault in reading.faults] == [
        "hubs", "assigned", "assigned", "links",
    ]  # fmt: skip
