"""The tables of a design: sets in order, and what is known of each hub."""

import numpy as np
import pytest

from optimize.networks.result import HubNetworkDesign
from optimize.run import Status
from tests.oracles.hub_networks import random_network


@pytest.fixture
def design():
    """Sets of two of three hubs: the best one, one that is only bounded, and one that was stopped."""
    return HubNetworkDesign(
        network=random_network(0),
        status=Status.FEASIBLE,
        hubs=("hub z", "hub x"),
        objective=100.0,
        bound=95.0,
        flow=None,
        sets=(("hub z", "hub y"), ("hub z", "hub x"), ("hub y", "hub x")),
        lower=np.array([97.0, 100.0, 95.0]),
        upper=np.array([120.0, 100.0, np.inf]),
        solved=np.array([False, True, False]),
    )


def test_the_gap_is_that_of_the_bound(design):
    assert design.gap == pytest.approx(0.05)


def test_the_best_set_comes_first_and_the_others_by_what_they_cost_at_least(design):
    ranking = design.ranking
    assert ranking["hubs"].tolist() == [("hub z", "hub x"), ("hub y", "hub x"), ("hub z", "hub y")]
    assert ranking["lower"].tolist() == [100.0, 95.0, 97.0]
    assert ranking["upper"].tolist() == [100.0, np.inf, 120.0]
    assert ranking["solved"].tolist() == [True, False, False]
    assert ranking["rank"].isna().all()  # another one may be better


@pytest.mark.parametrize(
    ("open_from", "ranks"),
    [(200.0, [1, 2, None]), (110.0, [1, None, None]), (101.0, [1, None, None]), (99.0, [None] * 3)],
)
def test_a_rank_is_told_as_far_as_no_other_set_may_come_before(design, open_from, ranks):
    known = {"lower": np.array([120.0, 100.0, open_from]), "upper": np.array([120.0, 100.0, np.inf])}
    ranking = HubNetworkDesign(**{**vars(design), **known, "solved": np.array([True, True, False])}).ranking
    assert ranking["hubs"].iloc[0] == ("hub z", "hub x")
    ranked = dict(
        zip(ranking["hubs"], ranking["rank"].astype(object).where(ranking["rank"].notna(), None), strict=True)
    )
    assert [ranked[hubs] for hubs in (("hub z", "hub x"), ("hub z", "hub y"), ("hub y", "hub x"))] == ranks


def test_a_hub_is_as_good_as_the_best_set_with_it(design):
    table = design.by_hub.set_index("hub")
    assert table.index.tolist() == ["hub x", "hub z", "hub y"]
    assert table["lower"].tolist() == [95.0, 97.0, 95.0]
    assert table["upper"].tolist() == [100.0, 100.0, 120.0]
    assert table.loc["hub y", "hubs"] == ("hub z", "hub y")


def test_a_hub_that_no_set_may_have_is_left_out(design):
    table = HubNetworkDesign(**{**vars(design), "sets": (("hub z",), ("hub z",), ("hub x",))}).by_hub
    assert table["hub"].tolist() == ["hub z", "hub x"]
