"""Gravity and iterative proportional fitting: what must hold, holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.demand.gravity import beyond_nearest, gravity_flows, spread


def world(seed, zones=4, places=11):
    rng = np.random.default_rng(seed)
    zone = np.concatenate([np.arange(zones), rng.integers(zones, size=places - zones)])
    totals = rng.uniform(0, 100, (zones, zones)) * (rng.random((zones, zones)) < 0.8)
    np.fill_diagonal(totals, 0.0)
    position = rng.uniform(0, 10, (places, 2))
    separation = np.hypot(*(position[:, None] - position[None]).transpose(2, 0, 1))
    return totals, zone, rng.uniform(0.1, 5, places), separation


def summed(flows, zone):
    member = np.eye(zone.max() + 1)[zone]
    return member.T @ flows @ member


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), deterrence=st.floats(0, 1))
def test_country_totals_hold_to_rounding_and_places_trade_by_mass(seed, deterrence):
    totals, zone, mass, separation = world(seed)
    balance = gravity_flows(totals, zone, mass, separation, deterrence, tolerance=1e-9)
    assert (balance.flows >= 0).all()
    assert summed(balance.flows, zone) == pytest.approx(totals, rel=1e-12)
    share = mass / np.bincount(zone, mass)[zone]
    assert balance.flows.sum(axis=1) == pytest.approx(share * totals.sum(axis=1)[zone], rel=1e-7, abs=1e-9)
    assert balance.flows.sum(axis=0) == pytest.approx(share * totals.sum(axis=0)[zone], rel=1e-7, abs=1e-9)


def test_distances_are_counted_from_the_nearest_places_of_two_countries():
    zone = np.array([0, 1, 1])
    separation = np.array([[0, 3, 5], [2, 0, 4], [7, 1, 0.0]])
    expected = [[0, 0, 2], [0, 0, 4], [5, 1, 0]]
    assert beyond_nearest(separation, zone).tolist() == expected


def test_distances_that_are_measured_already_give_the_same_flows():
    totals, zone, mass, separation = world(2)
    measured = beyond_nearest(separation, zone)
    plain, quick = (gravity_flows(totals, zone, mass, separation, 0.4, measured=each) for each in (None, measured))
    assert np.array_equal(plain.flows, quick.flows)


def test_without_deterrence_flows_are_products_of_shares():
    totals, zone, mass, separation = world(1)
    flows = gravity_flows(totals, zone, mass, separation, 0.0).flows
    share = mass / np.bincount(zone, mass)[zone]
    assert flows == pytest.approx(share[:, None] * share[None] * totals[zone][:, zone])


def test_the_pattern_is_that_of_gravity():
    """Within a pair of countries odds ratios are those of the kernel, whatever the balancing factors."""
    totals = np.array([[0.0, 50.0], [20.0, 0.0]])
    zone = np.array([0, 0, 1, 1])
    separation = np.array([[0, 1, 2, 5], [1, 0, 3, 1], [2, 3, 0, 1], [5, 1, 1, 0.0]])
    flows = gravity_flows(totals, zone, np.ones(4), separation, 0.7).flows
    odds = flows[0, 2] * flows[1, 3] / (flows[0, 3] * flows[1, 2])
    assert odds == pytest.approx(np.exp(-0.7 * (2 + 1 - 5 - 3)))


def test_more_deterrence_means_shorter_hauls():
    totals, zone, mass, separation = world(3)
    flows = [gravity_flows(totals, zone, mass, separation, beta).flows for beta in (0, 0.5, 1, 2)]
    hauls = [(sent * separation).sum() / sent.sum() for sent in flows]
    assert hauls == sorted(hauls, reverse=True)


def test_huge_separations_do_not_underflow():
    totals, zone, mass, separation = world(4)
    balance = gravity_flows(totals, zone, mass, separation * 1e4, 1.0)
    assert summed(balance.flows, zone) == pytest.approx(totals, rel=1e-12)


def test_a_fit_that_ends_early_says_how_far_it_is_off():
    totals, zone, mass, separation = world(530)
    balance = gravity_flows(totals, zone, mass, separation, 1.0, rounds=3)
    assert balance.rounds == 3
    assert summed(balance.flows, zone) == pytest.approx(totals, rel=1e-12)
    share = mass / np.bincount(zone, mass)[zone]
    targets = [share * totals.sum(axis=axis)[zone] for axis in (1, 0)]
    off = [
        np.abs(balance.flows.sum(axis=axis) - target)[target > 0] / target[target > 0]
        for axis, target in zip((1, 0), targets, strict=True)
    ]
    assert balance.place_error == pytest.approx(max(map(np.max, off)))
    assert balance.place_error > 1e-6


def fitted(totals, zone, mass, separation, deterrence, rounds):
    """Iterative proportional fitting by plain loops: rows, columns, then the totals, so many times."""
    n = len(zone)
    flows = mass[:, None] * mass * np.exp(-deterrence * separation) * (totals[zone][:, zone] > 0)
    share = np.array([mass[i] / mass[zone == zone[i]].sum() for i in range(n)])

    def to_totals():
        for a in range(len(totals)):
            for b in range(len(totals)):
                block = np.ix_(zone == a, zone == b)
                if flows[block].sum() > 0:
                    flows[block] *= totals[a, b] / flows[block].sum()

    to_totals()
    for _ in range(rounds):
        for i in range(n):
            if flows[i].sum() > 0:
                flows[i] *= share[i] * totals[zone[i]].sum() / flows[i].sum()
        for j in range(n):
            if flows[:, j].sum() > 0:
                flows[:, j] *= share[j] * totals[:, zone[j]].sum() / flows[:, j].sum()
        to_totals()
    return flows


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_every_round_is_one_of_proportional_fitting(rounds):
    totals, zone, mass, separation = world(5)
    balance = gravity_flows(totals, zone, mass, separation, 0.4, rounds=rounds)
    assert balance.rounds == rounds
    assert balance.flows == pytest.approx(fitted(totals, zone, mass, separation, 0.4, rounds), rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), deterrence=st.floats(0, 1))
def test_who_sends_may_be_others_than_who_receives(seed, deterrence):
    totals, zone, mass, separation = world(seed)
    rng = np.random.default_rng(seed)
    sends = mass * (rng.random(len(mass)) < 0.7)
    idle = np.bincount(zone, sends)[zone] == 0
    sends = np.where(idle, mass, sends)
    balance = gravity_flows(totals, zone, sends, separation, deterrence, mass_in=mass, tolerance=1e-9)
    assert summed(balance.flows, zone) == pytest.approx(totals, rel=1e-12)
    share_out, share_in = (each / np.bincount(zone, each)[zone] for each in (sends, mass))
    assert balance.flows.sum(axis=1) == pytest.approx(share_out * totals.sum(axis=1)[zone], rel=1e-7, abs=1e-9)
    assert balance.flows.sum(axis=0) == pytest.approx(share_in * totals.sum(axis=0)[zone], rel=1e-7, abs=1e-9)


def test_what_holds_between_zones_holds_between_their_places():
    between = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert spread(between, np.array([0, 1, 1])).tolist() == [[1.0, 2.0, 2.0], [3.0, 4.0, 4.0], [3.0, 4.0, 4.0]]
