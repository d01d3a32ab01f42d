"""What freight does under a design, pair by pair on one line of places."""

import numpy as np
import pytest

from experiments.comparison.usage import MEASURES, usage
from optimize import HubProblem


def problem(*, penalty=None, weight=1.0):
    """Three places in a row, all hubs; the cost of a unit is the distance, over hubs a half of it."""
    far = np.abs(np.subtract.outer(np.arange(3), np.arange(3))).astype(float)
    flow = np.array([[0, 2, 8], [0, 0, 3], [0, 0, 0.0]])
    block = {"flow": flow, "cost": far, "transfer": 0.5, "direct_cost": np.array([[9, 0.75, 9]] * 3), "weight": weight}
    second = {"flow": 10 * flow.T, "cost": np.full((3, 3), np.inf), "unmet_penalty": 7.0}
    return HubProblem.from_blocks({"goods": block, "parcels": second} if penalty is None else {"goods": block})


def measured(hubs, hub, **options):
    return dict(zip(MEASURES, usage(problem(**options), hubs, hub)[0], strict=True))


def test_freight_takes_the_cheaper_of_hubs_and_direct_service():
    """With hubs 0 and 2: 0 to 2 over both at 1 (8 t); 0 to 1 direct at 0.75 (2 t); 1 to 2 over hub 2 at 1 (3 t)."""
    assert measured([0, 2], 0) == pytest.approx(
        {"cost_usd": 8 * 1 + 2 * 0.75 + 3 * 1, "flow_t": 13, "hub_t": 8, "any_hub_t": 11, "direct_t": 2, "unmet_t": 0}
    )


def test_tonnes_of_the_other_hub():
    """The first hub of a path counts like the last one."""
    assert measured([0, 2], 2)["hub_t"] == 11


def test_a_weight_multiplies_costs_and_no_tonnes():
    heavy, light = measured([0, 2], 0, weight=3.0), measured([0, 2], 0)
    assert heavy["cost_usd"] == 3 * light["cost_usd"]
    assert heavy["flow_t"] == light["flow_t"]


def test_what_has_no_way_is_unmet_at_its_penalty():
    row = dict(zip(MEASURES, usage(problem(), [0, 2], 0)[1], strict=True))
    assert row == {"cost_usd": 130 * 7, "flow_t": 130, "hub_t": 0, "any_hub_t": 0, "direct_t": 0, "unmet_t": 130}


def test_labels_are_looked_up_among_the_candidates():
    line = np.array([[0, 1.0], [1.0, 0]])
    named = HubProblem(np.array([[0, 5.0], [0, 0]]), line, labels=["x", "y"], candidates=["y"])
    assert usage(named, ["y"], "y")[0][2] == 5.0
