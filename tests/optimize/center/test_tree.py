"""A walk begins with the forced hubs open and all others usable."""

import numpy as np
import pytest

from optimize.center.bits import unpacked
from optimize.center.kernels import Rows
from optimize.center.tree import new_tree

NOTHING = np.zeros((0, 1), dtype=np.uint64)
ROWS = Rows(*[np.array([0]), np.array([1])], *[NOTHING] * 5, np.zeros(4, dtype=np.int64), np.zeros(0, dtype=np.int64))


@pytest.mark.parametrize("single", [False, True])
def test_forced_hubs_are_open_and_serve_their_own_nodes(single):
    alive = np.array([True, True, False, True])
    tree = new_tree(ROWS, alive, np.array([2, 0, 1, 3]), np.array([1]), 2, single=single)
    assert unpacked(tree.usable, 4).tolist() == [True, False, False, True]
    assert unpacked(tree.open_bits, 4).tolist() == [False, True, False, False]
    assert tree.chosen[: tree.state[0]].tolist() == [1]
    assert tree.hosted[:4].tolist() == ([1, -1, -1, -1] if single else [-1, -1, -1, -1])
