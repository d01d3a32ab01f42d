"""The choice in words and as a table: never surer than what is proven."""

from dataclasses import replace

import numpy as np

from experiments.corridors import choice_tables, choice_words
from experiments.text import usd
from optimize.run import Status


def test_a_proven_choice_is_told_with_its_lead_and_what_corridors_change(made_choice):
    assert choice_words(made_choice()) == [
        "Undisturbed: within the capacities of corridors Alpha is the best hub beside Gate, at 90 USD a year.",
        "All other sets are dearer by 15 USD at least.",
        "Without the capacities of links Beta would be the best choice, which within them costs 30 USD a year more.",
    ]


def test_the_next_best_is_named_where_its_cost_is_known(made_choice):
    assert choice_words(made_choice([90, 120, 105], [90, 120, 105]))[1] == "Next comes Gamma, 15 USD dearer."
    tie = choice_words(made_choice([90, 120, 90], [90, 120, 90]))[1]
    assert tie == "Gamma costs no more, within the precision of the proof."


def test_what_is_not_proven_is_said_to_be_so(made_choice):
    first, *others = choice_words(made_choice([72, 120, 60], [90, 120, np.inf], Status.FEASIBLE))
    assert first == (
        "Undisturbed: Alpha is the best hub found in time beside Gate, at 90 USD a year, unproven; "
        "no set can be better by more than 33.3%."
    )
    assert len(others) == 1  # no lead


def test_the_same_choice_is_told_as_such(made_choice):
    same = "Without the capacities of links the best choice is the same."
    assert choice_words(made_choice(same=True))[-1] == same
    unproven = made_choice([72, 120, 60], [90, 120, np.inf], Status.FEASIBLE, same=True)
    assert choice_words(unproven)[-1] == same.replace("choice", "choice found")


def test_a_hub_that_no_freight_passes_is_no_best_hub(made_choice):
    nothing = (
        "Undisturbed: within the capacities of corridors no hub beside Gate is worth having: no freight passes Alpha, "
        "the cheapest to keep open."
    )
    assert choice_words(made_choice(hub_t=(0.0, 0.0))) == [nothing]
    assert choice_words(made_choice(hub_t=(0.0, 9.0))) == [
        f"{nothing} Without the capacities of links Beta would be the best choice."
    ]
    unproven = choice_words(made_choice([72, 120, 60], [90, 120, np.inf], Status.FEASIBLE, hub_t=(0.0, 0.0)))
    assert len(unproven) == 1
    assert unproven[0] == (
        "Undisturbed: no hub beside Gate was found in time that is worth having: no freight passes Alpha, the cheapest "
        "to keep open, unproven; no set can be better by more than 33.3%."
    )


def test_where_corridors_alone_make_a_hub_worth_having_that_is_said(made_choice):
    words = choice_words(made_choice(hub_t=(9.0, 0.0)))
    assert words[-1] == "Without the capacities of links no hub would be worth having."


def test_a_hub_among_several_that_no_freight_passes_is_named(made_choice):
    several = replace(made_choice(), p=2, given=(), candidates=("G", "a", "b", "c"))  # the route passes Alpha alone
    assert choice_words(several)[1] == "No freight passes Gate."
    assert several.costs["idle_hubs"].tolist() == ["G"]


def test_several_hubs_are_several(made_choice):
    several = replace(made_choice(), p=2, given=(), candidates=("G", "a", "b", "c"))
    [first, *_] = choice_words(several)
    assert first.startswith("Undisturbed: within the capacities of corridors Gate and Alpha are the best hubs, at")


def test_the_table_tells_bounds_from_costs(made_choice):
    [table] = choice_tables(made_choice())
    cells = [[str(cell) for cell in column.cells] for column in table.columns]
    assert cells == [["1", "", ""], ["Alpha", "Gamma", "Beta"], ["0", ">= 15", "30"], ["5", ">= 4", "0"]]
    assert "3 sets, 2 flows solved, bounds from 3 systems of prices" in str(table.caption)


def test_the_words_follow_from_the_tables(tiny_choice):
    costs = tiny_choice.costs.set_index("scenario")
    words = choice_words(tiny_choice)
    assert words[0].startswith(
        f"Undisturbed: within the capacities of corridors {tiny_choice.names[costs['hubs']['base']]}"
    )
    assert words[2].endswith(f"which within them costs {usd(costs['loss_usd']['base'])} a year more.")
