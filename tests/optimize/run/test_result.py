"""What a method hands back."""

import numpy as np

from optimize.run import Design, Status


def test_a_status_is_its_word():
    assert Status.OPTIMAL == "optimal"
    assert str(Status.NO_SOLUTION) == "no_solution"


def test_a_single_allocation_is_one_hub_a_node():
    design = Design.single((3, 1), [[np.array([1, 3, 3])], [np.array([3, 3, 1])]], 4)
    assert design.hubs == (1, 3)
    assert [of[0].argmax(axis=1).tolist() for of in design.assigned] == [[1, 3, 3], [3, 3, 1]]
    assert all((of[0].sum(axis=1) == 1).all() for of in design.assigned)
