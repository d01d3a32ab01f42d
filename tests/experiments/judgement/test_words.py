"""The verdict's sentences follow from its tables, also when these are changed from outside."""

from dataclasses import replace

import pandas as pd
import pytest

from experiments.judgement import judge, verdict_words
from experiments.judgement.words import case_title, claim_words, elsewhere, headline


def _with_costs(judgement, **columns):
    """The verdict as if hubs had cost that in the draws of its headline."""
    costs = pd.DataFrame(columns, dtype=float) * 1e6
    claim = judge(costs, "NOR", "SOU", "NOR")
    cases = (replace(judgement.headline, claim=claim), *judgement.cases[1:])
    return replace(judgement, cases=cases)


@pytest.mark.parametrize(
    ("south", "answer"),
    [([5.0] * 40, "confirmed"), ([-5.0] * 40, "refuted"), ([60.0, -50.0] * 20, "undecided")],
)
def test_the_headline_says_what_the_draws_say(judgement, south, answer):
    told = headline(_with_costs(judgement, NOR=[0.0] * 40, SOU=south, MID=[900.0] * 40))
    assert told == f"“Northtown first, Southtown the likeliest alternative”: {answer} beside Gate, 2023."


def test_evidence_comes_after_the_headline(judgement):
    words = verdict_words(_with_costs(judgement, NOR=[0.0] * 40, SOU=[5.0] * 40, MID=[9.0] * 40))
    assert words[1].startswith("“Northtown first” holds: it is ahead of Southtown by 5.00 m USD")
    assert words[2].startswith("“Southtown the likeliest alternative once Northtown is lost” holds")


def test_other_cases_are_counted_and_sure_ones_named(judgement):
    costs = pd.DataFrame({"NOR": [0.0] * 40, "SOU": [-5e6] * 40, "MID": [9e6] * 40})
    sure = replace(judgement.cases[1], claim=judge(costs, "NOR", "SOU", "SOU"))
    told = elsewhere(replace(judgement, cases=(judgement.headline, sure)))
    counted = "In 1 other case (years, gateways, air freight alone) such a claim is refuted in 1"
    assert told == f"{counted}: 2023, without gateways refuted."
    assert elsewhere(replace(judgement, cases=judgement.cases[:1])) == ""


def test_a_case_is_named_by_year_and_gateways(judgement):
    assert [case_title(case) for case in judgement.cases] == ["2023, beside Gate", "2023, without gateways"]


def test_without_a_challenger_one_place_is_claimed(judgement):
    claim = judge(pd.DataFrame({"NOR": [0.0, 1.0], "SOU": [5.0, 6.0]}), "NOR", None, "NOR")
    alone = replace(judgement, cases=(replace(judgement.headline, claim=claim),))
    assert claim_words(alone) == "Northtown first"
