"""Places and hubs on a map."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.maps import LIGHT
from experiments.pictures.places import draw_places, hub_faults, place_names
from experiments.pictures.sheet import Sheet
from tests.experiments.pictures.conftest import count, picture, texts


@pytest.fixture
def sheet(places):
    figure = Figure(figsize=(5, 5))
    FigureCanvasAgg(figure)
    return Sheet.laid(figure.add_axes((0, 0, 1, 1)), places)


def test_hubs_are_discs_with_bold_names(sheet, places):
    draw_places(sheet, places, ["m"])
    weights = {text.get_text(): text.get_weight() for text in texts(sheet.axes, "name")}
    assert weights == {"Town M": "bold", "Town A": "normal", "Town B": "normal", "Town C": "normal", "Town D": "normal"}
    assert count(picture(sheet.axes), LIGHT.ink) > 30


def test_hubs_are_named_even_where_places_are_not(sheet, places):
    draw_places(sheet, places, ["m"], names=False)
    assert [text.get_text() for text in texts(sheet.axes, "name")] == ["Town M"]


def test_the_largest_places_are_named_first(sheet, places):
    """They lie so close together that one name finds room."""
    near = places.iloc[[4] * 30].reset_index(drop=True)
    near["name"] = [f"A long name of place {k}" for k in range(30)]
    draw_places(sheet, near.assign(population=[float(k) for k in range(30)]))
    shown = [text.get_text() for text in texts(sheet.axes, "name")]
    assert shown[0] == "A long name of place 29"
    assert len(shown) < 30


def test_places_without_names_are_called_by_their_index(places):
    assert place_names(places) == ["Town A", "Town B", "Town C", "Town D", "Town M"]
    assert place_names(places.drop(columns="name")) == ["a", "b", "c", "d", "m"]


def test_unknown_hubs_are_named(places):
    assert hub_faults(places, ["a", "z", "y"]) == ["hubs z, y are not in the index of places="]
    assert hub_faults(places, ["a"]) == hub_faults(None, []) == []
