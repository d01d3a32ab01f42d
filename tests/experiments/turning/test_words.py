"""Sentences say what the tables do."""

from dataclasses import replace

import pandas as pd

from experiments.turning import find_switches, tipping, tipping_words


def test_the_answer_names_the_hub_and_counts_what_changes_it(tipped):
    first = tipping_words(tipped)[0]
    rows = tipped.rows[~tipped.rows["kind"].isin(["cause", "country", "probability", "capacity"])]
    inside = int((rows["within"] == True).sum())  # noqa: E712
    assert first.startswith("Southtown is the best single hub beside Gate, by")
    assert f"of {len(rows)} uncertain inputs that were searched, {inside} alone" in first


def test_the_inputs_on_which_it_hangs_are_named_with_their_values(tipped):
    text = next(words for words in tipping_words(tipped) if words.startswith("It hangs on"))
    assert "fixed cost of the hub, Southtown (USD/year): 20,000,000 to" in text
    assert "makes Midtown the best" in text


def test_nothing_is_claimed_where_nothing_changes(tipped):
    calm = tipped.rows.assign(within=False, switch=float("nan"), confirmed=None)
    words = tipping_words(replace(tipped, switches=replace(tipped.switches, rows=calm)))
    assert "nothing uncertain that was searched changes that alone" in words[0]
    assert any("change nothing from 0 to four times" in text for text in words)


def test_what_was_not_searched_is_told(tipped):
    left = tipped.rows.assign(method="screened", within=None, switch=float("nan"), confirmed=None)
    words = tipping_words(replace(tipped, switches=replace(tipped.switches, rows=left)))
    doubtful = int((left[["lead_low_usd", "lead_high_usd"]].min(axis=1) < 0).sum())
    assert any(f"{doubtful} of them may change the answer, and were not searched" in text for text in words)


def test_switches_that_are_not_confirmed_are_told(tipped):
    rows = tipped.rows.assign(confirmed=False)
    words = tipping_words(replace(tipped, switches=replace(tipped.switches, rows=rows)))
    assert any("could not be confirmed on both sides" in text for text in words)


def test_gateways_count_or_do_not(tipped):
    other = pd.DataFrame([{"gateways": "FAR", "gateways_name": "Faraway", "hub": "NOR", "name": "Northtown"}]).assign(
        lead_usd=5e6
    )
    table = pd.concat([tipped.gateways, other], ignore_index=True)
    words = tipping_words(replace(tipped, gateways=table))
    assert any("beside 1 of 2 sets of gateways; the best is Northtown beside Faraway." in text for text in words)
    words = tipping_words(replace(tipped, gateways=table.assign(lead_usd=[5e6, 10.0])))
    assert any("hubs hardly differ beside Faraway" in text for text in words)
    words = tipping_words(replace(tipped, gateways=table.assign(hub="SOU")))
    assert "Southtown is the best beside all 2 sets of gateways." in words


def test_a_single_hub_is_said_to_be_one(unsure_study):
    found = tipping(unsure_study.region, hubs=["NOR"], scenarios=["base"], inputs=["hub"], worth=False)
    assert tipping_words(found) == [
        "Northtown is the only hub beside Gate that was compared: nothing can make another one the best."
    ]
    assert find_switches(found.study, inputs=["hub"]).runs == ()
