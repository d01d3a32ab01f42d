"""Fixed costs and penalties by class, by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from experiments.traffic.costs import COSTS, cost_array
from geodata.traffic import PARTS, Sent

STATE = SimpleNamespace(unmet_usd_per_t={"goods": 10.0, "parcels": 100.0}.get)


def sent(through, unmet, direct=0.0):
    """One design, two hubs, two nodes."""
    square, empty = np.zeros((2, 2, 1)), np.zeros((2, 2, 1))
    square[0, 1, 0] = unmet
    going = np.zeros((2, 2, 1))
    going[0, 1, 0] = direct
    tonnes = np.array(through, dtype=float)[:, None]
    return Sent(
        collection=np.array([through, [0.0, 0.0]])[:, :, None], transfer=empty, distribution=empty, direct=going,
        full=empty, unmet=square, through=tonnes, held=np.zeros_like(tonnes),
    )  # fmt: skip


def cost(goods, parcels):
    transport = {"goods": np.full((1, len(PARTS)), 2.0), "parcels": np.full((1, len(PARTS)), 3.0)}
    return cost_array(STATE, np.array([60.0, 8.0]), [[0, 1]], {"goods": goods, "parcels": parcels}, transport)[0]


def test_fixed_costs_are_shared_by_the_tonnes_through_a_hub():
    """Hub 0 has 1 and 3 t; hub 1 has none, so that all tonnes count: 1 + 4 of goods, 3 of parcels."""
    found = cost(sent([1.0, 0.0], 0.0, direct=4.0), sent([3.0, 0.0], 0.0))
    fixed = found[:, COSTS.index("cost_fixed_usd")]
    assert fixed == pytest.approx([15 + 8 * 5 / 8, 45 + 8 * 3 / 8])


def test_penalties_are_those_of_the_class():
    found = cost(sent([1.0, 0.0], 5.0), sent([1.0, 0.0], 2.0))
    assert found[:, COSTS.index("cost_unmet_usd")].tolist() == [50, 200]
    assert found[:, : len(PARTS)].tolist() == [[2.0] * 5, [3.0] * 5]


def test_without_any_freight_classes_share_alike():
    found = cost(sent([0.0, 0.0], 0.0), sent([0.0, 0.0], 0.0))
    assert found[:, COSTS.index("cost_fixed_usd")].tolist() == [34, 34]
