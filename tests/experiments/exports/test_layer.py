"""What is told of a layer."""

import geopandas as gpd
import pytest
from shapely.geometry import Point

from experiments.exports.layer import Layer, about_rows, column_words, plain_frame


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cost_usd", "USD a year"),
        ("room_usd_per_t", "USD a tonne"),
        ("unmet_t", "tonnes a year"),
        ("capacity_t_per_year", "tonnes a year"),
        ("use", "tonnes of the fuller direction over the capacity; 1 = full, above 1 = more than fits"),
        ("note", ""),
    ],
)
def test_units_follow_from_names(name, words):
    assert column_words(name) == words


def test_columns_that_need_no_words_have_none():
    frame = gpd.GeoDataFrame({"hub": ["A"], "note": ["x"], "cost_usd": [1.0]}, geometry=[Point(0, 0)], crs=4326)
    assert Layer("hubs", "Hubs", "", frame).columns() == {"hub": "id of a hub", "cost_usd": "USD a year"}


def test_lists_become_texts_and_the_frame_stays_as_it_was():
    frame = gpd.GeoDataFrame({"roles": [("a", "b"), ()], "n": [1, 2]}, geometry=[Point(0, 0)] * 2, crs=4326)
    assert plain_frame(frame)["roles"].tolist() == ["a;b", ""]
    assert frame["roles"].iloc[0] == ("a", "b")


def test_what_a_file_is_has_a_row_for_each_fact():
    assert about_rows({"title": "T", "base_year": "2023"}).to_numpy().tolist() == [
        ["title", "T"],
        ["base_year", "2023"],
    ]
