"""Claims are confirmed, refuted or undecided as the costs say, whoever the hubs are."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.judgement.claims import judge

NAMES = {"a": "Almaty", "b": "Tashkent", "c": "Osh", "d": "Aktau"}


def _costs(**columns):
    return pd.DataFrame(columns, dtype=float) * 1e6


SURE, WIDE = [0.0] * 40, [-30.0, 32.0] * 20


@pytest.mark.parametrize(
    ("b", "c", "answer"),
    [
        ([5.0] * 40, [9.0] * 40, "confirmed"),
        ([9.0] * 40, [5.0] * 40, "refuted"),  # another one is the better alternative
        ([-5.0] * 40, [9.0] * 40, "refuted"),  # the challenger is first itself
        (WIDE, [90.0] * 40, "undecided"),  # who is first hangs on the draw
        ([5.0] * 40, [6.0 + value for value in WIDE], "undecided"),
    ],
)
def test_the_answer_follows_from_the_costs(b, c, answer):
    assert judge(_costs(a=SURE, b=b, c=c), "a", "b", "a").answer == answer


def test_evidence_has_the_figures():
    claim = judge(_costs(a=SURE, b=[5.0] * 40, c=[9.0, 11.0] * 20), "a", "b", "c")
    first, second = claim.evidence(NAMES.__getitem__)
    assert first.startswith("“Almaty first” holds: it is ahead of Tashkent by 5.00 m USD a year on average")
    assert first.endswith("At central values Osh is best.")
    assert "“Tashkent the likeliest alternative once Almaty is lost” holds: it is ahead of Osh by 5.00 m USD" in second
    assert "100.0% of 40 draws (91 to 100%)" in second


def test_a_part_that_fails_says_who_is_better():
    claim = judge(_costs(a=SURE, b=[-5.0] * 40), "a", "b", "b")
    assert claim.answer == "refuted"
    assert "fails: it is behind Tashkent by 5.00 m USD" in claim.evidence(NAMES.__getitem__)[0]


def test_without_a_challenger_only_the_first_place_is_claimed():
    claim = judge(_costs(a=SURE, b=[5.0] * 40), "a", None, "a")
    assert claim.second is None
    assert claim.answer == "confirmed"


def test_a_hub_without_rivals_is_first():
    claim = judge(_costs(a=SURE), "a", None, "a")
    assert claim.answer == "confirmed"
    assert claim.evidence(NAMES.__getitem__) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=30))
def test_exchanging_the_names_of_two_hubs_exchanges_the_answer(rows):
    costs = pd.DataFrame(rows, columns=list("abc"), dtype=float)
    swapped = costs.rename(columns={"a": "b", "b": "a"})
    assert judge(costs, "a", "b", "a").answer == judge(swapped, "b", "a", "b").answer


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=30))
def test_of_two_hubs_at_most_one_is_confirmed_to_be_first(rows):
    costs = pd.DataFrame(rows, columns=list("ab"), dtype=float)
    assert {judge(costs, hub, None, hub).answer for hub in "ab"} != {"confirmed"}
