"""Maps of hubs and their places."""

import pytest
from matplotlib.colors import to_hex

from experiments import plot_catchments
from experiments.maps import SERIES
from optimize import InputError
from tests.experiments.pictures.conftest import count, overlapping, picture, texts


@pytest.fixture
def served(places):
    return places.assign(hub=["a", "a", "c", "c", None], tonnes=[1e6, 4e6, 1e6, 1e6, 0.0])


def test_places_have_the_colour_of_their_hub(served):
    ax = plot_catchments(served, tonnes="tonnes", size="column")
    dots = next(each for each in ax.collections if len(each.get_offsets()) == 5)
    colours = [to_hex(colour) for colour in dots.get_facecolors()]
    assert colours == [SERIES[0], SERIES[0], SERIES[1], SERIES[1], "#ffffff"]
    pixels = picture(ax)
    assert count(pixels, SERIES[0]) > 300
    assert count(pixels, SERIES[1]) > 300
    assert {"Town A", "Town C", "not served"} <= {text.get_text() for text in texts(ax, "key")}


def test_dots_are_as_large_as_their_tonnes(served):
    ax = plot_catchments(served, tonnes="tonnes", size="column")
    sizes = next(each for each in ax.collections if len(each.get_offsets()) == 5).get_sizes()
    assert sizes.argmax() == 1
    assert sizes[0] == sizes[2] > sizes[4]


def test_a_spoke_runs_from_each_place_to_its_hub(served):
    ax = plot_catchments(served, size="column")
    spokes = next(each for each in ax.collections if hasattr(each, "get_segments"))
    assert len(spokes.get_segments()) == 2
    assert [to_hex(colour) for colour in spokes.get_colors()] == [SERIES[0], SERIES[1]]


def test_hubs_are_named_in_bold_and_nothing_overlaps(served):
    ax = plot_catchments(served, size="column", title="Who serves whom")
    picture(ax)
    bold = {text.get_text() for text in texts(ax, "name") if text.get_weight() == "bold"}
    assert bold == {"Town A", "Town C"}
    assert overlapping(texts(ax)) == []


def test_one_hub_may_serve_all_and_none_any(places):
    assert plot_catchments(places.assign(hub="m"), size="column").get_title() == ""
    assert plot_catchments(places.assign(hub=""), size="column")
    assert plot_catchments(places.iloc[:1].assign(hub="a"), size="column")


@pytest.mark.parametrize(
    ("column", "message"), [({"hub": "zz"}, "hubs zz are not in the index"), ({"other": "a"}, "no column 'hub'")]
)
def test_hubs_that_are_no_places_are_refused(places, column, message):
    with pytest.raises(InputError, match=message):
        plot_catchments(places.assign(**column))
