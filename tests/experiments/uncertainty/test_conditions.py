"""A box that was put into the data is found again; chance is not taken for a condition."""

import numpy as np
import pandas as pd
import pytest

from experiments.uncertainty.conditions import box_frame, find_box


def _draws(count=1000, seed=2):
    return pd.DataFrame(np.random.default_rng(seed).random((count, 5)), columns=list("abcde"))


def test_the_box_in_which_it_happens_is_found():
    x = _draws()
    box = find_box(x, (x["a"] > 0.7) & (x["c"] < 0.4))
    assert set(box.limits) == {"a", "c"}
    assert box.limits["a"][0] == pytest.approx(0.7, abs=0.05)
    assert box.limits["a"][1] == np.inf
    assert box.limits["c"][1] == pytest.approx(0.4, abs=0.05)
    assert box.density > 0.95
    assert box.coverage > 0.9
    assert box.base == pytest.approx(0.12, abs=0.03)


def test_figures_of_the_box_are_those_of_the_draws_inside():
    x = _draws(400)
    happens = (x["b"] > 0.6) ^ (x["a"] > 0.95)
    box = find_box(x, happens)
    inside = np.ones(len(x), dtype=bool)
    for name, (low, high) in box.limits.items():
        inside &= x[name].between(low, high).to_numpy()
    assert box.draws == inside.sum()
    assert box.density == pytest.approx(happens[inside].mean())
    assert box.coverage == pytest.approx(happens[inside].sum() / happens.sum())


def test_what_depends_on_nothing_has_no_conditions():
    found = [find_box(_draws(seed=s), pd.Series(np.random.default_rng(s + 50).random(1000) < 0.3)) for s in range(5)]
    # limits that peeling has fitted to chance may stay, but never make it much more frequent
    assert all(box is None or box.density < 0.5 for box in found)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_never_or_always_happens_has_none(share):
    x = _draws(100)
    assert find_box(x, pd.Series(np.full(100, share == 1.0))) is None


def test_few_draws_have_none():
    x = _draws(30)
    assert find_box(x, x["a"] > 0.5) is None


def test_inputs_with_few_values_can_be_limited():
    x = _draws(400)
    x["a"] = np.round(x["a"])
    box = find_box(x, x["a"] == 1)
    assert box.limits == {"a": (1.0, np.inf)}
    assert box.density == 1.0


def test_a_box_as_a_table_leaves_open_ends_out():
    x = _draws()
    table = box_frame(find_box(x, x["a"] > 0.8))
    assert table["input"].tolist() == ["a"]
    assert table["below"].isna().all()
    assert box_frame(None).empty
