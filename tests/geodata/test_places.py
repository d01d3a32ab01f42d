"""Places: distances on the ellipsoid, and names that people type."""
# ruff: noqa: RUF001

import numpy as np
import pytest

from geodata.faults import UnknownNameError
from geodata.places import (
    PlaceNames,
    cut_line,
    degrees_spanned,
    distance_matrix_km,
    folded,
    great_circle_km,
    unwrapped,
)

ROWS = [
    {"id": "XIY", "name": "Xi'an", "aliases": ("Sian",)},
    {"id": "ALA", "name": "Almaty", "aliases": ("Alma-Ata",)},
    {"id": "KHK", "name": "Khorgos/Altynkol (KZ side, dry port)", "aliases": ()},
    {"id": "SCO", "name": "Aktau (port+city)", "aliases": ()},
    {"id": "URU", "name": "Ürümqi", "aliases": ("Urumchi",)},
    {"id": "TR1", "name": "Tripoli (Lebanon)", "aliases": ()},
    {"id": "TR2", "name": "Tripoli (Libya)", "aliases": ()},
]


@pytest.fixture
def names():
    return PlaceNames.from_table(ROWS)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("XIY", "XIY"), ("xiy", "XIY"), ("Xi'an", "XIY"), ("xian", "XIY"), ("sian", "XIY"), ("ALMATY", "ALA"),
        ("alma ata", "ALA"), ("khorgos", "KHK"), ("aktau", "SCO"), ("Urumqi", "URU"), ("ürümqi", "URU"),
        ("tripoli (libya)", "TR2"),
    ],
)  # fmt: skip
def test_what_people_type_is_found(names, typed, place):
    assert names.find(typed) == place


def test_an_unknown_place_has_close_matches(names):
    with pytest.raises(UnknownNameError, match=r"unknown place 'Almati'; close matches: ALA \(Almaty\)"):
        names.find("Almati")


def test_an_ambiguous_name_asks_for_the_id(names):
    with pytest.raises(UnknownNameError, match="any of TR1, TR2; use the id"):
        names.find("Tripoli")


def test_all_unknown_places_are_named_at_once(names):
    with pytest.raises(UnknownNameError) as caught:
        names.find_all(["Almaty", "Nowhere", "Elsewhere"])
    assert "'Nowhere'" in str(caught.value)
    assert "'Elsewhere'" in str(caught.value)


def test_a_place_named_twice_counts_once(names):
    assert names.find_all(["almaty", "ALA", "xian"]) == ["ALA", "XIY"]


def test_folding():
    assert folded("Xi'an (CN)") == "xiancn"


def test_distances_are_geodesics_in_km():
    # 1 degree along the equator and along a meridian, WGS 84: 111.320 and 110.574 km
    assert great_circle_km(*map(np.array, ([0.0], [0.0], [0.0], [1.0])))[0] == pytest.approx(111.3195, abs=1e-3)
    assert great_circle_km(*map(np.array, ([0.0], [0.0], [1.0], [0.0])))[0] == pytest.approx(110.5744, abs=1e-3)


def test_a_degree_of_longitude_shrinks_to_the_north():
    km = distance_matrix_km(np.array([0.0, 0.0, 60.0, 60.0]), np.array([0.0, 1.0, 0.0, 1.0]))
    assert km[2, 3] == pytest.approx(km[0, 1] / 2, rel=0.01)
    assert (km == km.T).all()
    assert (np.diag(km) == 0).all()


def test_names_in_other_letters_are_told_apart():
    rows = [
        {"id": "А1", "name": "Алматы", "aliases": ()},
        {"id": "А2", "name": "Астана", "aliases": ("阿斯塔纳",)},
    ]
    names = PlaceNames.from_table(rows)
    assert [names.find(name) for name in ("алматы", "АСТАНА", "阿斯塔纳")] == ["А1", "А2", "А2"]
    with pytest.raises(UnknownNameError, match="unknown place"):
        names.find("Ташкент")
    with pytest.raises(UnknownNameError, match="unknown place"):
        names.find("?!")


def test_ids_that_differ_in_case_and_punctuation_alone_are_found_as_they_are_written():
    names = PlaceNames.from_table([{"id": name, "name": f"Place {name}", "aliases": ()} for name in ("a-1", "A1")])
    assert (names.find("a-1"), names.find("A1")) == ("a-1", "A1")
    with pytest.raises(UnknownNameError, match="any of A1, a-1; use the id"):
        names.find("a1")


@pytest.mark.parametrize(
    ("lon", "ends"),
    [
        ([30.0, 10.0, 20.0], (10.0, 30.0)),
        ([5.0], (5.0, 5.0)),
        ([-90.0, 90.0], (-90.0, 90.0)),  # both ways are alike: not over the 180th meridian
        ([179.0, -179.0], (179.0, 181.0)),
        ([-170.0, 150.0, 175.0, -178.0], (150.0, 190.0)),
        ([-180.0, 180.0, 170.0], (170.0, 180.0)),
    ],
)
def test_the_shortest_arc_that_holds_longitudes(lon, ends):
    assert degrees_spanned(np.array(lon)) == ends


def test_a_line_over_the_180th_meridian_goes_on_and_is_cut_there():
    assert unwrapped([(10.0, 1.0), (20.0, 2.0)]) == [(10.0, 1.0), (20.0, 2.0)]
    east = unwrapped([(170.0, 0.0), (-170.0, 10.0)])
    assert east == [(170.0, 0.0), (190.0, 10.0)]
    pieces = [list(piece.coords) for piece in cut_line(east).geoms]
    assert pieces == [[(170.0, 0.0), (180.0, 5.0)], [(-180.0, 5.0), (-170.0, 10.0)]]
    west = cut_line(unwrapped([(-170.0, 10.0), (170.0, 0.0)]))
    assert sorted(round(x) for piece in west.geoms for x, _ in piece.coords) == [-180, -170, 170, 180]
    assert west.length == pytest.approx(np.hypot(20.0, 10.0))


def test_a_line_that_crosses_nothing_is_as_it_was():
    assert list(cut_line([(-180.0, 0.0), (180.0, 0.0)]).coords) == [(-180.0, 0.0), (180.0, 0.0)]
    assert list(cut_line([(190.0, 0.0), (200.0, 1.0)]).coords) == [(-170.0, 0.0), (-160.0, 1.0)]
