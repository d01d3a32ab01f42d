"""Nothing can be written into a problem once it has been checked, in copies and in other processes neither."""

import copy
import pickle

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem


def problem():
    cost = np.array([[0, 1, 3], [1, 0, 1], [3, 1, 0.0]])
    return HubProblem(np.ones((3, 3)), cost, fixed_cost=2.0, capacity=9.0, link_cost=cost, direct_cost=cost)


WAYS = {
    "itself": lambda each: each,
    "pickled": lambda each: pickle.loads(pickle.dumps(each)),  # noqa: S301
    "copied": copy.copy,
    "copied deep": copy.deepcopy,
    "in scenarios": lambda each: pickle.loads(pickle.dumps(ScenarioProblem({"a": each}))).problems["a"],  # noqa: S301
}


@pytest.mark.parametrize("way", WAYS)
def test_no_array_can_be_written_to(way):
    one = WAYS[way](problem())
    block = one.blocks[0]
    legs = [block.flow, block.collection, block.transfer, block.distribution, block.handling, block.direct]
    for array in [*legs, one.fixed_cost, one.capacity, one.link_cost, one.candidate_index]:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = -1


def test_what_a_problem_is_replaced_from_cannot_be_changed_either():
    one = pickle.loads(pickle.dumps(problem()))  # noqa: S301
    with pytest.raises(ValueError, match="read-only"):
        one.__dict__["_given"]["fixed_cost"][0] = 7.0
    assert one.replace(transfer=0.5).fixed_cost.tolist() == [2.0, 2.0, 2.0]


def test_metadata_are_the_users_own():
    own = np.zeros(2)
    one = HubProblem(np.ones((2, 2)), np.ones((2, 2)), metadata={"own": own})
    pickle.loads(pickle.dumps(one)).metadata["own"][0] = 1.0  # noqa: S301
    own[0] = 1.0
