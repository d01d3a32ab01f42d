"""Substitutes and complements of an incumbent, by the hand-made study's own numbers.

Singles cost A 1260, B 1250, C 1450 in expectation; pairs AB 1110, AC 1085, BC 1225.
"""

import pandas as pd

from experiments.comparison.metrics import rank_one
from tests.experiments.hand import FIXED, HandRegion, hand_comparison


def parts(found):
    names = ["substitute_rank", "substitute_loss_usd", "complement_rank", "complement_saving_usd"]
    return found.over_scenarios["beside"][names]


def test_substitutes_are_single_hubs_and_complements_second_ones():
    table = parts(hand_comparison(incumbent="A"))
    assert table.loc["B"].tolist() == [1, -10.0, 2, 150.0]
    assert table.loc["C"].tolist() == [2, 190.0, 1, 175.0]


def test_the_incumbent_has_no_role_beside_itself():
    assert parts(hand_comparison(incumbent="A")).loc["A"].isna().all()


def test_the_best_hub_is_the_incumbent_where_none_is_named():
    found = hand_comparison()
    assert (found.incumbent, found.challenger) == ("B", "A")
    assert parts(found).loc["A"].tolist() == [1, 10.0, 1, 140.0]
    assert parts(found).loc["C"].tolist() == [2, 200.0, 2, 25.0]


def test_gateways_are_neither_incumbent_nor_challenger_nor_rivals():
    """The gateway alone (2000) is better than B and C, which cost too much to open."""
    dear = HandRegion(fixed=FIXED | {"B": 5000.0, "C": 9000.0})
    found = hand_comparison(dear, hubs="GABC")
    assert list(found.ranking.index) == ["A", "G", "B", "C"]
    assert (found.incumbent, found.challenger) == ("A", "B")
    assert parts(found).loc["G"].isna().all()
    assert parts(found).loc["B", "substitute_rank"] == 1


def test_the_incumbent_is_no_gateway_even_where_the_gateway_is_best():
    dear = HandRegion(fixed=dict.fromkeys("ABC", 5000.0) | {"B": 4000.0})
    assert hand_comparison(dear, hubs="GABC").incumbent == "B"
    assert hand_comparison(dear, hubs="G", p_max=1).incumbent == "G"


def test_a_challenger_that_is_named_is_taken():
    found = hand_comparison(challenger="C")
    assert (found.incumbent, found.challenger) == ("B", "C")


def test_there_are_no_complements_where_pairs_are_not_evaluated():
    table = parts(hand_comparison(incumbent="A", p_max=1))
    assert table["substitute_rank"].tolist()[1:] == [1, 2]
    assert table[["complement_rank", "complement_saving_usd"]].isna().all(axis=None)


def test_a_lone_hub_has_no_rivals():
    found = hand_comparison(hubs="A")
    assert found.challenger is None
    assert parts(found).isna().all(axis=None)


def test_ranks_of_roles_share_ties():
    assert rank_one(pd.Series([2.0, 1.0, 1.0])).tolist() == [3, 1, 1]
