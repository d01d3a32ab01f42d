"""Indices against those that are known by formula."""

import numpy as np
import pandas as pd
import pytest

from experiments.uncertainty.sensitivity import FEWEST, sensitivity


def _ishigami(draws, a=7.0, b=0.1):
    rng = np.random.default_rng(5)
    x = pd.DataFrame(rng.uniform(-np.pi, np.pi, (draws, 4)), columns=["x1", "x2", "x3", "none"])
    y = np.sin(x.x1) + a * np.sin(x.x2) ** 2 + b * x.x3**4 * np.sin(x.x1)
    return x, pd.Series(y)


def test_first_order_indices_are_those_of_the_function_of_ishigami():
    found = sensitivity(*_ishigami(8000)).set_index("input")
    # 0.3139, 0.4424, 0 by formula (a = 7, b = 0.1)
    assert found.loc["x1", "s1"] == pytest.approx(0.3139, abs=0.03)
    assert found.loc["x2", "s1"] == pytest.approx(0.4424, abs=0.03)
    assert found.loc["x3", "s1"] == pytest.approx(0.0, abs=0.03)
    assert (found["s1_low"] <= found["s1"]).all()
    assert (found["s1"] <= found["s1_high"]).all()


def test_an_effect_that_leaves_the_mean_as_it_is_shows_in_the_distance_of_distributions():
    found = sensitivity(*_ishigami(4000)).set_index("input")
    assert found.loc["x3", "delta"] > 0.05
    assert found.loc["none", "delta"] < 0.02
    assert found.loc["none", "delta_low"] == 0.0


def test_the_direction_says_whether_the_result_grows():
    rng = np.random.default_rng(1)
    x = pd.DataFrame(rng.random((200, 2)), columns=["up", "down"])
    found = sensitivity(x, 3 * x["up"] - x["down"])
    assert found["input"].tolist() == ["up", "down"]
    assert found["direction"].tolist()[0] > 0.8
    assert found["direction"].tolist()[1] < -0.1


def test_nothing_is_said_of_few_draws_or_a_result_that_never_changes():
    x = pd.DataFrame(np.random.default_rng(1).random((FEWEST, 2)), columns=["a", "b"])
    assert sensitivity(x.head(FEWEST - 1), x["a"].head(FEWEST - 1)).empty
    assert sensitivity(x, pd.Series(np.ones(FEWEST))).empty


def test_what_chance_gives_is_not_taken_for_an_effect():
    rng = np.random.default_rng(3)
    x = pd.DataFrame(rng.random((120, 60)), columns=[f"x{at}" for at in range(60)])
    found = sensitivity(x, pd.Series(rng.random(120) + 2 * x["x7"])).set_index("input")
    assert found.index[found["sure"]].tolist() == ["x7"]
    nothing = sensitivity(x, pd.Series(rng.random(120)))
    assert nothing["sure"].sum() <= 1  # in one of twenty such tables chance gets that far


def test_equal_seeds_give_equal_intervals():
    x, y = _ishigami(300)
    pd.testing.assert_frame_equal(sensitivity(x, y, seed=3), sensitivity(x, y, seed=3))
