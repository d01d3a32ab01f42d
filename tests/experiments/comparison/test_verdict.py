"""The sentences, for figures that can be read off (see `tests.experiments.hand`)."""

from dataclasses import replace

import pandas as pd
import pytest

from experiments.wins import Standing, standing, win_table
from tests.experiments.hand import FIXED, ONLY_BASE, PRICES, HandRegion, hand_comparison, priced

LIKE = dict.fromkeys("ABC", 100.0)


def test_the_whole_verdict():
    assert "\n".join(hand_comparison().verdict) == (
        "Brno is the best single hub beside Gate: over all scenarios it costs 10 USD a year less than Alba, the "
        "runner-up, and saves 750 USD a year (37.5%) compared with Gate alone.\n"
        "It is cheapest in 1 of 3 scenarios; Alba in “Base” and Cork in “Shock”. Its largest regret is 190 USD a year "
        "(“Base”), the smallest of all hubs.\n"
        "Brno ranks 1st of 3 by expected cost, 1st by worst case and 1st by largest regret; Alba 2nd, 3rd and 2nd. "
        "With Brno lost, Alba is the best of 2 substitutes and costs 10 USD a year more. Beside Brno it is the best of "
        "2 complements and saves another 140 USD a year.\n"
        "By expected cost beside Gate, the best pair is Alba + Cork.\n"
        "Under other rules the best single hub is none with no gateway, as all freight goes direct; Brno beside Gate, "
        "without direct service.\n"
        "All demand can be served in every scenario."
    )


def sentence(found, start):
    """The one sentence of the verdict that begins so, or nothing."""
    told = [text for text in found.verdict if text.startswith(start)]
    assert len(told) <= 1
    return told[0] if told else ""


# -- the headline ----------------------------------------------------------------------------------------------------


def test_one_scenario_is_named():
    found = hand_comparison(weights={"shock": 1.0})
    assert found.verdict[0] == (
        "Cork is the best single hub beside Gate: in “Shock” it costs 100 USD a year less than Brno, the runner-up, "
        "and saves 700 USD a year (35.0%) compared with Gate alone."
    )
    assert not any("all scenarios" in text or "every scenario" in text for text in found.verdict)
    assert sentence(found, "It is cheapest") == ""


def test_a_tie_to_the_dollar_is_a_tie():
    tied = HandRegion(priced(A=100.0, B=101.0, C=101.05))  # 1010, 1010, 1010.5
    found = hand_comparison(tied, weights=ONLY_BASE)
    assert found.verdict[0] == (
        "Alba, Brno and Cork are equally good as the single hub beside Gate; each saves 990 USD a year (49.5%) "
        "compared with Gate alone."
    )
    apart = hand_comparison(HandRegion(priced(A=100.0, B=101.1)), weights=ONLY_BASE)
    assert apart.verdict[0].startswith("Alba is the best single hub beside Gate: in “Base” it costs 1 USD a year less")


def test_a_hub_that_costs_more_than_it_saves_is_not_praised():
    dear = HandRegion(priced(), fixed={"A": 1500.0, "B": 1500.0})
    found = hand_comparison(dear, hubs="AB", weights=ONLY_BASE)
    assert found.verdict[0] == (
        "No further hub pays for itself beside Gate: Alba, the cheapest, costs 500 USD a year more than Gate alone."
    )
    lone = hand_comparison(dear, hubs="A", weights=ONLY_BASE)
    assert "Alba, the only one compared, costs 500 USD a year more than Gate alone." in lone.verdict[0]


def test_a_hub_that_is_compared_with_nothing_is_called_no_best():
    found = hand_comparison(hubs="A", weights=ONLY_BASE)
    assert found.verdict[0] == (
        "Alba is the only hub beside Gate that was compared; it saves 990 USD a year (49.5%) compared with Gate alone."
    )


def test_a_hub_that_never_pays_is_no_better_than_the_gateways():
    dear = HandRegion(fixed=dict.fromkeys("ABC", 5000.0))
    found = hand_comparison(dear, hubs="GABC", weights=ONLY_BASE)
    assert found.verdict[0] == (
        "No further hub pays for itself beside Gate: without one the expected cost is lowest, 2.000 k USD a year."
    )


def test_hubs_that_no_freight_passes_are_not_worth_having():
    dear = HandRegion({name: dict.fromkeys("ABC", 300.0) for name in PRICES})
    found = hand_comparison(dear)
    assert found.verdict[0] == (
        "No single hub beside Gate is worth having: no freight gains by a further hub, in every scenario of weight."
    )
    assert sentence(found, "It is cheapest") == ""
    assert "ranks" not in " ".join(found.verdict)


def test_lone_hubs_without_a_leg_between_hubs_are_not_worth_having():
    found = hand_comparison(HandRegion(priced(A=300.0, B=300.0)), hubs="AB", gateways="", weights=ONLY_BASE)
    assert found.verdict[0] == "No single hub on its own is worth having: all freight goes direct."


def test_without_gateways_nothing_is_saved_against_them():
    found = hand_comparison(hubs="AB", gateways="", weights=ONLY_BASE)
    assert found.verdict[0] == (
        "Alba is the best single hub on its own: in “Base” it costs 190 USD a year less than Brno, the runner-up."
    )
    assert sentence(found, "By expected cost") == "By expected cost, the best pair is Alba + Brno."


def test_gateways_alone_are_nothing_to_compare():
    found = hand_comparison(hubs="G", p_max=1)
    assert found.verdict[0] == "Nothing is compared: Gate is open in every design; name further hubs."


# -- how far the winner holds ----------------------------------------------------------------------------------------


def test_a_hub_that_wins_everywhere_is_said_to():
    found = hand_comparison(HandRegion({name: {"A": 10.0, "B": 20.0, "C": 30.0} for name in PRICES}))
    assert sentence(found, "It is cheapest") == (
        "It is cheapest in 3 of 3 scenarios: nothing that was looked at makes another hub the better choice."
    )


def test_a_scenario_that_is_shared_counts_as_won():
    prices = {"base": {"A": 99.0, "B": 120.0, "C": 150.0}, "shock": {"A": 99.0, "B": 100.0, "C": 100.0}}
    found = hand_comparison(HandRegion(prices), weights={"base": 0.5, "shock": 0.5})  # in the shock 1000 each
    assert sentence(found, "It is cheapest").startswith("It is cheapest in 2 of 2 scenarios:")


def test_the_smallest_regret_of_another_hub_is_told():
    """A: 1010 and 2010 (direct), regrets 0 and 710; B: 1200 and 1400, regrets 190 and 100; A is best with 9 to 1."""
    found = hand_comparison(weights={"base": 0.9, "shock": 0.1})
    assert sentence(found, "It is cheapest") == (
        "It is cheapest in 1 of 2 scenarios; Cork in “Shock”. Its largest regret is 710 USD a year (“Shock”); the "
        "smallest of all hubs is Brno's, 190 USD."
    )


def test_many_lost_scenarios_are_counted_and_few_are_named():
    few = {f"s{i}": PRICES["shock"] for i in range(3)}
    found = hand_comparison(HandRegion({"base": {**LIKE, "B": 5.0}, **few}),
                            weights={"base": 0.97, **dict.fromkeys(few, 0.01)})  # fmt: skip
    assert "Cork in “S0”, “S1” and “S2”" in sentence(found, "It is cheapest")
    many = {f"s{i}": PRICES["shock"] for i in range(4)}
    found = hand_comparison(HandRegion({"base": {**LIKE, "B": 5.0}, **many}),
                            weights={"base": 0.96, **dict.fromkeys(many, 0.01)})  # fmt: skip
    assert "Cork in 4 others" in sentence(found, "It is cheapest")


# -- incumbent and challenger ----------------------------------------------------------------------------------------


def test_incumbent_and_challenger_are_spoken_of_by_name():
    found = hand_comparison(incumbent="A", challenger="B")
    assert sentence(found, "Alba ranks") == (
        "Alba ranks 2nd of 3 by expected cost, 3rd by worst case and 2nd by largest regret; Brno 1st, 1st and 1st. "
        "With Alba lost, Brno is the best of 2 substitutes and saves 10 USD a year. Beside Alba it is the 2nd best of "
        "2 complements and saves another 150 USD a year."
    )


def test_a_second_hub_that_does_not_pay_costs_more():
    dear = HandRegion(fixed=FIXED | {"C": 1000.0})
    found = hand_comparison(dear, incumbent="A", challenger="C")
    assert "Beside Alba it is the 2nd best of 2 complements and costs 825 USD a year more." in sentence(found, "Alba")


def test_a_second_hub_that_changes_nothing_costs_the_same():
    found = hand_comparison(HandRegion(priced(C=300.0)), weights=ONLY_BASE, incumbent="A", challenger="C")
    assert "complements and costs the same." in sentence(found, "Alba ranks")


def test_of_two_hubs_the_other_is_the_only_substitute():
    found = hand_comparison(hubs="AB", incumbent="A")
    assert "Brno is the only substitute compared and saves 10 USD" in sentence(found, "Alba ranks")


def test_two_hubs_are_not_ranked_unless_an_incumbent_is_named():
    assert "ranks" not in " ".join(hand_comparison(hubs="AB").verdict)
    assert "ranks" in " ".join(hand_comparison(hubs="AB", incumbent="A").verdict)


def test_a_lone_incumbent_is_ranked_without_challenger():
    found = hand_comparison(hubs="A", incumbent="A")
    assert sentence(found, "Alba ranks") == (
        "Alba ranks 1st of 1 by expected cost, 1st by worst case and 1st by largest regret."
    )


# -- other designs ---------------------------------------------------------------------------------------------------


def test_triples_are_named_beside_pairs():
    found = hand_comparison(p_max=3)
    assert sentence(found, "By expected cost") == (
        "By expected cost beside Gate, the best pair is Alba + Cork and the best triple is Alba + Brno + Cork."
    )


def test_no_larger_design_is_spoken_of_where_there_is_none():
    assert sentence(hand_comparison(p_max=1), "By expected cost") == ""


def test_a_tie_under_other_rules_is_a_tie():
    """Without direct service B and C cost the same, beside the gateway at 250, and A more."""
    found = hand_comparison(HandRegion(priced(B=120.0, C=120.05, A=240.0)), weights=ONLY_BASE)
    assert sentence(found, "Under other").endswith("; a tie beside Gate, without direct service.")


def test_hubs_that_nothing_passes_without_direct_service_are_none():
    found = hand_comparison(HandRegion(priced(A=300.0, B=300.0, C=300.0)), weights=ONLY_BASE)
    assert "; none beside Gate, without direct service, as no freight passes it." in sentence(found, "Under other")


# -- demand that stays unmet -----------------------------------------------------------------------------------------


def unserved(*scenarios, flow=10.0):
    """Region without direct service in which nobody is reached at a price below the penalty in some scenarios."""
    prices = {name: dict.fromkeys("ABC", 1000.0 if name in scenarios else 100.0) for name in (*scenarios, "base")}
    return HandRegion(prices, direct=None, gateway=2000.0, flow=flow)


def equal(names):
    return {name: 1 / len(names) for name in names}


def test_unmet_demand_is_told_by_scenario():
    region = unserved("one")
    found = hand_comparison(region, weights=equal(region.prices))
    assert found.verdict[-1] == "Whichever hub is chosen, some demand stays unmet each year: 10 t in “One”."
    assert found.hubs.set_index(["hub", "scenario"]).loc[("A", "one"), "unmet_t"] == 10.0


def test_three_scenarios_are_named_and_the_others_counted():
    region = unserved("one", "two", "three")
    told = hand_comparison(region, weights=equal(region.prices)).verdict[-1]
    assert told.endswith("10 t in “One”, 10 t in “Two” and 10 t in “Three”.")
    region = unserved("one", "two", "three", "four", "five")
    told = hand_comparison(region, weights=equal(region.prices)).verdict[-1]
    assert told.endswith("“Three” and less in 2 others.")


def test_demand_that_the_best_hub_serves_is_not_unmet():
    region = unserved("one")
    region.prices["one"]["B"] = 800.0
    assert hand_comparison(region, weights=equal(region.prices)).verdict[-1] == (
        "All demand can be served in every scenario."
    )


@pytest.mark.parametrize(("flow", "told"), [(0.9, "All demand"), (1.0, "Whichever hub")])
def test_less_than_a_tonne_is_not_spoken_of(flow, told):
    region = unserved("one", flow=flow)
    assert hand_comparison(region, weights=equal(region.prices)).verdict[-1].startswith(told)


def test_in_one_scenario_all_demand_can_be_served():
    assert hand_comparison(weights=ONLY_BASE).verdict[-1] == "All demand can be served."


# -- how sure it is --------------------------------------------------------------------------------------------------


def drawn(**columns):
    """Who is ahead over draws with these costs."""
    costs = pd.DataFrame(columns, dtype=float)
    return Standing(standing(costs), win_table(costs), len(costs))


def test_a_lead_within_its_spread_is_undecided():
    found = replace(hand_comparison(), standing=drawn(A=[1200, 1300] * 10, B=[1100, 1320] * 10, C=[2000] * 20))
    lead = "the lead of Brno over Alba is 40 USD a year on average, standard deviation 62 USD"
    assert found.verdict[0] == (
        "Brno or Alba, undecided, is the best single hub beside Gate: at central values Brno costs 10 USD a year less, "
        f"but over 20 draws of all uncertain inputs {lead}."
    )
    assert found.verdict[1].startswith("Best in so many of 20 draws of all uncertain inputs: Brno 50.0%")


def test_a_hub_that_leads_in_the_draws_is_named_beside_the_best():
    found = replace(hand_comparison(), standing=drawn(A=[1000] * 20, B=[1500] * 20, C=[2000] * 20))
    assert found.verdict[0].startswith("Brno or Alba, undecided, is the best single hub beside Gate")


def test_a_sure_lead_leaves_the_headline_as_it_is():
    sure = replace(hand_comparison(), standing=drawn(A=[1500] * 20, B=[1000] * 20, C=[2000] * 20))
    assert sure.verdict[0] == hand_comparison().verdict[0]


def test_no_pair_is_recommended_through_which_nothing_passes():
    dear = hand_comparison(HandRegion(priced(A=300.0, B=300.0, C=300.0)), weights=ONLY_BASE, p_max=3)
    told = sentence(dear, "No pair")
    assert told == "No pair and no triple of hubs beside Gate is worth having: no freight passes any of them."
    assert not any("best pair" in text for text in dear.verdict)
