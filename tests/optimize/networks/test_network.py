"""What a hub network may be, and what closing hubs leaves of it."""

import numpy as np
import pytest
from scipy import sparse

from optimize import InputError
from optimize.flows import MulticommodityProblem
from optimize.networks.network import HubNetwork


def flow():
    """Nodes 0 and 1, hubs 2 and 3: over either, over both, direct."""
    return MulticommodityProblem(
        nodes=4, tail=[0, 2, 0, 3, 2, 0], head=[2, 1, 3, 1, 3, 1], cost=[[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]],
        usage=sparse.csr_array((1, 6)), capacity=[1.0], cls=[0], origin=[0], destination=[1], demand=[1.0],
        penalty=[9.0],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hubs", "cost"),
    [
        ([], [np.inf, np.inf, np.inf, np.inf, np.inf, 6.0]),
        ([0], [1.0, 2.0, np.inf, np.inf, np.inf, 6.0]),
        ([1], [np.inf, np.inf, 3.0, 4.0, np.inf, 6.0]),
        ([0, 1], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    ],
)
def test_an_arc_is_there_if_all_hubs_at_its_ends_are_open(hubs, cost):
    assert HubNetwork(flow(), [2, 3]).with_open(hubs).cost[0].tolist() == cost


def test_fixed_costs_are_added_up_and_hubs_go_by_their_labels():
    network = HubNetwork(flow(), [3, 2], fixed_cost=[10.0, 5.0], labels=["east", "west"])
    assert network.candidates == 2
    assert network.fixed([]) == 0.0
    assert network.fixed([0, 1]) == 15.0
    assert network.positions(["west", "east", "west"], "open_hubs") == (0, 1)
    assert network.with_open([0]).cost[0].tolist() == [np.inf, np.inf, 3.0, 4.0, np.inf, 6.0]
    assert HubNetwork(flow(), [3, 2]).labels == (0, 1)
    assert HubNetwork(flow(), [3, 2]).fixed([0, 1]) == 0.0


def test_a_label_that_is_not_there_is_named():
    with pytest.raises(InputError, match=r"closed_hubs names .*north.*; these are east, west"):
        HubNetwork(flow(), [3, 2], labels=["east", "west"]).positions(["north", "east"], "closed_hubs")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hub_node": [2, 4]}, "list of nodes 0 ... 3"),
        ({"hub_node": [[2], [3]]}, "list of nodes 0 ... 3"),
        ({"hub_node": [2, 2]}, "names a node twice"),
        ({"hub_node": [1, 2]}, "starts or ends at the node of a candidate"),
        ({"fixed_cost": [1.0]}, "one finite number for each of the 2 candidates"),
        ({"fixed_cost": [1.0, np.inf]}, "one finite number"),
        ({"labels": ["a", "a"]}, "2 different names"),
        ({"labels": ["a"]}, "2 different names"),
    ],
)
def test_what_cannot_be_is_refused(change, words):
    with pytest.raises(InputError, match=words):
        HubNetwork(**{"flow": flow(), "hub_node": [2, 3], **change})


def test_all_faults_are_named_at_once():
    with pytest.raises(InputError) as caught:
        HubNetwork(flow(), [2, 2], fixed_cost=[1.0], labels=["a"])
    assert all(word in str(caught.value) for word in ("twice", "fixed_cost", "labels"))
