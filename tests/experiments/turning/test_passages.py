"""What corridors are worth, against regions in which their links are closed."""

import numpy as np
import pytest

from experiments.turning.passages import (
    closed_cases,
    corridor_names,
    corridor_values,
    evaluate_closed,
    most_important,
    subsets,
)
from geodata import Change
from optimize import solve


def test_corridors_are_those_of_the_links(bench):
    assert corridor_names(bench) == ["North", "South", "Trunk"]


def test_a_closed_corridor_leaves_the_links_that_it_shares(unsure_study, bench):
    found = evaluate_closed(bench, {"closed": "North"}, np.random.default_rng(0))
    world = unsure_study.region.with_overrides(Change(links=("north-mid",), close=True))
    wanted = min(
        solve(world.problem("base", candidates=list(unsure_study.candidates)), p=2, open_hubs=["GAT", hub]).objective
        for hub in ("NOR", "SOU", "MID")
    )
    assert found["cost_usd"] == pytest.approx(wanted)


def test_the_cases_name_what_is_closed(bench):
    plan = closed_cases(bench, [(), ("North", "South")])
    assert [plan.name(number) for number in range(2)] == ["nothing closed", "North and South closed"]


def test_the_most_important_are_those_whose_loss_costs_most():
    costs = {(): 10.0, **{(name,): 10.0 + loss for loss, name in enumerate("abcdefgh")}}
    assert most_important(costs) == list("cdefgh")
    assert most_important({(): 10.0, ("a",): 10.0}) == []


def test_two_that_stand_in_for_each_other_share_alike():
    costs = {some: 100.0 if set("ab") <= set(some) else 40.0 for some in subsets("abc")}
    found = corridor_values(list("abc"), costs).set_index("id")["value_usd"]
    assert found.to_dict() == pytest.approx({"a": 30.0, "b": 30.0, "c": 0.0})


def test_what_cannot_be_served_has_no_worth():
    assert corridor_values(["a"], {(): 1.0, ("a",): np.inf}).empty
