"""Directed links: what the files say of them, and which of them a change selects."""

import geodata
from geodata import Change


def selected(region, **selectors):
    links = region.model.links
    chosen = links.select(Change(**selectors))
    return {link for link, on in zip(links.ids, chosen, strict=True) if on}


def test_selectors(danube_region):
    assert selected(danube_region, links=("vie-bud-rail",)) == {"vie-bud-rail"}
    assert selected(danube_region, corridor=("danube",)) == {"vie-cnd-river"}
    assert selected(danube_region, mode=("ferry",)) == {"vie-cnd-river"}
    assert selected(danube_region, place=("CND",)) == {"buh-cnd-rail", "buh-cnd-road", "vie-cnd-river"}


def test_a_country_is_its_borders_its_inside_and_its_transit(danube_region):
    bulgaria = {"beg-sof-rail", "beg-sof-road", "sof-buh-rail", "sof-buh-road", "vie-cnd-river"}
    assert selected(danube_region, country=("BGR",)) == bulgaria


def test_all_selectors_must_hold_and_one_item_of_each(danube_region):
    assert selected(danube_region, country=("BGR",), mode=("rail",)) == {"beg-sof-rail", "sof-buh-rail"}
    assert selected(danube_region, place=("SOF", "VIE"), mode=("road",), corridor=("balkan", "rhine-danube")) == {
        "beg-sof-road",
        "vie-bud-road",
    }


def test_exclusive_spares_links_of_other_corridors(edit):
    edit.cell("links.csv", 2, "corridors", "rhine-danube;orient")
    region = geodata.load_region(edit.folder)
    everything = selected(region, corridor=("rhine-danube",))
    assert everything - selected(region, corridor=("rhine-danube",), exclusive=True) == {"vie-bud-rail"}
    assert selected(region, corridor=("rhine-danube", "orient"), exclusive=True) == everything


def test_a_direction_is_one_way(danube_region):
    links = danube_region.model.links
    chosen = links.select(Change(links=("vie-bud-rail",), direction="backward"))
    assert [links.places[i] for i in links.tail[chosen]] == ["BUD"]
