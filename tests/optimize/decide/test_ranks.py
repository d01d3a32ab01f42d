"""Rows of many sets at once are those that the table gives for each."""

from itertools import pairwise, product

import numpy as np
import pytest

from optimize import HubProblem, HubSetTable
from optimize.decide.ranks import Ranks


@pytest.mark.parametrize(("closed", "p_max"), [([], 3), ([0, 4], 3), ([0, 1, 2, 4], 1)])
def test_rows_are_those_of_the_table_wherever_gaps_stand(closed, p_max):
    table = HubSetTable.build(HubProblem(np.ones((5, 5)), np.ones((5, 5))), p_max, closed_hubs=closed)
    elements = [k for k in range(5) if k not in closed]
    sets = [chosen for chosen in product([-1, *elements], repeat=p_max) if ascends(chosen)]
    expected = [table.row_of(k for k in chosen if k >= 0) for chosen in sets]
    assert Ranks(table.elements, p_max).rows(np.array(sets)).tolist() == expected


def ascends(chosen):
    """Whether the members that are there ascend."""
    return all(a < b for a, b in pairwise([k for k in chosen if k >= 0]))
