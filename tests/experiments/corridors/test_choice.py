"""The tables of a choice: what was chosen, what each set and hub cost, what is only bounded."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments.corridors.choice import HubChoice, ScenarioChoice
from optimize.networks import HubNetworkDesign
from optimize.run import Status


def design(lower, upper, *, best, status=Status.OPTIMAL):
    """Sets of the gate and one of a, b, c."""
    sets = (("G", "a"), ("G", "b"), ("G", "c"))
    lower, upper = np.array(lower), np.array(upper)
    return HubNetworkDesign(
        network=SimpleNamespace(labels=("G", "a", "b", "c")),
        status=status,
        hubs=sets[best],
        objective=float(upper[best]),
        bound=float(lower.min()),
        flow=SimpleNamespace(unmet=np.array([3.0, 4.0])),
        sets=sets,
        lower=lower,
        upper=upper,
        solved=lower == upper,
        info={"programmes": 2, "cuts": 3, "seconds": 1.5},
    )


@pytest.fixture
def choice():
    places = pd.DataFrame({"name": ["Gate", "Alpha", "Beta", "Gamma"]}, index=["G", "a", "b", "c"])
    hubs = pd.DataFrame({"hub": ["G", "a", "b", "c"], "fixed_usd": [1.0, 10.0, 100.0, 1000.0]})
    limited = design([90.0, 120.0, 105.0], [90.0, 120.0, np.inf], best=0)
    free = design([85.0, 80.0, 84.0], [85.0, 80.0, np.inf], best=1)
    unaware = design([90.0, 120.0, 105.0], [90.0, 120.0, np.inf], best=1)
    run = ScenarioChoice("base", "Undisturbed", SimpleNamespace(hubs=hubs), limited, free, unaware)
    return HubChoice(SimpleNamespace(places=places), 1, ("G",), ("a", "b", "c"), {"base": run})


def test_a_scenario_is_a_row_of_what_was_chosen_and_what_the_other_choice_loses(choice):
    [row] = choice.costs.to_dict("records")
    assert (row["hubs"], row["unlimited_hubs"]) == ("a", "b")
    assert (row["cost_usd"], row["bound_usd"], row["gap"], row["status"]) == (90.0, 90.0, 0.0, "optimal")
    assert row["hub_fixed_usd"] == 11.0
    assert row["unmet_t"] == 7.0
    assert row["loss_usd"] == 120.0 - 90.0
    assert (row["sets"], row["programmes"], row["cuts"], row["seconds"]) == (3, 2, 3, 3.0)


def test_sets_are_in_order_and_only_those_whose_cost_is_known_have_a_rank(choice):
    sets = choice.sets
    assert sets["hubs"].tolist() == ["a", "b", "c"]
    assert sets["rank"].fillna(0).tolist() == [1, 2, 0]
    assert sets["above_best_usd"].tolist() == [0.0, 30.0, 15.0]
    assert sets["unlimited_lower_usd"].tolist() == [85.0, 80.0, 84.0]
    assert sets["unlimited_upper_usd"].tolist() == [85.0, 80.0, np.inf]
    assert sets["unlimited_solved"].tolist() == [True, True, False]


def test_hubs_that_are_open_anyway_are_no_row(choice):
    hubs = choice.hubs
    assert hubs["hub"].tolist() == ["a", "b", "c"]
    assert hubs["name"].tolist() == ["Alpha", "Beta", "Gamma"]
    assert hubs["best_set"].tolist() == ["a", "b", "c"]
    assert hubs["lower_usd"].tolist() == [90.0, 120.0, 105.0]
    assert hubs["above_best_usd"].tolist() == [0.0, 30.0, 15.0]


def test_hubs_of_the_same_name_are_told_apart(choice):
    choice.region.places.loc["b", "name"] = "Alpha"
    assert choice.names == {"G": "Gate", "a": "Alpha [a]", "b": "Alpha [b]", "c": "Gamma"}
