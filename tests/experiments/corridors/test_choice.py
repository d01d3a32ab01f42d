"""The tables of a choice: what was chosen, what each set and hub cost, what is only bounded."""

import numpy as np


def test_a_scenario_is_a_row_of_what_was_chosen_and_what_the_other_choice_loses(made_choice):
    choice = made_choice()
    [row] = choice.costs.to_dict("records")
    assert (row["hubs"], row["unlimited_hubs"]) == ("a", "b")
    assert (row["cost_usd"], row["bound_usd"], row["gap"], row["status"]) == (90.0, 90.0, 0.0, "optimal")
    assert row["hub_fixed_usd"] == 11.0
    assert row["unmet_t"] == 7.0
    assert row["loss_usd"] == 120.0 - 90.0
    assert (row["sets"], row["programmes"], row["cuts"], row["seconds"]) == (3, 2, 3, 3.0)


def test_sets_are_in_order_and_have_a_rank_as_far_as_it_is_proven(made_choice):
    sets = made_choice().sets
    assert sets["hubs"].tolist() == ["a", "c", "b"]
    assert sets["rank"].fillna(0).tolist() == [1, 0, 0]  # c, at 105 or more, may be cheaper than b at 120
    assert sets["above_best_usd"].tolist() == [0.0, 15.0, 30.0]
    assert sets["unlimited_lower_usd"].tolist() == [85.0, 84.0, 80.0]
    assert sets["unlimited_upper_usd"].tolist() == [85.0, np.inf, 80.0]
    assert sets["unlimited_solved"].tolist() == [True, False, True]
    assert made_choice([90, 120, 105], [90, 120, 105]).sets["rank"].tolist() == [1, 2, 3]


def test_hubs_that_are_open_anyway_are_no_row(made_choice):
    choice = made_choice()
    hubs = choice.hubs
    assert hubs["hub"].tolist() == ["a", "b", "c"]
    assert hubs["name"].tolist() == ["Alpha", "Beta", "Gamma"]
    assert hubs["best_set"].tolist() == ["a", "b", "c"]
    assert hubs["lower_usd"].tolist() == [90.0, 120.0, 105.0]
    assert hubs["above_best_usd"].tolist() == [0.0, 30.0, 15.0]


def test_hubs_of_the_same_name_are_told_apart(made_choice):
    choice = made_choice()
    choice.region.places.loc["b", "name"] = "Alpha"
    assert choice.names == {"G": "Gate", "a": "Alpha [a]", "b": "Alpha [b]", "c": "Gamma"}
