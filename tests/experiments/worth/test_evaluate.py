"""One item as a case."""

import numpy as np
import pytest

from experiments.question import Study
from experiments.worth.evaluate import NUMBERS, TEXTS, Asked, evaluate_item
from experiments.worth.items import link_item
from experiments.worth.values import Worlds


def test_rows_of_all_tables_have_the_same_columns(routes):
    study = Study.of(str(routes), scenarios=["base", "north-closed"])
    shared = Asked(Worlds(study), (link_item(study.region, "fly"),), break_even=False)
    rows = evaluate_item(shared, {"number": 0}, np.random.default_rng(0))
    assert {tuple(row) for row in rows} == {TEXTS + NUMBERS}
    assert [row["table"] for row in rows] == ["value"] * 2 + ["scenario"] * 4


def test_curves_hold_the_state_that_is_and_rise_with_trade(valued):
    own = valued.curve[(valued.curve["item"] == "gate-mid") & (valued.curve["design"] == "no hub")]
    trade = own[own["curve"] == "trade"].sort_values("factor")
    assert np.all(np.diff(trade["worth_usd"]) > 0)
    base = valued.scenarios
    base = base[(base["item"] == "gate-mid") & (base["design"] == "no hub") & (base["scenario"] == "base")]
    now = trade.loc[trade["factor"] == 1.0, "worth_usd"].item()
    assert now == pytest.approx(base["worth_usd"].item())
    assert trade.loc[trade["factor"] == 2.0, "worth_usd"].item() == pytest.approx(2 * now, rel=1e-6)
