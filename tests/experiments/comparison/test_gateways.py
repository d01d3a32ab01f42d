"""The best hub beside each set of gateways, on the study whose costs can be read off."""

import numpy as np
import pytest

from experiments.comparison.gateways import gateway_families, gateway_table, gateway_words
from experiments.report.export import gateways_frame
from experiments.report.gateways import gateway_rows
from tests.experiments.hand import ONLY_BASE, HandRegion, hand_comparison, hand_study, priced


def compared(**study):
    return hand_comparison(HandRegion(priced()), weights=ONLY_BASE, **study)


def test_each_set_has_a_family_of_one_hub_more():
    (family,) = gateway_families(hand_study(gateway_sets=(("G",),)))
    assert (family.gateways, family.extra, family.single("A")) == (("G",), 1, ("G", "A"))


def test_beside_the_gateway_the_cheapest_hub_wins_by_its_lead():
    """A costs 10 x 100 + 10, B 10 x 120; the gateway alone leaves the freight direct, 10 x 200."""
    (row,) = compared(gateway_sets=(("G",),), incumbent="B", challenger="C").by_gateway.to_dict("records")
    assert (row["hub"], row["runner_up"], row["chosen"]) == ("A", "B", True)
    assert row["expected_cost_usd"] == pytest.approx(1010)
    assert row["margin_usd"] == pytest.approx(190)
    assert row["saving_usd"] == pytest.approx(990)
    assert (row["incumbent_rank"], row["challenger_rank"]) == (2, 3)


def test_hubs_that_take_the_roles_are_ranked_where_none_is_named():
    """Over all A is the best hub and B the next one, as beside the gateway."""
    (row,) = compared(gateway_sets=(("G",),)).by_gateway.to_dict("records")
    assert (row["incumbent_rank"], row["challenger_rank"]) == (1, 2)


def test_where_no_hub_pays_none_is_named():
    region = HandRegion({"base": {"A": 300.0, "B": 300.0, "C": 300.0}})
    found = hand_comparison(region, weights=ONLY_BASE, gateway_sets=(("G",),))
    (row,) = found.by_gateway.to_dict("records")
    assert row["hub"] == ""
    assert row["saving_usd"] == 0
    assert row["expected_cost_usd"] == pytest.approx(2000)
    assert "no hub is worth having beside Gate" in gateway_words(found.study, found.by_gateway)


def test_a_set_without_a_gateway_is_called_so():
    prices = {"base": {"A": 300.0, "B": 300.0, "C": 300.0}}
    found = hand_comparison(HandRegion(prices), weights=ONLY_BASE, gateway_sets=((),))
    assert gateway_families(found.study)[0].title == "without gateways"
    words = gateway_words(found.study, found.by_gateway)
    assert "no gateway" in words
    assert "beside ." not in words
    assert gateway_rows(found)[0]["gateways"] == "no gateway *"
    assert gateways_frame(found)["gateways"].tolist() == ["none"]


def test_without_sets_there_is_nothing_to_say():
    found = compared()
    assert found.by_gateway.empty
    assert gateway_words(found.study, found.by_gateway) == ""


def test_the_sentence_names_hubs_leads_and_the_set_of_least_cost():
    found = compared(gateway_sets=(("G",),))
    words = gateway_words(found.study, found.by_gateway)
    assert (
        words
        == "By gateway: Alba beside Gate (by 190). Gateways chosen with the hub: Gate + Alba costs least of these."
    )


def test_a_lone_hub_has_no_lead():
    study = hand_study(HandRegion(priced()), hubs="A", weights=ONLY_BASE, gateway_sets=(("G",),), p_max=1)
    found = hand_comparison(HandRegion(priced()), hubs="A", weights=ONLY_BASE, gateway_sets=(("G",),), p_max=1)
    (row,) = gateway_table(study, found.tables).to_dict("records")
    assert row["runner_up"] == ""
    assert np.isnan(row["margin_usd"])
