"""Tonnes by leg, counted by hand from paths written down one by one."""

import numpy as np
import pytest

from geodata.traffic import Paths, class_paths, hub_positions, is_on_network, sent
from optimize import HubProblem
from optimize.rules import DIRECT, UNMET
from optimize.table import Router

AREAS = {"VIE": "EU", "BUD": "HUN", "BEG": "SRB", "SOF": "EU", "BUH": "ROU", "CND": "ROU"}


@pytest.fixture
def counted(busy):
    problem = busy.problem(candidates=["BUH", "BUD"])
    place = problem.labels.index
    hub = [str(each) for each in problem.candidates].index
    rows = [
        ("VIE", "SOF", hub("BUD"), hub("BUH"), 10.0, False),
        ("VIE", "BUD", hub("BUD"), hub("BUD"), 4.0, False),
        ("BUH", "CND", hub("BUD"), hub("BUD"), 2.0, True),
        ("VIE", "BEG", DIRECT, DIRECT, 7.0, False),
        ("VIE", "BEG", DIRECT, DIRECT, 3.0, True),
        ("BEG", "CND", UNMET, UNMET, 5.0, True),
    ]
    paths = Paths(
        np.array([place(row[0]) for row in rows]), np.array([place(row[1]) for row in rows]),
        *(np.array([row[at] for row in rows]) for at in (2, 3, 4, 5)),
    )  # fmt: skip
    return problem, sent(busy.state(), problem, [paths, paths]), place, hub


def test_each_leg_has_its_tonnes(counted):
    _, found, place, hub = counted
    bud, buh = hub("BUD"), hub("BUH")
    assert found.collection[place("VIE"), bud].tolist() == [14.0, 14.0]
    assert found.collection[place("BUH"), bud, 0] == 2
    assert found.transfer[bud, buh, 0] == 10
    assert found.transfer.sum() == 20
    assert found.distribution[buh, place("SOF"), 0] == 10
    assert found.distribution[bud, place("BUD"), 0] == 4
    assert (found.direct[place("VIE"), place("BEG"), 0], found.full[place("VIE"), place("BEG"), 0]) == (7, 3)
    assert found.unmet[place("BEG"), place("CND"), 0] == found.unmet[:, :, 0].sum() == 5


def test_hubs_count_each_tonne_once_and_tell_what_is_in_a_third_customs_area(counted):
    """All but what ends in Budapest is abroad there; Vienna to Sofia is abroad in Bucharest too."""
    _, found, _, hub = counted
    assert (found.through[hub("BUD"), 0], found.through[hub("BUH"), 0]) == (16, 10)
    assert (found.held[hub("BUD"), 0], found.held[hub("BUH"), 0]) == (12, 10)


def test_hubs_are_found_among_the_nodes(counted):
    problem = counted[0]
    assert [problem.labels[at] for at in hub_positions(problem)] == list(problem.candidates)


def test_paths_of_all_blocks_have_all_freight(busy):
    problem = busy.problem()
    found = class_paths(problem, Router.of(problem).routes([0, 1]))
    for cls, paths in found.items():
        assert paths.tonnes.sum() == pytest.approx(busy.flows(cls=cls).to_numpy().sum())
        full = sum(block.flow.sum() for block in problem.blocks if block.name.startswith(f"{cls}/scheduled"))
        assert paths.tonnes[paths.full].sum() == pytest.approx(full)
        assert full > 0


def test_a_problem_of_arrays_has_no_network(busy):
    assert is_on_network(busy.problem())
    assert not is_on_network(HubProblem(np.ones((2, 2)), np.ones((2, 2))))
