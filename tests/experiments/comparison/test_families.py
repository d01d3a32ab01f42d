"""Families of designs."""

from experiments.comparison.families import families
from tests.experiments.hand import hand_study


def test_beside_gateways_alone_and_without_direct_service():
    beside, alone, forced = families(hand_study(p_max=3))
    assert (beside.name, beside.gateways, beside.extra, beside.direct) == ("beside", ("G",), 3, True)
    assert (alone.name, alone.gateways, alone.extra, alone.direct) == ("alone", (), 3, True)
    assert (forced.name, forced.gateways, forced.extra, forced.direct) == ("no_direct", ("G",), 1, False)
    assert [kind.title for kind in (beside, alone, forced)] == [
        "beside Gate", "with no gateway", "beside Gate, without direct service",
    ]  # fmt: skip


def test_without_gateways_the_headline_is_of_lone_hubs():
    alone, forced = families(hand_study(gateways="", p_max=2))
    assert (alone.name, alone.gateways, alone.extra) == ("alone", (), 2)
    assert (forced.name, forced.gateways, forced.extra, forced.direct) == ("no_direct", (), 1, False)


def test_the_design_of_a_hub_has_the_gateways_and_that_of_a_gateway_nothing_more():
    beside = families(hand_study(gateways="GA"))[0]
    assert beside.single("B") == ("G", "A", "B")
    assert beside.single("A") == ("G", "A")
