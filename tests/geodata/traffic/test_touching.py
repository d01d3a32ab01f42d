"""Which paths use a link of a set: against the links of each path, walked by networkx."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.traffic import class_paths, touching
from optimize.rules import UNMET
from optimize.table import Router, route_within_room
from tests.geodata.traffic.test_ways import made
from tests.geodata.traffic.walks import walked


@pytest.mark.parametrize("cls", ["containers", "parcels"])
@pytest.mark.parametrize("link", range(0, 24, 3))
def test_a_path_touches_a_link_that_it_loads(busy, cls, link):
    """A path that comes by a link twice, to its hub and from it, counts once."""
    state, problem, ways = made(busy)
    hubs = [0, 1, 2]
    sets = np.zeros((len(state.model.links), 2))
    sets[link, 0] = 1.0
    paths = class_paths(problem, Router.of(problem).routes(hubs))[cls]
    on = touching(ways(cls), paths, sets)
    expected = sum(
        amount
        for amount, parts in walked(state, problem, route_within_room(problem, hubs)[0], cls)
        if any(link in links for links in parts.values())
    )
    assert paths.tonnes[on[:, 0]].sum() == pytest.approx(expected)
    assert not on[:, 1].any()


def test_all_links_are_touched_by_all_that_moves_and_by_nothing_left_behind(busy):
    state, problem, ways = made(busy)
    sets = np.ones((len(state.model.links), 1))
    paths = class_paths(problem, Router.of(problem).routes([0, 1, 2]))["containers"]
    assert touching(ways("containers"), paths, sets).all()
    nothing = np.full(len(paths.first), UNMET)
    left = replace(paths, first=nothing, last=nothing)
    assert not touching(ways("containers"), left, sets).any()
