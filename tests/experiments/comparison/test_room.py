"""Which hub is best as the gateways have more or less room, on the study whose costs can be read off.

All 10 t pass gateway and hub, or go direct at 200 USD: with room for x t at the gateway hub A costs
10 + 100 x + 200 (10 - x).
"""

import numpy as np
import pandas as pd
import pytest

from experiments.comparison.room import FACTORS, sweep_words
from tests.experiments.hand import ONLY_BASE, HandRegion, hand_comparison, hand_study, priced


def swept(gateway_t=4.0, fixed=None, **study):
    region = HandRegion(priced(), fixed=fixed or {"A": 10.0}, capacity={"G": gateway_t})
    return hand_comparison(region, weights=ONLY_BASE, **study).room_sweep.set_index("factor")


def test_a_hub_saves_what_has_room_at_the_gateway():
    sweep = swept()
    room = [min(10.0, 4.0 * factor) for factor in FACTORS]
    assert sweep["saving_usd"].tolist() == pytest.approx([100 * t - 10 for t in room])
    assert sweep["capacity_t"].tolist() == pytest.approx([4.0 * factor for factor in FACTORS])


def test_a_dear_hub_wins_only_where_much_can_pass_it():
    """A saves 20 USD a tonne against B and costs 100 to open: from 5 t on it is the better one."""
    sweep = swept(fixed={"A": 100.0})
    assert sweep["hub"].tolist() == ["A" if 4.0 * factor > 5 else "B" for factor in FACTORS]
    assert sweep.loc[1.0, "margin_usd"] == pytest.approx(20)
    words = sweep_words(hand_study(), sweep.reset_index())
    assert "Brno from 0.25 times their room on, then Alba at 1.5 times their room" in words


def test_gateways_without_a_limit_have_no_sweep():
    found = hand_comparison(HandRegion(priced()), weights=ONLY_BASE)
    assert found.room_sweep.empty
    assert sweep_words(found.study, found.room_sweep) == ""


def test_a_study_without_capacities_has_no_sweep():
    assert hand_comparison(HandRegion(priced(), capacity={"G": 4.0}), weights=ONLY_BASE, room=False).room_sweep.empty


def test_one_hub_throughout_needs_no_sentence():
    sweep = pd.DataFrame({"factor": [1.0, np.inf], "hub": ["A", "A"]})
    assert sweep_words(hand_study(), sweep) == ""


def test_room_columns_tell_capacity_and_price():
    region = HandRegion(priced(), capacity={"G": 4.0, "A": 9.0})
    rows = hand_comparison(region, weights=ONLY_BASE).hubs.set_index("hub")
    assert rows.loc["A", "hub_capacity_t"] == 9.0
    assert rows.loc["A", "room_usd_per_t"] == 0.0
    assert rows.loc["A", "gateway_room_usd_per_t"] == pytest.approx(100.0)
    assert rows.loc["A", "hub_t"] == pytest.approx(4.0)
    assert rows.loc["A", "direct_t"] == pytest.approx(6.0)
    assert np.isinf(rows.loc["B", "hub_capacity_t"])
