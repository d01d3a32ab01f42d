"""A small map for each scenario."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from experiments.maps import EFFECTS
from experiments.report.scenario_map import PANEL, scenario_map
from experiments.report.scene import Scene


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


@pytest.fixture
def drawn(scene):
    """Draw a scenario's map."""
    figures = []

    def draw(name):
        figure, axes = plt.subplots()
        figures.append(figure)
        scenario_map(scene, axes, name, scene.land(scene.overview, 50_000))
        return axes

    yield draw
    for figure in figures:
        plt.close(figure)


def coloured(axes, effect):
    """Lines and marks in the colour of an effect."""
    wanted = EFFECTS[effect][0].lower()
    colours = [
        to_hex(colour) for each in axes.collections for colour in (*each.get_edgecolors(), *each.get_facecolors())
    ]
    return colours.count(wanted)


def texts(axes):
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize(("scenario", "effect"), [("north-closed", "closed"), ("slow-south", "worse")])
def test_what_a_scenario_does_to_links_is_drawn_in_its_colour(drawn, scenario, effect):
    assert coloured(drawn(scenario), effect) >= 1
    assert coloured(drawn("base"), effect) == 0


def test_it_says_who_is_best_by_how_much_and_what_stays_unmet(drawn, found):
    rows = found.hubs[found.hubs["scenario"] == "west-cut"].sort_values("cost_usd")
    title, told, weight = texts(drawn("west-cut"))
    assert title == "West cut off"
    assert told.startswith(f"{rows.iloc[0]['name']}, by ")
    assert "; unmet " in told
    assert weight.endswith("%")


def test_a_what_if_case_has_no_weight(drawn):
    written = texts(drawn("slow-south"))
    assert written[2] == "what if"
    assert "unmet" not in written[1]


def test_the_best_hub_and_the_gateways_are_marked(drawn, scene, found):
    rows = found.hubs[found.hubs["scenario"] == "north-closed"].sort_values("cost_usd")
    points = [tuple(at) for each in drawn("north-closed").collections for at in np.asarray(each.get_offsets())]
    for place in (rows.iloc[0]["hub"], *found.study.gateways):
        point = scene.places.geometry.loc[place]
        assert any(at == pytest.approx((point.x, point.y)) for at in points)


def test_another_winner_than_over_all_is_told_in_red_and_bold(drawn, scene, found):
    winners = found.hubs.sort_values("cost_usd", kind="stable").groupby("scenario", sort=False)["hub"].first()
    for scenario in found.study.scenarios:
        words = drawn(scenario).texts[1]
        again = winners[scenario] == scene.ranking.index[0]
        assert words.get_weight() == ("normal" if again else "bold")


def test_all_maps_have_one_frame(drawn):
    first, second = drawn("base"), drawn("west-cut")
    assert first.get_xlim() == second.get_xlim()
    (west, east), (south, north) = first.get_xlim(), first.get_ylim()
    assert (north - south) / (east - west) == pytest.approx(PANEL)
