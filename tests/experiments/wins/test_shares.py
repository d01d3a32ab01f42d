"""Shares, intervals and leads against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.wins import lead_over, standing, win_table


def _costs(**columns):
    return pd.DataFrame(columns, dtype=float)


def test_shares_are_of_the_draws_in_which_a_hub_is_cheapest():
    table = win_table(_costs(a=[1, 5, 1, 1], b=[2, 2, 3, 2], c=[3, 3, 2, 3])).set_index("hub")
    assert table["share_best"].to_dict() == {"a": 0.75, "b": 0.25, "c": 0.0}
    # leads of a: 1, -3, 1, 1; of b: -1, 1, -2, -1
    assert table.loc["a", "lead_mean"] == 0.0
    assert table.loc["a", "lead_sd"] == pytest.approx(2.0)  # squares 1 9 1 1 over 3 = 4
    assert table.loc["b", "lead_mean"] == pytest.approx(-0.75)


def test_hubs_that_are_equal_share_the_draw():
    table = win_table(_costs(a=[1, 1], b=[1, 2])).set_index("hub")
    assert table["share_best"].to_dict() == {"a": 0.75, "b": 0.25}


def test_the_interval_is_wilsons():
    table = win_table(_costs(a=[0] * 8 + [2] * 2, b=[1] * 10)).set_index("hub")
    z, n, p = 1.959963984540054, 10, 0.8
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert table.loc["a", ["share_low", "share_high"]].tolist() == pytest.approx([middle - half, middle + half])


def test_the_best_hub_stands_first_and_a_single_hub_always_wins():
    assert win_table(_costs(a=[3, 3], b=[1, 1], c=[2, 2]))["hub"].tolist() == ["b", "c", "a"]
    alone = win_table(_costs(a=[3, 4]))
    assert alone["share_best"].tolist() == [1.0]
    assert alone["lead_mean"].isna().all()


def test_a_hub_that_serves_nobody_never_wins():
    table = win_table(_costs(a=[1, 2], b=[np.inf, np.inf])).set_index("hub")
    assert table["share_best"].to_dict() == {"a": 1.0, "b": 0.0}


@pytest.mark.parametrize(
    ("gap", "answer"),
    [
        ([2.0] * 40, "yes"),
        ([-2.0] * 40, "no"),
        ([5.0, -4.0] * 20, "undecided"),
        ([0.0] * 40, "undecided"),
        ([1, 1], "undecided"),
    ],
)
def test_a_lead_holds_where_it_is_beyond_its_spread_and_draws_enough_say_so(gap, answer):
    cost = _costs(a=np.zeros(len(gap)), b=gap)
    assert lead_over(cost, "a").holds == answer


def test_the_rival_is_the_other_hub_that_costs_least_on_average():
    cost = _costs(a=[1, 1], b=[4, 4], c=[0, 5])
    lead = standing(cost)
    assert (lead.hub, lead.rival, lead.mean, lead.share) == ("a", "c", 1.5, 0.5)
    assert lead_over(cost, "a", ["b"]).rival == "b"


@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=1, max_size=20))
def test_shares_add_up_and_lie_in_their_intervals(rows):
    table = win_table(pd.DataFrame(rows, columns=["a", "b", "c"], dtype=float))
    assert table["share_best"].sum() == pytest.approx(1.0)
    off = 0.5 / len(rows) + 1e-12  # shared draws are rounded to whole ones
    assert (table["share_low"] - off <= table["share_best"]).all()
    assert (table["share_best"] <= table["share_high"] + off).all()
