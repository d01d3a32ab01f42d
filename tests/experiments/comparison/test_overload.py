"""Links above their own capacity under the winning design."""

import math

import pandas as pd
import pytest

import geodata
from experiments import compare
from experiments.comparison import Overload, Study, overload_rows, overload_table, overload_words
from experiments.comparison.overload import overload, winning_design
from tests.experiments.tiny import write_tiny

ROOM = 400_000.0
"""Tonnes a year of the only way to Westport, in each direction."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The tiny region with a narrow line to Westport."""
    narrow = ("mid-west,MID,WES,rail,950,,Trunk", f"mid-west,MID,WES,rail,950,{ROOM:.0f},Trunk")
    return write_tiny(tmp_path_factory.mktemp("overload"), links=narrow)


@pytest.fixture(scope="module")
def study(folder):
    return Study.of(str(folder), scenarios=["base"])


def sent(region, start=None, end=None):
    """Tonnes a year of all classes from or to a place, with the cost of each by itself: (USD/t, t) pairs."""
    pairs = []
    for cls in region.classes.index:
        flows, legs = region.flows(cls=cls), region.leg_costs(cls=cls)
        for origin in flows.index:
            for destination in flows.columns:
                if flows.loc[origin, destination] > 0 and (start in (None, origin)) and (end in (None, destination)):
                    cost = legs.direct[legs.labels.index(origin), legs.labels.index(destination)]
                    pairs.append((float(cost), float(flows.loc[origin, destination])))
    return pairs


def loss(pairs, room, penalty=900.0):
    """USD a year lost where only so much of it can go: what would save least by going stays behind."""
    over, lost = sum(tonnes for _, tonnes in pairs) - room, 0.0
    for cost, tonnes in sorted(pairs, reverse=True):
        left = min(max(over, 0.0), tonnes)
        over, lost = over - left, lost + left * (penalty - cost)
    return lost


@pytest.mark.parametrize("hubs", [(), ("GAT", "NOR"), ("GAT", "SOU", "MID")])
def test_all_that_goes_to_or_from_westport_is_on_its_only_line(study, hubs):
    found = overload(study, hubs)
    loads = found.links.set_index("from")
    assert loads["link"].tolist() == ["mid-west", "mid-west"]
    expected = {"MID": sent(study.region, end="WES"), "WES": sent(study.region, start="WES")}
    for start, pairs in expected.items():
        tonnes = sum(each for _, each in pairs)
        assert tonnes > ROOM
        assert loads.loc[start, "load_t"] == pytest.approx(tonnes)
        assert loads.loc[start, "capacity_t"] == ROOM
        assert loads.loc[start, "use"] == pytest.approx(tonnes / ROOM)
    assert found.links["use"].is_monotonic_decreasing


def test_keeping_the_capacity_costs_what_stays_behind_loses(study):
    expected = loss(sent(study.region, end="WES"), ROOM) + loss(sent(study.region, start="WES"), ROOM)
    assert overload(study, ()).keeping_usd == pytest.approx(expected)


def test_a_link_within_its_capacity_is_not_told(folder):
    wide = geodata.load_region(folder).with_overrides(geodata.Change(links=("mid-west",), capacity=100.0))
    found = overload(Study.of(wide, scenarios=["base"]), ("GAT", "NOR"))
    assert found.links.empty
    assert found.keeping_usd == 0.0


def test_the_room_of_hubs_counts_where_the_study_says_so(folder):
    """A hub without room is as good as closed, unless the room of hubs is left out of account."""
    every = geodata.load_region(folder).with_overrides(geodata.Change(capacity=0.0))
    small = every.with_hub("NOR", capacity_t_per_year=0.0)

    def loads(region, hubs, *, room=True):
        links = overload(Study.of(region, scenarios=["base"], room=room), hubs).links
        return links.set_index(["link", "from"])["load_t"].sort_index()

    with_hub, without = loads(every, ("GAT", "NOR")), loads(every, ("GAT",))
    assert with_hub["gate-north", "GAT"] > without["gate-north", "GAT"] + 1000
    pd.testing.assert_series_equal(loads(small, ("GAT", "NOR"), room=False), with_hub)
    pd.testing.assert_series_equal(loads(small, ("GAT", "NOR")), without)


def test_the_winning_design_is_the_best_hub_beside_the_gateways(found):
    assert winning_design(found) == ("GAT", str(found.ranking.index[0]))
    assert found.overload.hubs == winning_design(found)
    assert found.overload.scenario == "base"


def test_where_no_hub_is_worth_having_the_gateways_alone_are_open(folder):
    found = compare(str(folder), hubs=["NOR", "SOU"], gateways=[], scenarios=["base"], confirmed=False)
    assert winning_design(found) == ()
    assert "with no hub open" in overload_words(found.study, found.overload)


def test_too_many_demands_are_left_to_the_other_study(study, monkeypatch):
    monkeypatch.setattr("experiments.comparison.overload.MOST_PAIRS", 97)  # 7 places squared, 2 classes: 98
    found = overload(study, ("GAT", "NOR"))
    assert found.links is None
    assert "`silkhub corridors --hubs GAT,NOR` does" in overload_words(study, found)
    assert overload_table(study, found) is None


def links(*lines):
    names = ["link", "from", "to", "mode", "corridors", "load_t", "capacity_t", "use"]
    return pd.DataFrame(lines, columns=names)


def test_without_the_regions_gateways_the_other_study_is_asked_without_them(study):
    words = overload_words(study, Overload(("NOR",), "base", None))
    assert "`silkhub corridors --gateways none --hubs NOR` does" in words
    assert "`silkhub corridors --gateways none` does" in overload_words(study, Overload((), "base", None))


LINE = ("mid-west", "MID", "WES", "rail", "Trunk", 600_000.0, 400_000.0, 1.5)


def test_links_in_a_sentence(study):
    one = Overload(("GAT", "NOR"), "base", links(LINE), 2_500_000.0)
    assert overload_words(study, one) == (
        "1 directed link is loaded above its own capacity in “Undisturbed”, with Gate and Northtown open and all "
        "freight on its cheapest ways: rail Midtown to Westport (1.5 times). Keeping to the capacities of links costs "
        "2.50 m USD a year more."
    )
    shut = (*LINE[:6], 0.0, math.inf)
    many = Overload(("GAT",), "base", links(shut, LINE, LINE, LINE, LINE))
    assert overload_words(study, many) == (
        "5 directed links are loaded above their own capacity in “Undisturbed”, with Gate open and all freight on its "
        "cheapest ways: rail Midtown to Westport (no room at all), rail Midtown to Westport (1.5 times), rail Midtown "
        "to Westport (1.5 times) and 2 others. What keeping to the capacities costs takes longer to say: `silkhub "
        "corridors --hubs GAT` does."
    )
    none = Overload((), "base", links(), 0.0)
    assert overload_words(study, none) == (
        "No link is above its own capacity in “Undisturbed”, with no hub open and all freight on its cheapest ways."
    )


def test_links_in_a_table(study):
    found = Overload(("GAT",), "base", links(LINE), 1.0)
    row = ("mid-west", "Midtown - Westport", "rail", "600 kt", "400 kt", "1.5 times")
    assert overload_rows(study, found) == [row]
    table = overload_table(study, found)
    assert [list(column.cells) for column in table.columns] == [[cell] for cell in row]
    assert "Open: Gate." in table.caption
    assert overload_table(study, Overload((), "base", links(), 0.0)) is None
