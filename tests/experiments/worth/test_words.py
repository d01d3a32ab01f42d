"""Sentences follow from the tables."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.worth import route_value_words


@pytest.fixture
def one(valued):
    """The study, with one item of which the figures can be set."""

    def made(**figures):
        value = valued.value[(valued.value["item"] == "fly") & (valued.value["design"] == "best hub")].assign(**figures)
        bare = {name: np.nan for name in value if name.startswith(("break_even", "net_t", "net_d"))}
        value = value.assign(**{**bare, **figures})
        return route_value_words(
            replace(valued, value=value, spread=valued.spread.head(0), scenarios=valued.scenarios.head(0))
        )

    return made


def test_a_loss_is_told_as_one(one):
    words = one(worth_usd=-2e6, net_usd=np.nan)
    assert words[0] == "None of 1 item saves anything in this region."
    assert "dearer by 2.00 m USD a year" in words[1]


def test_net_worth_is_told_with_its_parts(one):
    words = " ".join(one(worth_usd=3e6, paid_usd=1e6, cost_usd=6e6, net_usd=-2e6))
    assert "Of 1 item of which the cost is known, none pays for all together." in words
    assert "cost of 6.00 m USD a year stand what it saves and 1.00 m USD paid by its users: 2.00 m USD" in words


def test_another_best_hub_is_told(one):
    assert "With it Southtown is the best hub, without it Northtown." in one(hub_with="SOU", hub_without="NOR")


def test_a_break_even_beyond_its_room_is_no_promise(one):
    words = one(break_even_trade_below=3.99, break_even_trade_above=4.01, break_even_trade_room_share=1.5)
    end = "were there room: 150.0% of what it has would be wanted then."
    assert f"It pays from 4 times trade of its users on, {end}" in words


def test_every_item_has_a_sentence(valued):
    words = " ".join(route_value_words(valued))
    assert all(item.name in words for item in valued.items)


def test_room_is_spoken_of_where_it_changes_the_worth(valued):
    value = valued.value[valued.value["item"] == "gate-mid"]
    figures = {"base_worth_usd": 5e6, "within_room_gap_usd": 0.0, "room_price_usd_per_t": 30.0}
    other = replace(valued, value=value.assign(within_room_worth_usd=9e6, **figures))
    same = replace(valued, value=value.assign(within_room_worth_usd=5.1e6, **figures))
    end = "one more tonne a year of room in each direction would save 30 USD."
    assert any(text.endswith(f"it saves 9.00 m USD a year; {end}") for text in route_value_words(other))
    assert f"O{end[1:]}" in route_value_words(same)
