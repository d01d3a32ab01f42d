"""Certificates: their least values over a domain, and the candidates that they decide."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.benders.certificate import Certificate, Domain
from tests.oracles.benders import claims, members, random_domain

seeds = st.integers(0, 10_000)


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_certificate_minima_are_those_of_all_members(seed):
    domain, certificates, cutoff, _ = random_domain(seed)
    everyone = list(members(domain))
    for certificate in certificates:
        least = min((claims(certificate, s) for s in everyone), default=np.inf)
        assert certificate.bound(domain) == pytest.approx(least)
        tighter = certificate.tightened(domain, cutoff)
        kept = {s for s in everyone if claims(certificate, s) < cutoff - 1e-9}
        assert kept <= set(members(tighter))


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_the_least_value_with_a_candidate_open_and_closed(seed):
    domain, certificates, _, _ = random_domain(seed)
    if domain.empty:
        return
    everyone = list(members(domain))
    certificate = certificates[0]
    with_open, with_closed = certificate.bounds_by_candidate(domain)
    for at, k in enumerate(np.flatnonzero(domain.free)):
        for value, inside in ((with_open[at], True), (with_closed[at], False)):
            least = min((claims(certificate, s) for s in everyone if (k in s) is inside), default=np.inf)
            assert value == pytest.approx(least)


def test_what_a_certificate_decides_by_hand():
    """Three candidates at 1, 2 and 9 beside a constant of 10, two to open: 13, 20 or 21."""
    domain = Domain(np.zeros(3, dtype=bool), np.ones(3, dtype=bool), 2, 2)
    certificate = Certificate(10.0, np.array([1.0, 2.0, 9.0]))
    assert certificate.bound(domain) == 13.0
    assert certificate.tightened(domain, 22.0).free.all()
    decided = certificate.tightened(domain, 20.5)
    assert decided.opened.tolist() == [True, False, False]
    assert decided.free.tolist() == [False, True, True]
    # at the cutoff itself a hub set is no longer wanted
    assert certificate.tightened(domain, 20.0).opened.tolist() == [True, True, False]
    assert certificate.tightened(domain, 13.0 + 1e-9).opened.tolist() == [True, True, False]


def test_a_branch_is_two_halves_without_anything_in_common():
    domain = Domain(np.array([True, False, False, False]), np.array([False, True, True, True]), 2, 3)
    opened, closed = domain.branch(2, is_open=True), domain.branch(2, is_open=False)
    assert sorted([*members(opened), *members(closed)]) == sorted(members(domain))
    assert (opened.least, opened.most) == (0, 1)
    assert (closed.least, closed.most) == (1, 2)


def test_no_room_and_no_candidates_are_an_empty_domain():
    nobody = np.zeros(2, dtype=bool)
    assert Domain(nobody, np.array([True, False]), 2, 2).empty
    assert Certificate(1.0, np.ones(2)).bound(Domain(nobody, np.array([True, False]), 2, 2)) == np.inf
    assert not Domain(nobody, ~nobody, 2, 2).empty
