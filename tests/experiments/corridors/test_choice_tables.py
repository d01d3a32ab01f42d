"""The choice in words and as a table: never surer than what is proven."""

from dataclasses import replace

import numpy as np

from experiments.corridors import choice_tables, choice_words
from experiments.text import usd
from optimize.run import Status
from tests.experiments.corridors.test_choice import choice, design  # noqa: F401  # a fixture, and its maker


def changed(choice, **fields):  # noqa: F811
    return replace(choice, runs={"base": replace(choice.runs["base"], **fields)})


def test_a_proven_choice_is_told_with_its_lead_and_what_corridors_change(choice):  # noqa: F811
    assert choice_words(choice) == [
        "Undisturbed: within the capacities of corridors Alpha is the best hub beside Gate, at 90 USD a year.",
        "All other sets are dearer by 15 USD at least.",
        "Without the capacities of links Beta would be the best choice, which within them costs 30 USD a year more.",
    ]


def test_the_next_best_is_named_where_its_cost_is_known(choice):  # noqa: F811
    known = design([90.0, 120.0, 105.0], [90.0, 120.0, 105.0], best=0)
    words = choice_words(changed(choice, limited=known))
    assert words[1] == "Next comes Gamma, 15 USD dearer."
    tie = design([90.0, 120.0, 90.0], [90.0, 120.0, 90.0], best=0)
    assert choice_words(changed(choice, limited=tie))[1] == "Gamma costs no more, within the precision of the proof."


def test_what_is_not_proven_is_said_to_be_so(choice):  # noqa: F811
    stopped = design([72.0, 120.0, 60.0], [90.0, 120.0, np.inf], best=0, status=Status.FEASIBLE)
    words = choice_words(changed(choice, limited=stopped))
    assert words[0] == (
        "Undisturbed: Alpha is the best hub found in time beside Gate, at 90 USD a year, unproven; "
        "no set can be better by more than 33.3%."
    )
    assert len(words) == 2  # no lead


def test_the_same_choice_is_told_as_such(choice):  # noqa: F811
    same = choice.runs["base"].limited
    assert choice_words(changed(choice, unlimited=same))[-1] == (
        "Without the capacities of links the best choice is the same."
    )
    unproven = replace(same, status=Status.FEASIBLE)
    assert choice_words(changed(choice, unlimited=unproven))[-1] == (
        "Without the capacities of links the best found choice is the same."
    )


def test_several_hubs_are_several(choice):  # noqa: F811
    [first, *_] = choice_words(replace(choice, p=2, given=(), candidates=("G", "a", "b", "c")))
    assert first.startswith("Undisturbed: within the capacities of corridors Gate and Alpha are the best hubs, at")


def test_the_table_tells_bounds_from_costs(choice):  # noqa: F811
    [table] = choice_tables(choice)
    cells = [[str(cell) for cell in column.cells] for column in table.columns]
    assert cells == [["1", "2", ""], ["Alpha", "Beta", "Gamma"], ["0", "30", ">= 15"], ["5", "0", ">= 4"]]
    assert "3 sets, 2 flows solved, bounds from 3 systems of prices" in str(table.caption)


def test_the_words_follow_from_the_tables(tiny_choice):
    costs = tiny_choice.costs.set_index("scenario")
    words = choice_words(tiny_choice)
    assert words[0].startswith(
        f"Undisturbed: within the capacities of corridors {tiny_choice.names[costs['hubs']['base']]}"
    )
    assert words[2].endswith(f"which within them costs {usd(costs['loss_usd']['base'])} a year more.")
