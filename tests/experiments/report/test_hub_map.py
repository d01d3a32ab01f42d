"""The main map of the picture."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from experiments.maps import MODES, WATER
from experiments.report.hub_map import backdrop, hub_map
from experiments.report.scene import Scene

RATIO, HEIGHT = 1.4, 7.0


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


@pytest.fixture(scope="module")
def axes(scene):
    figure, axes = plt.subplots()
    hub_map(scene, axes, RATIO, HEIGHT)
    yield axes
    plt.close(figure)


def marks(axes, count):
    """Circles on the map, of the one collection that has so many."""
    (found,) = [
        each for each in axes.collections if len(each.get_offsets()) == count and len(each.get_sizes()) == count
    ]
    return found


def test_every_hub_is_named_with_its_rank(axes, found):
    written = [text.get_text() for text in axes.texts]
    for rank, hub in enumerate(found.ranking.index, start=1):
        assert f"{rank}  {found.study.name(hub)}" in written


def test_hubs_stand_at_their_places_and_are_as_large_as_their_tonnes(axes, scene, found):
    hubs = list(found.ranking.index)
    drawn = marks(axes, len(hubs))
    places = scene.places.geometry.loc[hubs]
    assert np.asarray(drawn.get_offsets()) == pytest.approx(np.column_stack([places.x, places.y]))
    base = found.hubs[found.hubs["scenario"] == found.study.scenarios[0]].set_index("hub")["hub_t"].loc[hubs]
    assert (np.argsort(drawn.get_sizes(), kind="stable") == np.argsort(base.to_numpy(), kind="stable")).all()
    assert drawn.get_sizes().max() == pytest.approx(60 + 420)


def test_the_best_hub_has_a_colour_of_its_own_and_the_worst_the_last(axes, found):
    colours = [to_hex(colour) for colour in marks(axes, len(found.ranking)).get_facecolors()]
    assert len({colours[0], colours[-1]}) == 2


def test_the_key_names_the_modes_that_are_there(axes, scene):
    told = [text.get_text() for text in axes.get_legend().get_texts()]
    used = set(scene.lines["mode"])
    assert [name for mode, (_, name) in MODES.items() if mode in used] == told[: len(used)]
    assert told[-1].startswith("hub: number = rank")


def test_the_scale_bar_is_as_long_as_it_says(axes):
    (words,) = [text for text in axes.texts if text.get_gid() == "scale bar"]
    (bar,) = [line for line in axes.lines if len(line.get_xdata()) == 4]
    assert max(bar.get_xdata()) - min(bar.get_xdata()) == pytest.approx(1000 * float(words.get_text().split()[0]))


def test_the_frame_has_the_shape_that_was_asked_for_and_all_hubs_in_it(axes, scene, found):
    west, east, south, north = *axes.get_xlim(), *axes.get_ylim()
    assert (east - west) / (north - south) == pytest.approx(RATIO)
    points = scene.places.geometry.loc[list(found.ranking.index)]
    assert points.x.between(west, east).all()
    assert points.y.between(south, north).all()


def test_a_backdrop_without_land_is_water(scene):
    figure, axes = plt.subplots()
    nothing = scene.land(scene.focus, 50_000).iloc[:0]
    backdrop(axes, scene.focus, nothing)
    assert to_hex(axes.get_facecolor()) == WATER
    assert not axes.collections
    plt.close(figure)
