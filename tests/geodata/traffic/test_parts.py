"""Parts of what arcs cost."""

import numpy as np
import pytest

from geodata.traffic.parts import HANDLING, PARTS, TIME, part_values


@pytest.mark.parametrize("service", ["single", "consolidated"])
def test_parts_add_up_to_the_cost_of_every_open_arc(busy, service):
    costs = busy.state().arc_costs("containers", service)
    usable = np.isfinite(costs.weight)
    assert part_values(costs).sum(axis=1)[usable] == pytest.approx(costs.weight[usable])


def test_gathering_is_time_that_can_be_left_out(busy):
    costs = busy.state().arc_costs("containers", "consolidated")
    less = part_values(costs) - part_values(costs, gathering=False)
    assert less[:, TIME] == pytest.approx(costs.rate_usd_per_th * costs.hours["gathering"])
    assert less[:, TIME].any()
    assert not np.delete(less, TIME, axis=1).any()


def test_lifts_are_handling(busy):
    costs = busy.state().arc_costs("containers", "single")
    assert PARTS[HANDLING] == "handling"
    assert (part_values(costs)[:, HANDLING] == costs.money["handling"]).all()
