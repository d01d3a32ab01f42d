"""Sets near the best and what hubs are worth, against loops over all sets."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from experiments.question import Design, expected_costs
from experiments.question.tables import design_tables
from experiments.turning.near import Sets, by_gateways, hub_values, near_sets, near_shares

COSTS = pd.Series(
    {"": 120.0, "NOR": 100.0, "SOU": 100.5, "MID": 110.0, "NOR+SOU": 90.0, "NOR+MID": 90.5, "SOU+MID": 99.0}
)


def test_a_set_is_near_by_its_share_of_the_best_of_its_size(unsure_study):
    near = near_sets(unsure_study, COSTS, 0.01)
    assert near[["p", "hubs"]].to_numpy().tolist() == [[1, "NOR"], [1, "SOU"], [2, "NOR+SOU"], [2, "NOR+MID"]]
    assert near["excess_usd"].tolist() == [0.0, 0.5, 0.0, 0.5]


def test_hubs_are_counted_in_near_sets(unsure_study):
    table = near_shares(unsure_study, ("NOR", "SOU", "MID"), near_sets(unsure_study, COSTS, 0.01))
    pairs = table[table["p"] == 2].set_index("hub")
    assert pairs["share_near"].to_dict() == {"NOR": 1.0, "SOU": 0.5, "MID": 0.5}
    assert set(pairs["sets"]) == {2}


def test_hubs_share_what_they_save_over_all_orders(bench):
    sets = Sets.of(bench)
    costs = pd.concat([COSTS, pd.Series({"NOR+SOU+MID": 85.0})])
    value = dict.fromkeys(sets.players, 0.0)
    for order in permutations(sets.players):
        for at, hub in enumerate(order):
            before, after = ("+".join(x for x in sets.players if x in some) for some in (order[:at], order[: at + 1]))
            value[hub] += (costs[before] - costs[after]) / 6
    found = hub_values(sets, costs).set_index("id")["value_usd"]
    assert found.to_dict() == pytest.approx(value)
    assert found.sum() == pytest.approx(120.0 - 85.0)


def test_what_cannot_be_served_without_hubs_has_no_shares(bench):
    costs = pd.concat([COSTS, pd.Series({"NOR+SOU+MID": 85.0})])
    costs[""] = np.inf
    assert hub_values(Sets.of(bench), costs).empty


def test_the_study_evaluates_all_sets(unsure_study, tipped):
    designs = [Design(("GAT",), ("SOU",)), Design(("GAT",), ("NOR", "SOU"))]
    costs = expected_costs(designs, design_tables(unsure_study, designs))
    own = tipped.sets.set_index("hubs")["cost_usd"]
    for design, cost in costs.items():
        assert own["+".join(design.hubs)] == pytest.approx(cost)


def test_the_best_hub_is_told_beside_each_gateway(unsure_study):
    frame = pd.DataFrame({"gateways": "GAT", "hubs": ["NOR", "SOU", "NOR+SOU"], "cost_usd": [5.0, 3.0, 1.0]})
    found = by_gateways(unsure_study, frame)
    assert found.to_dict("records") == [
        {"gateways": "GAT", "gateways_name": "Gate", "hub": "SOU", "name": "Southtown", "lead_usd": 2.0,
         "runner_up": "NOR"}
    ]  # fmt: skip
