"""Figures of a comparison: what they hold, and whether a hub is worth anything."""

import pandas as pd
import pytest

from tests.experiments.hand import ONLY_BASE, HandRegion, hand_comparison, priced


def test_ranking_is_by_expected_cost():
    assert list(hand_comparison().ranking.index) == ["B", "A", "C"]


def test_headline_and_its_table_are_the_first_familys():
    found = hand_comparison()
    assert found.headline.name == "beside"
    assert found.table is found.tables["beside"]
    assert found.family("no_direct").direct is False
    with pytest.raises(KeyError):
        found.family("nowhere")


def test_tables_have_every_scenarios_costs_and_the_studys_weights():
    table = hand_comparison().table
    assert table.scenarios == ("base", "shock", "what-if")
    assert table.probability.tolist() == [0.75, 0.25, 0.0]
    assert table.cost(["G", "A", "C"]).tolist() == [1010.0, 1310.0, 1010.0]
    assert table.cost(["G"]).tolist() == [2000.0, 2000.0, 2000.0]
    assert table.objective_values("expected")[table.row(["G", "B"])] == 1250.0


def test_capacities_fixed_costs_and_classes_are_told():
    found = hand_comparison(HandRegion(capacity={"C": 7.0}))
    assert found.capacity_t.to_dict() == {"C": 7.0}
    assert found.fixed_usd.to_dict() == {"G": 0.0, "A": 10.0, "B": 0.0, "C": 0.0}
    assert found.classes == ("flow",)
    assert hand_comparison().capacity_t.empty


def test_hubs_that_freight_passes_are_used_and_those_alone_are_not():
    found = hand_comparison()
    assert not found.unused(found.headline)
    assert found.unused(found.family("alone"))  # 2000 each and A's fixed cost
    assert not found.unused(found.family("no_direct"))


def test_a_headline_that_no_freight_passes_is_unused():
    dear = HandRegion(priced(A=300.0, B=300.0, C=300.0))
    found = hand_comparison(dear, weights=ONLY_BASE)
    assert found.unused(found.headline)


def test_freight_in_what_if_cases_alone_does_not_count():
    prices = {"base": dict.fromkeys("ABC", 300.0), "what-if": dict.fromkeys("ABC", 100.0)}
    found = hand_comparison(HandRegion(prices), weights={"base": 1.0, "what-if": 0.0})
    assert found.hubs["hub_t"].max() == 10.0
    assert found.unused(found.headline)


def test_freight_through_the_gateway_does_not_make_a_further_hub_useful():
    cheap = HandRegion(priced(A=300.0, B=300.0, C=300.0), gateway=100.0)
    found = hand_comparison(cheap, hubs="GABC", weights=ONLY_BASE)
    assert found.hubs.set_index("hub").loc["G", "hub_t"] == 10.0
    assert found.unused(found.headline)


@pytest.mark.parametrize(("flow", "unused"), [(0.9, True), (1.0, False)])
def test_less_than_a_tonne_a_year_is_nothing(flow, unused):
    found = hand_comparison(HandRegion(flow=flow))
    assert found.unused(found.headline) is unused


def test_a_lone_hub_of_another_family_is_never_called_useless():
    found = hand_comparison(hubs="A")
    assert not found.unused(found.family("alone"))


def test_costs_are_of_the_headline_unless_another_family_is_named():
    found = hand_comparison()
    pd.testing.assert_frame_equal(found.costs(), found.costs("beside"))
    assert found.costs("no_direct").loc["A", "shock"] == 2510.0


def test_a_pair_that_no_freight_passes_is_idle_like_a_single_hub():
    dear = hand_comparison(HandRegion(priced(A=300.0, B=300.0, C=300.0)), weights=ONLY_BASE, p_max=3)
    assert dear.idle(dear.headline, ("A",))
    assert dear.idle(dear.headline, ("A", "B"))  # the fixed cost of A is all that it costs more than the gateway alone
    assert dear.idle(dear.headline, ("A", "B", "C"))
    alone = dear.family("alone")
    assert dear.idle(alone, ("A", "B"))  # no hub of the family saves anything
    used = hand_comparison()
    assert not used.idle(used.headline, ("A", "B"))
    assert not used.idle(used.headline, ("B",))
    assert not used.idle(used.family("no_direct"), ("B",))
