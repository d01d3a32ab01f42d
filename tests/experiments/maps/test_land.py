"""Outlines of countries, and where the sea is."""

import pytest
import shapely

from experiments.maps.land import countries, countries_within, degree_box, sea_mask


def test_outlines_cover_the_world_and_none_spans_it():
    world = countries()
    assert world.is_valid.all()
    assert {"KAZ", "UZB", "CHN", "RUS"} <= set(world["iso3"])
    point = shapely.Point(76.9, 43.2)
    assert world[world.contains(point)]["iso3"].tolist() == ["KAZ"]
    pieces = shapely.get_parts(world[world["iso3"] == "RUS"].geometry.to_numpy())
    assert all(piece.bounds[2] - piece.bounds[0] < 180 for piece in pieces)


def test_countries_are_cut_to_a_box():
    cut = countries_within((60.0, 40.0, 80.0, 50.0))
    assert {"KAZ", "UZB", "KGZ"} <= set(cut["iso3"])
    assert "BRA" not in set(cut["iso3"])
    west, south, east, north = cut.total_bounds
    assert (west, south) >= (60.0, 40.0)
    assert (east, north) <= (80.0, 50.0)


@pytest.mark.parametrize(
    ("where", "lon", "lat", "navigable"),
    [
        ("mid-Atlantic", -30.0, 30.0, True),
        ("Suez canal", 32.4, 30.5, True),
        ("Bosporus", 28.9, 40.9, True),
        ("Sahara", 10.0, 25.0, False),
        ("Panama", -79.5, 8.9, False),
        ("Kazakhstan", 70.0, 48.0, False),
        ("ice in the north", 0.5, 80.5, False),
        ("ice in the south", 0.5, -65.5, False),
    ],
)
def test_the_sea_is_navigable_and_land_and_ice_are_not(where, lon, lat, navigable):
    assert sea_mask()[int(lat + 90), int(lon + 180)] == navigable, where


def test_a_box_over_the_antimeridian_has_two_parts():
    assert degree_box(10.0, 0.0, 20.0, 5.0).bounds == (10.0, 0.0, 20.0, 5.0)
    for west, east in ((170.0, 190.0), (-190.0, -170.0)):
        parts = degree_box(west, 0.0, east, 5.0).geoms
        assert sorted(part.bounds for part in parts) == [(-180.0, 0.0, -170.0, 5.0), (170.0, 0.0, 180.0, 5.0)]
    assert degree_box(-100.0, 0.0, 270.0, 5.0).bounds == (-180.0, 0.0, 180.0, 5.0)
    lat = shapely.get_coordinates(degree_box(10.0, 0.0, 20.0, 5.0))
    assert abs(lat[1:] - lat[:-1]).max() <= 1.0


def test_countries_on_both_sides_of_the_antimeridian_are_found():
    cut = countries_within((175.0, 64.0, 190.0, 70.0))
    assert set(cut["iso3"]) == {"RUS"}
    west, _, east, _ = cut.total_bounds
    assert (west, east) == (-180.0, 180.0)
    assert cut.intersects(shapely.Point(-179.0, 67.5)).any()
