"""From arguments to blocks: factors, own matrices, and changes of either."""

import numpy as np
import pytest

from optimize import InputError
from optimize.problem.arguments import changed_arguments, checked_block, make_block

COST = np.array([[0.0, 1.0, np.inf], [2.0, 0.0, 3.0], [4.0, 5.0, 0.0]])
NAMES = ("a", "b", "c")


def checked(**spec):
    faults = []
    return checked_block("goods", {"flow": np.ones((3, 3)), **spec}, NAMES, faults), faults


def test_a_leg_is_cost_times_factor_or_its_own_matrix():
    given, faults = checked(cost=COST, collection=3.0, transfer=0.0, distribution_cost=np.full((3, 3), 7.0))
    assert not faults
    block = make_block("goods", given, np.array([0, 2]))
    assert block.collection.tolist() == [[0.0, np.inf], [6.0, 9.0], [12.0, 0.0]]
    assert block.transfer.tolist() == [[0.0, np.inf], [0.0, 0.0]]
    assert (block.distribution == 7.0).all()
    assert block.distribution.shape == (2, 3)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({}, "neither `cost` nor `collection_cost`"),
        ({"cost": COST, "transfer": -0.1}, "`transfer` is -0.1"),
        ({"cost": COST, "weight": np.nan}, "`weight` is nan"),
        ({"cost": COST, "speed": 3}, "unknown entries ['speed']"),
        ({"cost": COST, "unmet_penalty": np.inf}, "has to be finite"),
    ],
)
def test_faults_name_the_block_and_the_argument(spec, words):
    _, faults = checked(**spec)
    assert words in faults[0]
    assert "block 'goods'" in faults[0]


def test_the_latest_change_of_a_leg_counts():
    given, _ = checked(cost=COST, transfer_cost=2 * COST)
    arguments = {"blocks": {"goods": given}, "capacity": None}
    factor = changed_arguments(arguments, {"transfer": 0.5})["blocks"]["goods"]
    assert factor["transfer_cost"] is None
    assert factor["transfer"] == 0.5
    both = changed_arguments(arguments, {"transfer": 0.5, "transfer_cost": COST})["blocks"]["goods"]
    assert both["transfer_cost"] is COST
    assert changed_arguments(arguments, {"capacity": [1, 2, 3]})["capacity"] == [1, 2, 3]
    untouched = changed_arguments(arguments, {"weight": 2.0})["blocks"]["goods"]
    assert untouched["transfer_cost"] is given["transfer_cost"]


def test_what_cannot_be_changed_is_told_at_once():
    given, _ = checked(collection_cost=COST, transfer_cost=COST, distribution_cost=COST)
    with pytest.raises(InputError) as error:
        changed_arguments({"blocks": {"goods": given}}, {"speed": 1, "blocks": {"rail": {}}, "transfer": 0.5})
    assert len(error.value.faults) == 3
