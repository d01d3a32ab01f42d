"""Fronts against a comparison of every pair of sets by hand."""

import numpy as np
import pandas as pd
import pytest

from experiments import frontier
from experiments.tradeoffs.study import measured
from optimize import InputError


def _worth(study, costs):
    """Expected cost, worst case, largest regret and the mean of the worst tenth, by plain loops."""
    weight = [study.probability[name] for name in study.scenarios]
    best = costs.min()
    rows = {}
    for hubs, row in costs.iterrows():
        left, tail = 0.1, 0.0
        for value, share in sorted(zip(row, weight, strict=True), reverse=True):
            taken = min(left, share)
            tail, left = tail + taken * value, left - taken
        expected = sum(value * share for value, share in zip(row, weight, strict=True))
        rows[hubs] = {
            "expected": expected,
            "worst_case": max(row),
            "max_regret": max(row - best),
            "cvar": tail / 0.1,
        }
    return pd.DataFrame(rows).T


def test_measures_are_those_of_plain_loops(weighed):
    singles = weighed.costs.loc[["NOR", "SOU", "MID"]]
    wanted = _worth(weighed.study, singles)
    found = measured(weighed.study, singles)
    for name in wanted:
        assert found[name] == pytest.approx(wanted[name].to_numpy(dtype=float), rel=1e-9, abs=1e-3)


def test_the_front_is_what_no_set_of_the_size_dominates(weighed):
    for p in (1, 2, 3):
        own = weighed.costs[[hubs != "" and hubs.count("+") == p - 1 for hubs in weighed.costs.index]]
        wanted = _worth(weighed.study, own)
        for measure in ("worst_case", "max_regret", "cvar"):
            both = wanted[["expected", measure]].to_numpy(dtype=float)
            on = {
                hubs
                for hubs, point in zip(wanted.index, both, strict=True)
                if not ((both <= point + 1e-6).all(axis=1) & (both < point - 1e-6).any(axis=1)).any()
            }
            part = weighed.front[(weighed.front["measure"] == measure) & (weighed.front["p"] == p)]
            assert set(part["hubs"]) == on


def test_a_front_begins_with_the_cheapest_set_and_falls(weighed):
    for _, part in weighed.front.groupby(["measure", "p"]):
        assert part["extra_usd"].iloc[0] == 0.0
        assert part["saved_usd"].iloc[0] == 0.0
        assert (np.diff(part["expected_usd"]) >= 0).all()
        assert (np.diff(part["value_usd"]) <= 0).all()


def test_one_scenario_leaves_one_set_on_each_front(tiny):
    found = frontier(str(tiny), scenarios=["base"])
    assert found.front.groupby(["measure", "p"]).size().max() == 1


@pytest.mark.parametrize("p_max", [0, 4])
def test_sizes_that_cannot_be_are_refused(tiny, p_max):
    with pytest.raises(InputError, match="1 to 3"):
        frontier(str(tiny), p_max=p_max)
