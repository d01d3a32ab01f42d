"""The tree over worst events against a list of all protections."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from optimize.decide.protection import best_protection

PARTS = "abcde"
EVENTS = [event for size in (1, 2) for event in combinations(PARTS, size)]


@given(costs=st.lists(st.integers(0, 9), min_size=len(EVENTS), max_size=len(EVENTS)), q=st.integers(0, 5))
def test_the_best_protection_is_that_of_the_whole_list(costs, q):
    def worst(safe):
        left = [((), -1), *(each for each in zip(EVENTS, costs, strict=True) if safe.isdisjoint(each[0]))]
        return max(left, key=lambda each: each[1])

    safe, event, cost = best_protection(worst, PARTS, q)
    assert cost == min(worst(set(few))[1] for few in combinations(PARTS, q))
    assert (event, cost) == worst(safe)
    assert len(safe) == q


def test_no_more_protections_are_looked_at_than_the_worst_events_have_parts():
    looked = []

    def worst(safe):
        looked.append(safe)
        return next((event, -at) for at, event in enumerate(combinations(range(40), 2)) if safe.isdisjoint(event))

    best_protection(worst, range(40), 3)
    assert len(looked) <= 1 + 2 + 4 + 8 + 1
